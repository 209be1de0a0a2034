using System.Text;
using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

public sealed class LimitTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_string_of_100_MB_is_stored_read_back_and_there_after_a_reopen()
    {
        var text = string.Create(100 << 20, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)('a' + (i % 26));
        });
        using (var connection = _database.Open("Command Timeout=300"))
        {
            connection.NonQuery("CREATE TABLE docs (id integer PRIMARY KEY, body text)");
            connection.NonQuery("INSERT INTO docs VALUES (1, $1), (2, 'small')", text);
            Assert.Equal(100 << 20, connection.Scalar("SELECT length(body) FROM docs WHERE id = 1"));
        }

        foreach (var checkpoint in new[] { true, false })
        {
            using var again = _database.Open("Command Timeout=300");
            Assert.True(text == (string?)again.Scalar("SELECT body FROM docs WHERE id = 1"));
            Assert.Equal("2", again.Rows("SELECT id FROM docs WHERE body = 'small'"));
            if (checkpoint)
                again.NonQuery("CHECKPOINT");
        }
    }

    [Fact]
    public void A_statement_of_megabytes_works()
    {
        using var connection = _database.Open();
        var text = new string('x', 4 << 20);
        Assert.Equal(text.Length, connection.Scalar($"SELECT length('{text}')"));
        var values = string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"({i})"));
        connection.NonQuery($"CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES {values}");
        Assert.Equal(20_000L, connection.Scalar($"SELECT count(*) FROM t WHERE id IN ({string.Join(", ", Enumerable.Range(0, 20_000))})"));
    }

    [Fact]
    public void Too_many_columns_are_54011()
    {
        using var connection = _database.Open();
        var columns = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"c{i} integer"));
        var error = connection.Refuse("54011", $"CREATE TABLE wide ({columns})");
        Assert.Equal("tables can have at most 1600 columns", error.Message);
        connection.NonQuery($"CREATE TABLE wide ({string.Join(", ", Enumerable.Range(0, 1600).Select(i => $"c{i} integer"))})");
        connection.Refuse("54011", "ALTER TABLE wide ADD COLUMN more integer");
        connection.NonQuery("INSERT INTO wide (c0, c1599) VALUES (1, 2)");
        Assert.Equal("1|2", connection.Rows("SELECT c0, c1599 FROM wide"));
        connection.Refuse("54011", $"SELECT {string.Join(", ", Enumerable.Range(0, 10_000))}");
        connection.Refuse("54011", "SELECT a.*, b.* FROM wide a, wide b");
        Assert.Equal("1", connection.Rows($"SELECT {string.Join(", ", Enumerable.Repeat("1", 1664))}")[..1]);
    }

    [Theory]
    [InlineData("SELECT {0}1{1}", "(", ")")]
    [InlineData("SELECT {0}1{1}", "-(", ")")]
    [InlineData("SELECT {0}true", "NOT ", "")]
    [InlineData("SELECT {0}1{1}", "ARRAY[", "]")]
    [InlineData("SELECT {0}1{1}", "abs(", ")")]
    [InlineData("SELECT {0}1{1}", "(SELECT ", ")")]
    [InlineData("SELECT * FROM {0}docs{1}", "(SELECT * FROM ", ") AS x")]
    [InlineData("SELECT 1{0}", " + 1", "")]
    [InlineData("SELECT true{0}", " AND true", "")]
    [InlineData("SELECT 'a'{0}", " || 'a'", "")]
    [InlineData("SELECT 1{0}", "::int", "")]
    [InlineData("SELECT {0}1{1}", "CASE WHEN true THEN ", " END")]
    [InlineData("SELECT 1{0}", " UNION ALL SELECT 1", "")]
    public void Deep_nesting_works_or_is_54001(string frame, string open, string close)
    {
        using var connection = _database.Open();
        connection.NonQuery("CREATE TABLE IF NOT EXISTS docs (id integer)");
        foreach (var depth in new[] { 50, 500, 5000, 100_000 })
        {
            var sql = new StringBuilder().Insert(0, open, depth).ToString();
            var end = new StringBuilder().Insert(0, close, depth).ToString();
            try
            {
                connection.Scalar(string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, sql, end));
            }
            catch (VectorDbException e)
            {
                Assert.True(e.SqlState is "54001" or "54000" or "54011", $"{e.SqlState}: {e.Message} at depth {depth}");
                Assert.True(depth > 50 || open == "ARRAY[", e.Message);
            }

            Assert.Equal(1, connection.Scalar("SELECT 1"));
        }
    }
}
