using VectorData.Core.Errors;

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

    private static void End(Task task)
    {
        Assert.True(task.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(Patience), "the wait did not end");
        task.GetAwaiter().GetResult();
    }

    private static void Wait(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
