CREATE SCHEMA one;
=> CREATE SCHEMA

CREATE SCHEMA one;
ERROR 42P06: schema "one" already exists

CREATE SCHEMA IF NOT EXISTS one;
NOTICE: schema "one" already exists, skipping

CREATE SCHEMA pg_mine;
ERROR 42939: unacceptable schema name "pg_mine"
DETAIL: The prefix "pg_" is reserved for system schemas.

CREATE TABLE one.t (id serial PRIMARY KEY, a text);

CREATE TABLE t (id integer);

INSERT INTO one.t (a) VALUES ('in one') RETURNING id;
1

SELECT * FROM t;
(no rows)

SELECT a FROM one.t;
in one

CREATE TABLE one.child (t integer REFERENCES one.t);

CREATE TABLE outside (t integer REFERENCES one.t);

DROP SCHEMA one;
ERROR 2BP01: cannot drop schema one because other objects depend on it

ALTER SCHEMA one RENAME TO two;

INSERT INTO two.t (a) VALUES ('in two') RETURNING id;
2

INSERT INTO two.child VALUES (2);

DROP SCHEMA two CASCADE;
NOTICE: drop cascades to 2 other objects
=> DROP SCHEMA

INSERT INTO outside VALUES (99);
=> INSERT 0 1

DROP SCHEMA two;
ERROR 3F000: schema "two" does not exist

DROP SCHEMA IF EXISTS two;
NOTICE: schema "two" does not exist, skipping

CREATE EXTENSION IF NOT EXISTS vector;
NOTICE: extension "vector" already exists, skipping
=> CREATE EXTENSION

CREATE EXTENSION postgis;
ERROR 0A000: extension "postgis" is not available

CREATE VIEW v AS SELECT 1;
ERROR 0A000: views are not supported
