using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Tests.Tables;

/// <summary>Who waits for whom, and how a wait ends.</summary>
public sealed class LockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Closing_the_database_ends_every_wait()
    {
        var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        var holder = engine.Begin();
        var row = engine.Begin();
        var key = engine.Begin();
        var definition = engine.Begin();
        Assert.True(holder.Delete(table, 1));
        holder.Insert(table, (2, "b"));
        Task[] waits =
        [
            Task.Run(() => row.Delete(table, 1)),
            Task.Run(() => key.Insert(table, (2, "x"))),
            Task.Run(() => definition.LockTable(table, exclusive: true, CancellationToken.None)),
        ];
        Wait(() => row.WaitsFor is not null && key.WaitsFor is not null && definition.WaitsFor is not null);
        engine.Dispose();
        foreach (var wait in waits)
            Assert.Equal("57P01", Assert.Throws<VectorDbException>(() => End(wait)).SqlState);
    }

    [Fact]
    public void Who_deletes_a_key_may_insert_it_again_while_another_waits_to_insert_it()
    {
        foreach (var commit in new[] { true, false })
        {
            using var engine = TestTables.InMemory();
            var table = engine.CreateItems();
            engine.Insert(table, (1, "old"));
            using var first = engine.Begin();
            using var second = engine.Begin();
            Assert.True(first.Delete(table, 1));
            var waiting = Task.Run(() => second.Insert(table, (0, "other"), (1, "second"), (5, "last")));
            Wait(() => second.WaitsFor == first);
            first.Insert(table, (1, "first"));
            if (commit)
                first.Commit();
            else
                first.Rollback();
            Assert.Equal("23505", Assert.Throws<VectorDbException>(() => End(waiting)).SqlState);
            second.Rollback();
            Assert.Equal(commit ? "1:first" : "1:old", engine.Show(table));
        }
    }

    [Fact]
    public void A_key_that_was_found_free_before_the_wait_is_not_given_away()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "old"));
        using var first = engine.Begin();
        using var second = engine.Begin();
        Assert.True(first.Delete(table, 1));
        var waiting = Task.Run(() => second.Insert(table, (0, "second"), (1, "second"), (5, "second")));
        Wait(() => second.WaitsFor == first);
        Assert.Equal("40P01", Assert.Throws<VectorDbException>(() => first.Insert(table, (0, "first"))).SqlState);
        Assert.Equal("40P01", Assert.Throws<VectorDbException>(() => first.Insert(table, (5, "first"))).SqlState);
        first.Commit();
        End(waiting);
        second.Commit();
        Assert.Equal("0:second 1:second 5:second", engine.Show(table));
    }

    [Fact]
    public void A_row_whose_key_is_shared_takes_other_columns_and_keeps_its_key_through_them()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using var sharer = engine.Begin();
        using var writer = engine.Begin();
        Assert.True(sharer.TryLockRows(table, [Address(engine, table, 1)], RowLockMode.KeyShare, default));
        Assert.True(writer.TryDelete(table, [Address(engine, table, 1)], keepsKeys: true, default));
        writer.Insert(table, (1, "A"));

        // The writer's own row stands for the one whose key is shared.
        writer.LockTimeout = TimeSpan.Zero;
        Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => writer.Delete(table, 1)).SqlState);
        writer.Commit();
        engine.Flush();
        engine.Compact();
        using var deleter = engine.Begin();
        deleter.LockTimeout = TimeSpan.Zero;
        Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => deleter.Delete(table, 1)).SqlState);
        Assert.True(deleter.Delete(table, 2));
        sharer.Commit();
        Assert.True(deleter.Delete(table, 1));
    }

    [Fact]
    public void A_key_cannot_be_shared_while_its_row_is_updated_and_then_deleted()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var writer = engine.Begin();
        Assert.True(writer.TryDelete(table, [Address(engine, table, 1)], keepsKeys: true, default));
        writer.Insert(table, (1, "A"));
        using var sharer = engine.Begin();
        sharer.LockTimeout = TimeSpan.Zero;
        var row = Address(engine, table, 1);
        var before = writer.Save();
        Assert.True(writer.Delete(table, 1));
        Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => sharer.TryLockRows(table, [row], RowLockMode.KeyShare, default)).SqlState);
        writer.RollbackTo(before);
        writer.Commit();
        Assert.False(sharer.TryLockRows(table, [row], RowLockMode.KeyShare, default));
        Assert.True(sharer.TryLockRows(table, [Address(engine, table, 1)], RowLockMode.KeyShare, default));
    }

    [Theory]
    [InlineData(RowLockMode.KeyShare, RowLockMode.KeyShare, false)]
    [InlineData(RowLockMode.KeyShare, RowLockMode.Share, false)]
    [InlineData(RowLockMode.KeyShare, RowLockMode.NoKeyUpdate, false)]
    [InlineData(RowLockMode.KeyShare, RowLockMode.Update, true)]
    [InlineData(RowLockMode.Share, RowLockMode.Share, false)]
    [InlineData(RowLockMode.Share, RowLockMode.NoKeyUpdate, true)]
    [InlineData(RowLockMode.Share, RowLockMode.Update, true)]
    [InlineData(RowLockMode.NoKeyUpdate, RowLockMode.NoKeyUpdate, true)]
    [InlineData(RowLockMode.NoKeyUpdate, RowLockMode.Update, true)]
    [InlineData(RowLockMode.Update, RowLockMode.Update, true)]
    public void Locks_of_a_row_exclude_each_other_as_in_PostgreSQL(RowLockMode one, RowLockMode other, bool excludes)
    {
        foreach (var withKey in new[] { true, false })
        {
            // Without a key to share the row is shared: only updates of other columns wait more than they had to.
            if (!withKey && (one, other) == (RowLockMode.KeyShare, RowLockMode.NoKeyUpdate))
                continue;
            using var engine = TestTables.InMemory();
            var table = engine.CreateItems(withKey: withKey);
            engine.Insert(table, (1, "a"));
            foreach (var (first, second) in new[] { (one, other), (other, one) })
            {
                using var holder = engine.Begin();
                using var late = engine.Begin();
                late.LockTimeout = TimeSpan.Zero;
                Assert.True(holder.TryLockRows(table, [Address(engine, table, 1)], first, default));
                if (excludes)
                    Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => late.TryLockRows(table, [Address(engine, table, 1)], second, default)).SqlState);
                else
                    Assert.True(late.TryLockRows(table, [Address(engine, table, 1)], second, default));
            }
        }
    }

    [Fact]
    public void Writers_go_on_when_the_definition_in_front_of_them_gives_up()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var writer = engine.Begin();
        writer.Insert(table, (1, "a"));
        using var altering = engine.Begin();
        using var cancel = new CancellationTokenSource();
        var change = Task.Run(() => altering.LockTable(table, exclusive: true, cancel.Token));
        Wait(() => altering.WaitsFor == writer);
        using var late = engine.Begin();
        var insert = Task.Run(() => late.Insert(table, (2, "b")));
        Wait(() => late.WaitsFor == altering);
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => End(change));

        // Its transaction is still open.
        End(insert);
    }

    private static RowId Address(StorageEngine engine, TableId table, int id) => engine.Current.Table(table).Segments
        .SelectMany(segment => segment.Live().Where(row => row.Id == id).Select(row => new RowId(segment.Id, row.Ordinal))).Single();

    private static void End(Task task)
    {
        Assert.True(task.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(Patience), "the wait did not end");
        task.GetAwaiter().GetResult();
    }

    private static void Wait(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
