using VectorData.Core.Sessions;

namespace VectorData.Tests;

public sealed class CopyTests : IDisposable
{
    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _session;

    public CopyTests()
    {
        _session = _database.OpenSession();
        _session.Run("CREATE TABLE t (id integer PRIMARY KEY, a text, g integer GENERATED ALWAYS AS (id * 2) STORED)");
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Copy_in_names_the_columns_that_are_not_generated()
    {
        var copy = Copy("copy t from stdin");
        Assert.Equal((CopyDirection.In, CopyFormat.Text, '\t', @"\N"), (copy.Direction, copy.Format, copy.Delimiter, copy.Null));
        Assert.Equal(("public", "t"), (copy.Schema, copy.Table));
        Assert.Equal(["id", "a"], copy.Columns);
        Assert.Null(copy.Query);
    }

    [Fact]
    public void Copy_out_has_a_query_for_the_rows()
    {
        _session.Run("INSERT INTO t VALUES (1, 'x')");
        var copy = Copy("COPY t (a, id) TO STDOUT");
        using var cursor = copy.Query!.Execute([], CancellationToken.None);
        Assert.Equal(["x|1"], StatementCase.Rows(cursor));
        Assert.Equal(["b"], Copy("COPY (SELECT id + 1 AS b FROM t) TO STDOUT").Columns);
    }

    [Theory]
    [InlineData("COPY t FROM STDIN WITH CSV HEADER DELIMITER ';' QUOTE ''''")]
    [InlineData("COPY t FROM STDIN (FORMAT csv, HEADER, DELIMITER ';', QUOTE '''')")]
    public void Both_spellings_of_options_ask_for_the_same(string sql)
    {
        var copy = Copy(sql);
        Assert.Equal((CopyFormat.Csv, ';', CopyHeader.Present, '\'', '\'', ""), (copy.Format, copy.Delimiter, copy.Header, copy.Quote, copy.Escape, copy.Null));
    }

    [Theory]
    [InlineData("COPY missing FROM STDIN", "42P01")]
    [InlineData("COPY t (x) FROM STDIN", "42703")]
    [InlineData("COPY t (g) FROM STDIN", "42P10")]
    [InlineData("COPY t (id, id) FROM STDIN", "42701")]
    [InlineData("COPY t FROM STDIN (FORMAT other)", "22023")]
    [InlineData("COPY t FROM STDIN (FORMAT csv, FORMAT csv)", "42601")]
    [InlineData("COPY t FROM STDIN (QUOTE 'x')", "0A000")]
    [InlineData("COPY t FROM STDIN (DELIMITER 'ab')", "0A000")]
    [InlineData("COPY t FROM STDIN (DELIMITER 'a')", "22023")]
    [InlineData("COPY t FROM STDIN (ENCODING 'LATIN1')", "0A000")]
    [InlineData("COPY t FROM STDIN (nonsense)", "42601")]
    [InlineData("COPY t FROM '/etc/passwd'", "0A000")]
    [InlineData("COPY t TO PROGRAM 'x'", "0A000")]
    public void What_cannot_be_copied_says_why(string sql, string state) =>
        Assert.Equal(state, Assert.Throws<Core.Errors.VectorDbException>(() => Copy(sql)).SqlState);

    [Fact]
    public void Executing_a_copy_points_to_the_bulk_writer() => Assert.Equal("0A000", _session.Fails("COPY t FROM STDIN").SqlState);

    [Fact]
    public void Changes_of_reported_settings_are_told_also_when_they_go_back()
    {
        var seen = new List<string>();
        _session.SettingChanged += (name, value) => seen.Add($"{name}={value}");
        _session.Run("SET application_name = 'x'; SET work_mem = '8MB'; BEGIN; SET LOCAL timezone = 'Europe/Berlin'; ROLLBACK; RESET application_name");
        Assert.Equal(["application_name=x", "TimeZone=Europe/Berlin", "TimeZone=UTC", "application_name="], seen);
        Assert.Equal("8MB", _session.Setting("work_mem"));
        Assert.Null(_session.Setting("nonsense"));
    }

    private CopyRequest Copy(string sql) => Assert.Single(_session.Prepare(sql)).Copy!;
}
