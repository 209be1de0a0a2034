SELECT id, embedding <-> '[1,0,0]' FROM product ORDER BY embedding <-> '[1,0,0]' LIMIT 3;
1 | 0
4 | 1
2 | 1.4142135623730951

SELECT id FROM product WHERE category = 3 ORDER BY embedding <-> '[1,0,0]' LIMIT 5;
2
6

-- NULL vectors come last
SELECT id, embedding <-> '[0,1,0]' AS distance FROM product ORDER BY distance, id LIMIT 10;
2 | 0
4 | 1
6 | 1
1 | 1.4142135623730951
3 | 1.4142135623730951
5 | NULL

SELECT id FROM product ORDER BY embedding <=> '[0,1,0]', id LIMIT 3;
2
6
4

SELECT id FROM product ORDER BY embedding <#> '[0,1,0]', id LIMIT 2;
6
2

SELECT id FROM product ORDER BY embedding <+> '[1,1,0]', id LIMIT 2 OFFSET 1;
1
2

-- thresholds
SELECT id FROM product WHERE embedding <-> '[1,0,0]' < 1.2 ORDER BY embedding <-> '[1,0,0]' LIMIT 10;
1
4

SELECT id FROM product WHERE embedding <-> '[1,0,0]' > 1.2 ORDER BY embedding <-> '[1,0,0]', id LIMIT 2;
2
3

SELECT id, d FROM (SELECT id, embedding <-> '[0,0,1]' AS d FROM product) s WHERE d <= 1 ORDER BY d LIMIT 5;
3 | 0

-- farthest first
SELECT id FROM product WHERE embedding IS NOT NULL ORDER BY embedding <-> '[1,0,0]' DESC LIMIT 1;
6

-- with a join
SELECT p.id, c.name FROM product p JOIN category c ON p.category = c.id WHERE c.name <> 'tools' ORDER BY p.embedding <-> '[1,0,0]', p.id LIMIT 3;
4 | garden
2 | saws
3 | garden

-- other dimensions
SELECT id FROM product ORDER BY embedding <-> '[1,2]' LIMIT 1;
ERROR 22000 at 0: different vector dimensions 3 and 2

-- distance in WHERE only
SELECT id FROM product WHERE embedding <=> '[0,1,0]' < 0.1 ORDER BY id;
2
6

-- the vector of another row
SELECT id FROM product WHERE id <> 2 ORDER BY embedding <-> (SELECT embedding FROM product WHERE id = 2), id LIMIT 2;
4
6

WITH near AS (SELECT id, embedding <-> '[0,1,0]' AS d FROM product ORDER BY d, id LIMIT 2) SELECT s.amount, near.d FROM near JOIN sale s ON s.product = near.id ORDER BY 1;
5 | 0

-- partners by a unique key: the search runs first
SELECT p.id, c.name FROM product p LEFT JOIN category c ON c.id = p.category ORDER BY p.embedding <-> '[1,0,0]', p.id LIMIT 4;
1 | tools
4 | garden
2 | saws
3 | garden

SELECT c.name, p.id FROM category c JOIN product p ON c.id = p.category WHERE c.name <> 'garden' AND p.price > 13 ORDER BY p.embedding <-> '[1,0,0]', p.id LIMIT 1 OFFSET 1;
saws | 6

SELECT p.id, s.amount FROM product p JOIN sale s ON s.product = p.id ORDER BY p.embedding <-> '[1,0,0]', s.amount DESC LIMIT 2;
1 | 4
1 | 3

-- conditions that look into other tables
SELECT id FROM product p WHERE EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id AND s.amount > 1) ORDER BY p.embedding <-> '[0,0,1]', id LIMIT 2;
3
1

SELECT id FROM product p WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id) ORDER BY p.embedding <-> '[0,0,1]', id LIMIT 3;
4
5

SELECT id FROM product p WHERE category NOT IN (SELECT id FROM category WHERE name = 'tools') ORDER BY p.embedding <-> '[1,0,0]', id LIMIT 2;
4
2
