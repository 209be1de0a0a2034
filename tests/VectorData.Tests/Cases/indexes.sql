CREATE TABLE t (id integer PRIMARY KEY, a text, b integer, v vector(3), w vector, h halfvec(3), s sparsevec(3), bits bit(3), big vector(2001), bighalf halfvec(4001), j json);

INSERT INTO t (id, a, b, v) SELECT g, 'a' || g, g % 3, ARRAY[g, 0, 1]::vector FROM generate_series(1, 10) g;

CREATE INDEX ON t (a);
=> CREATE INDEX

CREATE INDEX ON t (a);

CREATE INDEX ON t (b DESC NULLS LAST, a);

CREATE INDEX named ON t USING hash (b);

CREATE INDEX CONCURRENTLY IF NOT EXISTS named ON t (b);
NOTICE: relation "named" already exists, skipping
=> CREATE INDEX

CREATE INDEX named ON t (b);
ERROR 42P07: relation "named" already exists

CREATE UNIQUE INDEX ON t (b);
ERROR 23505: could not create unique index "t_b_idx"

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 8, ef_construction = 32);

CREATE INDEX ON t USING hnsw (h halfvec_cosine_ops);

CREATE INDEX ON t USING hnsw (s sparsevec_ip_ops);

CREATE INDEX ON t USING hnsw (bits bit_hamming_ops);

SELECT index_name, method, is_unique, options FROM vectordata.indexes ORDER BY index_name;
named|hash|f|NULL
t_a_idx|btree|f|NULL
t_a_idx1|btree|f|NULL
t_b_a_idx|btree|f|NULL
t_bits_idx|hnsw|f|NULL
t_h_idx|hnsw|f|NULL
t_pkey|btree|t|NULL
t_s_idx|hnsw|f|NULL
t_v_idx|hnsw|f|ef_construction=32, m=8

SELECT id FROM t ORDER BY v <-> '[3,0,1]' LIMIT 3;

SELECT id FROM t WHERE b = 2 ORDER BY a;
2
5
8

SELECT id FROM t WHERE a > 'a7';
8
9

CREATE INDEX ON t USING hnsw (v);
ERROR 42704: data type vector has no default operator class for access method "hnsw"
HINT: You must specify an operator class for the index or define a default operator class for the data type.

CREATE INDEX ON t USING hnsw (v nothing_ops);
ERROR 42704: operator class "nothing_ops" does not exist for access method "hnsw"

CREATE INDEX ON t USING hnsw (v halfvec_l2_ops);
ERROR 42804: operator class "halfvec_l2_ops" does not accept data type vector

CREATE INDEX ON t USING hnsw (b vector_l2_ops);
ERROR 42804: operator class "vector_l2_ops" does not accept data type integer

CREATE INDEX ON t USING hnsw (w vector_l2_ops);
ERROR 22023: column does not have dimensions

CREATE INDEX ON t USING hnsw (big vector_l2_ops);
ERROR 54000: column cannot have more than 2000 dimensions for hnsw index

CREATE INDEX ON t USING hnsw (bighalf halfvec_l2_ops);
ERROR 54000: column cannot have more than 4000 dimensions for hnsw index

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 101);
ERROR 22023: value 101 out of bounds for option "m"
DETAIL: Valid values are between "2" and "100".

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (ef_construction = 3);
ERROR 22023: value 3 out of bounds for option "ef_construction"
DETAIL: Valid values are between "4" and "1000".

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 16, ef_construction = 31);
ERROR 22023: ef_construction must be greater than or equal to 2 * m

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (lists = 5);
ERROR 22023: unrecognized parameter "lists"

CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 'x');
ERROR 22023: invalid value for integer option "m": x

CREATE INDEX ON t USING hnsw (v vector_l2_ops, h halfvec_l2_ops);
ERROR 0A000: access method "hnsw" does not support multicolumn indexes

CREATE UNIQUE INDEX ON t USING hnsw (v vector_l2_ops);
ERROR 0A000: access method "hnsw" does not support unique indexes

CREATE INDEX ON t USING hnsw (v vector_l2_ops DESC);
ERROR 0A000: access method "hnsw" does not support ASC/DESC options

CREATE INDEX ON t USING nothing (b);
ERROR 42704: access method "nothing" does not exist

CREATE INDEX ON t USING ivfflat (v vector_l2_ops);
ERROR 0A000: access method "ivfflat" is not supported
HINT: Use hnsw.

CREATE INDEX ON t (nothing);
ERROR 42703: column "nothing" does not exist

CREATE INDEX ON t (lower(a));
ERROR 0A000: indexes on expressions are not supported

CREATE INDEX ON t (a) WHERE b = 1;
ERROR 0A000: partial indexes are not supported

CREATE INDEX ON t (j);
ERROR 42704: data type json has no default operator class for access method "btree"

CREATE INDEX ON missing (a);
ERROR 42P01: relation "missing" does not exist

CREATE UNIQUE INDEX unique_a ON t (a);

INSERT INTO t (id, a) VALUES (11, 'a1');
ERROR 23505: duplicate key value violates unique constraint "unique_a"
DETAIL: Key (a)=(a1) already exists.

DROP INDEX t_pkey;
ERROR 2BP01: cannot drop index t_pkey because constraint t_pkey on table t requires it
HINT: You can drop constraint t_pkey on table t instead.

ALTER INDEX named RENAME TO renamed;
=> ALTER INDEX

ALTER INDEX t_v_idx SET (m = 10);

SELECT options FROM vectordata.indexes WHERE index_name = 't_v_idx';
ef_construction=32, m=10

ALTER INDEX t_v_idx RESET (ef_construction);

ALTER INDEX t_v_idx SET (m = 50);
ERROR 22023: ef_construction must be greater than or equal to 2 * m

REINDEX INDEX t_v_idx;
=> REINDEX

REINDEX TABLE t;

SELECT id FROM t ORDER BY v <-> '[9,0,1]' LIMIT 1;
9

DROP INDEX renamed, t_v_idx;
=> DROP INDEX

DROP INDEX IF EXISTS renamed;
NOTICE: index "renamed" does not exist, skipping

DROP INDEX renamed;
ERROR 42704: index "renamed" does not exist

SELECT id FROM t ORDER BY v <-> '[9,0,1]' LIMIT 1;
9
