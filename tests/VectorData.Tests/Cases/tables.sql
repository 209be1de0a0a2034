CREATE TABLE t (
    id bigserial PRIMARY KEY,
    name varchar(20) NOT NULL DEFAULT 'x',
    price numeric(10,2) CHECK (price >= 0),
    tags text[],
    embedding vector(3),
    at timestamptz DEFAULT now());
=> CREATE TABLE

CREATE TABLE t (a integer);
ERROR 42P07: relation "t" already exists

CREATE TABLE IF NOT EXISTS t (a integer);
NOTICE: relation "t" already exists, skipping
=> CREATE TABLE

SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position;
id|bigint|NO|nextval('public.t_id_seq')
name|character varying|NO|'x'
price|numeric|YES|NULL
tags|ARRAY|YES|NULL
embedding|vector|YES|NULL
at|timestamp with time zone|YES|now()

INSERT INTO t (price) VALUES (1), (2) RETURNING id, name;
1|x
2|x

CREATE TABLE wrong (a nothing);
ERROR 42704: type "nothing" does not exist

CREATE TABLE wrong (a integer, a text);
ERROR 42701: column "a" specified more than once

CREATE TABLE wrong (a integer DEFAULT 'text');
ERROR 22P02: invalid input syntax for type integer: "text"

CREATE TABLE wrong (a integer DEFAULT now());
ERROR 42804: column "a" is of type integer but default expression is of type timestamp with time zone
HINT: You will need to rewrite or cast the expression.

CREATE TABLE wrong (a integer, b integer DEFAULT a);
ERROR 0A000: cannot use column reference in DEFAULT expression

CREATE TABLE wrong (a integer NULL NOT NULL);
ERROR 42601: conflicting NULL/NOT NULL declarations for column "a" of table "wrong"

CREATE TABLE wrong (a integer NOT NULL NULL);
ERROR 42601: conflicting NULL/NOT NULL declarations for column "a" of table "wrong"

CREATE TABLE wrong (a integer DEFAULT 1 DEFAULT 2);
ERROR 42601: multiple default values specified for column "a" of table "wrong"

CREATE TABLE wrong (a vector(0));
ERROR 22023: dimensions for type vector must be at least 1

CREATE TABLE wrong (a vector(16001));
ERROR 22023: dimensions for type vector cannot exceed 16000

CREATE TABLE wrong (a text COLLATE "de_DE");
ERROR 42704: collation "de_DE" for encoding "UTF8" does not exist

CREATE TABLE wrong (a text COLLATE "C") WITH (nothing = 1);
ERROR 22023: unrecognized parameter "nothing"

CREATE TEMPORARY TABLE wrong (a integer);
ERROR 0A000: temporary tables are not supported

CREATE TABLE missing.t (a integer);
ERROR 3F000: schema "missing" does not exist

CREATE TABLE copy AS SELECT id, name, price * 2 AS double_price FROM t;
=> SELECT 2

SELECT * FROM copy ORDER BY id;
1|x|2.00
2|x|4.00

CREATE TABLE named (a, b) AS VALUES (1, 'one'), (2, 'two');
=> SELECT 2

SELECT a, b FROM named ORDER BY a;
1|one
2|two

CREATE TABLE empty AS SELECT * FROM t WITH NO DATA;
=> CREATE TABLE AS

SELECT count(*) FROM empty;
0

CREATE TABLE wrong AS SELECT 1 AS a, 2 AS a;
ERROR 42701: column "a" specified more than once

CREATE TABLE wrong (a, b) AS SELECT 1;
ERROR 42601: too many column names were specified

DROP TABLE nothing;
ERROR 42P01: table "nothing" does not exist

DROP TABLE IF EXISTS nothing;
NOTICE: table "nothing" does not exist, skipping
=> DROP TABLE

DROP INDEX t;
ERROR 42809: "t" is not an index
HINT: Use DROP TABLE to remove a table.

DROP TABLE t_pkey;
ERROR 42809: "t_pkey" is not a table
HINT: Use DROP INDEX to remove an index.

DROP TABLE copy, named;
=> DROP TABLE

SELECT * FROM copy;
ERROR 42P01: relation "copy" does not exist

DROP TABLE t;

-- the sequence went with its table
SELECT nextval('t_id_seq');
ERROR 42P01: relation "t_id_seq" does not exist

CREATE TABLE "Mixed Case" ("A b" integer PRIMARY KEY, "select" text);

INSERT INTO "Mixed Case" VALUES (1, 'quoted') RETURNING "A b", "select";
1|quoted

INSERT INTO "Mixed Case" VALUES (1, 'again');
ERROR 23505: duplicate key value violates unique constraint "Mixed Case_pkey"

CREATE TABLE a_name_that_is_far_too_long_for_what_postgresql_allows_a_name_to_be (a integer);
NOTICE: identifier "a_name_that_is_far_too_long_for_what_postgresql_allows_a_name_to_be" will be truncated to "a_name_that_is_far_too_long_for_what_postgresql_allows_a_name_t"
=> CREATE TABLE

SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'a_name%';
a_name_that_is_far_too_long_for_what_postgresql_allows_a_name_t

COMMENT ON TABLE empty IS 'no rows';
=> COMMENT

COMMENT ON COLUMN empty.id IS 'a number';
=> COMMENT

COMMENT ON COLUMN empty.nothing IS 'x';
ERROR 42703: column "nothing" of relation "empty" does not exist
