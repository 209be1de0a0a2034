-- comparisons with NULL are not true
SELECT id FROM product WHERE price = NULL;
(no rows)

SELECT id FROM product WHERE price <> 12.50 ORDER BY id;
2
3
5
6

SELECT id FROM product WHERE NOT (price > 15);
1
3

SELECT id FROM product WHERE price IS NULL OR stock IS NULL ORDER BY id;
4
5

SELECT id FROM product WHERE price IS DISTINCT FROM 12.50 ORDER BY id;
2
3
4
5
6

-- three-valued logic in IN
SELECT id FROM product WHERE category IN (1, NULL);
1

SELECT id FROM product WHERE category NOT IN (1, NULL);
(no rows)

SELECT id FROM product WHERE category NOT IN (1, 2) ORDER BY id;
2
6

SELECT id FROM product WHERE category NOT IN (SELECT parent FROM category);
(no rows)

SELECT id FROM product WHERE category NOT IN (SELECT parent FROM category WHERE parent IS NOT NULL) ORDER BY id;
2
3
4
6

-- aggregates leave NULL out, count(*) does not
SELECT count(*), count(price), count(stock), sum(stock), min(price), max(price) FROM product;
6 | 5 | 5 | 23 | 12.50 | 99.99

-- NULLs are one group
SELECT category, count(*) FROM product GROUP BY category ORDER BY category;
1 | 1
2 | 2
3 | 2
NULL | 1

SELECT DISTINCT category IS NULL FROM product ORDER BY 1;
f
t

-- set operations take NULLs as equal
SELECT NULL::integer UNION SELECT NULL::integer;
NULL
