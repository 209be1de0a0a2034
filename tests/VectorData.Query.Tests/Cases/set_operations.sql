SELECT 1 UNION SELECT 2 UNION SELECT 1 ORDER BY 1;
1
2

SELECT 1 UNION ALL SELECT 1;
1
1

SELECT x FROM (VALUES (1), (1), (2), (3)) a(x) INTERSECT SELECT x FROM (VALUES (1), (3), (4)) b(x) ORDER BY 1;
1
3

SELECT x FROM (VALUES (1), (1), (1), (2)) a(x) INTERSECT ALL SELECT x FROM (VALUES (1), (1), (4)) b(x);
1
1

SELECT x FROM (VALUES (1), (1), (2), (3)) a(x) EXCEPT SELECT x FROM (VALUES (3)) b(x) ORDER BY 1;
1
2

SELECT x FROM (VALUES (1), (1), (1), (2)) a(x) EXCEPT ALL SELECT x FROM (VALUES (1)) b(x) ORDER BY 1;
1
1
2

-- INTERSECT binds closer
SELECT 1 UNION SELECT 2 INTERSECT SELECT 3;
1

-- types agree
SELECT 1 UNION ALL SELECT 2.5 ORDER BY 1;
1
2.5

SELECT 'a' UNION ALL SELECT NULL;
NULL
a

SELECT id, name FROM category WHERE id = 1 UNION ALL SELECT 99, 'x' ORDER BY id DESC;
99 | x
1 | tools

-- names come from the first; limits apply to all of it
SELECT id AS n FROM product UNION ALL SELECT product FROM sale ORDER BY n LIMIT 4;
1
1
1
1

(SELECT id FROM product ORDER BY id DESC LIMIT 1) UNION ALL (SELECT id FROM category ORDER BY id LIMIT 1);
6
1

SELECT * FROM (SELECT id FROM product UNION SELECT id FROM category) u WHERE id > 4 ORDER BY id;
5
6

SELECT id, id FROM category WHERE id = 1 UNION SELECT 1, 1;
1 | 1

-- vectors of several dimensions
SELECT '[1,2]'::vector(2) UNION ALL SELECT '[1,2,3]'::vector(3);
[1,2,3]
[1,2]

SELECT 1 UNION SELECT 1, 2;
ERROR 42601 at 16: each UNION query must have the same number of columns

SELECT id FROM product UNION SELECT id FROM category ORDER BY id + 1;
ERROR 0A000 at 63: invalid UNION/INTERSECT/EXCEPT ORDER BY clause
HINT: Add the expression/function to every SELECT, or move the UNION into a FROM clause.
