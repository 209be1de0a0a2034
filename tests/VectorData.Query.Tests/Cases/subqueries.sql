-- scalar
SELECT (SELECT count(*) FROM sale), (SELECT name FROM product WHERE id = 2);
6 | saw

SELECT (SELECT name FROM product WHERE id = 77);
NULL

SELECT (SELECT name FROM product);
ERROR 21000 at 0: more than one row returned by a subquery used as an expression

-- correlated scalar
SELECT name, (SELECT sum(amount) FROM sale WHERE product = p.id) FROM product p ORDER BY id;
hammer | 8
saw | 5
rake | 2
hose | NULL
mystery | NULL
jigsaw | 1

SELECT name FROM product p WHERE price = (SELECT max(price) FROM product WHERE category = p.category) ORDER BY id;
hammer
rake
jigsaw

-- EXISTS, correlated and not
SELECT name FROM product p WHERE EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id) ORDER BY id;
hammer
saw
rake
jigsaw

SELECT name FROM product p WHERE NOT EXISTS (SELECT * FROM sale s WHERE s.product = p.id) ORDER BY id;
hose
mystery

SELECT count(*) FROM product WHERE EXISTS (SELECT FROM sale WHERE amount > 100);
0

SELECT name FROM product p WHERE EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id AND s.amount > p.stock) ORDER BY id;
saw

SELECT id, EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id LIMIT 1) FROM product p ORDER BY id;
1 | t
2 | t
3 | t
4 | f
5 | f
6 | t

-- IN and ANY
SELECT name FROM product WHERE category IN (SELECT id FROM category WHERE name LIKE 's%' OR name = 'tools') ORDER BY id;
hammer
saw
jigsaw

SELECT name FROM product WHERE id = ANY (SELECT product FROM sale WHERE amount >= 4) ORDER BY id;
hammer
saw

SELECT id IN (SELECT product FROM sale) FROM product ORDER BY id;
t
t
t
f
f
t

SELECT name FROM product WHERE price > ALL (SELECT price FROM product WHERE category = 2 AND price IS NOT NULL) ORDER BY id;
saw
mystery
jigsaw

SELECT name FROM product p WHERE 5 IN (SELECT amount FROM sale s WHERE s.product = p.id);
saw

SELECT id FROM product WHERE id = ANY (ARRAY[1, 3, 99]) ORDER BY id;
1
3

-- IN with rows
SELECT product, amount FROM sale WHERE (product, amount) IN (SELECT 1, 3 UNION ALL SELECT 2, 5) ORDER BY 1;
1 | 3
2 | 5

-- two levels of correlation
SELECT c.name FROM category c WHERE EXISTS (SELECT 1 FROM product p WHERE p.category = c.id AND EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id AND s.amount > c.id + 1));
saws
tools

-- a subquery in the select list of a grouped query
SELECT category, (SELECT name FROM category c WHERE c.id = p.category), count(*) FROM product p GROUP BY category ORDER BY category;
1 | tools | 1
2 | garden | 2
3 | saws | 2
NULL | NULL | 1

-- derived tables, nested
SELECT x.n FROM (SELECT name AS n, price FROM (SELECT * FROM product WHERE category = 3) y WHERE price > 50) x;
jigsaw

SELECT doubled FROM (SELECT price * 2 AS doubled FROM product) d WHERE doubled < 30 ORDER BY doubled;
25.00

SELECT * FROM (SELECT id FROM product ORDER BY price DESC NULLS LAST LIMIT 3) t WHERE id > 2 ORDER BY id;
5
6

-- common tables
WITH cheap AS (SELECT * FROM product WHERE price < 18) SELECT name FROM cheap ORDER BY name;
hammer
rake

WITH a(x) AS (VALUES (1), (2)), b AS (SELECT x + 10 AS y FROM a) SELECT x, y FROM a, b ORDER BY x, y;
1 | 11
1 | 12
2 | 11
2 | 12

WITH r AS MATERIALIZED (SELECT random() AS v FROM generate_series(1, 3)) SELECT count(*) FROM r a JOIN r b ON a.v = b.v;
3

WITH t AS (SELECT 1 AS a) SELECT (WITH t AS (SELECT 2 AS a) SELECT a FROM t), a FROM t;
2 | 1

WITH s AS (SELECT product, sum(amount) AS total FROM sale GROUP BY product)
SELECT p.name, s.total FROM product p JOIN s ON s.product = p.id WHERE s.total > (SELECT avg(total) FROM s) ORDER BY p.id;
hammer | 8
saw | 5

-- arrays of queries
SELECT ARRAY(SELECT id FROM product WHERE category = 2 ORDER BY id DESC);
{4,3}

-- a common table that reads an outer row is not computed once
SELECT p.id, (WITH w AS (SELECT amount FROM sale WHERE product = p.id) SELECT count(*) FROM w a, w b) FROM product p ORDER BY p.id;
1 | 9
2 | 1
3 | 1
4 | 0
5 | 0
6 | 1
