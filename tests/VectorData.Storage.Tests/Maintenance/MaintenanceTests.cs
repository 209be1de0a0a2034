using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Maintenance;

public sealed class MaintenanceTests
{
    [Fact]
    public void A_flush_keeps_addresses_and_changes_nothing_for_readers()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 500));
        engine.Delete(table, 3);
        var before = engine.Current;
        engine.Flush();
        var (old, now) = (before.Table(table).Segments.Single(), engine.Current.Table(table).Segments.Single());
        Assert.Equal((false, true), (old.IsSealed, now.IsSealed));
        Assert.Equal((old.Id, old.RowCount, old.LiveCount), (now.Id, now.RowCount, now.LiveCount));
        Assert.Equal(old.Live(), now.Live());
        Assert.Equal("r499", engine.Current.Table(table).Find(499));
        Assert.Equal("", engine.Current.Table(table).Find(3));
        Assert.Equal(before.Sequence, engine.Current.Sequence);
    }

    [Fact]
    public void Zone_maps_of_a_sealed_segment_bound_its_blocks()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(100, 5000));
        engine.Flush();
        var segment = engine.Current.Table(table).Segments.Single();
        var definition = engine.Current.Table(table).Definition;
        var zone = segment.Zone(definition.Columns[0], 1)!.Value;
        Assert.Equal((4196, 5099, 0), (zone.Minimum.AsInt32(), zone.Maximum.AsInt32(), zone.NullCount));
        Assert.Equal("r4196", segment.Zone(definition.Columns[1], 1)!.Value.Minimum.AsString());
        Assert.True(segment.Zone(definition.Columns[2], 0)!.Value.Minimum.IsNull);
    }

    [Fact]
    public void A_compaction_merges_segments_and_purges_deleted_rows()
    {
        using var engine = TestTables.InMemory(TestTables.Options with { CompactionFanIn = 3 });
        var table = engine.CreateItems();
        for (var i = 0; i < 3; i++)
        {
            engine.Insert(table, TestTables.Range(i * 10, 10));
            engine.Flush();
        }

        engine.Delete(table, 0, 15);
        var before = engine.Current;
        engine.WaitForMaintenance();
        var segment = Assert.Single(engine.Current.Table(table).Segments);
        Assert.Equal((28, 28), (segment.RowCount, segment.LiveCount));
        Assert.Equal(before.Table(table).Show(), engine.Show(table));
        Assert.Equal("r29", engine.Current.Table(table).Find(29));
        Assert.Equal("r29", before.Table(table).Find(29));
    }

    [Fact]
    public void A_segment_with_many_deleted_rows_is_rewritten_and_an_empty_one_goes()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 10));
        engine.Flush();
        engine.Delete(table, 1, 2, 3);
        engine.WaitForMaintenance();
        Assert.Equal(7, engine.Current.Table(table).Segments.Single().RowCount);
        engine.Delete(table, 0, 4, 5, 6, 7, 8, 9);
        engine.WaitForMaintenance();
        Assert.Empty(engine.Current.Table(table).Segments);
    }

    [Fact]
    public void A_transaction_older_than_a_compaction_reads_and_writes_its_rows()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"), (3, "c"));
        engine.Flush();
        engine.Delete(table, 2);
        using (var old = engine.Begin(TransactionIsolation.Snapshot))
        {
            engine.Compact();
            Assert.Equal("1:a 3:c", old.Show(table));
            Assert.True(old.Rename(table, 3, "C"));
            Assert.Equal("1:a 3:C", old.Show(table));
            old.Commit();
        }

        Assert.Equal("1:a 3:C", engine.Show(table));
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal("1:a 3:C", again.Show(table));
    }

    [Fact]
    public void A_compaction_does_not_come_between_a_transaction_and_its_claims()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        engine.Flush();
        engine.Insert(table, (3, "c"));
        engine.Flush();
        using var transaction = engine.Begin();
        Assert.True(transaction.Delete(table, 1));
        Assert.Equal("55006", Assert.Throws<VectorDbException>(() => engine.Compact()).SqlState);
        transaction.Commit();
        engine.Compact();
        Assert.Equal("2:b 3:c", engine.Show(table));
        Assert.Single(engine.Current.Table(table).Segments);
    }

    [Theory]
    [InlineData(TransactionIsolation.ReadCommitted)]
    [InlineData(TransactionIsolation.Snapshot)]
    public void A_conflicting_row_that_was_moved_is_locked_read_and_replaced(TransactionIsolation isolation)
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"), (3, "c"), (4, "d"));
        engine.Flush();
        engine.Delete(table, 2);
        using var transaction = engine.Begin(isolation);
        engine.Compact();
        var found = transaction.FindConflicts(table, null, TestTables.Rows((3, "C")), default);
        // Two moves more: the row is known by its address in the snapshot, at the look, and now.
        engine.Delete(table, 1);
        engine.Compact();
        RowId[] rows = [found[0].Row!.Value];
        Assert.True(transaction.TryLockAndLocate(table, rows, RowLockMode.Update, default));
        Assert.Contains(transaction.LatestTable(table).Find(rows[0].Segment)!.Live(), row => row.Ordinal == rows[0].Ordinal && row.Name == "c");
        Assert.Equal("55006", Assert.Throws<VectorDbException>(() =>
        {
            engine.Delete(table, 4);
            engine.Compact();
        }).SqlState);
        Assert.True(transaction.TryDelete(table, rows, default));
        transaction.Insert(table, (3, "C"));
        transaction.BeginStatement();
        Assert.Equal(isolation == TransactionIsolation.Snapshot ? "1:a 3:C 4:d" : "3:C", transaction.Show(table));
        transaction.Commit();
        Assert.Equal("3:C", engine.Show(table));
    }

    [Fact]
    public void Under_a_snapshot_a_row_inserted_later_is_refused_wherever_it_was_moved()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using var transaction = engine.Begin(TransactionIsolation.Snapshot);
        engine.Insert(table, (3, "late"));
        engine.Flush();
        engine.Delete(table, 1);
        engine.Compact();
        var found = transaction.FindConflicts(table, null, TestTables.Rows((3, "x"), (2, "y")), default);
        Assert.Equal("40001", Assert.Throws<VectorDbException>(() => transaction.TryLockRows(table, [found[0].Row!.Value], RowLockMode.Update, default)).SqlState);
        Assert.True(transaction.TryLockRows(table, [found[1].Row!.Value], RowLockMode.Update, default));
    }

    [Fact]
    public void Deletes_made_while_a_compaction_runs_are_not_lost()
    {
        var files = new FaultyFiles();
        var objects = new HookedObjects(files.Files.Objects);
        var engine = TestTables.Open(new DatabaseFiles("hooked", objects, files.Files.Log, files.Files.Manifest, files.Files));
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 10));
        engine.Flush();
        engine.Insert(table, TestTables.Range(10, 10));
        engine.Flush();
        var done = 0;
        // The compaction is about to write its output.
        objects.Creating = name =>
        {
            if (name.Contains("segment", StringComparison.Ordinal) && done++ == 0)
                engine.Delete(table, 5, 15);
        };
        engine.Compact();
        Assert.NotEqual(0, done);
        Assert.Equal(18, engine.Count(table));
        Assert.Equal(("", "", "r6"), (engine.Current.Table(table).Find(5), engine.Current.Table(table).Find(15), engine.Current.Table(table).Find(6)));
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal(18, again.Count(table));
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void Files_of_what_is_gone_are_deleted()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 100));
        engine.Flush();
        engine.Insert(table, TestTables.Range(100, 100));
        engine.Flush();
        engine.Delete(table, 1);
        engine.Checkpoint();
        Assert.Equal(3, files.Files.Objects.List().Count);
        engine.Compact();
        Assert.Single(files.Files.Objects.List());
        using (var transaction = engine.Begin())
        {
            transaction.LockCatalog(default);
            transaction.SetCatalog(transaction.Catalog.WithoutTable(table), null, default);
            transaction.Commit();
        }

        engine.Checkpoint();
        Assert.Empty(files.Files.Objects.List());
    }

    [Fact]
    public void Background_threads_flush_and_merge_and_the_log_stays_short()
    {
        var files = new FaultyFiles();
        var options = TestTables.Options with { BackgroundMaintenance = true, GrowingSegmentRows = 500, CheckpointLogBytes = 64 << 10, CompactionFanIn = 3 };
        var engine = TestTables.Open(files, options);
        var table = engine.CreateItems();
        for (var i = 0; i < 100; i++)
            engine.Insert(table, TestTables.Range(i * 100, 100));
        Assert.True(SpinWait.SpinUntil(() => engine.Statistics().LogBytes < 256 << 10 && engine.MaintenanceTasks.Count == 0, TimeSpan.FromSeconds(30)));
        engine.WaitForMaintenance();
        Assert.Equal(10_000, engine.Count(table));
        Assert.InRange(engine.Current.Table(table).Segments.Count, 1, 10);
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors, options);
        Assert.Equal(10_000, again.Count(table));
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void Writers_wait_when_too_much_is_in_memory_and_go_on_after_the_flush()
    {
        var options = TestTables.Options with { BackgroundMaintenance = true, GrowingSegmentBytes = 64 << 10, MaxUnflushedBytes = 256 << 10, GrowingSegmentRows = 1_000_000 };
        using var engine = TestTables.InMemory(options);
        var table = engine.CreateItems();
        for (var i = 0; i < 60; i++)
        {
            engine.Insert(table, TestTables.Range(i * 500, 500));
            Assert.True(engine.Statistics().UnflushedBytes < 1 << 20);
        }

        Assert.Equal(30_000, engine.Count(table));
    }

    [Fact]
    public void Writers_get_the_error_of_a_flush_that_cannot_make_room()
    {
        var files = new FaultyFiles();
        var options = TestTables.Options with { BackgroundMaintenance = true, GrowingSegmentBytes = 64 << 10, MaxUnflushedBytes = 128 << 10 };
        using var engine = TestTables.Open(files, options);
        var table = engine.CreateItems();
        files.Faults.FailWhen = (operation, _) => operation == FaultOperation.WriteObject;
        var error = Assert.Throws<VectorDbException>(() =>
        {
            for (var i = 0; i < 1000; i++)
                engine.Insert(table, TestTables.Range(i * 500, 500));
        });
        Assert.Equal("58030", error.SqlState);
        files.Faults.FailWhen = null;
        Assert.True(SpinWait.SpinUntil(() => engine.Statistics().UnflushedBytes < 128 << 10, TimeSpan.FromSeconds(60)));
        engine.Insert(table, (-1, "on it goes"));
        Assert.Empty(engine.Verify());
    }

    [Fact]
    public void A_column_that_is_added_has_its_missing_value_in_old_segments()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        engine.Flush();
        engine.Insert(table, (2, "b"));
        var added = new ColumnDefinition(new ColumnId(4), "extra", SqlType.BigInt) { MissingValue = Value.Of(42L) };
        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition with { Columns = definition.Columns.Add(added), NextColumnId = 5 });
            transaction.Alter(table, definition => definition.With(transaction.Index("by_extra", IndexMethod.BTree, added.Id)));
            transaction.Commit();
        }

        var rows = TestTables.Rows((3, "c"));
        engine.Insert(table, new Batch([.. rows.Columns, ColumnBuilder.Repeat(Value.Of(7L), SqlType.BigInt, 1)], 1));
        for (var round = 0; round < 2; round++)
        {
            var seen = engine.Current.Table(table).Segments.SelectMany(segment => Enumerable.Range(0, segment.RowCount).Select(row => segment.Read(added, row, 1).GetValue(0).AsInt64()));
            Assert.Equal([7, 42, 42], seen.Order());
            var index = engine.Current.Table(table).Definition.Indexes[1];
            var found = 0;
            foreach (var segment in engine.Current.Table(table).Segments)
            {
                var ordinals = new List<int>();
                Assert.True(segment.FindEqual(index, [Value.Of(42L)], ordinals));
                found += ordinals.Count;
                var between = new List<int>();
                if (segment.FindRange(index, new KeyBound([Value.Of(8L)], true), new KeyBound([Value.Of(42L)], true), between))
                    Assert.Equal(ordinals, between);
            }

            Assert.Equal(2, found);
            engine.Compact();
        }
    }

    private sealed class HookedObjects(IObjectFiles inner) : IObjectFiles
    {
        public Action<string>? Creating { get; set; }

        public IObjectWriter Create(string name)
        {
            Creating?.Invoke(name);
            return inner.Create(name);
        }

        public ObjectReader Open(string name) => inner.Open(name);

        public long GetLength(string name) => inner.GetLength(name);

        public IReadOnlyList<string> List() => inner.List();

        public void Delete(string name) => inner.Delete(name);

        public void Dispose() => inner.Dispose();
    }
}
