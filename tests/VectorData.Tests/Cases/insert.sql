CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'nobody', amount numeric(10,2), at timestamp, flag boolean);
=> CREATE TABLE

INSERT INTO t VALUES (1, 'one', 1.5, '2024-01-02 03:04:05', true);
=> INSERT 0 1

INSERT INTO t (id, name) VALUES (2, DEFAULT), (3, NULL), (4, 'four');
=> INSERT 0 3

SELECT * FROM t ORDER BY id;
1|one|1.50|2024-01-02 03:04:05|t
2|nobody|NULL|NULL|NULL
3|NULL|NULL|NULL|NULL
4|four|NULL|NULL|NULL

-- fewer values than columns fill the first ones
INSERT INTO t VALUES (5);

SELECT id, name FROM t WHERE id = 5;
5|nobody

INSERT INTO t (id, id) VALUES (6, 6);
ERROR 42701: column "id" specified more than once

INSERT INTO t (id, nothing) VALUES (6, 6);
ERROR 42703: column "nothing" of relation "t" does not exist

INSERT INTO t (id) VALUES (6, 7);
ERROR 42601: INSERT has more expressions than target columns

INSERT INTO t (id, name) VALUES (6);
ERROR 42601: INSERT has more target columns than expressions

INSERT INTO t (id, name) VALUES (6, 'a'), (7);
ERROR 42601: VALUES lists must all be the same length

INSERT INTO missing VALUES (1);
ERROR 42P01: relation "missing" does not exist

INSERT INTO t (id, name) VALUES (6, 5), (7, true);
=> INSERT 0 2

INSERT INTO t (id) VALUES ('8');
=> INSERT 0 1

INSERT INTO t (id) VALUES ('eight');
ERROR 22P02: invalid input syntax for type integer: "eight"

INSERT INTO t (id, at) VALUES (9, 17);
ERROR 42804: column "at" is of type timestamp without time zone but expression is of type integer
HINT: You will need to rewrite or cast the expression.

INSERT INTO t (id, amount) VALUES (9, 123456789.5);
ERROR 22003: numeric field overflow
DETAIL: A field with precision 10, scale 2 must round to an absolute value less than 10^8.

INSERT INTO t (id) VALUES (1);
ERROR 23505: duplicate key value violates unique constraint "t_pkey"
DETAIL: Key (id)=(1) already exists.

-- a failing statement leaves nothing of itself
INSERT INTO t (id) VALUES (100), (101), (1);
ERROR 23505: duplicate key value violates unique constraint "t_pkey"

SELECT count(*) FROM t WHERE id >= 100;
0

INSERT INTO t (id) VALUES (102), (102);
ERROR 23505: duplicate key value violates unique constraint "t_pkey"
DETAIL: Key (id)=(102) already exists.

INSERT INTO t (id, name) VALUES (10, 'ten') RETURNING id, upper(name) AS shout, t.*;
10|TEN|10|ten|NULL|NULL|NULL
=> INSERT 0 1

INSERT INTO t AS x (id) VALUES (11) RETURNING x.id + 1;
12

INSERT INTO t AS x (id) VALUES (12) RETURNING t.id;
ERROR 42P01: invalid reference to FROM-clause entry for table "t"

INSERT INTO t (id, name) SELECT g, 'row ' || g FROM generate_series(20, 24) AS g;
=> INSERT 0 5

INSERT INTO t (id, name) SELECT id + 100, name FROM t WHERE id >= 20 ORDER BY id DESC RETURNING id;
124
123
122
121
120
=> INSERT 0 5

INSERT INTO t SELECT 200, 'untyped', '7.25', '2020-02-02';

SELECT * FROM t WHERE id = 200;
200|untyped|7.25|2020-02-02 00:00:00|NULL

INSERT INTO t (id, name) SELECT 1;
ERROR 42601: INSERT has more target columns than expressions

WITH source AS (SELECT 300 AS id UNION ALL SELECT 301) INSERT INTO t (id) SELECT id FROM source;
=> INSERT 0 2

INSERT INTO t (id, name) VALUES (400, (SELECT name FROM t WHERE id = 4)) RETURNING name;
four

INSERT INTO t (id) SELECT id FROM t WHERE false;
=> INSERT 0 0

CREATE TABLE defaults (a integer DEFAULT 1 + 1, b text DEFAULT 'x', c timestamptz DEFAULT now(), d double precision DEFAULT random());

INSERT INTO defaults DEFAULT VALUES;
=> INSERT 0 1

SELECT a, b, c IS NOT NULL, d >= 0 AND d < 1 FROM defaults;
2|x|t|t

CREATE TABLE lengths (a varchar(3), b char(3), c bit(3), d varbit(3));

INSERT INTO lengths VALUES ('abc', 'a', '101', '1');

INSERT INTO lengths (a) VALUES ('abcd');
ERROR 22001: value too long for type character varying(3)

-- blanks beyond the length are cut
INSERT INTO lengths (a) VALUES ('abc   ') RETURNING a, length(a);
abc|3

INSERT INTO lengths (b) VALUES ('abcd');
ERROR 22001: value too long for type character(3)

INSERT INTO lengths (c) VALUES ('1');
ERROR 22026: bit string length 1 does not match type bit(3)

INSERT INTO lengths (d) VALUES ('1010');
ERROR 22001: bit string too long for type bit varying(3)

CREATE TABLE arrays (tags text[], numbers integer[]);

INSERT INTO arrays VALUES ('{a,b}', ARRAY[1, 2, NULL]), (ARRAY['x y'], '{}') RETURNING *;
{a,b}|{1,2,NULL}
{"x y"}|{}

TRUNCATE t, arrays;
=> TRUNCATE TABLE

SELECT count(*) FROM t;
0
