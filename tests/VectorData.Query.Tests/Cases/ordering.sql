-- NULLs are greatest
SELECT id, price FROM product ORDER BY price;
1 | 12.50
3 | 15.00
2 | 20.00
6 | 80.00
5 | 99.99
4 | NULL

SELECT id FROM product ORDER BY price DESC;
4
5
6
2
3
1

SELECT id FROM product ORDER BY price DESC NULLS LAST, id;
5
6
2
3
1
4

SELECT id FROM product ORDER BY price NULLS FIRST LIMIT 2;
4
1

-- several keys, expressions, ordinals, names
SELECT category, id FROM product ORDER BY category DESC NULLS LAST, id DESC;
3 | 6
3 | 2
2 | 4
2 | 3
1 | 1
NULL | 5

SELECT id FROM product ORDER BY -id;
6
5
4
3
2
1

SELECT name AS id, id AS name FROM product ORDER BY id LIMIT 2;
hammer | 1
hose | 4

SELECT id * 10 AS tens FROM product ORDER BY tens DESC LIMIT 2;
60
50

SELECT id FROM product ORDER BY length(name), name;
2
4
3
1
6
5

-- paging
SELECT id FROM product ORDER BY id LIMIT 2 OFFSET 3;
4
5

SELECT id FROM product ORDER BY id OFFSET 4;
5
6

SELECT id FROM product ORDER BY id LIMIT 0;
(no rows)

SELECT id FROM product ORDER BY id LIMIT NULL OFFSET NULL;
1
2
3
4
5
6

SELECT id FROM product ORDER BY id LIMIT ALL OFFSET 5;
6

SELECT id FROM product ORDER BY id FETCH FIRST 2 ROWS ONLY;
1
2

SELECT id FROM product ORDER BY id LIMIT (SELECT 1 + 1);
1
2

SELECT amount FROM sale ORDER BY amount FETCH FIRST 1 ROW WITH TIES;
1
1

SELECT id FROM product ORDER BY id OFFSET 100;
(no rows)

SELECT id FROM product LIMIT -1;
ERROR 2201W at 0: LIMIT must not be negative

SELECT id FROM product OFFSET -1;
ERROR 2201X at 0: OFFSET must not be negative

-- text sorts by bytes
SELECT x FROM (VALUES ('b'), ('B'), ('a'), ('ä'), ('_')) v(x) ORDER BY x;
B
_
a
b
ä

-- DISTINCT keeps order by what it gives
SELECT DISTINCT category FROM product ORDER BY category DESC;
NULL
3
2
1

-- large sorts and the top of them
SELECT i FROM generate_series(1, 30000) i ORDER BY (i * 7919) % 30011 LIMIT 3;
7318
14636
21954

SELECT min(i), max(i), count(*) FROM (SELECT i FROM generate_series(1, 30000) i ORDER BY i DESC OFFSET 10000 LIMIT 100) x;
19901 | 20000 | 100
