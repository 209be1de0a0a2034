-- no rows, no keys: one row
SELECT count(*), sum(a), max(b) FROM empty_table;
0 | NULL | NULL

-- no rows, keys: no rows
SELECT a, count(*) FROM empty_table GROUP BY a;
(no rows)

SELECT count(*) FROM empty_table HAVING count(*) > 0;
(no rows)

-- group by expression, ordinal and output name
SELECT price > 18, count(*) FROM product WHERE price IS NOT NULL GROUP BY price > 18 ORDER BY 1;
f | 2
t | 3

SELECT category AS c, count(*) AS n FROM product GROUP BY 1 ORDER BY n DESC, c;
2 | 2
3 | 2
1 | 1
NULL | 1

SELECT category AS c, count(*) FROM product GROUP BY c ORDER BY c NULLS FIRST;
NULL | 1
1 | 1
2 | 2
3 | 2

-- expressions over keys and aggregates
SELECT category + 1, sum(stock) * 2 FROM product GROUP BY category ORDER BY category;
2 | 20
3 | 22
4 | 4
NULL | NULL

SELECT category + 1 AS next, count(*) FROM product GROUP BY category + 1 HAVING count(*) > 1 ORDER BY category + 1;
3 | 2
4 | 2

-- columns of a grouped primary key's table
SELECT p.id, p.name, sum(s.amount) FROM product p JOIN sale s ON s.product = p.id GROUP BY p.id ORDER BY p.id;
1 | hammer | 8
2 | saw | 5
3 | rake | 2
6 | jigsaw | 1

-- HAVING with and without aggregates
SELECT category FROM product GROUP BY category HAVING max(price) > 50 ORDER BY 1;
3
NULL

SELECT category FROM product GROUP BY category HAVING category < 3 ORDER BY 1;
1
2

-- DISTINCT, FILTER and ORDER BY inside
SELECT count(DISTINCT product), count(*) FILTER (WHERE amount > 2), sum(DISTINCT amount) FROM sale;
4 | 3 | 15

SELECT product, count(DISTINCT note), count(*) FILTER (WHERE note IS NULL) FROM sale GROUP BY product ORDER BY product;
1 | 2 | 1
2 | 1 | 0
3 | 0 | 1
6 | 1 | 0

SELECT string_agg(name, ',' ORDER BY name DESC) FROM category;
unused,tools,saws,garden

SELECT category, string_agg(name, '+' ORDER BY price DESC NULLS LAST) FROM product GROUP BY category ORDER BY category;
1 | hammer
2 | rake+hose
3 | jigsaw+saw
NULL | mystery

SELECT array_agg(id ORDER BY id) FILTER (WHERE category = 3) FROM product;
{2,6}

-- aggregates of vectors
SELECT sum(embedding), avg(embedding) FROM product WHERE id <= 2;
[1,1,0] | [0.5,0.5,0]

-- aggregates only in ORDER BY
SELECT category FROM product GROUP BY category ORDER BY count(*) DESC, category LIMIT 2;
2
3

-- group by in a derived table with a condition on the key
SELECT * FROM (SELECT category, count(*) AS n FROM product GROUP BY category) g WHERE category = 2;
2 | 2

SELECT * FROM (SELECT category, count(*) AS n FROM product GROUP BY category) g WHERE n > 1 ORDER BY 1;
2 | 2
3 | 2

-- a nested aggregate query
SELECT max(n) FROM (SELECT count(*) AS n FROM sale GROUP BY product) counts;
3

SELECT avg(amount), round(avg(amount), 2) FROM sale WHERE product = 1;
2.6666666666666667 | 2.67

-- DISTINCT over expressions
SELECT DISTINCT amount > 2 FROM sale ORDER BY 1;
f
t

SELECT DISTINCT ON (product) product, day FROM sale ORDER BY product, day DESC;
1 | 2024-02-01
2 | 2024-01-02
3 | 2024-01-03
6 | 2024-01-03

-- many groups
SELECT count(*), sum(n), min(g), max(g) FROM (SELECT i % 1000 AS g, count(*) AS n FROM generate_series(1, 20000) i GROUP BY 1) x;
1000 | 20000 | 0 | 999
