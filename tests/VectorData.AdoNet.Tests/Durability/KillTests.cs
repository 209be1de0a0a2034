using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace VectorData.AdoNet.Tests.Durability;

/// <summary>A writing process is killed at random moments; the database is reopened here each time.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    // Small enough that flushes, compactions and checkpoints happen between the kills.
    private const string Tuning = "Pooling=False;Segment Memory=64KB;Max Memory=256KB";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "vectordata-kill-" + Guid.NewGuid().ToString("N"));

    /// <summary>Rounds: 10, or as many as the environment variable VECTORDATA_KILL_ROUNDS says (the soak script: 200).</summary>
    private static int Rounds => int.TryParse(
        Environment.GetEnvironmentVariable("VECTORDATA_KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 10;

    [Fact]
    public void Killed_at_any_moment_every_acknowledged_commit_is_there_and_none_is_half_there()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new HashSet<long>();
        var highest = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var transfer in RunAndKill(highest, random))
                acknowledged.Add(transfer);
            highest = Verify(acknowledged);
            output.WriteLine($"round {round}: {acknowledged.Count} acknowledged transfers, the last is {highest}");
        }

        Assert.NotEmpty(acknowledged);
        using var database = VectorDatabase.Open(_folder);
        Assert.Empty(database.Verify());
    }

    [Fact]
    public void Killed_while_it_is_created_a_database_opens()
    {
        var random = new Random();
        for (var round = 0; round < Rounds / 2; round++)
        {
            using (var process = Start(0, random))
            {
                while (!Directory.Exists(_folder))
                    Thread.Yield();
                Thread.Sleep(random.Next(12));
                process.Kill();
                process.WaitForExit();
            }

            using (var connection = new VectorDbConnection(ConnectionString))
            {
                connection.Open();
                Assert.Equal(1, Scalar(connection, "SELECT 1"));
            }

            Directory.Delete(_folder, recursive: true);
        }
    }

    public void Dispose()
    {
        VectorDbConnection.ClearAllPools();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private List<long> RunAndKill(long firstTransfer, Random random)
    {
        using var process = Start(firstTransfer, random);
        var errors = process.StandardError.ReadToEndAsync();
        var first = process.StandardOutput.ReadLine();
        Assert.True(first == "ready", first + (first is null ? errors.GetAwaiter().GetResult() : ""));
        // At some commit, and a moment later: the kill comes anywhere between two acknowledgements.
        var transfers = new List<long>();
        for (var awaited = random.Next(1, 120); transfers.Count < awaited && process.StandardOutput.ReadLine() is { } line;)
            transfers.Add(long.Parse(line, CultureInfo.InvariantCulture));
        Thread.Sleep(random.Next(30));
        process.Kill();
        // A last line without its end was cut by the kill and acknowledges nothing.
        var text = process.StandardOutput.ReadToEnd();
        foreach (var last in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            transfers.Add(long.Parse(last, CultureInfo.InvariantCulture));
        process.WaitForExit();
        Assert.True(errors.Result.Length == 0, errors.Result);
        return transfers;
    }

    private Process Start(long firstTransfer, Random random)
    {
        var child = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "VectorData.CrashWriter.dll"),
                ConnectionString,
                firstTransfer.ToString(CultureInfo.InvariantCulture),
                random.Next().ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(child)!;
    }

    private string ConnectionString => $"Data Source={_folder};{Tuning}";

    private long Verify(HashSet<long> acknowledged)
    {
        using var connection = new VectorDbConnection(ConnectionString);
        connection.Open();
        var found = new HashSet<long>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT transfer, count(*), sum(amount) FROM entries GROUP BY transfer";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                Assert.Equal(2, reader.GetInt64(1));
                Assert.Equal(0m, reader.GetDecimal(2));
                found.Add(reader.GetInt64(0));
            }
        }

        Assert.Superset(acknowledged, found);
        Assert.Equal(0L, Scalar(connection, """
            SELECT count(*) FROM accounts AS a
            WHERE a.balance <> (SELECT COALESCE(sum(e.amount), 0) FROM entries AS e WHERE e.account = a.id)
            """));
        var some = acknowledged.Take(20).ToList();
        foreach (var transfer in some)
        {
            Assert.Equal(2L, Scalar(connection, $"SELECT count(*) FROM entries WHERE transfer = {transfer}"));
            Assert.Equal(transfer, Scalar(
                connection,
                $"SELECT transfer FROM entries ORDER BY embedding <-> (SELECT embedding FROM entries WHERE transfer = {transfer} LIMIT 1) LIMIT 1"));
        }

        return found.Count == 0 ? 0 : found.Max() + 1;
    }

    private static object? Scalar(VectorDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
