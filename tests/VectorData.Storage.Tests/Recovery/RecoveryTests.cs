using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Files;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Recovery;

public sealed class RecoveryTests
{
    [Fact]
    public void Everything_is_as_left_after_a_close()
    {
        using var folder = new TempFolder();
        TableId table;
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
        {
            table = engine.CreateItems();
            engine.Insert(table, TestTables.Range(0, 5000));
            engine.Checkpoint();
            engine.Insert(table, (9001, "tail"));
            engine.Delete(table, 17);
        }

        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
        {
            Assert.Equal(5000, engine.Count(table));
            Assert.Equal("tail", engine.Current.Table(table).Find(9001));
            Assert.Equal("", engine.Current.Table(table).Find(17));
            Assert.Equal("r4999", engine.Current.Table(table).Find(4999));
            Assert.Empty(engine.Verify());
        }
    }

    [Fact]
    public void A_crash_keeps_what_was_committed_and_nothing_else()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        var open = engine.Begin();
        open.Insert(table, TestTables.Range(10, 3000), CancellationToken.None);
        engine.Insert(table, (2, "b"));
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal("1:a 2:b", again.Show(table));
        again.Insert(table, TestTables.Range(10, 3000));
        Assert.Equal(3002, again.Count(table));
    }

    [Fact]
    public void Rows_of_a_large_transaction_reach_the_log_before_its_commit()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        using (var transaction = engine.Begin())
        {
            for (var i = 0; i < 20; i++)
                transaction.Insert(table, TestTables.Range(i * 1000, 1000), CancellationToken.None);
            Assert.True(files.Files.Log.End > 400_000);
            Assert.True(transaction.Delete(table, 5, 15_000));
            transaction.Commit();
        }

        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal(19_998, again.Count(table));
        Assert.Equal("", again.Current.Table(table).Find(15_000));
        Assert.Equal("r15001", again.Current.Table(table).Find(15_001));
    }

    [Fact]
    public void Recovering_twice_gives_the_same()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 50));
        engine.Delete(table, 3, 4);
        engine.Flush();
        engine.Insert(table, TestTables.Range(50, 50));
        engine.Delete(table, 51, 5);
        var expected = engine.Show(table);
        for (var i = 0; i < 3; i++)
        {
            files = files.Cut(PowerCut.ProcessOnly);
            engine.Dispose();
            engine = TestTables.Open(files);
            Assert.Equal(expected, engine.Show(table));
        }

        engine.Dispose();
    }

    [Fact]
    public void A_checkpoint_leaves_recovery_nothing_to_replay()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 100));
        engine.Delete(table, 7);
        engine.Checkpoint();
        Assert.Equal(files.Files.Log.End, files.Files.Log.Start);
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal(99, again.Count(table));
        Assert.All(again.Current.Table(table).Segments, segment => Assert.True(segment.IsSealed));
    }

    [Fact]
    public void Definitions_survive_with_all_their_parts()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        TableId table;
        using (var transaction = engine.Begin())
        {
            table = transaction.CreateItems();
            var sequence = new SequenceDefinition(transaction.NewSequenceId(), "public", "s") { Increment = 5, Maximum = 100, OwnedBy = (table, TestTables.Id) };
            transaction.SetCatalog(transaction.Catalog.WithSchema("other").WithSequence(sequence), null, CancellationToken.None);
            transaction.Alter(table, definition => definition with
            {
                Comment = "things",
                Checks = [new CheckDefinition("positive", "id > 0")],
                ForeignKeys = [new ForeignKeyDefinition("fk", [TestTables.Id], table, [TestTables.Id], ReferentialAction.Cascade, ReferentialAction.SetNull) { MatchFull = true }],
                Columns = definition.Columns.SetItem(1, definition.Columns[1] with { Default = "'x'", MissingValue = Value.Of("was missing"), Comment = "c" }),
                Options = definition.Options.Add("fillfactor", "70"),
            });
            transaction.Commit();
        }

        var before = engine.Current.Catalog;
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        var (left, right) = (before.FindTable(table)!, again.Current.Catalog.FindTable(table)!);
        Assert.Equal(left.Checks.Single(), right.Checks.Single());
        Assert.Equal("'x'", right.Columns[1].Default);
        Assert.Equal("was missing", right.Columns[1].MissingValue.AsString());
        Assert.Equal(("things", "70"), (right.Comment!, right.Options["fillfactor"]));
        Assert.Equal(ReferentialAction.Cascade, right.ForeignKeys[0].OnDelete);
        Assert.True(right.ForeignKeys[0].MatchFull && right.PrimaryKey!.IsUnique);
        Assert.Equal(before.Sequences.Values.Single(), again.Current.Catalog.Sequences.Values.Single());
        Assert.Contains("other", again.Current.Catalog.Schemas);
        Assert.Equal(before.Version, again.Current.Catalog.Version);
    }

    [Fact]
    public void Values_of_sequences_that_rows_hold_are_not_given_again()
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var sequence = default(SequenceId);
        using (var transaction = engine.Begin())
        {
            sequence = transaction.NewSequenceId();
            transaction.LockCatalog(CancellationToken.None);
            transaction.SetCatalog(transaction.Catalog.WithSequence(new SequenceDefinition(sequence, "public", "s")), null, CancellationToken.None);
            transaction.Commit();
        }

        var highest = 0L;
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                using var transaction = engine.Begin();
                var value = transaction.NextValue(sequence);
                Assert.True(value > highest, $"{value} after {highest}");
                highest = value;
                transaction.Commit();
            }

            if (round == 3)
                engine.Checkpoint();
            files = files.Cut();
            engine.Dispose();
            engine = TestTables.Open(files);
        }

        Assert.True(highest < 400);
        engine.Dispose();
    }

    [Fact]
    public void Files_that_nothing_names_are_removed_at_open()
    {
        using var folder = new TempFolder();
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
            engine.CreateItems();
        var orphan = Path.Combine(folder.Path, "objects", "segment-9-77.vds");
        File.WriteAllText(orphan, "left by a crash");
        using (StorageEngine.Open(folder.Path, TestTables.Options))
            Assert.False(File.Exists(orphan));
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("objects")]
    public void A_damaged_file_is_named(string what)
    {
        using var folder = new TempFolder();
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
        {
            var table = engine.CreateItems();
            engine.Insert(table, TestTables.Range(0, 2000));
            engine.Checkpoint();
        }

        var file = what == "manifest" ? Path.Combine(folder.Path, "manifest") : Directory.GetFiles(Path.Combine(folder.Path, "objects"))[0];
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 3] ^= 4;
        File.WriteAllBytes(file, bytes);
        if (what == "manifest")
        {
            var error = Assert.Throws<CorruptDataException>(() => StorageEngine.Open(folder.Path, TestTables.Options));
            Assert.Equal(file, error.File);
            return;
        }

        using var damaged = StorageEngine.Open(folder.Path, TestTables.Options);
        Assert.Contains(damaged.Verify(), defect => defect.File == file);
    }
}
