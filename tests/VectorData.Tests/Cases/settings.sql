SHOW hnsw.ef_search;
40

SET hnsw.ef_search = 100;
=> SET

SHOW hnsw.ef_search;
100

SET hnsw.ef_search = 1001;
ERROR 22023: 1001 is outside the valid range for parameter "hnsw.ef_search" (1 .. 1000)

SET hnsw.ef_search = 0;
ERROR 22023: 0 is outside the valid range for parameter "hnsw.ef_search" (1 .. 1000)

SET hnsw.ef_search = 'many';
ERROR 22023: invalid value for parameter "hnsw.ef_search": "many"

SET hnsw.iterative_scan = 'on';
ERROR 22023: invalid value for parameter "hnsw.iterative_scan": "on"
HINT: Available values: off, relaxed_order, strict_order.

SET hnsw.iterative_scan = strict_order;

SHOW hnsw.iterative_scan;
strict_order

RESET hnsw.iterative_scan;

SHOW hnsw.iterative_scan;
off

SET hnsw.nothing = 1;
ERROR 42602: invalid configuration parameter name "hnsw.nothing"

SET nothing = 1;
ERROR 42704: unrecognized configuration parameter "nothing"

SHOW nothing;
ERROR 42704: unrecognized configuration parameter "nothing"

SET my.own = 'kept';

SHOW my.own;
kept

SET statement_timeout = '5s';

SHOW statement_timeout;
5s

SET statement_timeout = 1500;

SHOW statement_timeout;
1500ms

SET statement_timeout = 0;

SHOW statement_timeout;
0

SET work_mem = '64MB';

SHOW work_mem;
64MB

SET work_mem = '64XB';
ERROR 22023: invalid value for parameter "work_mem": "64XB"
HINT: Valid units for this parameter are "B", "kB", "MB", "GB", and "TB".

SET enable_seqscan = maybe;
ERROR 22023: parameter "enable_seqscan" requires a Boolean value

SET enable_seqscan TO off;

SHOW enable_seqscan;
off

SET enable_seqscan TO DEFAULT;

SHOW enable_seqscan;
on

SET TIME ZONE 'Europe/Paris';

SHOW timezone;
Europe/Paris

SET TIME ZONE 'Nowhere/Land';
ERROR 22023: invalid value for parameter "TimeZone": "Nowhere/Land"

RESET ALL;

SHOW timezone;
UTC

SHOW search_path;
"$user", public

SET search_path = a, "B", public;

SHOW search_path;
a, "B", public

RESET search_path;

SET server_version = '1';
ERROR 55P02: parameter "server_version" cannot be changed

SELECT current_setting('hnsw.ef_search'), set_config('hnsw.ef_search', '55', false);
40|55

SELECT current_setting('hnsw.ef_search');
55

-- settings are part of the transaction
BEGIN;

SET hnsw.ef_search = 77;

ROLLBACK;

SHOW hnsw.ef_search;
55

BEGIN;

SET LOCAL hnsw.ef_search = 66;

SHOW hnsw.ef_search;
66

COMMIT;

SHOW hnsw.ef_search;
55

SET LOCAL hnsw.ef_search = 66;
WARNING: SET LOCAL can only be used in transaction blocks
=> SET

BEGIN;

SET hnsw.ef_search = 10;

SAVEPOINT a;

SET hnsw.ef_search = 11;

ROLLBACK TO a;

SHOW hnsw.ef_search;
10

COMMIT;

SHOW hnsw.ef_search;
10

SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ;

SHOW transaction_isolation;
repeatable read

SET default_transaction_isolation = 'serializable';
ERROR 0A000: transaction isolation level serializable is not supported

SELECT version() LIKE 'PostgreSQL 15%VectorData%';
t

-- switched off, the index is not in the plan
CREATE TABLE indexed_vectors (id integer PRIMARY KEY, e vector(2));

CREATE INDEX indexed_vectors_e ON indexed_vectors USING hnsw (e vector_l2_ops);

SET enable_indexscan = off;

EXPLAIN SELECT id FROM indexed_vectors ORDER BY e <-> '[1,2]' LIMIT 3;
Vector Top-K (exact) on indexed_vectors
  Order By: (e <-> '[1,2]'::vector)
  Limit: 3

RESET enable_indexscan;

EXPLAIN SELECT id FROM indexed_vectors ORDER BY e <-> '[1,2]' LIMIT 3;
Vector Top-K using indexed_vectors_e on indexed_vectors
  Order By: (e <-> '[1,2]'::vector)
  Limit: 3
