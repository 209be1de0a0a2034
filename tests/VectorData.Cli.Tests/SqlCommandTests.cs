namespace VectorData.Cli.Tests;

public sealed class SqlCommandTests
{
    private const string Values =
        "SELECT 1 AS id, 'a,\"b\"' AS name, NULL::text AS nothing, true AS flag, 1.50 AS price, '[1,2.5]'::vector AS v, "
        + "'{\"a\": [1]}'::jsonb AS doc, ARRAY['x', NULL] AS tags, '{1:1}/3'::sparsevec AS s, '101'::bit(3) AS bits";

    [Fact]
    public async Task Csv_has_a_header_and_quotes_what_needs_it()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", Values, "--format", "csv");
        Assert.Equal(
            """"
            id,name,nothing,flag,price,v,doc,tags,s,bits
            1,"a,""b""",,t,1.50,"[1,2.5]","{""a"": [1]}","{x,NULL}",{1:1}/3,101

            """".ReplaceLineEndings("\n"),
            run.Output);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Json_keeps_numbers_booleans_arrays_vectors_and_documents()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", Values, "--format", "json");
        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        var row = document.RootElement[0].GetRawText();
        Assert.Equal(
            """{"id":1,"name":"a,\"b\"","nothing":null,"flag":true,"price":1.50,"v":[1,2.5],"doc":{"a":[1]},"tags":["x",null],"s":"{1:1}/3","bits":"101"}""",
            string.Concat(row.Where(c => !char.IsWhiteSpace(c))));
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("csv", "time,timestamp,date,float8,numeric\n24:00:00,infinity,-infinity,NaN,0.0000000000000000000000000001\n")]
    [InlineData("json", "[{\"time\":\"24:00:00\",\"timestamp\":\"infinity\",\"date\":\"-infinity\",\"float8\":\"NaN\",\"numeric\":0.0000000000000000000000000001}]")]
    public async Task The_ends_of_types_have_their_text(string format, string text)
    {
        var run = await CommandRun.WithAsync(
            "sql", "-d", ":memory:", "--format", format,
            "-c", "SELECT '24:00'::time, 'infinity'::timestamp, '-infinity'::date, 'NaN'::float8, '0.0000000000000000000000000001'::numeric");
        Assert.Equal(text, format == "json" ? string.Concat(run.Output.Where(c => !char.IsWhiteSpace(c))) : run.Output);
    }

    [Fact]
    public async Task A_table_has_borders_and_the_number_of_rows_below()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "SELECT g AS n, 'x' AS word FROM generate_series(1, 2) g", "--format", "table");
        Assert.Contains("│ n │ word │", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ 2 │ x    │", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("(2 rows)\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_characters_in_names_and_values_are_plain_text()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "SELECT '[red]x[/]' AS \"[bold]\"");
        Assert.Contains("│ [red]x[/] │", run.Output, StringComparison.Ordinal);
        Assert.Contains("[bold]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_commands_run_in_order_and_are_durable()
    {
        using var folder = new DatabaseFolder();
        var write = await CommandRun.WithAsync(
            "sql", "-d", folder.Path, "-c", "CREATE TABLE t (a integer)", "-c", "INSERT INTO t VALUES (1), (2); INSERT INTO t VALUES (3)");
        Assert.Equal((0, ""), (write.ExitCode, write.Error));
        Assert.Contains("3 rows affected", write.Output, StringComparison.Ordinal);
        Assert.Equal("count\n3\n", (await folder.ExecuteAsync("SELECT count(*) FROM t")).Output);
    }

    [Fact]
    public async Task A_script_comes_from_a_file_or_from_redirected_input()
    {
        using var folder = new DatabaseFolder();
        var file = folder.Path + ".sql";
        await File.WriteAllTextAsync(file, "CREATE TABLE t (a integer);\n-- a comment\nINSERT INTO t VALUES (7);\n");
        Assert.Equal(0, (await CommandRun.WithAsync("sql", "-d", folder.Path, "-f", file)).ExitCode);
        var run = await CommandRun.WithInputAsync("SELECT a\nFROM t;\n", isRedirected: true, "sql", "-d", folder.Path, "--format", "csv");
        Assert.Equal((0, "a\n7\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task An_error_points_at_its_place_and_exits_with_1()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "SELECT 1;\nSELECT nam\nFROM generate_series(1, 2) AS name");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERROR:  42703: column \"nam\" does not exist\nLINE 2: SELECT nam\n               ^\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_has_its_detail_and_hint()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "SELEC 1");
        Assert.Equal(
            """
            ERROR:  42601: syntax error at or near "SELEC"
            LINE 1: SELEC 1
                    ^
            DETAIL:  Found the name "SELEC", expected a statement.
            HINT:  Perhaps you meant SELECT.

            """.ReplaceLineEndings("\n"),
            run.Error);
    }

    [Fact]
    public async Task What_stands_before_an_error_in_one_text_is_undone()
    {
        using var folder = new DatabaseFolder();
        var run = await CommandRun.WithAsync("sql", "-d", folder.Path, "-c", "CREATE TABLE t (a integer); INSERT INTO t VALUES ('x')");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("invalid input syntax for type integer: \"x\"", run.Error, StringComparison.Ordinal);
        Assert.Equal("count\n0\n", (await folder.ExecuteAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 't'")).Output);
    }

    [Fact]
    public async Task Notices_go_to_the_error_output()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "DROP TABLE IF EXISTS t");
        Assert.Equal((0, "NOTICE:  table \"t\" does not exist, skipping\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_parameter_has_no_value_here()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-c", "SELECT $1::integer");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("$1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sql", "--data-source", ":memory:", "--colour")]
    [InlineData("sql", "--data-source", ":memory:", "-c", "SELECT 1", "--format", "xml")]
    [InlineData("sql", "-c", "SELECT 1")]
    [InlineData("check")]
    [InlineData("compress", "--data-source", "app.vdb")]
    public async Task Unknown_or_missing_options_are_refused(params string[] arguments)
    {
        var run = await CommandRun.WithAsync(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public async Task A_missing_script_is_named()
    {
        var run = await CommandRun.WithAsync("sql", "-d", ":memory:", "-f", "/nowhere/script.sql");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("/nowhere/script.sql", run.Error, StringComparison.Ordinal);
    }
}
