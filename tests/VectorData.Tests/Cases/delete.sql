CREATE TABLE t (id integer PRIMARY KEY, a text);

INSERT INTO t SELECT g, 'row ' || g FROM generate_series(1, 10) g;

DELETE FROM t WHERE id = 1;
=> DELETE 1

DELETE FROM t WHERE id IN (2, 3) RETURNING id, a;
2|row 2
3|row 3
=> DELETE 2

DELETE FROM t AS x WHERE x.id = 4 RETURNING x.*;
4|row 4

CREATE TABLE gone (id integer, why text);

INSERT INTO gone VALUES (5, 'old'), (5, 'twice'), (6, 'new');

DELETE FROM t USING gone WHERE gone.id = t.id AND gone.why = 'new' RETURNING t.a, gone.why;
row 6|new

DELETE FROM t USING gone g WHERE g.id = t.id;
=> DELETE 1

DELETE FROM t WHERE id = 5;
=> DELETE 0

DELETE FROM t WHERE a = (SELECT max(a) FROM t);
=> DELETE 1

DELETE FROM missing;
ERROR 42P01: relation "missing" does not exist

DELETE FROM t WHERE nothing = 1;
ERROR 42703: column "nothing" does not exist

DELETE FROM t;
=> DELETE 3

SELECT * FROM t;
(no rows)

INSERT INTO t VALUES (1, 'again');
=> INSERT 0 1

SELECT * FROM t;
1|again
