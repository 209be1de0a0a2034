CREATE TABLE parent (a integer, b integer, PRIMARY KEY (a, b), CONSTRAINT b_check CHECK (b > 0));

CREATE TABLE child (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x integer, y integer, e vector(4), FOREIGN KEY (y, x) REFERENCES parent (b, a) ON DELETE CASCADE);

SELECT table_schema, table_name, table_type FROM information_schema.tables ORDER BY table_name;
public|child|BASE TABLE
public|parent|BASE TABLE

SELECT column_name, ordinal_position, data_type, is_identity, identity_generation, dimensions FROM information_schema.columns WHERE table_name = 'child' ORDER BY 2;
id|1|integer|YES|ALWAYS|NULL
x|2|integer|NO|NULL|NULL
y|3|integer|NO|NULL|NULL
e|4|vector|NO|NULL|4

SELECT constraint_name, table_name, constraint_type FROM information_schema.table_constraints ORDER BY constraint_name;
b_check|parent|CHECK
child_pkey|child|PRIMARY KEY
child_y_x_fkey|child|FOREIGN KEY
parent_pkey|parent|PRIMARY KEY

SELECT constraint_name, column_name, ordinal_position, position_in_unique_constraint FROM information_schema.key_column_usage ORDER BY constraint_name, ordinal_position;
child_pkey|id|1|NULL
child_y_x_fkey|y|1|2
child_y_x_fkey|x|2|1
parent_pkey|a|1|NULL
parent_pkey|b|2|NULL

SELECT constraint_name, unique_constraint_name, update_rule, delete_rule FROM information_schema.referential_constraints;
child_y_x_fkey|parent_pkey|NO ACTION|CASCADE

SELECT schema_name FROM information_schema.schemata ORDER BY 1;
information_schema
public
vectordata

INSERT INTO parent VALUES (1, 1), (2, 2);

SELECT table_name, live_rows, deleted_rows FROM vectordata.tables WHERE table_name = 'parent';
parent|2|0

SELECT sum(rows) FROM vectordata.segments WHERE table_name = 'parent';
2

SELECT count(*) FROM vectordata.maintenance WHERE progress > 1;
0

SELECT extname FROM pg_extension;
vector
