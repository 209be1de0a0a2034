using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using VectorData.Core.Errors;
using VectorData.Query.Settings;
using Xunit.Abstractions;

namespace VectorData.Query.Tests.Execution;

/// <summary>Random queries over integers and text give the rows that SQLite gives.</summary>
public sealed class SqliteComparisonTests(ITestOutputHelper output)
{
    private const string Schema = """
        CREATE TABLE r (id integer PRIMARY KEY, a integer, b integer, c text);
        CREATE TABLE s (id integer PRIMARY KEY, a integer, d integer);
        CREATE TABLE u (b integer, c text, e integer);
        CREATE INDEX r_a ON r (a);
        CREATE INDEX s_a_d ON s (a, d);
        CREATE INDEX u_b ON u (b);
        """;

    [Theory]
    [InlineData(15)]
    [InlineData(40)]
    public void Random_queries_give_the_same_rows(int rows)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var harness = new QueryHarness();
        using var sqlite = new SqliteConnection("Data Source=:memory:");
        sqlite.Open();
        Fill(harness, sqlite, random, rows);
        var settings = new[]
        {
            SettingValues.Defaults,
            SettingValues.Defaults.With("enable_indexscan", "off"),
            SettingValues.Defaults.With("enable_nestloop", "off").With("enable_seqscan", "off"),
        };
        for (var i = 0; i < 200; i++)
        {
            var sql = new QueryText(random).Query();
            harness.Settings = settings[i % settings.Length];
            if (Expected(sqlite, $"SELECT count(*) FROM ({sql}) counted")[0].Length > 5)
                continue;
            var expected = Expected(sqlite, sql);
            var actual = Actual(harness, sql);
            Assert.True(
                expected.SequenceEqual(actual),
                $"seed {seed}, query {i}:\n{sql}\nSQLite, {expected.Count} rows:\n{Head(expected)}\nours, {actual.Count} rows:\n{Head(actual)}");
        }
    }

    private static string Head(List<string> rows) => string.Join('\n', rows.Take(15));

    private static List<string> Actual(QueryHarness harness, string sql)
    {
        try
        {
            var rows = harness.Rows(sql);
            rows.Sort(StringComparer.Ordinal);
            return rows;
        }
        catch (VectorDbException e)
        {
            return [$"{e.SqlState} {e.Message}"];
        }
    }

    private static List<string> Expected(SqliteConnection sqlite, string sql)
    {
        using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static void Fill(QueryHarness harness, SqliteConnection sqlite, Random random, int rows)
    {
        harness.Define(Schema);
        Run(sqlite, Schema);
        foreach (var (table, types) in new[] { ("r", "kiit"), ("s", "kii"), ("u", "iti") })
        {
            var values = new StringBuilder();
            for (var i = 1; i <= rows; i++)
                values.Append(i == 1 ? "" : ",").Append('(').AppendJoin(',', types.Select(type => Cell(type, i, random))).Append(')');
            Run(sqlite, $"INSERT INTO {table} VALUES {values}");
            harness.Fill(table, $"VALUES {values}");
        }
    }

    private static string Cell(char type, int row, Random random) => type switch
    {
        'k' => row.ToString(CultureInfo.InvariantCulture),
        _ when random.Next(8) == 0 => "NULL",
        'i' => random.Next(0, 12).ToString(CultureInfo.InvariantCulture),
        _ => $"'{"abcde"[random.Next(5)]}'",
    };

    private static void Run(SqliteConnection sqlite, string sql)
    {
        using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes queries that both dialects read alike.</summary>
    private sealed class QueryText(Random random)
    {
        private static readonly Dictionary<string, string[]> Numbers = new()
        {
            ["r"] = ["id", "a", "b"],
            ["s"] = ["id", "a", "d"],
            ["u"] = ["b", "e"],
        };

        private int _aliases;

        public string Query()
        {
            switch (random.Next(8))
            {
                case 0:
                    var set = Pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT");
                    return $"{Select([], 2, isSimple: true)} {set} {Select([], 2, isSimple: true)}";
                case 1:
                    return $"WITH w AS ({Select([], 2, isSimple: true)}) SELECT x.n1, y.n2 FROM w x {Pick("JOIN", "LEFT JOIN")} w y ON x.n1 = y.n2 WHERE {Pick("x.n1 > 2", "y.n1 IS NOT NULL", "x.n2 < 8")}";
                default:
                    return Select([], 2, isSimple: false);
            }
        }

        private string Select(IReadOnlyList<(string Alias, string Table)> outer, int depth, bool isSimple)
        {
            var (from, tables) = From(depth);
            var all = tables.Concat(outer).ToList();
            var where = random.Next(4) == 0 ? "" : $" WHERE {Condition(all, depth)}";
            if (!isSimple && random.Next(3) == 0)
                return Grouped(from, tables, where);
            var items = $"{Number(tables)} AS n1, {(random.Next(3) == 0 ? $"{Number(tables)} + {Number(tables)}" : Number(tables))} AS n2";
            if (!isSimple && depth == 2 && random.Next(4) == 0)
                items += $", {Scalar(tables)} AS n3";
            var distinct = random.Next(6) == 0 ? "DISTINCT " : "";
            return $"SELECT {distinct}{items} FROM {from}{where}";
        }

        private string Grouped(string from, List<(string Alias, string Table)> tables, string where)
        {
            var key = Number(tables);
            var value = Number(tables);
            var aggregates = $"count(*) AS n2, sum({value}) AS n3, min({value}) AS n4, count(DISTINCT {value}) AS n5, max({value}) FILTER (WHERE {Number(tables)} > 3) AS n6";
            if (random.Next(4) == 0)
                return $"SELECT {aggregates} FROM {from}{where}";
            var having = random.Next(2) == 0 ? "" : $" HAVING count(*) > {random.Next(4)}";
            var group = random.Next(2) == 0 ? key : $"{key} + 1";
            return $"SELECT {group} AS n1, {aggregates} FROM {from}{where} GROUP BY {group}{having}";
        }

        private (string Text, List<(string Alias, string Table)> Tables) From(int depth)
        {
            var tables = new List<(string, string)>();
            var text = Item(tables, depth);
            for (var i = random.Next(3); i > 0; i--)
            {
                if (random.Next(5) == 0 && tables.Count == 1)
                {
                    text += ", " + Item(tables, 0);
                    break;
                }

                var left = tables.ToList();
                var kind = Pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "JOIN");
                var item = Item(tables, depth - 1);
                var right = tables.TakeLast(1).ToList();
                text += $" {kind} {item} ON {Number(left)} = {Number(right)}{(random.Next(3) == 0 ? $" AND {Number(tables)} > {random.Next(10)}" : "")}";
            }

            return (text, tables);
        }

        private string Item(List<(string, string)> tables, int depth)
        {
            var alias = $"t{++_aliases}";
            if (depth > 0 && random.Next(5) == 0)
            {
                tables.Add((alias, ""));
                return $"({Select([], depth - 1, isSimple: true)}) AS {alias}";
            }

            var table = Pick("r", "s", "u");
            tables.Add((alias, table));
            return $"{table} AS {alias}";
        }

        private string Number(IReadOnlyList<(string Alias, string Table)> tables)
        {
            var (alias, table) = tables[random.Next(tables.Count)];
            return $"{alias}.{(table.Length == 0 ? Pick("n1", "n2") : Pick(Numbers[table]))}";
        }

        private string Scalar(IReadOnlyList<(string Alias, string Table)> tables) =>
            $"(SELECT {Pick("count(*)", "max(z.a)", "sum(z.id)")} FROM r z WHERE z.{Pick("a", "b", "id")} {Pick("=", "<")} {Number(tables)})";

        private string Condition(IReadOnlyList<(string Alias, string Table)> tables, int depth)
        {
            var value = random.Next(12);
            return random.Next(depth > 0 ? 12 : 7) switch
            {
                0 => $"{Number(tables)} = {value}",
                1 => $"{Number(tables)} {Pick("<", "<=", ">", ">=", "<>")} {Number(tables)}",
                2 => $"{Number(tables)} IS {Pick("", "NOT ")}NULL",
                3 => $"{Number(tables)} IN ({value}, {random.Next(12)}, {Pick("3", "NULL")})",
                4 => $"{Number(tables)} BETWEEN {value} AND {value + 3}",
                5 => $"NOT ({Number(tables)} > {value})",
                6 => $"{Number(tables)} >= {value}",
                7 => $"({Condition(tables, depth - 1)} AND {Condition(tables, depth - 1)})",
                8 => $"({Condition(tables, depth - 1)} OR {Condition(tables, depth - 1)})",
                9 => $"{Pick("", "NOT ")}EXISTS (SELECT 1 FROM s q WHERE q.{Pick("a", "d")} = {Number(tables)}{(random.Next(2) == 0 ? $" AND q.id > {Number(tables)}" : "")})",
                10 => $"{Number(tables)} {Pick("", "NOT ")}IN (SELECT q.{Pick("b", "e")} FROM u q WHERE q.e {Pick("IS NOT NULL", "> 5", $"= {Number(tables)}")})",
                _ => $"{Number(tables)} {Pick("=", ">")} {Scalar(tables)}",
            };
        }

        private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
