CREATE TABLE items (id integer PRIMARY KEY, v vector(3), any_v vector, h halfvec(2), s sparsevec(5), b bit(4));

INSERT INTO items VALUES (1, '[1,2,3]', '[1]', '[1,2]', '{1:1,3:2}/5', '1010'), (2, '[4,5,6]', '[1,2,3,4]', NULL, NULL, NULL);

INSERT INTO items (id, v) VALUES (3, ARRAY[7, 8, 9]), (4, NULL);

SELECT * FROM items ORDER BY id;
1|[1,2,3]|[1]|[1,2]|{1:1,3:2}/5|1010
2|[4,5,6]|[1,2,3,4]|NULL|NULL|NULL
3|[7,8,9]|NULL|NULL|NULL|NULL
4|NULL|NULL|NULL|NULL|NULL

INSERT INTO items (id, v) VALUES (5, '[1,2]');
ERROR 22000: expected 3 dimensions, not 2

INSERT INTO items (id, v) VALUES (5, '[1,2,3,4]');
ERROR 22000: expected 3 dimensions, not 4

INSERT INTO items (id, v) VALUES (5, ARRAY[1, 2]);
ERROR 22000: expected 3 dimensions, not 2

INSERT INTO items (id, v) VALUES (5, '[1,NaN,3]');
ERROR 22000: NaN not allowed in vector

INSERT INTO items (id, v) VALUES (5, '[1,Infinity,3]');
ERROR 22000: infinite value not allowed in vector

INSERT INTO items (id, v) VALUES (5, 'hello');
ERROR 22P02: invalid input syntax for type vector: "hello"
DETAIL: Vector contents must start with "[".

INSERT INTO items (id, v) VALUES (5, '[]');
ERROR 22000: vector must have at least 1 dimension

INSERT INTO items (id, v) VALUES (5, ARRAY[1, NULL, 3]);
ERROR 22004: array must not contain nulls

INSERT INTO items (id, h) VALUES (5, '[70000,1]');
ERROR 22003: "70000" is out of range for type halfvec

INSERT INTO items (id, s) VALUES (5, '{1:1}/6');
ERROR 22000: expected 5 dimensions, not 6

INSERT INTO items (id, v) VALUES (5, 5);
ERROR 42804: column "v" is of type vector but expression is of type integer

SELECT id, v <-> '[1,2,3]' FROM items WHERE v IS NOT NULL ORDER BY v <-> '[1,2,3]' LIMIT 2;
1|0
2|5.196152422706632

UPDATE items SET v = v + '[1,1,1]' WHERE id = 1 RETURNING v;
[2,3,4]

DELETE FROM items WHERE v <-> '[2,3,4]' < 1 RETURNING id;
1

CREATE INDEX ON items USING hnsw (v vector_cosine_ops);

INSERT INTO items (id, v) SELECT g, ARRAY[g, 1, 1]::vector FROM generate_series(100, 200) g;

SELECT count(*) FROM (SELECT id FROM items ORDER BY v <=> '[150,1,1]' LIMIT 20) AS nearest;
20

SELECT id FROM items WHERE id > 198 ORDER BY v <=> '[1,1,1]';
199
200
