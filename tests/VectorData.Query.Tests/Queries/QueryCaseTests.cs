namespace VectorData.Query.Tests.Queries;

public sealed class QueryCaseTests
{
    [Theory]
    [InlineData("joins")]
    [InlineData("nulls")]
    [InlineData("grouping")]
    [InlineData("subqueries")]
    [InlineData("ordering")]
    [InlineData("set_operations")]
    [InlineData("from")]
    [InlineData("windows")]
    [InlineData("errors")]
    [InlineData("vectors")]
    public void Cases_give_their_rows(string file)
    {
        using var harness = Shop();
        var failures = QueryCase.Read(file).Select(test => test.Check(harness)).Where(failure => failure is not null).ToArray();
        Assert.True(failures.Length == 0, string.Join('\n', failures));
    }

    /// <summary>The tables that the case files are about.</summary>
    internal static QueryHarness Shop()
    {
        var harness = new QueryHarness();
        harness.Define("""
            CREATE TABLE category (id integer PRIMARY KEY, name text NOT NULL UNIQUE, parent integer);
            CREATE TABLE product (id integer PRIMARY KEY, name text NOT NULL, category integer, price numeric(10,2), stock integer, tags text[], embedding vector(3));
            CREATE TABLE sale (product integer NOT NULL, day date NOT NULL, amount integer NOT NULL, note varchar(20));
            CREATE TABLE empty_table (a integer, b text);
            CREATE INDEX product_price ON product (price);
            CREATE INDEX sale_product ON sale USING hash (product);
            """);
        harness.Fill("category", "VALUES (1, 'tools', NULL), (2, 'garden', NULL), (3, 'saws', 1), (4, 'unused', 9)");
        harness.Fill("product", """
            VALUES (1, 'hammer', 1, 12.50, 10, ARRAY['steel', 'wood'], '[1,0,0]'),
                   (2, 'saw', 3, 20.00, 0, ARRAY['steel'], '[0,1,0]'),
                   (3, 'rake', 2, 15.00, 4, '{}', '[0,0,1]'),
                   (4, 'hose', 2, NULL, 7, NULL, '[1,1,0]'),
                   (5, 'mystery', NULL, 99.99, NULL, ARRAY['?', NULL], NULL),
                   (6, 'jigsaw', 3, 80.00, 2, ARRAY['steel', 'electric'], '[0,2,0]')
            """);
        harness.Fill("sale", """
            VALUES (1, date '2024-01-01', 3, 'first'), (1, date '2024-01-02', 1, NULL), (2, date '2024-01-02', 5, 'big'),
                   (3, date '2024-01-03', 2, NULL), (6, date '2024-01-03', 1, 'first'), (1, date '2024-02-01', 4, 'again')
            """);
        return harness;
    }
}
