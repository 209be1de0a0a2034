using System.Globalization;
using VectorData.Query.Settings;
using Xunit.Abstractions;

namespace VectorData.Query.Tests.Execution;

/// <summary>Whatever an index or a zone map answers, a plain scan answers too.</summary>
public sealed class IndexEquivalenceTests(ITestOutputHelper output)
{
    private static readonly string[] Words = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_conditions_give_the_same_rows_with_and_without_indexes(bool flushed)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var harness = Filled(flushed);
        var scans = SettingValues.Defaults.With("enable_indexscan", "off");
        var seeks = SettingValues.Defaults.With("enable_seqscan", "off");
        for (var i = 0; i < 150; i++)
        {
            var condition = Condition(random, 2);
            var sql = $"SELECT id, a, b, c FROM item WHERE {condition} ORDER BY id";
            harness.Settings = scans;
            var expected = harness.Rows(sql);
            harness.Settings = i % 2 == 0 ? SettingValues.Defaults : seeks;
            var actual = harness.Rows(sql);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {sql}: {expected.Count} rows by scan, {actual.Count} by index");
            Assert.Equal(expected.Count.ToString(CultureInfo.InvariantCulture), harness.Rows($"SELECT count(*) FROM item WHERE {condition}")[0]);
        }
    }

    [Fact]
    public void Joins_by_lookup_give_the_rows_of_hash_joins()
    {
        using var harness = Filled(flushed: false);
        harness.Define("CREATE TABLE few (k integer, w text)");
        harness.Fill("few", "VALUES (17, 'bee'), (17, 'x'), (400, 'cat'), (NULL, 'dog'), (-5, 'eel'), (4000, 'fox')");
        foreach (var join in new[] { "JOIN", "LEFT JOIN" })
        {
            foreach (var on in new[] { "i.id = f.k", "i.b = f.w AND i.id < 300", "i.id = f.k AND i.b = f.w" })
            {
                var sql = $"SELECT f.k, f.w, i.id, i.c FROM few f {join} item i ON {on} ORDER BY 1, 2, 3";
                harness.Settings = SettingValues.Defaults.With("enable_nestloop", "off");
                var expected = harness.Rows(sql);
                harness.Settings = SettingValues.Defaults;
                Assert.Equal(expected, harness.Rows(sql));
                // The small table on the other side of an inner join.
                Assert.Equal(
                    harness.Rows($"SELECT f.k, f.w, i.id, i.c FROM few f JOIN item i ON {on} ORDER BY 1, 2, 3"),
                    harness.Rows($"SELECT f.k, f.w, i.id, i.c FROM item i JOIN few f ON {on} ORDER BY 1, 2, 3"));
            }
        }

        foreach (var from in new[] { "few f JOIN item i", "item i JOIN few f" })
            Assert.Contains(harness.Explain($"SELECT * FROM {from} ON i.id = f.k"), line => line.Contains("Rows looked up by item_pkey", StringComparison.Ordinal));
    }

    [Fact]
    public void Deleted_rows_stay_away_on_every_path()
    {
        using var harness = Filled(flushed: false);
        harness.Delete("item", "id % 3 = 0 OR b = 'dog'");
        Assert.Equal(["0"], harness.Rows("SELECT count(*) FROM item WHERE id = 9"));
        Assert.Equal(["0"], harness.Rows("SELECT count(*) FROM item WHERE b = 'dog'"));
        Assert.Equal(harness.Rows("SELECT count(*) FROM item"), harness.Rows("SELECT count(*) FROM item WHERE id >= 0"));
        Assert.Equal(harness.Rows("SELECT count(*) FROM item"), harness.Rows("SELECT count(id) FROM item"));
    }

    private static QueryHarness Filled(bool flushed)
    {
        var harness = new QueryHarness();
        harness.Define("""
            CREATE TABLE item (id integer PRIMARY KEY, a bigint, b text, c double precision);
            CREATE INDEX item_a ON item (a);
            CREATE INDEX item_b_a ON item (b, a);
            CREATE INDEX item_b ON item USING hash (b);
            """);
        const string Rows = """
            SELECT i, CASE WHEN i % 11 = 0 THEN NULL ELSE i * 37 % 1000 END,
                   CASE WHEN i % 13 = 0 THEN NULL ELSE (ARRAY['ant','bee','cat','dog','eel','fox','gnu'])[i % 7 + 1] END, i * 0.5
            FROM generate_series($1::integer, $2::integer) i
            """;
        harness.Fill("item", Rows, Core.Values.Value.Of(1), Core.Values.Value.Of(6000));
        if (flushed)
            harness.Engine.Flush();
        harness.Fill("item", Rows, Core.Values.Value.Of(6001), Core.Values.Value.Of(9000));
        return harness;
    }

    private static string Condition(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
            return $"({Condition(random, depth - 1)} {(random.Next(3) == 0 ? "OR" : "AND")} {Condition(random, depth - 1)})";
        var comparison = new[] { "=", "<", "<=", ">", ">=", "<>" }[random.Next(6)];
        var word = Words[random.Next(Words.Length)];
        return random.Next(9) switch
        {
            0 => $"id {comparison} {random.Next(-10, 9500)}",
            1 => $"a {comparison} {random.Next(-10, 1100)}",
            2 => $"b {comparison} '{word}'",
            3 => $"id BETWEEN {random.Next(0, 9000)} AND {random.Next(0, 9000)}",
            4 => $"a IN ({random.Next(0, 1000)}, {random.Next(0, 1000)}, NULL)",
            5 => $"b = '{word}' AND a {comparison} {random.Next(0, 1000)}",
            6 => $"id = ANY (ARRAY[{random.Next(0, 9000)}, {random.Next(0, 9000)}])",
            7 => string.Create(CultureInfo.InvariantCulture, $"a {comparison} {random.Next(0, 1000)}.5"),
            _ => $"c {comparison} {random.Next(0, 4600)}",
        };
    }
}
