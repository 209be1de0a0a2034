CREATE TABLE t (id integer PRIMARY KEY, a integer);

BEGIN;
=> BEGIN

INSERT INTO t VALUES (1, 1);

SELECT * FROM t;
1|1

BEGIN;
WARNING: there is already a transaction in progress
=> BEGIN

ROLLBACK;
=> ROLLBACK

SELECT * FROM t;
(no rows)

COMMIT;
WARNING: there is no transaction in progress
=> COMMIT

ROLLBACK;
WARNING: there is no transaction in progress
=> ROLLBACK

BEGIN;

INSERT INTO t VALUES (1, 1);

SELECT 1 / 0;
ERROR 22012: division by zero

SELECT 1;
ERROR 25P02: current transaction is aborted, commands ignored until end of transaction block

SAVEPOINT x;
ERROR 25P02: current transaction is aborted, commands ignored until end of transaction block

-- committing a failed block rolls it back
COMMIT;
=> ROLLBACK

SELECT * FROM t;
(no rows)

BEGIN;

INSERT INTO t VALUES (1, 1);

SAVEPOINT a;
=> SAVEPOINT

INSERT INTO t VALUES (2, 2);

SAVEPOINT b;

UPDATE t SET a = a * 10;

ROLLBACK TO SAVEPOINT b;
=> ROLLBACK

SELECT * FROM t ORDER BY id;
1|1
2|2

INSERT INTO t VALUES (1, 1);
ERROR 23505: duplicate key value violates unique constraint "t_pkey"

ROLLBACK TO a;

SELECT * FROM t;
1|1

ROLLBACK TO b;
ERROR 3B001: savepoint "b" does not exist

ROLLBACK TO a;

RELEASE SAVEPOINT a;
=> RELEASE

RELEASE a;
ERROR 3B001: savepoint "a" does not exist

COMMIT;
=> ROLLBACK

SELECT * FROM t;
(no rows)

SAVEPOINT x;
ERROR 25P01: SAVEPOINT can only be used in transaction blocks

BEGIN ISOLATION LEVEL SERIALIZABLE;
ERROR 0A000: transaction isolation level serializable is not supported
HINT: Use REPEATABLE READ, which gives each transaction a snapshot and refuses lost updates.

BEGIN ISOLATION LEVEL REPEATABLE READ;

SHOW transaction_isolation;
repeatable read

COMMIT;

BEGIN ISOLATION LEVEL SNAPSHOT;

SHOW transaction_isolation;
snapshot

COMMIT;

BEGIN;

SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;

SELECT 1;

SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
ERROR 25001: SET TRANSACTION ISOLATION LEVEL must be called before any query

ROLLBACK;

BEGIN READ ONLY;

SELECT count(*) FROM t;
0

INSERT INTO t VALUES (1, 1);
ERROR 25006: cannot execute INSERT in a read-only transaction

ROLLBACK;

START TRANSACTION READ ONLY;

CREATE TABLE x (a integer);
ERROR 25006: cannot execute CREATE TABLE in a read-only transaction

ROLLBACK;

-- several statements of one text
BEGIN; INSERT INTO t VALUES (1, 1); INSERT INTO t VALUES (2, 2); COMMIT;
=> BEGIN
=> INSERT 0 1
=> INSERT 0 1
=> COMMIT

BEGIN;

COMMIT AND CHAIN;

INSERT INTO t VALUES (3, 3);

ROLLBACK AND CHAIN;

ROLLBACK;

SELECT count(*) FROM t;
2

COMMIT AND CHAIN;
ERROR 25P01: COMMIT AND CHAIN can only be used in transaction blocks

-- definitions are part of the transaction
BEGIN;

CREATE TABLE made (id serial PRIMARY KEY, a text);

INSERT INTO made (a) VALUES ('x') RETURNING id;
1

ALTER TABLE made ADD COLUMN b integer DEFAULT 5;

CREATE INDEX ON made (a);

SELECT * FROM made;
1|x|5

ROLLBACK;

SELECT * FROM made;
ERROR 42P01: relation "made" does not exist

BEGIN;

ALTER TABLE t ADD COLUMN c text DEFAULT 'c';

SAVEPOINT before_drop;

DROP TABLE t;

SELECT * FROM t;
ERROR 42P01: relation "t" does not exist

ROLLBACK TO before_drop;

SELECT * FROM t ORDER BY id;
1|1|c
2|2|c

ROLLBACK;

SELECT * FROM t ORDER BY id;
1|1
2|2

BEGIN;

TRUNCATE t;

INSERT INTO t VALUES (9, 9);

SELECT * FROM t;
9|9

ROLLBACK;

SELECT count(*) FROM t;
2

BEGIN;

DROP TABLE t;

CREATE TABLE t (other text);

INSERT INTO t VALUES ('new');

COMMIT;

SELECT * FROM t;
new

BEGIN;

VACUUM;
ERROR 25001: VACUUM cannot run inside a transaction block

ROLLBACK;

BEGIN;

CREATE INDEX CONCURRENTLY ON t (other);
ERROR 25001: CREATE INDEX CONCURRENTLY cannot run inside a transaction block

ROLLBACK;

VACUUM t;
=> VACUUM

ANALYZE t;
=> ANALYZE

CHECKPOINT;
=> CHECKPOINT

-- values taken from a sequence are not given back
CREATE SEQUENCE s;

BEGIN;

SELECT nextval('s');
1

ROLLBACK;

SELECT nextval('s');
2
