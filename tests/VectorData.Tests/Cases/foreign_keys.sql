CREATE TABLE parent (id integer PRIMARY KEY, code text UNIQUE, name text);

CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent, note text);

INSERT INTO parent VALUES (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'three');

INSERT INTO child VALUES (1, 1, 'x'), (2, NULL, 'y'), (3, 2, 'z');
=> INSERT 0 3

INSERT INTO child VALUES (4, 99, 'no');
ERROR 23503: insert or update on table "child" violates foreign key constraint "child_parent_id_fkey"
DETAIL: Key (parent_id)=(99) is not present in table "parent".

UPDATE child SET parent_id = 77 WHERE id = 1;
ERROR 23503: insert or update on table "child" violates foreign key constraint "child_parent_id_fkey"
DETAIL: Key (parent_id)=(77) is not present in table "parent".

UPDATE child SET parent_id = 3 WHERE id = 1;
=> UPDATE 1

DELETE FROM parent WHERE id = 3;
ERROR 23503: update or delete on table "parent" violates foreign key constraint "child_parent_id_fkey" on table "child"
DETAIL: Key (id)=(3) is still referenced from table "child".

UPDATE parent SET id = 33 WHERE id = 3;
ERROR 23503: update or delete on table "parent" violates foreign key constraint "child_parent_id_fkey" on table "child"

-- other columns may change
UPDATE parent SET name = 'drei' WHERE id = 3;
=> UPDATE 1

DELETE FROM parent WHERE id = 1;
=> DELETE 1

-- NO ACTION looks at the end of the statement: keys may move among rows
UPDATE parent SET id = CASE id WHEN 2 THEN 3 ELSE 2 END;
=> UPDATE 2

TRUNCATE parent;
ERROR 0A000: cannot truncate a table referenced in a foreign key constraint
DETAIL: Table "child" references "parent".

TRUNCATE parent CASCADE;
NOTICE: truncate cascades to table "child"
=> TRUNCATE TABLE

DROP TABLE parent;
ERROR 2BP01: cannot drop table parent because other objects depend on it
DETAIL: constraint child_parent_id_fkey on table child depends on table parent
HINT: Use DROP ... CASCADE to drop the dependent objects too.

DROP TABLE parent CASCADE;
NOTICE: drop cascades to constraint child_parent_id_fkey on table child
=> DROP TABLE

INSERT INTO child VALUES (5, 12345, 'free');
=> INSERT 0 1

-- actions
CREATE TABLE p (id integer PRIMARY KEY, x integer);

CREATE TABLE c_cascade (id integer PRIMARY KEY, p integer REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE);

CREATE TABLE c_null (id integer, p integer REFERENCES p ON DELETE SET NULL ON UPDATE SET NULL);

CREATE TABLE c_default (id integer, p integer DEFAULT 1 REFERENCES p ON DELETE SET DEFAULT ON UPDATE SET DEFAULT);

CREATE TABLE c_restrict (id integer, p integer REFERENCES p ON DELETE RESTRICT ON UPDATE RESTRICT);

CREATE TABLE grandchild (id integer, c integer REFERENCES c_cascade ON DELETE CASCADE);

INSERT INTO p SELECT g, g FROM generate_series(1, 9) g;

INSERT INTO c_cascade VALUES (10, 2), (11, 2), (12, 3);

INSERT INTO grandchild VALUES (100, 10), (101, 11), (102, 12);

INSERT INTO c_null VALUES (20, 2), (21, 4);

INSERT INTO c_default VALUES (30, 2), (31, 5);

INSERT INTO c_restrict VALUES (40, 6);

DELETE FROM p WHERE id = 2;
=> DELETE 1

SELECT * FROM c_cascade ORDER BY id;
12|3

SELECT * FROM grandchild;
102|12

SELECT * FROM c_null ORDER BY id;
20|NULL
21|4

SELECT * FROM c_default ORDER BY id;
30|1
31|5

DELETE FROM p WHERE id = 6;
ERROR 23503: update or delete on table "p" violates foreign key constraint "c_restrict_p_fkey" on table "c_restrict"
DETAIL: Key (id)=(6) is still referenced from table "c_restrict".

UPDATE p SET id = id + 100 WHERE id IN (3, 4, 5);
=> UPDATE 3

SELECT * FROM c_cascade;
12|103

SELECT * FROM c_null ORDER BY id;
20|NULL
21|NULL

SELECT * FROM c_default ORDER BY id;
30|1
31|1

-- a default that is not there
DELETE FROM p WHERE id = 1;
ERROR 23503: update or delete on table "p" violates foreign key constraint "c_default_p_fkey" on table "c_default"
DETAIL: Key (id)=(1) is still referenced from table "c_default".

-- self references
CREATE TABLE tree (id integer PRIMARY KEY, parent integer REFERENCES tree ON DELETE CASCADE);

INSERT INTO tree VALUES (3, 2), (2, 1), (1, NULL);
=> INSERT 0 3

INSERT INTO tree VALUES (4, 4);
=> INSERT 0 1

INSERT INTO tree VALUES (5, 6);
ERROR 23503: insert or update on table "tree" violates foreign key constraint "tree_parent_fkey"
DETAIL: Key (parent)=(6) is not present in table "tree".

DELETE FROM tree WHERE id = 1;
=> DELETE 1

SELECT * FROM tree;
4|4

-- several columns
CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));

CREATE TABLE uses (x integer, y integer, FOREIGN KEY (x, y) REFERENCES pair (a, b) ON UPDATE CASCADE);

CREATE TABLE uses_full (x integer, y integer, CONSTRAINT full_match FOREIGN KEY (x, y) REFERENCES pair MATCH FULL);

INSERT INTO pair VALUES (1, 2), (3, 4);

INSERT INTO uses VALUES (1, 2), (1, NULL), (NULL, 99);
=> INSERT 0 3

INSERT INTO uses VALUES (2, 1);
ERROR 23503: insert or update on table "uses" violates foreign key constraint "uses_x_y_fkey"
DETAIL: Key (x, y)=(2, 1) is not present in table "pair".

INSERT INTO uses_full VALUES (3, 4), (NULL, NULL);
=> INSERT 0 2

INSERT INTO uses_full VALUES (1, NULL);
ERROR 23503: insert or update on table "uses_full" violates foreign key constraint "full_match"
DETAIL: MATCH FULL does not allow mixing of null and nonnull key values.

UPDATE pair SET b = 20 WHERE a = 1;
=> UPDATE 1

SELECT * FROM uses ORDER BY x, y;
1|20
1|NULL
NULL|99

-- keys of different number types
CREATE TABLE wide (id bigint PRIMARY KEY, n integer REFERENCES p, small smallint);

INSERT INTO wide VALUES (7, 7, 1);

CREATE TABLE narrow (w integer REFERENCES wide, big bigint REFERENCES p (id));

INSERT INTO narrow VALUES (7, 8);
=> INSERT 0 1

INSERT INTO narrow VALUES (7, 5000000000);
ERROR 23503: insert or update on table "narrow" violates foreign key constraint "narrow_big_fkey"
DETAIL: Key (big)=(5000000000) is not present in table "p".

DELETE FROM wide;
ERROR 23503: update or delete on table "wide" violates foreign key constraint "narrow_w_fkey" on table "narrow"

-- definitions that cannot be
CREATE TABLE wrong (a integer REFERENCES nothing);
ERROR 42P01: relation "nothing" does not exist

CREATE TABLE wrong (a integer REFERENCES p (x));
ERROR 42830: there is no unique constraint matching given keys for referenced table "p"

CREATE TABLE wrong (a integer REFERENCES p (nothing));
ERROR 42703: column "nothing" referenced in foreign key constraint does not exist

CREATE TABLE wrong (a text REFERENCES p);
ERROR 42804: foreign key constraint "wrong_a_fkey" cannot be implemented
DETAIL: Key columns "a" and "id" are of incompatible types: text and integer.

CREATE TABLE wrong (a integer, FOREIGN KEY (a) REFERENCES pair);
ERROR 42830: number of referencing and referenced columns for foreign key disagree

CREATE TABLE keyless (a integer);

CREATE TABLE wrong (a integer REFERENCES keyless);
ERROR 42704: there is no primary key for referenced table "keyless"
