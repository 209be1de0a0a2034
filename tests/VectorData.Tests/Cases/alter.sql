CREATE TABLE t (id integer PRIMARY KEY, a text);

INSERT INTO t SELECT g, g::text FROM generate_series(1, 3) g;

ALTER TABLE t ADD COLUMN b integer DEFAULT 7, ADD c text;
=> ALTER TABLE

SELECT * FROM t ORDER BY id;
1|1|7|NULL
2|2|7|NULL
3|3|7|NULL

INSERT INTO t VALUES (4, '4', NULL, 'c');

ALTER TABLE t ADD COLUMN b integer;
ERROR 42701: column "b" of relation "t" already exists

ALTER TABLE t ADD COLUMN IF NOT EXISTS b integer;
NOTICE: column "b" of relation "t" already exists, skipping

ALTER TABLE t ADD COLUMN d integer NOT NULL;
ERROR 23502: column "d" of relation "t" contains null values

ALTER TABLE t ADD COLUMN d integer NOT NULL DEFAULT 1 CHECK (d > 0);

ALTER TABLE t ADD COLUMN n serial;

ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (id * 10) STORED;

SELECT id, b, d, n, g FROM t ORDER BY id;
1|7|1|1|10
2|7|1|2|20
3|7|1|3|30
4|NULL|1|4|40

ALTER TABLE t ALTER COLUMN a TYPE integer;
ERROR 42804: column "a" cannot be cast automatically to type integer
HINT: You might need to specify "USING a::integer".

ALTER TABLE t ALTER COLUMN a TYPE integer USING a::integer + 100;

SELECT id, a FROM t ORDER BY id;
1|101
2|102
3|103
4|104

ALTER TABLE t ALTER COLUMN a TYPE bigint;

INSERT INTO t (id, a) VALUES (5, 5000000000);

ALTER TABLE t ALTER COLUMN a TYPE integer;
ERROR 22003: integer out of range

ALTER TABLE t ALTER COLUMN id TYPE bigint;
ERROR 0A000: cannot alter type of a column used by a generated column
DETAIL: Column "id" is used by generated column "g".

ALTER TABLE t DROP COLUMN g;

ALTER TABLE t ALTER COLUMN id TYPE bigint;

-- the key follows
INSERT INTO t (id) VALUES (1);
ERROR 23505: duplicate key value violates unique constraint "t_pkey"

ALTER TABLE t RENAME COLUMN d TO dd;

UPDATE t SET dd = -1;
ERROR 23514: new row for relation "t" violates check constraint "t_d_check"

ALTER TABLE t RENAME COLUMN nothing TO x;
ERROR 42703: column "nothing" of relation "t" does not exist

ALTER TABLE t RENAME COLUMN dd TO a;
ERROR 42701: column "a" of relation "t" already exists

ALTER TABLE t ALTER COLUMN b SET DEFAULT 70, ALTER COLUMN c SET DEFAULT 'new';

INSERT INTO t (id) VALUES (6) RETURNING b, c;
70|new

ALTER TABLE t ALTER COLUMN b DROP DEFAULT;

INSERT INTO t (id) VALUES (7) RETURNING b;
NULL

ALTER TABLE t ALTER COLUMN b SET NOT NULL;
ERROR 23502: column "b" of relation "t" contains null values

UPDATE t SET b = 0 WHERE b IS NULL;

ALTER TABLE t ALTER COLUMN b SET NOT NULL;

INSERT INTO t (id, b) VALUES (8, NULL);
ERROR 23502: null value in column "b" of relation "t" violates not-null constraint

ALTER TABLE t ALTER COLUMN b DROP NOT NULL;

ALTER TABLE t ALTER COLUMN id DROP NOT NULL;
ERROR 42P16: column "id" is in a primary key

ALTER TABLE t ADD CONSTRAINT positive CHECK (b >= 0);

ALTER TABLE t ADD CONSTRAINT large CHECK (b > 1000);
ERROR 23514: check constraint "large" of relation "t" is violated by some row

ALTER TABLE t ADD CONSTRAINT large CHECK (b > 1000) NOT VALID;

INSERT INTO t (id, b) VALUES (8, 5);
ERROR 23514: new row for relation "t" violates check constraint "large"

ALTER TABLE t VALIDATE CONSTRAINT large;
ERROR 23514: check constraint "large" of relation "t" is violated by some row

ALTER TABLE t DROP CONSTRAINT large;

ALTER TABLE t DROP CONSTRAINT large;
ERROR 42704: constraint "large" of relation "t" does not exist

ALTER TABLE t DROP CONSTRAINT IF EXISTS large;
NOTICE: constraint "large" of relation "t" does not exist, skipping

ALTER TABLE t ADD UNIQUE (b);
ERROR 23505: could not create unique index "t_b_key"

ALTER TABLE t ADD CONSTRAINT unique_a UNIQUE (a);

ALTER TABLE t RENAME CONSTRAINT unique_a TO a_is_unique;

INSERT INTO t (id, a) VALUES (9, 101);
ERROR 23505: duplicate key value violates unique constraint "a_is_unique"

CREATE TABLE child (id integer, t_id bigint);

INSERT INTO child VALUES (1, 1), (2, 1000);

ALTER TABLE child ADD CONSTRAINT to_t FOREIGN KEY (t_id) REFERENCES t;
ERROR 23503: insert or update on table "child" violates foreign key constraint "to_t"
DETAIL: Key (t_id)=(1000) is not present in table "t".

DELETE FROM child WHERE id = 2;

ALTER TABLE child ADD CONSTRAINT to_t FOREIGN KEY (t_id) REFERENCES t;

ALTER TABLE t DROP CONSTRAINT t_pkey;
ERROR 2BP01: cannot drop constraint t_pkey on table t because other objects depend on it
DETAIL: constraint to_t on table child depends on index t_pkey
HINT: Use DROP ... CASCADE to drop the dependent objects too.

ALTER TABLE t DROP COLUMN id;
ERROR 2BP01: cannot drop column id of table t because other objects depend on it
DETAIL: constraint to_t on table child depends on column id of table t

ALTER TABLE t DROP COLUMN id CASCADE;
NOTICE: drop cascades to constraint to_t on table child

INSERT INTO child VALUES (3, 424242);

ALTER TABLE t DROP COLUMN id;
ERROR 42703: column "id" of relation "t" does not exist

ALTER TABLE t DROP COLUMN IF EXISTS id;
NOTICE: column "id" of relation "t" does not exist, skipping

SELECT * FROM t ORDER BY n LIMIT 2;
101|7|NULL|1|1
102|7|NULL|1|2

ALTER TABLE t RENAME TO renamed;

SELECT count(*) FROM renamed;
7

SELECT * FROM t;
ERROR 42P01: relation "t" does not exist

ALTER TABLE t ADD x integer;
ERROR 42P01: relation "t" does not exist

ALTER TABLE IF EXISTS t ADD x integer;
NOTICE: relation "t" does not exist, skipping

CREATE SCHEMA s;

ALTER TABLE renamed SET SCHEMA s;

SELECT count(*) FROM s.renamed;
7

-- the serial column's sequence moved along; failed statements took values, too
INSERT INTO s.renamed (a) VALUES (1) RETURNING n;
12

ALTER TABLE s.renamed ALTER COLUMN n DROP DEFAULT;

ALTER TABLE s.renamed ADD PRIMARY KEY (n);

ALTER TABLE s.renamed ADD PRIMARY KEY (a);
ERROR 42P16: multiple primary keys for table "renamed" are not allowed

ALTER TABLE s.renamed ADD COLUMN r double precision DEFAULT random();

SELECT count(DISTINCT r) > 1 FROM s.renamed;
t

ALTER TABLE s.renamed ADD COLUMN embedding vector(2) DEFAULT '[1,2]';

SELECT DISTINCT embedding FROM s.renamed;
[1,2]

ALTER TABLE s.renamed ALTER COLUMN embedding TYPE vector(3);
ERROR 22000: expected 3 dimensions, not 2

ALTER TABLE s.renamed ALTER COLUMN embedding TYPE halfvec(2);

SELECT DISTINCT embedding FROM s.renamed;
[1,2]

-- the index in the way of another type is named
CREATE TABLE embedded (e vector(3));

CREATE INDEX embedded_e ON embedded USING hnsw (e vector_l2_ops);

ALTER TABLE embedded ALTER COLUMN e TYPE halfvec(3);
ERROR 42804: operator class "vector_l2_ops" does not accept data type halfvec
DETAIL: Index "embedded_e" is over the column with this operator class.
HINT: Drop index "embedded_e" first, and create it again with an operator class for halfvec(3) afterwards.
