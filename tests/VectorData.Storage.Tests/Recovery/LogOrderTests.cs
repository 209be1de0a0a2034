using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Files;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Recovery;

/// <summary>What the log, the manifest and the files say must fit together whatever comes between them.</summary>
public sealed class LogOrderTests
{
    private static StorageOptions Small => TestTables.Options with { GrowingSegmentRows = 1000, AdoptRows = 100, LogChunkBytes = 4096 };

    [Fact]
    public async Task A_segment_that_a_commit_closes_is_flushed_with_that_commits_rows()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files, TestTables.Options with { GrowingSegmentRows = 10 });
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 5));
        using var transaction = engine.Begin();
        transaction.Insert(table, TestTables.Range(10, 4), CancellationToken.None);
        var savepoint = transaction.Save();
        transaction.Insert(table, TestTables.Range(90, 1), CancellationToken.None);
        transaction.RollbackTo(savepoint);
        transaction.Insert(table, TestTables.Range(20, 4), CancellationToken.None);
        files.Faults.SyncDelay = TimeSpan.FromMilliseconds(300);
        var commit = Task.Run(() => transaction.Commit());
        while (!commit.IsCompleted)
        {
            engine.WaitForMaintenance();
            await Task.Delay(1);
        }

        await commit;
        engine.Flush();
        Assert.Equal(13, engine.Count(table));
    }

    [Fact]
    public void Values_given_after_a_checkpoint_are_not_given_again()
    {
        var files = new FaultyFiles();
        SequenceId sequence;
        long last;
        using (var engine = TestTables.Open(files))
        {
            using (var transaction = engine.Begin())
            {
                sequence = transaction.NewSequenceId();
                transaction.LockCatalog(CancellationToken.None);
                transaction.SetCatalog(transaction.Catalog.WithSequence(new SequenceDefinition(sequence, "public", "s")), null, CancellationToken.None);
                transaction.Commit();
            }

            Next(engine, sequence);
            engine.Checkpoint();
            last = Next(engine, sequence);
            files = files.Cut();
        }

        using var again = TestTables.Open(files);
        Assert.True(Next(again, sequence) > last);
    }

    [Fact]
    public void Rows_that_reach_the_log_before_the_first_commit_after_a_close_are_replayed()
    {
        using var folder = new TempFolder();
        TableId table;
        using (var engine = StorageEngine.Open(folder.Path, Small))
        {
            table = engine.CreateItems();
            engine.Insert(table, (-1, "before"));
            engine.Checkpoint();
        }

        for (var round = 0; round < 3; round++)
        {
            using var engine = StorageEngine.Open(folder.Path, Small);
            Assert.Equal(1 + (500 * round), engine.Count(table));
            engine.Insert(table, TestTables.Range(500 * round, 500));
        }

        using (var engine = StorageEngine.Open(folder.Path, Small))
            Assert.Equal(1501, engine.Count(table));
    }

    [Fact]
    public void A_transaction_that_lost_its_rows_with_a_failed_sync_does_not_hold_the_log()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files, Small);
        var table = engine.CreateItems();
        using var large = engine.Begin();
        using (var other = engine.Begin())
        {
            other.Insert(table, TestTables.Range(5000, 500), CancellationToken.None);
            large.Insert(table, TestTables.Range(0, 500), CancellationToken.None);
        }

        files.Faults.FailWhen = (operation, _) => operation == FaultOperation.SyncLog;
        Assert.Throws<VectorDbException>(() => engine.Insert(table, (1000, "failed")));
        files.Faults.FailWhen = null;
        var rows = 0;
        for (; rows < 300; rows++)
            engine.Insert(table, (2000 + rows, "kept"));
        engine.Checkpoint();
        using (var again = TestTables.Open(files.Cut(), Small))
            Assert.Equal(rows, again.Count(table));
    }

    [Fact]
    public void Files_that_a_failed_commits_record_may_name_stay_until_the_next_open()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 2000));
        engine.Flush();
        using var transaction = engine.Begin();
        transaction.Alter(table, definition => definition.With(transaction.Index("by_name", IndexMethod.BTree, TestTables.Name)));
        files.Faults.FailWhen = (operation, _) => operation is FaultOperation.SyncLog or FaultOperation.CutLog;
        Assert.Throws<VectorDbException>(() => transaction.Commit());
        using var again = TestTables.Open(files.Cut(PowerCut.ProcessOnly));
        Assert.Equal(2000, again.Count(table));
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void A_database_that_was_never_written_to_opens_again()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 3; i++)
        {
            using var engine = StorageEngine.Open(folder.Path, Small);
            Assert.Empty(engine.Current.Tables);
        }
    }

    private static long Next(StorageEngine engine, SequenceId sequence)
    {
        using var transaction = engine.Begin();
        var value = transaction.NextValue(sequence);
        transaction.Commit();
        return value;
    }
}
