using System.Collections.Concurrent;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Tables;

public sealed class ConcurrencyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void The_first_to_change_a_row_wins_and_the_second_gets_40001_under_snapshot_isolation()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var first = engine.Begin(TransactionIsolation.Snapshot);
        using var second = engine.Begin(TransactionIsolation.Snapshot);
        Assert.True(first.Rename(table, 1, "first"));
        var waiting = OtherThread.Start(() => second.Rename(table, 1, "second"));
        Wait(() => second.WaitsFor == first);
        first.Commit();
        var error = Assert.Throws<VectorDbException>(() => waiting.End());
        Assert.Equal("40001", error.SqlState);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public void Under_read_committed_the_second_is_told_to_run_its_statement_again()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var first = engine.Begin();
        using var second = engine.Begin();
        Assert.True(first.Rename(table, 1, "first"));
        var waiting = OtherThread.Start(() => second.Delete(table, 1));
        Wait(() => second.WaitsFor == first);
        first.Commit();
        Assert.False(waiting.End());
        second.BeginStatement();
        Assert.True(second.Rename(table, 1, "second"));
        second.Commit();
        Assert.Equal("1:second", engine.Show(table));
    }

    [Fact]
    public void A_rollback_lets_the_one_who_waits_go_on()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var first = engine.Begin();
        using var second = engine.Begin(TransactionIsolation.Snapshot);
        Assert.True(first.Rename(table, 1, "first"));
        var waiting = OtherThread.Start(() => second.Rename(table, 1, "second"));
        Wait(() => second.WaitsFor == first);
        first.Rollback();
        Assert.True(waiting.End());
        second.Commit();
        Assert.Equal("1:second", engine.Show(table));
    }

    [Fact]
    public void A_deadlock_ends_one_of_the_two()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using var first = engine.Begin();
        using var second = engine.Begin();
        Assert.True(first.Delete(table, 1));
        Assert.True(second.Delete(table, 2));
        var waiting = OtherThread.Start(() => first.Delete(table, 2));
        Wait(() => first.WaitsFor == second);
        var error = Assert.Throws<VectorDbException>(() => second.Delete(table, 1));
        Assert.Equal(("40P01", "deadlock detected"), (error.SqlState, error.Message));
        Assert.Equal($"Transaction {second.Id.Value} waits for transaction {first.Id.Value}.\nTransaction {first.Id.Value} waits for transaction {second.Id.Value}.", error.Detail);
        second.Rollback();
        Assert.True(waiting.End());
    }

    [Fact]
    public void A_wait_ends_with_the_lock_timeout_and_with_a_cancellation()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var first = engine.Begin();
        Assert.True(first.Delete(table, 1));
        using var second = engine.Begin();
        second.LockTimeout = TimeSpan.FromMilliseconds(5);
        var error = Assert.Throws<VectorDbException>(() => second.Delete(table, 1));
        Assert.Equal(("55P03", "canceling statement due to lock timeout"), (error.SqlState, error.Message));
        second.LockTimeout = Timeout.InfiniteTimeSpan;
        using var cancel = new CancellationTokenSource(20);
        var row = second.Table(table).Segments[0];
        Assert.ThrowsAny<OperationCanceledException>(() => second.TryDelete(table, [new RowId(row.Id, 0)], cancel.Token));
        Assert.Null(second.WaitsFor);
    }

    [Fact]
    public void An_insert_waits_for_a_pending_equal_key_and_then_knows()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        foreach (var commit in new[] { true, false })
        {
            var key = commit ? 1 : 2;
            using var first = engine.Begin();
            using var second = engine.Begin();
            first.Insert(table, (key, "first"));
            var waiting = OtherThread.Start(() => second.Insert(table, (key, "second")));
            Wait(() => second.WaitsFor == first);
            if (commit)
                first.Commit();
            else
                first.Rollback();
            if (commit)
                Assert.Equal("23505", Assert.Throws<VectorDbException>(() => waiting.End()).SqlState);
            else
                waiting.End();
            if (!commit)
                second.Commit();
        }

        Assert.Equal("1:first 2:second", engine.Show(table));
    }

    [Fact]
    public void An_insert_waits_for_the_pending_delete_of_its_key()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "old"));
        using var first = engine.Begin();
        using var second = engine.Begin();
        Assert.True(first.Delete(table, 1));
        var waiting = OtherThread.Start(() => second.Insert(table, (1, "new")));
        Wait(() => second.WaitsFor == first);
        first.Commit();
        waiting.End();
        second.Commit();
        Assert.Equal("1:new", engine.Show(table));
    }

    [Fact]
    public void Key_shares_do_not_exclude_each_other_but_a_delete()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "parent"));
        var row = new RowId(engine.Current.Table(table).Segments[0].Id, 0);
        using var first = engine.Begin();
        using var second = engine.Begin();
        using var third = engine.Begin();
        Assert.True(first.TryLockRows(table, [row], RowLockMode.KeyShare, default));
        Assert.True(second.TryLockRows(table, [row], RowLockMode.KeyShare, default));
        third.LockTimeout = TimeSpan.Zero;
        Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => third.Delete(table, 1)).SqlState);
        first.Commit();
        second.Rollback();
        Assert.True(third.Delete(table, 1));
        third.Commit();
        using var late = engine.Begin();
        Assert.False(late.TryLockRows(table, [row], RowLockMode.KeyShare, default));
    }

    [Fact]
    public void Definitions_wait_for_writers_and_writers_for_definitions()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var writer = engine.Begin();
        writer.Insert(table, (1, "a"));
        using var altering = engine.Begin();
        var change = OtherThread.Start(() => altering.Alter(table, definition => definition with { Comment = "changed" }));
        Wait(() => altering.WaitsFor == writer);
        using var late = engine.Begin();
        var insert = OtherThread.Start(() => late.Insert(table, (2, "b")));
        Wait(() => late.WaitsFor == altering);
        writer.Commit();
        change.End();
        altering.Commit();
        // It looked at the table before the change.
        Assert.Equal("40001", Assert.Throws<VectorDbException>(() => insert.End()).SqlState);
        late.BeginStatement();
        late.Insert(table, (2, "b"));
        late.Commit();
        Assert.Equal("1:a 2:b", engine.Show(table));
    }

    [Fact]
    public void One_of_many_racing_inserts_of_a_key_wins()
    {
        using var engine = TestTables.InMemory(TestTables.Options with { BackgroundMaintenance = true, GrowingSegmentRows = 100 });
        var table = engine.CreateItems();
        var won = new ConcurrentDictionary<int, int>();
        Run(6, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 150; i++)
            {
                var key = random.Next(200);
                try
                {
                    engine.Insert(table, (key, $"w{worker}"));
                    Assert.True(won.TryAdd(key, worker));
                }
                catch (VectorDbException e) when (e.SqlState == "23505")
                {
                    // Another was first.
                }
            }
        });
        Assert.Equal(string.Join(" ", won.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}:w{pair.Value}")), engine.Show(table));
    }

    [Theory]
    [InlineData(TransactionIsolation.ReadCommitted)]
    [InlineData(TransactionIsolation.Snapshot)]
    public void No_update_is_lost_between_writers_readers_flushes_and_compactions(TransactionIsolation isolation)
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files, TestTables.Options with { BackgroundMaintenance = true, GrowingSegmentRows = 64, CompactionFanIn = 2 });
        var table = engine.CreateItems();
        engine.Insert(table, [.. Enumerable.Range(0, 8).Select(id => ((int?)id, (string?)"0"))]);
        var done = 0;
        var stop = 0;
        var reader = OtherThread.Start(() =>
        {
            while (Volatile.Read(ref stop) == 0)
                Assert.Equal(8, engine.Current.Table(table).Segments.SelectMany(segment => segment.Live()).Select(row => row.Id).Distinct().Count());
        });
        Run(4, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 100; i++)
            {
                var id = random.Next(8);
                while (!TryIncrement(engine, table, id, isolation))
                {
                }

                Interlocked.Increment(ref done);
            }
        });
        Volatile.Write(ref stop, 1);
        reader.End();
        engine.WaitForMaintenance();
        Assert.Equal(400, Sum(engine, table));
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal(400, Sum(again, table));
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void Commits_that_come_together_share_a_sync()
    {
        var files = new FaultyFiles { Faults = { SyncDelay = TimeSpan.FromMilliseconds(5) } };
        var syncs = 0;
        files.Faults.FailWhen = (operation, _) =>
        {
            if (operation == FaultOperation.SyncLog)
                Interlocked.Increment(ref syncs);
            return false;
        };
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        syncs = 0;
        Run(8, worker =>
        {
            for (var i = 0; i < 20; i++)
                engine.Insert(table, ((worker * 100) + i, "x"));
        });
        Assert.Equal(160, engine.Count(table));
        Assert.InRange(syncs, 20, 120);
    }

    [Fact]
    public void A_failed_sync_fails_every_commit_of_its_group_and_no_later_one()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        files.Faults.FailWhen = (operation, _) => operation == FaultOperation.SyncLog;
        var failed = 0;
        Run(4, worker =>
        {
            var error = Assert.Throws<VectorDbException>(() => engine.Insert(table, (10 + worker, "x")));
            Assert.Equal("58030", error.SqlState);
            Interlocked.Increment(ref failed);
        });
        Assert.Equal(4, failed);
        files.Faults.FailWhen = null;
        engine.Insert(table, (2, "b"));
        Assert.Equal("1:a 2:b", engine.Show(table));
        using var again = TestTables.Open(files.Cut());
        Assert.Equal("1:a 2:b", again.Show(table));
    }

    private static bool TryIncrement(StorageEngine engine, TableId table, int id, TransactionIsolation isolation)
    {
        using var transaction = engine.Begin(isolation);
        try
        {
            var value = int.Parse(transaction.Table(table).Segments.SelectMany(segment => segment.Live()).Single(row => row.Id == id).Name!);
            if (!transaction.Rename(table, id, $"{value + 1}"))
                return false;
            transaction.Commit();
            return true;
        }
        catch (VectorDbException e) when (e.SqlState is "40001" or "40P01")
        {
            return false;
        }
    }

    private static int Sum(StorageEngine engine, TableId table) =>
        engine.Current.Table(table).Segments.SelectMany(segment => segment.Live()).Sum(row => int.Parse(row.Name!));

    private static void Run(int workers, Action<int> work)
    {
        var failures = new ConcurrentBag<Exception>();
        var threads = Enumerable.Range(0, workers).Select(worker => new Thread(() =>
        {
            try
            {
                work(worker);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (!failures.IsEmpty)
            throw new AggregateException(failures);
    }

    private static void Wait(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
