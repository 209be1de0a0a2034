using VectorData.Core.Values;
using VectorData.Query.Planning;
using VectorData.Query.Tests.Queries;

namespace VectorData.Query.Tests.Planning;

public sealed class PlanTests
{
    [Theory]
    [InlineData("SELECT name FROM product WHERE id = 3", "Index Scan using product_pkey on product")]
    [InlineData("SELECT name FROM product WHERE id IN (1, 2)", "Index Scan using product_pkey on product")]
    [InlineData("SELECT name FROM product WHERE price BETWEEN 10 AND 20", "Index Scan using product_price on product")]
    [InlineData("SELECT name FROM product WHERE stock = 3", "Seq Scan on product")]
    [InlineData("SELECT name FROM product p WHERE length(name) = 3", "Seq Scan on product p")]
    [InlineData("SELECT note FROM sale WHERE product = 3", "Index Scan using sale_product on sale")]
    [InlineData("SELECT note FROM sale WHERE product > 3", "Seq Scan on sale")]
    [InlineData("SELECT * FROM (SELECT * FROM product) x WHERE x.id = 3", "Index Scan using product_pkey on product")]
    [InlineData("SELECT id FROM product ORDER BY price LIMIT 3", "Top-K Sort")]
    [InlineData("SELECT id FROM product ORDER BY price", "Sort")]
    [InlineData("SELECT id FROM product ORDER BY embedding <-> '[1,2,3]' LIMIT 3", "Vector Top-K (exact) on product")]
    [InlineData("SELECT id FROM product ORDER BY embedding <-> (SELECT embedding FROM product WHERE id = 1) LIMIT 3", "Vector Top-K (exact) on product")]
    [InlineData("SELECT * FROM (SELECT id, embedding <=> '[1,2,3]' AS d FROM product) x WHERE d < 0.5 ORDER BY d LIMIT 3", "Vector Top-K (exact) on product")]
    [InlineData("SELECT id, embedding <-> '[1,2,3]', price * 2 FROM product WHERE price > 3 ORDER BY 2 LIMIT 3", "Project")]
    [InlineData("SELECT id FROM product p WHERE EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id) ORDER BY embedding <-> '[1,2,3]' LIMIT 3", "Vector Top-K (exact) on product p")]
    [InlineData("SELECT category, count(*) FROM product GROUP BY category", "HashAggregate")]
    [InlineData("SELECT * FROM product p JOIN category c ON c.id = p.category", "Hash Join")]
    [InlineData("SELECT * FROM product WHERE category IN (SELECT id FROM category)", "Hash Semi Join")]
    [InlineData("SELECT * FROM product p WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.product = p.id)", "Hash Anti Join")]
    public void The_plan_begins_with(string sql, string line)
    {
        using var harness = QueryCaseTests.Shop();
        Assert.Equal(line, PlanText.Write(harness.Plan(sql))[0]);
    }

    [Fact]
    public void Conditions_go_down_to_their_tables()
    {
        using var harness = QueryCaseTests.Shop();
        var plan = PlanText.Write(harness.Plan("SELECT p.name FROM product p LEFT JOIN category c ON c.id = p.category WHERE p.id = 1 AND c.name = 'tools'"));
        Assert.Equal(
            [
                "Hash Join",
                "  Hash Cond: (p.category = c.id)",
                "  ->  Index Scan using product_pkey on product p",
                "        Index Cond: (p.id = 1)",
                "  ->  Index Scan using category_name_key on category c",
                "        Index Cond: (c.name = 'tools'::text)",
            ],
            plan);
    }

    [Theory]
    [InlineData("SELECT p.id, c.name FROM product p JOIN category c ON c.id = p.category WHERE c.name <> 'x' ORDER BY p.embedding <-> '[1,2,3]' LIMIT 3", true)]
    [InlineData("SELECT p.id, c.name FROM category c JOIN product p ON c.id = p.category ORDER BY p.embedding <-> '[1,2,3]' LIMIT 3", true)]
    [InlineData("SELECT p.id, c.name FROM product p LEFT JOIN category c ON c.id = p.category ORDER BY p.embedding <-> '[1,2,3]' LIMIT 3", true)]
    [InlineData("SELECT p.id, s.note FROM product p JOIN sale s ON s.product = p.id ORDER BY p.embedding <-> '[1,2,3]' LIMIT 3", false)]
    [InlineData("SELECT p.id, c.name FROM product p JOIN category c ON c.id = p.category ORDER BY p.embedding <-> '[1,2,3]', c.name LIMIT 3", false)]
    public void A_search_runs_below_a_join_that_gives_each_row_one_partner(string sql, bool below)
    {
        using var harness = QueryCaseTests.Shop();
        Assert.Equal(below, PlanText.Write(harness.Plan(sql)).Any(line => line.Contains("Vector Top-K", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_columns_that_are_used_are_read()
    {
        using var harness = QueryCaseTests.Shop();
        var plan = harness.Plan("SELECT count(*) FROM product WHERE stock > 3");
        Assert.Equal(["stock"], plan.Root.Inputs[0].Columns.Select(column => column.Name));
        plan = harness.Plan("SELECT s.amount FROM product p JOIN sale s ON s.product = p.id");
        Assert.DoesNotContain(plan.Root.Columns, column => column.Name is "name" or "embedding" or "note");
    }

    [Fact]
    public void A_measured_plan_has_rows_and_time()
    {
        using var harness = QueryCaseTests.Shop();
        var plan = harness.Explain("SELECT name FROM product WHERE stock > 3 AND category = 2");
        Assert.Matches(@"^Seq Scan on product \(actual time=.* rows=2 loops=1\)$", plan[0]);
        Assert.Contains("  Rows Removed by Filter: 4", plan);
    }

    [Fact]
    public void A_plan_runs_again_with_other_parameters_and_newer_rows()
    {
        using var harness = QueryCaseTests.Shop();
        var plan = harness.Plan("SELECT name FROM product WHERE id = $1", Value.Of(1));
        using (var transaction = harness.Engine.Begin())
            Assert.Equal("hammer", harness.Collect(plan, transaction, [Value.Of(1)]).Columns[0].GetValue(0).AsString());
        harness.Fill("product", "VALUES (7, 'spade', 2, 5, 5, NULL, NULL)");
        using (var transaction = harness.Engine.Begin())
            Assert.Equal("spade", harness.Collect(plan, transaction, [Value.Of(7)]).Columns[0].GetValue(0).AsString());
    }

    [Theory]
    [InlineData("SELECT id FROM product WHERE id = $1", 3L, "3")]
    [InlineData("SELECT id FROM product WHERE id = $1", 3_000_000_000L, null)]
    [InlineData("SELECT id FROM product WHERE id < $1 ORDER BY id DESC LIMIT 1", 3_000_000_000L, "6")]
    [InlineData("SELECT id FROM product WHERE id > $1 AND id < 100", 3_000_000_000L, null)]
    [InlineData("SELECT id FROM product WHERE id >= $1 ORDER BY id LIMIT 1", 5L, "5")]
    public void A_bigint_parameter_uses_the_index_of_an_integer_column(string sql, long value, string? expected)
    {
        using var harness = QueryCaseTests.Shop();
        Assert.Equal(expected is null ? [] : [expected], harness.Rows(sql, Value.Of(value)));
        Assert.Contains(PlanText.Write(harness.Plan(sql, Value.Of(value))), line => line.Contains("using product_pkey", StringComparison.Ordinal));
    }
}
