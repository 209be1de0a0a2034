CREATE TABLE t (id integer PRIMARY KEY, code text UNIQUE, n integer NOT NULL DEFAULT 0, CONSTRAINT n_positive CHECK (n >= 0));

INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2);

INSERT INTO t VALUES (1, 'x', 9), (3, 'c', 3) ON CONFLICT DO NOTHING;
=> INSERT 0 1

INSERT INTO t VALUES (4, 'a', 9) ON CONFLICT DO NOTHING RETURNING id;
(no rows)
=> INSERT 0 0

INSERT INTO t VALUES (4, 'a', 9) ON CONFLICT (id) DO NOTHING;
ERROR 23505: duplicate key value violates unique constraint "t_code_key"
DETAIL: Key (code)=(a) already exists.

INSERT INTO t VALUES (4, 'd', 4), (4, 'e', 5) ON CONFLICT (id) DO NOTHING;
=> INSERT 0 1

INSERT INTO t VALUES (1, 'a', 10) ON CONFLICT (id) DO UPDATE SET n = excluded.n + t.n RETURNING *;
1|a|11
=> INSERT 0 1

INSERT INTO t VALUES (5, 'e', 5), (2, 'ignored', 20), (6, 'f', 6) ON CONFLICT (id) DO UPDATE SET n = excluded.n RETURNING id, code, n;
5|e|5
2|b|20
6|f|6
=> INSERT 0 3

INSERT INTO t VALUES (2, 'b', 1) ON CONFLICT (id) DO UPDATE SET n = excluded.n WHERE t.n < excluded.n RETURNING *;
(no rows)
=> INSERT 0 0

INSERT INTO t VALUES (7, 'a', 70) ON CONFLICT ON CONSTRAINT t_code_key DO UPDATE SET n = 70 RETURNING id, n;
1|70

INSERT INTO t AS target VALUES (1, 'a', 5) ON CONFLICT (code) DO UPDATE SET n = target.n + 1 RETURNING target.n;
71

INSERT INTO t VALUES (8, 'h', 1), (8, 'i', 2) ON CONFLICT (id) DO UPDATE SET n = 3;
ERROR 21000: ON CONFLICT DO UPDATE command cannot affect row a second time
HINT: Ensure that no rows proposed for insertion within the same command have duplicate constrained values.

INSERT INTO t VALUES (1, 'q', 1), (1, 'r', 2) ON CONFLICT (id) DO UPDATE SET n = 3;
ERROR 21000: ON CONFLICT DO UPDATE command cannot affect row a second time

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT (n) DO NOTHING;
ERROR 42P10: there is no unique or exclusion constraint matching the ON CONFLICT specification

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT (nothing) DO NOTHING;
ERROR 42703: column "nothing" does not exist

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT ON CONSTRAINT nothing DO NOTHING;
ERROR 42704: constraint "nothing" for table "t" does not exist

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT DO UPDATE SET n = 1;
ERROR 42601: ON CONFLICT DO UPDATE requires inference specification or constraint name
HINT: For example, ON CONFLICT (column_name).

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT (id) DO UPDATE SET n = n + 1;
ERROR 42702: column reference "n" is ambiguous

INSERT INTO t VALUES (1, 'a', 1) ON CONFLICT (id) DO UPDATE SET n = -1;
ERROR 23514: new row for relation "t" violates check constraint "n_positive"
DETAIL: Failing row contains (1, a, -1).

INSERT INTO t VALUES (1, 'a', NULL) ON CONFLICT (id) DO NOTHING;
ERROR 23502: null value in column "n" of relation "t" violates not-null constraint
DETAIL: Failing row contains (1, a, null).

INSERT INTO t SELECT g, 'g' || g, g FROM generate_series(1, 10) g ON CONFLICT (id) DO UPDATE SET n = t.n * 10;
=> INSERT 0 10

SELECT id, n FROM t ORDER BY id;
1|710
2|200
3|30
4|40
5|50
6|60
7|7
8|8
9|9
10|10
