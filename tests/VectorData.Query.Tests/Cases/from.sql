SELECT 1, 'x', NULL, 2.5;
1 | x | NULL | 2.5

SELECT * FROM generate_series(1, 5, 2);
1
3
5

SELECT * FROM generate_series(3, 1, -1) AS g;
3
2
1

SELECT * FROM generate_series(3, 1);
(no rows)

SELECT g.x * 2 FROM generate_series(1, 3) AS g(x);
2
4
6

SELECT count(*), sum(g) FROM generate_series(1, 100000) g;
100000 | 5000050000

SELECT * FROM generate_series(9223372036854775806, 9223372036854775807);
9223372036854775806
9223372036854775807

SELECT * FROM generate_series(1.0, 2.0, 0.5);
1.0
1.5
2.0

SELECT * FROM generate_series(timestamp '2024-01-30', timestamp '2024-04-01', interval '1 month');
2024-01-30 00:00:00
2024-02-29 00:00:00
2024-03-29 00:00:00

SELECT * FROM generate_series(1, 3, 0);
ERROR 22023 at 0: step size cannot equal zero

SELECT * FROM generate_series(1, NULL);
(no rows)

SELECT * FROM unnest(ARRAY['a', 'b', NULL]) WITH ORDINALITY AS u(v, n) ORDER BY n;
a | 1
b | 2
NULL | 3

SELECT * FROM unnest(ARRAY[1, 2], ARRAY['x']) AS t(a, b) ORDER BY a;
1 | x
2 | NULL

SELECT unnest(ARRAY[3, 4]);
3
4

SELECT id, unnest(tags) FROM product WHERE id IN (1, 2) ORDER BY id, 2;
1 | steel
1 | wood
2 | steel

SELECT generate_series(1, 2), generate_series(1, 3);
1 | 1
2 | 2
NULL | 3

SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS t(n, s) ORDER BY n;
1 | a
2 | NULL

VALUES (1, 'one'), (2, 'two');
1 | one
2 | two

SELECT column2 FROM (VALUES (1, 'a')) v;
a

SELECT upper(x) FROM lower('ABC') AS x;
ABC

TABLE category;
1 | tools | NULL
2 | garden | NULL
3 | saws | 1
4 | unused | 9

SELECT c.* FROM category AS c WHERE c.id = 1;
1 | tools | NULL

SELECT x.b FROM category AS x(a, b, c) WHERE a = 2;
garden

SELECT public.category.name FROM public.category WHERE category.id = 3;
saws

-- conditions that are never or always true
SELECT count(*) FROM product WHERE false;
0

SELECT count(*) FROM product WHERE true;
6

SELECT count(*) FROM product WHERE 1 = 2 OR NULL;
0

-- a column is named after the outermost cast, unless what is cast has a name
SELECT "int4", text, "float4", id, "case" FROM (SELECT '1'::text::int, (CASE WHEN true THEN 1 END)::text, 1::real, product.id::text, CASE WHEN true THEN 2 ELSE 1::int END FROM product) AS named LIMIT 1;
1 | 1 | 1 | 1 | 2
