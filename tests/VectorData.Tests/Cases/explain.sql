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

CREATE TABLE v (id integer PRIMARY KEY, e vector(2));

CREATE INDEX v_e ON v USING hnsw (e vector_l2_ops);

EXPLAIN SELECT id FROM v ORDER BY e <-> '[1,2]' LIMIT 3;
Vector Top-K using v_e on v
  Order By: (e <-> '[1,2]'::vector)
  Limit: 3

-- its operator class is for another distance
EXPLAIN SELECT id FROM v ORDER BY e <=> '[1,2]' LIMIT 3;
Vector Top-K (exact) on v
  Order By: (e <=> '[1,2]'::vector)
  Limit: 3

EXPLAIN UPDATE t SET a = 'z' WHERE id = 1;
Update on t
  ->  Project
        Output: segment, ordinal, id, a, 'z'::text
        ->  Index Scan using t_pkey on t
              Index Cond: (id = 1)

EXPLAIN (FORMAT JSON) DELETE FROM t WHERE a = 'z';
[
  {
    "Plan": {
      "Node Type": "Delete on t",
      "Plans": [
        {
          "Node Type": "Seq Scan on t",
          "Filter": "(a = 'z'::text)"
        }
      ]
    }
  }
]

SELECT * FROM t WHERE a = 'z';
(no rows)

-- computed columns are written out
EXPLAIN SELECT id FROM t ORDER BY length(a) DESC;
Sort
  Sort Key: length(a) DESC
  ->  Project
        Output: id, length(a)
        ->  Seq Scan on t
