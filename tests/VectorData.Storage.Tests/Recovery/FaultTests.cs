using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Recovery;

/// <summary>One run of writes, maintenance and definitions; each of its storage operations is made to fail in turn.</summary>
public sealed class FaultTests
{
    private static StorageOptions Small => TestTables.Options with { GrowingSegmentRows = 40, AdoptRows = 25, LogChunkBytes = 4096, CompactionFanIn = 2, SpillBytes = 4096 };

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 0.6)]
    [InlineData(3, 1.0)]
    [InlineData(1000000, 0.3)]
    public void A_failure_at_any_operation_loses_no_commit_and_halves_none(int failures, double torn)
    {
        var total = Run(new FaultyFiles());
        for (long at = 0; at < total; at++)
        {
            var files = new FaultyFiles { Faults = { FailAt = at, FailCount = failures, TornShare = torn } };
            Run(files);
        }
    }

    [Fact]
    public void A_manifest_that_reports_failure_after_it_was_replaced_loses_nothing()
    {
        var total = Run(new FaultyFiles());
        for (long at = 0; at < total; at++)
            Run(new FaultyFiles { Faults = { FailAt = at, ManifestFailsAfterwards = true } });
    }

    [Fact]
    public void After_a_full_disk_the_database_goes_on_once_there_is_room()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        files.Faults.SpaceLeft = 10;
        var error = Assert.Throws<VectorDbException>(() => engine.Insert(table, (2, "b")));
        Assert.Equal("53100", error.SqlState);
        Assert.Throws<VectorDbException>(() => engine.Flush());
        Assert.Equal("1:a", engine.Show(table));
        files.Faults.SpaceLeft = null;
        engine.Insert(table, (2, "b"));
        engine.Flush();
        Assert.Equal("1:a 2:b", engine.Show(table));
    }

    /// <summary>Runs to the end or to where nothing goes any more, takes the power away, opens again and checks. Gives the number of operations.</summary>
    private static long Run(FaultyFiles files)
    {
        var acknowledged = new SortedDictionary<int, bool>();
        TableId left = default, right = default;
        var defined = false;
        StorageEngine? engine = null;
        try
        {
            engine = TestTables.Open(files, Small);
            Try(() => left = engine.CreateItems("lefts"));
            Try(() =>
            {
                right = engine.CreateItems("rights");
                defined = left != default;
            });
            for (var step = 0; step < 12 && defined; step++)
                Step(engine, left, right, step, acknowledged);
        }
        catch (VectorDbException)
        {
            // The database could not be opened.
        }

        var operations = files.Faults.Operations;
        var survivors = files.Cut();
        engine?.Dispose();
        using var again = TestTables.Open(survivors, Small);
        if (defined)
            Check(again, left, right, acknowledged);
        Assert.Empty(again.Verify());
        return operations;
    }

    // Each transaction writes the same keys to both tables.
    private static void Step(StorageEngine engine, TableId left, TableId right, int step, SortedDictionary<int, bool> acknowledged)
    {
        var count = step % 4 == 1 ? 90 : 3;
        var first = step * 100;
        foreach (var id in Enumerable.Range(first, count))
            acknowledged[id] = false;
        Try(() =>
        {
            using var transaction = engine.Begin();
            transaction.Insert(left, TestTables.Range(first, count), CancellationToken.None);
            transaction.Insert(right, TestTables.Range(first, count), CancellationToken.None);
            transaction.Commit();
            foreach (var id in Enumerable.Range(first, count))
                acknowledged[id] = true;
        });
        if (step % 3 == 2)
        {
            var gone = first - 100;
            Try(() =>
            {
                using var transaction = engine.Begin();
                Assert.True(transaction.Delete(left, gone) & transaction.Delete(right, gone));
                // From here to the end of the commit both outcomes are right.
                var known = acknowledged.Remove(gone);
                transaction.Commit();
            });
        }

        if (step % 4 == 3)
            Try(() => engine.Flush());
        if (step == 6)
            Try(() => engine.Checkpoint());
        if (step == 8)
            Try(() => engine.Compact());
        if (step == 9)
            Try(() =>
            {
                using var transaction = engine.Begin();
                transaction.Alter(left, definition => definition.With(transaction.Index("by_name", IndexMethod.BTree, TestTables.Name)));
                transaction.Commit();
            });
    }

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (VectorDbException e) when (e.SqlState is "58030" or "53100")
        {
            // Injected.
        }
    }

    private static void Check(StorageEngine engine, TableId left, TableId right, SortedDictionary<int, bool> acknowledged)
    {
        Assert.Equal(engine.Show(left), engine.Show(right));
        var there = engine.Current.Table(left).Segments.SelectMany(segment => segment.Live()).Select(row => row.Id).ToHashSet();
        foreach (var (id, isAcknowledged) in acknowledged)
            Assert.True(!isAcknowledged || there.Contains(id), $"row {id} was committed and is gone");
    }
}
