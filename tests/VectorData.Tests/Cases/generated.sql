CREATE TABLE t (a integer, b integer, total integer GENERATED ALWAYS AS (a + b) STORED, label text GENERATED ALWAYS AS ('#' || a::text) STORED NOT NULL);

INSERT INTO t (a, b) VALUES (1, 2), (3, NULL) RETURNING *;
1|2|3|#1
3|NULL|NULL|#3

INSERT INTO t (a, b, total) VALUES (1, 2, DEFAULT) RETURNING total;
3

INSERT INTO t (a, b, total) VALUES (1, 2, 3);
ERROR 428C9: cannot insert a non-DEFAULT value into column "total"
DETAIL: Column "total" is a generated column.

INSERT INTO t VALUES (NULL, 1);
ERROR 23502: null value in column "label" of relation "t" violates not-null constraint
DETAIL: Failing row contains (null, 1, null, null).

UPDATE t SET b = 10 RETURNING a, b, total;
1|10|11
3|10|13
1|10|11

UPDATE t SET total = 5;
ERROR 428C9: column "total" can only be updated to DEFAULT
DETAIL: Column "total" is a generated column.

UPDATE t SET total = DEFAULT, a = 7 WHERE a = 3 RETURNING *;
7|10|17|#7

CREATE TABLE wrong (a integer, b integer GENERATED ALWAYS AS (c) STORED);
ERROR 42703: column "c" does not exist

CREATE TABLE wrong (a integer GENERATED ALWAYS AS (1) STORED, b integer GENERATED ALWAYS AS (a + 1) STORED);
ERROR 42P17: cannot use generated column "a" in column generation expression
DETAIL: A generated column cannot reference another generated column.

CREATE TABLE wrong (a double precision GENERATED ALWAYS AS (random()) STORED);
ERROR 42P17: generation expression is not immutable

CREATE TABLE wrong (a integer DEFAULT 1 GENERATED ALWAYS AS (1) STORED);
ERROR 42601: both default and generation expression specified for column "a" of table "wrong"

ALTER TABLE t ALTER COLUMN total DROP EXPRESSION;

UPDATE t SET total = 5 WHERE a = 7 RETURNING total;
5

ALTER TABLE t DROP COLUMN a;
ERROR 2BP01: cannot drop column a of table t because other objects depend on it
DETAIL: column label of table t depends on column a of table t

ALTER TABLE t RENAME COLUMN a TO "A 1";

INSERT INTO t ("A 1") VALUES (8) RETURNING label;
#8

CREATE TABLE points (x double precision, y double precision, v vector(2) GENERATED ALWAYS AS (ARRAY[x, y]::vector) STORED);

INSERT INTO points VALUES (1, 2) RETURNING v;
[1,2]
