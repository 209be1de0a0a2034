using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Tables;

public sealed class SegmentSpillTests
{
    private static StorageOptions Spilling => TestTables.Options with { GrowingSegmentRows = 1000, SpillBytes = 64 << 10 };

    [Fact]
    public void A_large_transaction_goes_to_files_before_its_commit_and_is_seen_after_it()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files, Spilling);
        var table = engine.CreateItems();
        IndexDefinition index;
        using (var transaction = engine.Begin())
        {
            for (var i = 0; i < 10; i++)
                transaction.Insert(table, TestTables.Range(i * 1000, 1000), CancellationToken.None);
            Assert.True(files.Files.Objects.List().Count >= 8);
            Assert.Equal(0, engine.Count(table));
            Assert.Equal("r17", transaction.Table(table).Find(17));
            Assert.Equal("23505", Assert.Throws<VectorDbException>(() => transaction.Insert(table, (17, "twice"))).SqlState);
            Assert.True(transaction.Rename(table, 17, "renamed"));
            index = transaction.Index("by_name", IndexMethod.BTree, TestTables.Name);
            transaction.Alter(table, definition => definition.With(index));
            transaction.Commit();
        }

        Assert.Equal(10_000, engine.Count(table));
        Assert.True(files.Files.Log.End < 400_000);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(("renamed", "r9999"), (engine.Current.Table(table).Find(17), engine.Current.Table(table).Find(9999)));
            var found = new List<int>();
            foreach (var segment in engine.Current.Table(table).Segments)
                Assert.True(segment.FindEqual(index, [Value.Of("r5")], found));
            Assert.Single(found);
            Assert.Empty(engine.Verify());
            files = files.Cut();
            engine.Dispose();
            engine = TestTables.Open(files, Spilling);
            if (round == 1)
                engine.Checkpoint();
        }

        engine.Dispose();
    }

    [Fact]
    public void A_rollback_leaves_no_file()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files, Spilling);
        var table = engine.CreateItems();
        using (var transaction = engine.Begin())
        {
            transaction.Insert(table, TestTables.Range(0, 5500), CancellationToken.None);
            Assert.NotEmpty(files.Files.Objects.List());
        }

        Assert.Empty(files.Files.Objects.List());
    }

    [Fact]
    public void A_savepoint_brings_rows_back_that_went_to_files_since()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files, Spilling);
        var table = engine.CreateItems();
        using (var transaction = engine.Begin())
        {
            transaction.Insert(table, TestTables.Range(0, 2500), CancellationToken.None);
            var savepoint = transaction.Save();
            transaction.Insert(table, TestTables.Range(2500, 3000), CancellationToken.None);
            Assert.True(transaction.Delete(table, 1, 2400, 5000));
            transaction.RollbackTo(savepoint);
            Assert.Equal(2500, transaction.Table(table).RowCount);
            transaction.Insert(table, TestTables.Range(2500, 1500), CancellationToken.None);
            transaction.Commit();
        }

        var expected = Enumerable.Range(0, 4000);
        Assert.Equal(expected, engine.Current.Table(table).Segments.SelectMany(segment => segment.Live()).Select(row => row.Id).Order());
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors, Spilling);
        Assert.Equal(expected, again.Current.Table(table).Segments.SelectMany(segment => segment.Live()).Select(row => row.Id).Order());
        again.Checkpoint();
        Assert.Equal(again.Current.Table(table).Segments.Count, survivors.Files.Objects.List().Count);
    }

    [Fact]
    public void Others_wait_for_keys_that_went_to_files()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files, Spilling);
        var table = engine.CreateItems();
        using var first = engine.Begin();
        first.Insert(table, TestTables.Range(0, 5000), CancellationToken.None);
        using var second = engine.Begin();
        second.LockTimeout = TimeSpan.Zero;
        Assert.Equal("55P03", Assert.Throws<VectorDbException>(() => second.Insert(table, (3, "x"))).SqlState);
        first.Rollback();
        second.Insert(table, (3, "x"));
        second.Commit();
        Assert.Equal("3:x", engine.Show(table));
    }
}
