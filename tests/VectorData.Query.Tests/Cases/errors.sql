SELECT * FROM produkt;
ERROR 42P01 at 15: relation "produkt" does not exist
HINT: Perhaps you meant the table "public.product".

SELECT * FROM zzzzzz;
ERROR 42P01 at 15: relation "zzzzzz" does not exist

SELECT * FROM other.product;
ERROR 42P01 at 15: relation "other.product" does not exist
HINT: Perhaps you meant the table "public.product".

SELECT naem FROM product;
ERROR 42703 at 8: column "naem" does not exist
HINT: Perhaps you meant to reference the column "product.name".

SELECT p.naem FROM product p;
ERROR 42703 at 8: column p.naem does not exist
HINT: Perhaps you meant to reference the column "p.name".

SELECT q.name FROM product p;
ERROR 42P01 at 8: missing FROM-clause entry for table "q"

SELECT product.name FROM product p;
ERROR 42P01 at 8: invalid reference to FROM-clause entry for table "product"
HINT: Perhaps you meant to reference the table alias "p".

SELECT name FROM product, category;
ERROR 42702 at 8: column reference "name" is ambiguous

SELECT 1 FROM product, product;
ERROR 42712 at 24: table name "product" specified more than once

SELECT name, count(*) FROM product;
ERROR 42803 at 8: column "product.name" must appear in the GROUP BY clause or be used in an aggregate function

SELECT p.name, count(*) FROM product p GROUP BY p.category;
ERROR 42803 at 8: column "p.name" must appear in the GROUP BY clause or be used in an aggregate function

SELECT category FROM product GROUP BY category HAVING price > 1;
ERROR 42803 at 55: column "product.price" must appear in the GROUP BY clause or be used in an aggregate function

SELECT category FROM product GROUP BY category ORDER BY price;
ERROR 42803 at 57: column "product.price" must appear in the GROUP BY clause or be used in an aggregate function

SELECT 1 FROM product WHERE count(*) > 1;
ERROR 42803 at 29: aggregate functions are not allowed in WHERE

SELECT sum(count(*)) FROM product;
ERROR 42803 at 12: aggregate function calls cannot be nested

SELECT count(*) FROM product GROUP BY count(*);
ERROR 42803 at 39: aggregate functions are not allowed in GROUP BY

SELECT id FROM product ORDER BY 2;
ERROR 42P10 at 33: ORDER BY position 2 is not in select list

SELECT id FROM product GROUP BY 5;
ERROR 42P10 at 33: GROUP BY position 5 is not in select list

SELECT DISTINCT name FROM product ORDER BY id;
ERROR 42P10 at 44: for SELECT DISTINCT, ORDER BY expressions must appear in select list

SELECT DISTINCT ON (name) id FROM product ORDER BY id;
ERROR 42P10 at 21: SELECT DISTINCT ON expressions must match initial ORDER BY expressions

SELECT name AS x, id AS x FROM product ORDER BY x;
ERROR 42702 at 49: ORDER BY "x" is ambiguous

SELECT *;
ERROR 42601 at 8: SELECT * with no tables specified is not valid

SELECT z.* FROM product;
ERROR 42P01 at 8: missing FROM-clause entry for table "z"

SELECT id FROM product WHERE id;
ERROR 42804 at 30: argument of WHERE must be type boolean, not type integer

SELECT id FROM product LIMIT 'x';
ERROR 22P02 at 30: invalid input syntax for type bigint: "x"

SELECT * FROM (VALUES (1, 2), (3)) v;
ERROR 42601 at 31: VALUES lists must all be the same length

SELECT * FROM category AS c(a, b, c, d);
ERROR 42P10 at 27: table "c" has 3 columns available but 4 columns specified

SELECT * FROM product JOIN category USING (nope);
ERROR 42703 at 44: column "nope" specified in USING clause does not exist in left table

SELECT * FROM product p, (SELECT p.id) x;
ERROR 42P01 at 34: invalid reference to FROM-clause entry for table "p"
HINT: To reference that table, you must mark this subquery with LATERAL.

WITH t AS (SELECT 1), t AS (SELECT 2) SELECT 1;
ERROR 42712 at 23: WITH query name "t" specified more than once

SELECT (SELECT 1, 2);
ERROR 42601 at 8: subquery must return only one column

SELECT id FROM product WHERE id IN (SELECT 1, 2);
ERROR 42601 at 30: subquery has too many columns

SELECT a.id FROM product a JOIN category b ON a.id = c.id;
ERROR 42P01 at 54: missing FROM-clause entry for table "c"

SELECT (SELECT p.name FROM sale LIMIT 1), count(*) FROM product p GROUP BY category;
ERROR 42803 at 8: subquery uses ungrouped column "p.name" from outer query

SELECT 1/0 FROM product;
ERROR 22012 at 0: division by zero

SELECT 1 FROM product p, sale s JOIN category c ON p.category = c.id;
ERROR 42P01 at 52: invalid reference to FROM-clause entry for table "p"

-- an aggregate over outer columns alone would be the outer query's
SELECT (SELECT sum(p.id) FROM sale) FROM product p;
ERROR 0A000 at 16: aggregates over columns of an outer query are not supported
HINT: Compute the aggregate in the outer query, or in a derived table, and use its column here.
