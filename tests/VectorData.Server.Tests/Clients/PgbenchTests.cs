using System.Globalization;

namespace VectorData.Server.Tests.Clients;

public sealed class PgbenchTests
{
    [SkippableTheory]
    [InlineData("simple")]
    [InlineData("extended")]
    [InlineData("prepared")]
    public async Task A_vector_script_runs_with_every_protocol(string protocol)
    {
        Skip.IfNot(Processes.Has("pgbench"), "pgbench is not installed (Debian: postgresql-contrib)");
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE items (id integer PRIMARY KEY, v vector(3))");
        await server.ExecuteAsync("INSERT INTO items SELECT i, ('[' || i || ',1,2]')::vector FROM generate_series(1, 200) AS s(i)");
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, "\\set x random(1, 200)\nSELECT id FROM items ORDER BY v <-> ('[' || :x || ',1,2]')::vector LIMIT 5;\n");
            var (exit, output) = await PgbenchAsync(server, ["-n", "-c", "4", "-j", "2", "-t", "25", "-M", protocol, "-f", script]);
            Assert.True(exit == 0, output);
            Assert.Contains("100/100", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [SkippableFact]
    public async Task Initialises_and_runs_its_own_transactions()
    {
        Skip.IfNot(Processes.Has("pgbench"), "pgbench is not installed (Debian: postgresql-contrib)");
        await using var server = await TestServer.StartAsync();
        var (exit, output) = await PgbenchAsync(server, ["-i", "-I", "dtgp", "-s", "1"]);
        Assert.True(exit == 0, output);
        (exit, output) = await PgbenchAsync(server, ["-n", "-c", "4", "-j", "2", "-t", "25"]);
        Assert.True(exit == 0, output);
        Assert.Contains("100/100", output, StringComparison.Ordinal);
        Assert.Equal(
            await server.ScalarAsync<long>("SELECT sum(abalance)::bigint FROM pgbench_accounts"),
            await server.ScalarAsync<long>("SELECT sum(delta)::bigint FROM pgbench_history"));
    }

    private static Task<(int ExitCode, string Output)> PgbenchAsync(TestServer server, IEnumerable<string> arguments) => Processes.RunAsync(
        "pgbench", ["-h", "127.0.0.1", "-p", server.Server.Port.ToString(CultureInfo.InvariantCulture), "-U", "vectordata", .. arguments, "memory"]);
}
