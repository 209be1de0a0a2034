CREATE TABLE t (id integer PRIMARY KEY, a text, v bigint GENERATED ALWAYS AS ROW VERSION);

INSERT INTO t (id, a) VALUES (1, 'x'), (2, 'y') RETURNING id, v > 0;
1|t
2|t

CREATE TABLE seen AS SELECT id, v FROM t;

INSERT INTO t VALUES (3, 'z', DEFAULT), (4, 'w', DEFAULT);

SELECT count(DISTINCT v), (SELECT max(v) FROM seen) < min(v) FILTER (WHERE id > 2) FROM t;
4|t

UPDATE t SET a = 'x2' WHERE id = 1 RETURNING v > (SELECT max(s.v) FROM seen s);
t

SELECT t.id, t.v = s.v FROM t JOIN seen s ON s.id = t.id ORDER BY t.id;
1|f
2|t

UPDATE t SET v = DEFAULT WHERE id = 2;

SELECT t.v > s.v FROM t JOIN seen s ON s.id = t.id WHERE t.id = 2;
t

INSERT INTO t (id, a) VALUES (2, 'c'), (5, 'd') ON CONFLICT (id) DO UPDATE SET a = excluded.a;

SELECT count(DISTINCT v), count(*) FROM t;
5|5

INSERT INTO t VALUES (6, 'x', 7);
ERROR 428C9: cannot insert a non-DEFAULT value into column "v"
DETAIL: Column "v" is a row version column.

INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (6, 'x', 7);
ERROR 428C9: cannot insert a non-DEFAULT value into column "v"

UPDATE t SET v = 5;
ERROR 428C9: column "v" can only be updated to DEFAULT

INSERT INTO t (id, a) VALUES (2, 'c') ON CONFLICT (id) DO UPDATE SET v = 1;
ERROR 428C9: column "v" can only be updated to DEFAULT

CREATE TABLE u (id integer, v integer GENERATED ALWAYS AS ROW VERSION);
ERROR 22023: row version column type must be bigint

ALTER TABLE t ALTER COLUMN v SET DEFAULT 1;
ERROR 42601: column "v" of relation "t" is a row version column

ALTER TABLE t ALTER COLUMN v TYPE text;
ERROR 22023: row version column type must be bigint

CREATE TABLE u (id integer);

INSERT INTO u VALUES (1), (2), (3);

ALTER TABLE u ADD COLUMN v bigint GENERATED ALWAYS AS ROW VERSION;

SELECT count(DISTINCT v), min(v) > (SELECT max(v) FROM t) FROM u;
3|t

SELECT is_generated, is_nullable, is_identity FROM information_schema.columns WHERE table_name = 'u' AND column_name = 'v';
ALWAYS|NO|NO

SELECT nextval('vectordata.row_version');
ERROR 42P01: relation "vectordata.row_version" does not exist

TRUNCATE t RESTART IDENTITY;

INSERT INTO t (id) VALUES (1);

SELECT t.v > (SELECT max(v) FROM u) FROM t;
t

ALTER TABLE u DROP COLUMN v;

DROP TABLE u;

SELECT count(*) FROM information_schema.sequences;
0
