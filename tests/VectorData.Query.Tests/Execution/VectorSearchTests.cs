using System.Globalization;
using VectorData.Core.Values;
using Xunit.Abstractions;

namespace VectorData.Query.Tests.Execution;

/// <summary>ORDER BY distance LIMIT against a loop over all rows.</summary>
public sealed class VectorSearchTests(ITestOutputHelper output)
{
    private const int Rows = 5000;
    private const int Dimensions = 8;

    private static readonly Dictionary<string, Func<float[], float[], double>> Distances = new()
    {
        ["<->"] = (a, b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum()),
        ["<#>"] = (a, b) => -a.Zip(b, (x, y) => (double)x * y).Sum(),
        ["<=>"] = (a, b) => 1 - (a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x))),
        ["<+>"] = (a, b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Sum(),
    };

    [Fact]
    public void Exact_search_gives_the_nearest_rows_under_any_condition()
    {
        var random = Seeded();
        var vectors = Vectors(random);
        using var harness = Filled(vectors, index: null);
        foreach (var (symbol, distance) in Distances)
        {
            foreach (var (sql, test) in Conditions)
            {
                var query = Vector(random);
                var expected = Nearest(vectors, query, distance, test).Take(10).ToArray();
                var actual = Search(harness, $"WHERE {sql}", symbol, query, 10);
                Assert.Equal(expected.Select(hit => hit.Id), actual.Select(hit => hit.Id));
                foreach (var (wanted, found) in expected.Zip(actual))
                    Assert.Equal(wanted.Distance, found.Distance, 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("vector_l2_ops", "<->")]
    [InlineData("vector_cosine_ops", "<=>")]
    [InlineData("vector_ip_ops", "<#>")]
    [InlineData("vector_l1_ops", "<+>")]
    public void Indexed_search_finds_nearly_all_of_the_nearest_and_always_as_many_as_asked_for(string operatorClass, string symbol)
    {
        var random = Seeded();
        var vectors = Vectors(random);
        using var harness = Filled(vectors, operatorClass);
        harness.Settings = harness.Settings.With("hnsw.ef_search", "100");
        foreach (var (sql, test) in Conditions)
        {
            var (found, wanted) = (0, 0);
            for (var i = 0; i < 10; i++)
            {
                var query = Vector(random);
                var expected = Nearest(vectors, query, Distances[symbol], test).Take(10).Select(hit => hit.Id).ToHashSet();
                var actual = Search(harness, $"WHERE {sql}", symbol, query, 10);
                Assert.Equal(expected.Count, actual.Count);
                Assert.Equal(actual.OrderBy(hit => hit.Distance), actual);
                found += actual.Count(hit => expected.Contains(hit.Id));
                wanted += expected.Count;
            }

            Assert.True(found >= wanted * 0.95, $"{sql}: {found} of {wanted}");
        }
    }

    [Fact]
    public void A_plan_says_which_index_it_uses_and_what_each_segment_did()
    {
        using var harness = Filled(Vectors(Seeded()), "vector_l2_ops");
        var lines = harness.Explain("SELECT id FROM item WHERE grade = 3 ORDER BY embedding <-> '[1,2,3,4,5,6,7,8]' LIMIT 5");
        Assert.Contains(lines, line => line.Contains("Vector Top-K using item_embedding on item", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Matching Rows: 500 of 5001", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Segment", StringComparison.Ordinal));
        lines = harness.Explain("SELECT id FROM item ORDER BY embedding <=> '[1,2,3,4,5,6,7,8]' LIMIT 5");
        Assert.Contains(lines, line => line.Contains("Vector Top-K (exact) on item", StringComparison.Ordinal));
        lines = harness.Explain("SELECT id FROM item ORDER BY embedding <-> '[1,2,3,4,5,6,7,8]' DESC LIMIT 5");
        Assert.Contains(lines, line => line.Contains("Top-K Sort", StringComparison.Ordinal));
    }

    [Fact]
    public void Paging_by_offset_gives_every_row_once()
    {
        var random = Seeded();
        var vectors = Vectors(random);
        using var harness = Filled(vectors, index: null);
        var query = Text(Vector(random));
        var all = harness.Rows($"SELECT id FROM item WHERE grade < 4 ORDER BY embedding <-> '{query}', id");
        var paged = new List<string>();
        for (var offset = 0; offset < all.Count; offset += 700)
            paged.AddRange(harness.Rows($"SELECT id FROM item WHERE grade < 4 ORDER BY embedding <-> '{query}', id LIMIT 700 OFFSET {offset}"));
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData("item i JOIN grade g ON g.id = i.grade", "g.title <> 'g3'")]
    [InlineData("grade g JOIN item i ON i.grade = g.id", "i.id > 100 AND g.title > 'g1'")]
    [InlineData("item i LEFT JOIN grade g ON g.id = i.grade", "i.id % 7 <> 0")]
    [InlineData("item i", "EXISTS (SELECT 1 FROM grade g WHERE g.id = i.grade AND g.title < 'g4')")]
    [InlineData("item i", "NOT EXISTS (SELECT 1 FROM grade g WHERE g.id = i.grade)")]
    [InlineData("item i", "i.grade NOT IN (SELECT g.id FROM grade g WHERE g.title = 'g2')")]
    public void Searches_with_other_tables_give_what_sorting_all_rows_gives(string from, string where)
    {
        var random = Seeded();
        using var harness = Filled(Vectors(random), index: null);
        harness.Define("CREATE TABLE grade (id integer PRIMARY KEY, title text)");
        harness.Fill("grade", "SELECT i, 'g' || i FROM generate_series(0, 6) i");
        for (var i = 0; i < 5; i++)
        {
            var distance = $"i.embedding <-> '{Text(Vector(random))}'";
            var expected = harness.Rows($"SELECT id, d FROM (SELECT i.id, {distance} AS d FROM {from} WHERE {where} OFFSET 0) x ORDER BY d, id LIMIT 20 OFFSET 5");
            Assert.Equal(expected, harness.Rows($"SELECT i.id, {distance} FROM {from} WHERE {where} ORDER BY {distance}, i.id LIMIT 20 OFFSET 5"));
        }
    }

    [Fact]
    public void Rows_without_vector_come_last_and_a_null_query_orders_nothing()
    {
        using var harness = Filled(Vectors(Seeded()), "vector_l2_ops");
        harness.Define("CREATE TABLE small (id integer, embedding vector(2)); CREATE INDEX small_embedding ON small USING hnsw (embedding vector_l2_ops)");
        harness.Fill("small", "VALUES (1, NULL), (2, '[1,1]'), (3, '[0,0]'), (4, NULL)");
        Assert.Equal(["3", "2", "1"], harness.Rows("SELECT id FROM small ORDER BY embedding <-> '[0,0]', id LIMIT 3"));
        Assert.Equal(["3", "2"], harness.Rows("SELECT id FROM small ORDER BY embedding <-> '[0,0]' LIMIT 2"));
        Assert.Equal(4, harness.Rows("SELECT id FROM small ORDER BY embedding <-> NULL LIMIT 10").Count);
    }

    [Fact]
    public void Rows_equally_near_are_ordered_by_the_further_keys()
    {
        using var harness = new QueryHarness();
        harness.Define("CREATE TABLE tie (id integer, embedding vector(1))");
        harness.Fill("tie", "SELECT i, ARRAY[i % 3]::vector FROM generate_series(1, 300) i");
        Assert.Equal(["300", "297", "294"], harness.Rows("SELECT id FROM tie ORDER BY embedding <-> '[0]', id DESC LIMIT 3"));
        Assert.Equal(["297"], harness.Rows("SELECT id FROM tie ORDER BY embedding <-> '[0]', id DESC LIMIT 1 OFFSET 1"));
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        using var harness = Filled(Vectors(Seeded()), index: null);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var transaction = harness.Engine.Begin();
        foreach (var sql in new[] { "SELECT id FROM item ORDER BY embedding <-> '[1,2,3,4,5,6,7,8]' LIMIT 5", "SELECT count(*) FROM item WHERE grade = 1", "SELECT * FROM item WHERE id = 1" })
            Assert.ThrowsAny<OperationCanceledException>(() => harness.Collect(harness.Plan(sql), transaction, [], cancellationToken: cancelled.Token));
    }

    private static readonly (string Sql, Func<int, bool> Test)[] Conditions =
    [
        ("true", _ => true),
        ("grade = 3", id => id % 10 == 3),
        ("grade < 8", id => id % 10 < 8),
        ("id BETWEEN 100 AND 104", id => id is >= 100 and <= 104),
        ("id IN (SELECT g * 50 FROM generate_series(1, 20) g)", id => id % 50 == 0 && id <= 1000),
        ("grade = 3 AND name LIKE '%3'", id => id % 10 == 3),
    ];

    private Random Seeded()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static float[][] Vectors(Random random) => [.. Enumerable.Range(0, Rows).Select(_ => Vector(random))];

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() - 0.3))];

    private static string Text(float[] vector) => "[" + string.Join(',', vector.Select(x => x.ToString("R", CultureInfo.InvariantCulture))) + "]";

    private static QueryHarness Filled(float[][] vectors, string? index)
    {
        var harness = new QueryHarness();
        harness.Define($"CREATE TABLE item (id integer PRIMARY KEY, grade integer, name text, embedding vector({Dimensions}))");
        var values = string.Join(',', vectors.Select((vector, i) => $"({i + 1},'{Text(vector)}'::vector({Dimensions}))"));
        harness.Fill("item", $"SELECT id, id % 10, 'n' || id, e FROM (VALUES {values}) v(id, e)");
        harness.Engine.Flush();
        harness.Fill("item", "VALUES (0, NULL, 'none', NULL)");
        if (index is not null)
            harness.Define($"CREATE INDEX item_embedding ON item USING hnsw (embedding {index})");
        return harness;
    }

    private static List<(int Id, double Distance)> Search(QueryHarness harness, string where, string symbol, float[] query, int limit)
    {
        var rows = harness.Batch($"SELECT id, embedding {symbol} $1 FROM item {where} ORDER BY embedding {symbol} $1 LIMIT {limit}", Value.Of(query));
        var hits = new List<(int, double)>();
        for (var i = 0; i < rows.Length; i++)
            hits.Add((rows.Columns[0].GetValue(i).AsInt32(), rows.Columns[1].GetValue(i).AsDouble()));
        return hits;
    }

    private static IEnumerable<(int Id, double Distance)> Nearest(float[][] vectors, float[] query, Func<float[], float[], double> distance, Func<int, bool> test) =>
        vectors.Select((vector, i) => (Id: i + 1, Distance: distance(vector, query))).Where(hit => test(hit.Id)).OrderBy(hit => hit.Distance);
}
