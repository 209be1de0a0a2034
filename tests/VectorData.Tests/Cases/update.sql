CREATE TABLE t (id integer PRIMARY KEY, a integer, b text DEFAULT 'none', UNIQUE (a));

INSERT INTO t VALUES (1, 10, 'x'), (2, 20, 'y'), (3, 30, 'z'), (4, NULL, NULL);

UPDATE t SET b = 'changed' WHERE id = 1;
=> UPDATE 1

UPDATE t SET a = a + 1, b = b || '!' WHERE a > 10 RETURNING *;
2|21|y!
3|31|z!
=> UPDATE 2

UPDATE t SET a = id, b = upper(b);
=> UPDATE 4

SELECT * FROM t ORDER BY id;
1|1|CHANGED
2|2|Y!
3|3|Z!
4|4|NULL

UPDATE t SET b = DEFAULT, a = NULL WHERE id = 4 RETURNING a, b;
NULL|none

UPDATE t SET (a, b) = (40, 'pair') WHERE id = 4 RETURNING a, b;
40|pair

UPDATE t SET (a, b) = (SELECT id * 100, 'sub' FROM t AS u WHERE u.id = t.id) WHERE id IN (1, 2) RETURNING id, a, b;
1|100|sub
2|200|sub

UPDATE t SET (a, b) = (1, 2, 3);
ERROR 42601: number of columns does not match number of values

UPDATE t SET a = 1, a = 2;
ERROR 42601: multiple assignments to same column "a"

UPDATE t SET missing = 1;
ERROR 42703: column "missing" of relation "t" does not exist

UPDATE t SET a = 'text';
ERROR 22P02: invalid input syntax for type integer: "text"

UPDATE t SET a = b;
ERROR 42804: column "a" is of type integer but expression is of type text
HINT: You will need to rewrite or cast the expression.

UPDATE t SET a = 3 WHERE id = 1;
ERROR 23505: duplicate key value violates unique constraint "t_a_key"
DETAIL: Key (a)=(3) already exists.

-- keys may move among the rows of one statement
UPDATE t SET id = id + 1;
=> UPDATE 4

SELECT id FROM t ORDER BY id;
2
3
4
5

CREATE TABLE other (id integer, value integer);

INSERT INTO other VALUES (2, 7), (3, 8), (3, 9), (99, 1);

UPDATE t SET a = other.value FROM other WHERE other.id = t.id AND t.id = 2 RETURNING t.id, t.a, other.value, other.id;
2|7|7|2

-- a row that is joined twice is updated once
UPDATE t SET b = 'joined' FROM other o WHERE o.id = t.id;
=> UPDATE 2

UPDATE t AS x SET b = 'alias' WHERE x.id = 2 RETURNING x.*;
2|7|alias

UPDATE t SET b = s.total::text FROM (SELECT id, sum(value) AS total FROM other GROUP BY id) AS s WHERE s.id = t.id AND t.id = 3 RETURNING t.id, t.b;
3|17

UPDATE t SET a = a WHERE false;
=> UPDATE 0

UPDATE t SET a = a WHERE false RETURNING *;
(no rows)
=> UPDATE 0

UPDATE t SET b = (SELECT 'twice' FROM other WHERE value > 7) WHERE id = 2;
ERROR 21000: more than one row returned by a subquery used as an expression

UPDATE t SET a = count(*);
ERROR 42803: aggregate functions are not allowed in UPDATE

WITH big AS (SELECT id FROM other WHERE value = 7) UPDATE t SET b = 'cte' FROM big WHERE big.id = t.id RETURNING t.id;
2

UPDATE information_schema.tables SET table_name = 'x';
ERROR 42809: cannot change view "tables"
