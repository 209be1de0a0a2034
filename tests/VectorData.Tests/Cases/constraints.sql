CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer CHECK (b > 0), c text, CONSTRAINT ordered CHECK (a < b));

INSERT INTO t VALUES (1, 1, 2, 'ok'), (2, 1, NULL, 'unknown passes');
=> INSERT 0 2

INSERT INTO t VALUES (3, NULL, 2, 'null');
ERROR 23502: null value in column "a" of relation "t" violates not-null constraint
DETAIL: Failing row contains (3, null, 2, null).

INSERT INTO t (a) VALUES (1);
ERROR 23502: null value in column "id" of relation "t" violates not-null constraint
DETAIL: Failing row contains (null, 1, null, null).

INSERT INTO t VALUES (3, -5, -2, 'negative');
ERROR 23514: new row for relation "t" violates check constraint "t_b_check"
DETAIL: Failing row contains (3, -5, -2, negative).

INSERT INTO t VALUES (3, 5, 2, 'unordered');
ERROR 23514: new row for relation "t" violates check constraint "ordered"

UPDATE t SET a = 2 WHERE id = 1;
ERROR 23514: new row for relation "t" violates check constraint "ordered"
DETAIL: Failing row contains (1, 2, 2, ok).

UPDATE t SET a = NULL;
ERROR 23502: null value in column "a" of relation "t" violates not-null constraint

-- long values are cut in the detail
INSERT INTO t VALUES (3, 5, 2, repeat('x', 100));
ERROR 23514: new row for relation "t" violates check constraint "ordered"
DETAIL: Failing row contains (3, 5, 2, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...).

SELECT count(*) FROM t;
2

CREATE TABLE keys (a integer, b text, UNIQUE (a, b), UNIQUE NULLS NOT DISTINCT (b));

INSERT INTO keys VALUES (1, 'x'), (2, 'y'), (NULL, 'z');

INSERT INTO keys VALUES (1, 'x');
ERROR 23505: duplicate key value violates unique constraint "keys_a_b_key"
DETAIL: Key (a, b)=(1, x) already exists.

INSERT INTO keys VALUES (5, NULL);
=> INSERT 0 1

INSERT INTO keys VALUES (6, NULL);
ERROR 23505: duplicate key value violates unique constraint "keys_b_key"

CREATE TABLE wrong (a integer CHECK (a));
ERROR 42804: argument of CHECK must be type boolean, not type integer

CREATE TABLE wrong (a integer CHECK (b > 0));
ERROR 42703: column "b" does not exist

CREATE TABLE wrong (a integer CHECK (a > (SELECT 1)));
ERROR 0A000: cannot use subquery in check constraint

CREATE TABLE wrong (a integer CHECK (count(*) > 1));
ERROR 42803: aggregate functions are not allowed in check constraints

CREATE TABLE wrong (a integer PRIMARY KEY, b integer PRIMARY KEY);
ERROR 42P16: multiple primary keys for table "wrong" are not allowed

CREATE TABLE wrong (a integer, PRIMARY KEY (b));
ERROR 42703: column "b" named in key does not exist

CREATE TABLE wrong (a integer, UNIQUE (a, a));
ERROR 42701: column "a" appears twice in unique constraint

CREATE TABLE wrong (a json PRIMARY KEY);
ERROR 42704: data type json has no default operator class for access method "btree"

CREATE TABLE wrong (a integer, CONSTRAINT x CHECK (a > 0), CONSTRAINT x CHECK (a > 1));
ERROR 42710: constraint "x" for relation "wrong" already exists

CREATE TABLE wrong (a integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
ERROR 0A000: deferred constraints are not supported
HINT: Constraints are checked at the end of each statement.
