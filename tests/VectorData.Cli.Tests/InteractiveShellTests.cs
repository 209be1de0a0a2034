namespace VectorData.Cli.Tests;

public sealed class InteractiveShellTests
{
    [Fact]
    public async Task A_statement_ends_with_a_semicolon_and_may_take_several_lines()
    {
        var output = await TypeAsync("SELECT 1 AS a,", "2 AS b;", "\\q");
        Assert.Contains("vectordata=> vectordata-> ", output, StringComparison.Ordinal);
        Assert.Contains("1,2\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_printed_and_the_shell_goes_on()
    {
        var output = await TypeAsync("SELECT x;", "SELECT $1;", "SELECT 42 AS answer;");
        Assert.Contains("ERROR:  42703: column \"x\" does not exist\nLINE 1: SELECT x;\n               ^\n", output, StringComparison.Ordinal);
        Assert.Contains("answer\n42\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transactions_span_statements()
    {
        var output = await TypeAsync("CREATE TABLE t (a int);", "BEGIN;", "INSERT INTO t VALUES (1);", "ROLLBACK;", "SELECT count(*) FROM t;");
        Assert.Contains("count\n0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backslash_commands_show_tables_columns_and_help()
    {
        var output = await TypeAsync("CREATE TABLE things (id bigint PRIMARY KEY, v vector(3));", "\\dt", "\\d things", "\\timing", "\\?", "\\x");
        Assert.Contains("public,things\n", output, StringComparison.Ordinal);
        Assert.Contains("id,bigint,NO,", output, StringComparison.Ordinal);
        Assert.Contains("v,vector(3),YES,", output, StringComparison.Ordinal);
        Assert.Contains("things_pkey,btree,t,\n", output, StringComparison.Ordinal);
        Assert.Contains("Timing is on.", output, StringComparison.Ordinal);
        Assert.Contains("Statements end with a semicolon.", output, StringComparison.Ordinal);
        Assert.Contains("invalid command \\x. Try \\? for help.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_semicolon_inside_a_string_or_a_comment_does_not_end_a_statement()
    {
        var output = await TypeAsync("SELECT 'a;", "b' AS text, -- not yet;", "1 AS n;");
        Assert.Contains("text,n\n\"a;\nb\",1\n", output, StringComparison.Ordinal);
    }

    private static async Task<string> TypeAsync(params string[] lines)
    {
        var run = await CommandRun.WithInputAsync(string.Join('\n', lines) + "\n", isRedirected: false, "sql", "-d", ":memory:", "--format", "csv");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }
}
