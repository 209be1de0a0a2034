namespace VectorData.Server.Tests.Clients;

public sealed class PsqlTests
{
    [SkippableFact]
    public async Task Runs_statements_of_a_script_and_prints_their_rows()
    {
        Skip.IfNot(Processes.Has("psql"), "psql is not installed (Debian: postgresql-client)");
        await using var server = await TestServer.StartAsync();
        var (exit, output) = await PsqlAsync(server, "CREATE TABLE t (id int, v vector(2)); INSERT INTO t VALUES (1, '[1,2]'), (2, NULL);\nSELECT * FROM t ORDER BY id;");
        Assert.Equal((0, "CREATE TABLE\nINSERT 0 2\n1|[1,2]\n2|\n"), (exit, output));
    }

    [SkippableFact]
    public async Task An_error_ends_the_statements_of_one_text_and_keeps_the_session()
    {
        Skip.IfNot(Processes.Has("psql"), "psql is not installed (Debian: postgresql-client)");
        await using var server = await TestServer.StartAsync();
        var (_, output) = await PsqlAsync(server, "CREATE TABLE t (id int) \\; INSERT INTO t VALUES (1) \\; SELECT 1 / 0;\nSELECT to_regclass('t') IS NULL;");
        Assert.Contains("division by zero", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("\\d t", "t_pkey", "embedding", "vector(3)", "not null")]
    [InlineData("\\dt", "public|t|table|vectordata")]
    [InlineData("\\di", "t_pkey", "t_near")]
    [InlineData("\\l", "memory")]
    [InlineData("\\dx", "vector")]
    [InlineData("\\du", "vectordata")]
    public async Task Describes_what_is_there(string command, params string[] expected)
    {
        Skip.IfNot(Processes.Has("psql"), "psql is not installed (Debian: postgresql-client)");
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS vector");
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'x', embedding vector(3))");
        await server.ExecuteAsync("CREATE INDEX t_near ON t USING hnsw (embedding vector_l2_ops)");
        var (exit, output) = await PsqlAsync(server, "\\pset tuples_only off\n" + command + "\n");
        Assert.Equal(0, exit);
        Assert.DoesNotContain("ERROR", output, StringComparison.Ordinal);
        Assert.All(expected, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    internal static Task<(int ExitCode, string Output)> PsqlAsync(TestServer server, string script) => Processes.RunAsync(
        "psql", ["-X", "-A", "-t", "-h", "127.0.0.1", "-p", server.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", "vectordata", "-d", "memory"], script);
}
