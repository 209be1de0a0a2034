CREATE TABLE t (id integer PRIMARY KEY, a text);

INSERT INTO t VALUES (1, 'x');

EXPLAIN INSERT INTO t VALUES (2, 'y');
Insert on t
  ->  Result

SELECT count(*) FROM t;
1

EXPLAIN CREATE TABLE x (a integer);
ERROR 42601: EXPLAIN cannot be used with CREATE TABLE

EXPLAIN (FORMAT XML) SELECT 1;
ERROR 0A000: this EXPLAIN format is not supported

-- ANALYZE runs the statement
EXPLAIN (ANALYZE, TIMING OFF) INSERT INTO t VALUES (2, 'y');

SELECT count(*) FROM t;
2
