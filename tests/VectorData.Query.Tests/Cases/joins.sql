-- Joins of every kind.

-- inner join by key
SELECT p.name, c.name FROM product p JOIN category c ON p.category = c.id ORDER BY p.id;
hammer | tools
saw | saws
rake | garden
hose | garden
jigsaw | saws

-- left join keeps rows without partner
SELECT p.name, c.name FROM product p LEFT JOIN category c ON p.category = c.id ORDER BY p.id;
hammer | tools
saw | saws
rake | garden
hose | garden
mystery | NULL
jigsaw | saws

-- right join keeps the other side
SELECT p.name, c.name FROM product p RIGHT OUTER JOIN category c ON p.category = c.id ORDER BY c.id, p.id;
hammer | tools
rake | garden
hose | garden
saw | saws
jigsaw | saws
NULL | unused

-- full join keeps both
SELECT p.name, c.name FROM product p FULL JOIN category c ON p.category = c.id ORDER BY p.id NULLS LAST, c.id;
hammer | tools
saw | saws
rake | garden
hose | garden
mystery | NULL
jigsaw | saws
NULL | unused

-- a condition on the nullable side in ON is not one in WHERE
SELECT c.name, p.name FROM category c LEFT JOIN product p ON p.category = c.id AND p.price > 18 ORDER BY c.id, p.id;
tools | NULL
garden | NULL
saws | saw
saws | jigsaw
unused | NULL

SELECT c.name, p.name FROM category c LEFT JOIN product p ON p.category = c.id WHERE p.price > 18 ORDER BY c.id, p.id;
saws | saw
saws | jigsaw

-- rows without partner found by IS NULL
SELECT c.name FROM category c LEFT JOIN product p ON p.category = c.id WHERE p.id IS NULL;
unused

-- a condition on the left side in ON of a left join does not remove rows
SELECT p.id, c.id FROM product p LEFT JOIN category c ON p.category = c.id AND p.id < 3 ORDER BY p.id;
1 | 1
2 | 3
3 | NULL
4 | NULL
5 | NULL
6 | NULL

-- cross join and comma
SELECT count(*) FROM product, category;
24

SELECT count(*) FROM product CROSS JOIN category WHERE product.id < 3;
8

-- comma join with condition in WHERE
SELECT p.name, s.amount FROM product p, sale s, category c WHERE s.product = p.id AND c.id = p.category AND c.name = 'tools' ORDER BY s.amount;
hammer | 1
hammer | 3
hammer | 4

-- join without equality
SELECT a.id, b.id FROM product a JOIN product b ON a.price < b.price AND a.category > b.category ORDER BY a.id, b.id;
(no rows)

SELECT a.id, b.id FROM product a JOIN product b ON a.price < b.price ORDER BY a.id, b.id;
1 | 2
1 | 3
1 | 5
1 | 6
2 | 5
2 | 6
3 | 2
3 | 5
3 | 6
6 | 5

-- left join without equality
SELECT a.id, b.id FROM product a LEFT JOIN product b ON a.price > b.price + 50 ORDER BY a.id, b.id;
1 | NULL
2 | NULL
3 | NULL
4 | NULL
5 | 1
5 | 2
5 | 3
6 | 1
6 | 2
6 | 3

-- USING merges the column
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS l(id, x) JOIN (VALUES (2, 'c'), (3, 'd')) AS r(id, y) USING (id);
2 | b | c

SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS l(id, x) FULL JOIN (VALUES (2, 'c'), (3, 'd')) AS r(id, y) USING (id) ORDER BY id;
1 | a | NULL
2 | b | c
3 | NULL | d

-- qualified names still see both sides
SELECT l.id, r.id, id FROM (VALUES (1), (2)) AS l(id) LEFT JOIN (VALUES (2), (3)) AS r(id) USING (id) ORDER BY 1;
1 | NULL | 1
2 | 2 | 2

-- NATURAL joins by all common names
SELECT * FROM (VALUES (1, 'a', true), (2, 'b', false)) AS l(id, x, f) NATURAL JOIN (VALUES (2, 'b', 10), (1, 'z', 20)) AS r(id, x, n);
2 | b | f | 10

-- NATURAL without common names is a cross join
SELECT count(*) FROM (VALUES (1), (2)) AS l(a) NATURAL JOIN (VALUES (1), (2), (3)) AS r(b);
6

-- joins nest
SELECT p.name, c.name, top.name FROM product p LEFT JOIN (category c JOIN category top ON c.parent = top.id) ON p.category = c.id ORDER BY p.id;
hammer | NULL | NULL
saw | saws | tools
rake | NULL | NULL
hose | NULL | NULL
mystery | NULL | NULL
jigsaw | saws | tools

-- a table with itself
SELECT a.name, b.name FROM category a JOIN category b ON a.parent = b.id;
saws | tools

-- NULL keys match nothing
SELECT count(*) FROM product a JOIN product b ON a.category = b.category;
9

-- keys of different integer types
SELECT count(*) FROM product p JOIN (SELECT id::bigint AS big FROM category) c ON p.category = c.big;
5

-- LATERAL sees the items before it
SELECT c.name, best.name FROM category c, LATERAL (SELECT p.name FROM product p WHERE p.category = c.id ORDER BY p.price DESC NULLS LAST LIMIT 1) best ORDER BY c.id;
tools | hammer
garden | rake
saws | jigsaw

SELECT c.name, best.name FROM category c LEFT JOIN LATERAL (SELECT p.name FROM product p WHERE p.category = c.id ORDER BY p.price DESC NULLS LAST LIMIT 1) best ON true ORDER BY c.id;
tools | hammer
garden | rake
saws | jigsaw
unused | NULL

-- functions in FROM see the items before them
SELECT p.id, t FROM product p, unnest(p.tags) AS t ORDER BY p.id, t;
1 | steel
1 | wood
2 | steel
5 | ?
5 | NULL
6 | electric
6 | steel

-- constants on the nullable side become NULL
SELECT p.id, x.flag FROM product p LEFT JOIN (SELECT id, true AS flag FROM category WHERE id = 1) x ON x.id = p.category ORDER BY p.id;
1 | t
2 | NULL
3 | NULL
4 | NULL
5 | NULL
6 | NULL

-- three tables in a row, each with a key
SELECT c.name, sum(s.amount) FROM category c JOIN product p ON p.category = c.id JOIN sale s ON s.product = p.id GROUP BY c.name ORDER BY c.name;
garden | 2
saws | 6
tools | 8
