using System.Diagnostics;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>Single-row commits: what group commit gives to 8 threads over one.</summary>
internal static class Commits
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static void Run(Report report)
    {
        using var databases = new Databases();
        var connectionString = databases.NewVectorData();
        using var keepOpen = Databases.OpenVectorData(connectionString);
        Databases.Execute(keepOpen, "CREATE TABLE t (id bigint PRIMARY KEY, note text, embedding vector(16))");
        var next = 0L;
        using var sqlite = databases.NewSqlite();
        Databases.Execute(sqlite, "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, embedding BLOB)");
        report.Compare(
            "single-row commits",
            "commits",
            5,
            ("VectorData, 1 thread", () => Commit(connectionString, 1, () => Interlocked.Increment(ref next))),
            ("VectorData, 8 threads", () => Commit(connectionString, 8, () => Interlocked.Increment(ref next))),
            ("Microsoft.Data.Sqlite, 1 thread", () => CommitSqlite(sqlite, () => Interlocked.Increment(ref next))));
    }

    private static long Commit(string connectionString, int threads, Func<long> nextId)
    {
        var commits = 0L;
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            using var connection = Databases.OpenVectorData(connectionString);
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO t (id, note, embedding) VALUES (@id, @note, @embedding)";
            var id = Databases.AddParameter(command, "id", 0L);
            Databases.AddParameter(command, "note", "a short note");
            Databases.AddParameter(command, "embedding", new float[16]);
            command.Prepare();
            while (clock.Elapsed < Duration)
            {
                id.Value = nextId();
                command.ExecuteNonQuery();
                Interlocked.Increment(ref commits);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return commits;
    }

    private static long CommitSqlite(Microsoft.Data.Sqlite.SqliteConnection connection, Func<long> nextId)
    {
        var commits = 0L;
        var clock = Stopwatch.StartNew();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO t (id, note, embedding) VALUES (@id, @note, @embedding)";
        var id = Databases.AddParameter(command, "id", 0L);
        Databases.AddParameter(command, "note", "a short note");
        Databases.AddParameter(command, "embedding", new byte[64]);
        command.Prepare();
        while (clock.Elapsed < Duration)
        {
            id.Value = nextId();
            command.ExecuteNonQuery();
            commits++;
        }

        return commits;
    }
}
