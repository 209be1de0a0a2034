-- What pgvector's documentation shows, statement by statement.
CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE items (id bigserial PRIMARY KEY, embedding vector(3));

INSERT INTO items (embedding) VALUES ('[1,2,3]'), ('[4,5,6]');
=> INSERT 0 2

SELECT * FROM items ORDER BY embedding <-> '[3,1,2]' LIMIT 5;
1|[1,2,3]
2|[4,5,6]

ALTER TABLE items ADD COLUMN category_id int;

INSERT INTO items (id, embedding) VALUES (1, '[1,2,3]'), (2, '[4,5,6]') ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding;
=> INSERT 0 2

UPDATE items SET embedding = '[1,2,3]', category_id = 123 WHERE id = 1;
=> UPDATE 1

DELETE FROM items WHERE id = 99;
=> DELETE 0

-- the neighbours of a row
SELECT id FROM items WHERE id != 1 ORDER BY embedding <-> (SELECT embedding FROM items WHERE id = 1) LIMIT 5;
2

-- rows within a distance
SELECT id FROM items WHERE embedding <-> '[3,1,2]' < 5;
1

SELECT embedding <-> '[3,1,2]' AS distance FROM items ORDER BY id;
2.449489742783178
5.744562646538029

SELECT (embedding <#> '[3,1,2]') * -1 AS inner_product FROM items ORDER BY id;
11
29

SELECT 1 - (embedding <=> '[3,1,2]') AS cosine_similarity FROM items ORDER BY id;
0.7857142835855484
0.8832601085305214

SELECT AVG(embedding) FROM items;
[2.5,3.5,4.5]

SELECT category_id, AVG(embedding) FROM items GROUP BY category_id ORDER BY category_id;
123|[1,2,3]
NULL|[4,5,6]

SELECT SUM(embedding) FROM items;
[5,7,9]

-- indexes of every distance
CREATE INDEX ON items USING hnsw (embedding vector_l2_ops);

CREATE INDEX ON items USING hnsw (embedding vector_ip_ops);

CREATE INDEX ON items USING hnsw (embedding vector_cosine_ops);

CREATE INDEX ON items USING hnsw (embedding vector_l1_ops);

CREATE INDEX ON items USING hnsw (embedding vector_l2_ops) WITH (m = 16, ef_construction = 64);

CREATE INDEX ON items (category_id);

SET hnsw.ef_search = 100;

SET hnsw.iterative_scan = strict_order;

SET hnsw.max_scan_tuples = 20000;

SET hnsw.scan_mem_multiplier = 2;

SELECT id FROM items ORDER BY embedding <#> '[1,1,1]' LIMIT 1;
2

SELECT id FROM items ORDER BY embedding <=> '[4,5,6]' LIMIT 1;
2

SELECT id FROM items ORDER BY embedding <+> '[1,2,3]' LIMIT 1;
1

SELECT id FROM items WHERE category_id = 123 ORDER BY embedding <-> '[3,1,2]' LIMIT 5;
1

WITH relaxed_results AS MATERIALIZED (
    SELECT id, embedding <-> '[1,2,3]' AS distance FROM items WHERE category_id = 123 ORDER BY distance LIMIT 5
) SELECT * FROM relaxed_results ORDER BY distance + 0;
1|0

WITH nearest_results AS MATERIALIZED (
    SELECT id, embedding <-> '[1,2,3]' AS distance FROM items ORDER BY distance LIMIT 5
) SELECT * FROM nearest_results WHERE distance < 5 ORDER BY distance;
1|0

-- half-precision vectors
CREATE TABLE halves (id bigserial PRIMARY KEY, embedding halfvec(3));

INSERT INTO halves (embedding) VALUES ('[1,2,3]'), ('[4,5,6]');

CREATE INDEX ON halves USING hnsw (embedding halfvec_l2_ops);

SELECT id FROM halves ORDER BY embedding <-> '[3,1,2]' LIMIT 5;
1
2

SELECT id FROM items ORDER BY embedding::halfvec(3) <-> '[1,2,3]' LIMIT 5;
1
2

-- bit vectors
CREATE TABLE bits (id bigserial PRIMARY KEY, embedding bit(3));

INSERT INTO bits (embedding) VALUES ('000'), ('111');

CREATE INDEX ON bits USING hnsw (embedding bit_hamming_ops);

CREATE INDEX ON bits USING hnsw (embedding bit_jaccard_ops);

SELECT id FROM bits ORDER BY embedding <~> '101' LIMIT 5;
2
1

SELECT id FROM bits ORDER BY embedding <%> '101' LIMIT 5;
2
1

-- binary quantization with re-ranking
SELECT id FROM (
    SELECT * FROM items ORDER BY binary_quantize(embedding)::bit(3) <~> binary_quantize('[1,-2,3]') LIMIT 20
) ORDER BY embedding <=> '[1,-2,3]' LIMIT 5;
1
2

-- sparse vectors
CREATE TABLE sparse (id bigserial PRIMARY KEY, embedding sparsevec(5));

INSERT INTO sparse (embedding) VALUES ('{1:1,3:2,5:3}/5'), ('{1:4,3:5,5:6}/5');

CREATE INDEX ON sparse USING hnsw (embedding sparsevec_l2_ops);

SELECT * FROM sparse ORDER BY embedding <-> '{1:3,3:1,5:2}/5' LIMIT 5;
1|{1:1,3:2,5:3}/5
2|{1:4,3:5,5:6}/5

-- subvectors
SELECT id FROM items ORDER BY subvector(embedding, 1, 2)::vector(2) <=> subvector('[1,2,3]'::vector, 1, 2) LIMIT 5;
1
2

-- vectors of several models in one column
CREATE TABLE embeddings (model_id bigint, item_id bigint, embedding vector, PRIMARY KEY (model_id, item_id));

INSERT INTO embeddings VALUES (123, 1, '[1,2,3]'), (124, 1, '[1,2]');

SELECT item_id FROM embeddings WHERE model_id = 123 ORDER BY embedding::vector(3) <-> '[3,1,2]' LIMIT 5;
1

-- arrays
CREATE TABLE arrays (id bigserial PRIMARY KEY, embedding double precision[]);

INSERT INTO arrays (embedding) VALUES ('{1,2,3}'), ('{4,5,6}');

ALTER TABLE arrays ALTER COLUMN embedding TYPE vector(3) USING embedding::vector(3);

SELECT * FROM arrays ORDER BY id;
1|[1,2,3]
2|[4,5,6]

-- functions take literals as vectors
SELECT l2_distance('[1,2]', '[4,6]'), '[1,2]' <=> '[2,4]', vector_dims('[1,2,3]'), l2_normalize('[3,4]'), binary_quantize('[0,1,-1]');
5|0|3|[0.6,0.8]|010

VACUUM items;

REINDEX INDEX CONCURRENTLY items_embedding_idx;

ANALYZE items;
