using VectorData.Core.Errors;
using VectorData.Core.Values;

namespace VectorData.Tests;

public sealed class ConcurrencyTests
{
    private const int Threads = 8;
    private const int Rounds = 40;

    [Fact]
    public async Task Read_committed_counts_every_increment()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE counter (id integer PRIMARY KEY, n integer); INSERT INTO counter VALUES (1, 0)");
        await InThreads(database, (mine, _, _) => mine.Run("UPDATE counter SET n = n + 1 WHERE id = 1"));
        Assert.Equal($"{Threads * Rounds}", session.Scalar("SELECT n FROM counter"));
    }

    [Fact]
    public async Task Snapshots_count_every_increment_that_they_did_not_refuse()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE counter (id integer PRIMARY KEY, n integer); INSERT INTO counter VALUES (1, 0)");
        var done = 0;
        await InThreads(database, (mine, _, _) =>
        {
            try
            {
                mine.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");
                var n = int.Parse(mine.Scalar("SELECT n FROM counter"), System.Globalization.CultureInfo.InvariantCulture);
                mine.Run("UPDATE counter SET n = $1", Value.Of(n + 1));
                mine.Run("COMMIT");
                Interlocked.Increment(ref done);
            }
            catch (VectorDbException e) when (e.SqlState is SqlStates.SerializationFailure or SqlStates.DeadlockDetected)
            {
                mine.Run("ROLLBACK");
            }
        });
        Assert.True(done > 0);
        Assert.Equal($"{done}", session.Scalar("SELECT n FROM counter"));
    }

    [Fact]
    public async Task Upserts_of_one_key_all_count()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (k text PRIMARY KEY, n integer)");
        await InThreads(database, (mine, _, round) =>
            mine.Run("INSERT INTO t VALUES ($1, 1) ON CONFLICT (k) DO UPDATE SET n = t.n + 1", Value.Of("key" + (round % 3))));
        Assert.Equal($"{Threads * Rounds}", session.Scalar("SELECT sum(n) FROM t"));
        Assert.Equal("3", session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Identity_values_are_never_given_twice()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, thread integer)");
        await InThreads(database, (mine, thread, _) => mine.Run("INSERT INTO t (thread) VALUES ($1)", Value.Of(thread)));
        Assert.Equal($"{Threads * Rounds}|{Threads * Rounds}", session.Scalar("SELECT count(*), count(DISTINCT id) FROM t"));
    }

    [Fact]
    public async Task A_sum_moved_between_rows_is_the_same_in_every_snapshot()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE account (id integer PRIMARY KEY, n integer); INSERT INTO account SELECT g, 100 FROM generate_series(0, 9) g");
        await InThreads(database, (mine, thread, round) =>
        {
            if (thread % 2 == 0)
            {
                Assert.Equal("1000", mine.Scalar("SELECT sum(n) FROM account"));
                return;
            }

            mine.Run("BEGIN; UPDATE account SET n = n + CASE id WHEN $1 THEN -7 ELSE 7 END WHERE id IN ($1, $2); COMMIT", Value.Of(round % 10), Value.Of((round + 3) % 10));
        });
        Assert.Equal("1000", session.Scalar("SELECT sum(n) FROM account"));
    }

    [Fact]
    public async Task Definitions_change_under_running_writers()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a integer)");
        await InThreads(database, (mine, thread, round) =>
        {
            if (thread == 0 && round % 10 == 0)
                mine.Run($"ALTER TABLE t ADD COLUMN c{round} integer DEFAULT {round}");
            else
                mine.Run("INSERT INTO t (a) VALUES ($1)", Value.Of(round));
        });
        Assert.Equal($"{(Threads * Rounds) - 4}|{((Threads * Rounds) - 4) * 30}", session.Scalar("SELECT count(*), sum(c30) FROM t"));
    }

    private static Task InThreads(VectorDatabase database, Action<Core.Sessions.ISession, int, int> run) =>
        Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                using var session = database.OpenSession();
                for (var round = 0; round < Rounds; round++)
                    run(session, thread, round);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
}
