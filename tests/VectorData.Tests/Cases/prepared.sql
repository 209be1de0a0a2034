CREATE TABLE t (id integer PRIMARY KEY, a text);

PREPARE put (integer, text) AS INSERT INTO t VALUES ($1, $2);
=> PREPARE

EXECUTE put(1, 'one');
=> INSERT 0 1

EXECUTE put(1 + 1, upper('two'));
=> INSERT 0 1

PREPARE look AS SELECT a FROM t WHERE id = $1;

EXECUTE look(2);
TWO
=> SELECT 1

EXECUTE look(2, 3);
ERROR 42601: wrong number of parameters for prepared statement "look"
DETAIL: Expected 1 parameters but got 2.

PREPARE look AS SELECT 1;
ERROR 42P05: prepared statement "look" already exists

ALTER TABLE t ALTER COLUMN a TYPE varchar(5);

EXECUTE look(1);
one

DEALLOCATE look;
=> DEALLOCATE

EXECUTE look(1);
ERROR 26000: prepared statement "look" does not exist

PREPARE wrong AS SELECT nothing FROM t;
ERROR 42703: column "nothing" does not exist

DEALLOCATE ALL;
=> DEALLOCATE ALL

EXECUTE put(1, 'x');
ERROR 26000: prepared statement "put" does not exist

DISCARD ALL;
=> DISCARD ALL
