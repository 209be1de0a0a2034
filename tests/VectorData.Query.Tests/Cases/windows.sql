SELECT id, row_number() OVER (ORDER BY id DESC) FROM product ORDER BY id LIMIT 3;
1 | 6
2 | 5
3 | 4

SELECT category, id, row_number() OVER (PARTITION BY category ORDER BY id) FROM product ORDER BY category, id;
1 | 1 | 1
2 | 3 | 1
2 | 4 | 2
3 | 2 | 1
3 | 6 | 2
NULL | 5 | 1

SELECT amount, rank() OVER w, dense_rank() OVER w, cume_dist() OVER w FROM sale WINDOW w AS (ORDER BY amount) ORDER BY amount;
1 | 1 | 1 | 0.3333333333333333
1 | 1 | 1 | 0.3333333333333333
2 | 3 | 2 | 0.5
3 | 4 | 3 | 0.6666666666666666
4 | 5 | 4 | 0.8333333333333334
5 | 6 | 5 | 1

SELECT product, amount, sum(amount) OVER (PARTITION BY product), count(*) OVER () FROM sale ORDER BY product, amount;
1 | 1 | 8 | 6
1 | 3 | 8 | 6
1 | 4 | 8 | 6
2 | 5 | 5 | 6
3 | 2 | 2 | 6
6 | 1 | 1 | 6

SELECT amount, sum(amount) OVER (ORDER BY amount) FROM sale ORDER BY amount;
1 | 2
1 | 2
2 | 4
3 | 7
4 | 11
5 | 16

SELECT id, lag(id) OVER (ORDER BY id), lead(id, 2, -1) OVER (ORDER BY id) FROM product ORDER BY id;
1 | NULL | 3
2 | 1 | 4
3 | 2 | 5
4 | 3 | 6
5 | 4 | -1
6 | 5 | -1

SELECT id, first_value(name) OVER (ORDER BY id), last_value(name) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM product ORDER BY id LIMIT 1;
1 | hammer | jigsaw

SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM product ORDER BY id;
1 | 3
2 | 6
3 | 9
4 | 12
5 | 15
6 | 11

SELECT id, ntile(4) OVER (ORDER BY id) FROM product ORDER BY id;
1 | 1
2 | 1
3 | 2
4 | 2
5 | 3
6 | 4

-- over groups
SELECT category, count(*), rank() OVER (ORDER BY count(*) DESC), sum(count(*)) OVER () FROM product GROUP BY category ORDER BY category;
1 | 1 | 3 | 6
2 | 2 | 1 | 6
3 | 2 | 1 | 6
NULL | 1 | 3 | 6

-- the best of each group
SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY category ORDER BY price DESC NULLS LAST) AS place FROM product) ranked WHERE place = 1 ORDER BY id;
1
3
5
6

SELECT id FROM product WHERE row_number() OVER () = 1;
ERROR 42P20 at 30: window functions are not allowed in WHERE

-- a running total over many rows
SELECT max(total), count(*) FROM (SELECT sum(i) OVER (ORDER BY i) AS total FROM generate_series(1, 20000) i) x;
200010000 | 20000

SELECT product, amount, sum(amount) OVER (PARTITION BY product ORDER BY day), count(*) OVER (PARTITION BY product ORDER BY day ROWS UNBOUNDED PRECEDING) FROM sale ORDER BY product, day;
1 | 3 | 3 | 1
1 | 1 | 4 | 2
1 | 4 | 8 | 3
2 | 5 | 5 | 1
3 | 2 | 2 | 1
6 | 1 | 1 | 1
