using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Tables;

public sealed class SchemaTests
{
    [Fact]
    public void Definitions_are_seen_by_others_after_the_commit_alone()
    {
        using var engine = TestTables.InMemory();
        using var transaction = engine.Begin();
        var table = transaction.CreateItems();
        transaction.Insert(table, (1, "a"));
        Assert.Equal("1:a", transaction.Show(table));
        Assert.Null(engine.Current.Catalog.FindTable("public", "items"));
        transaction.Commit();
        Assert.Equal("1:a", engine.Show(engine.Current.Catalog.FindTable("public", "items")!.Id));
    }

    [Fact]
    public void A_rolled_back_definition_leaves_nothing_and_its_version_is_not_used_again()
    {
        using var engine = TestTables.InMemory();
        long version;
        using (var transaction = engine.Begin())
        {
            transaction.CreateItems();
            version = transaction.Catalog.Version;
        }

        Assert.Empty(engine.Current.Catalog.Tables);
        engine.CreateItems();
        Assert.True(engine.Current.Catalog.Version > version);
    }

    [Fact]
    public void A_savepoint_covers_definitions()
    {
        using var engine = TestTables.InMemory();
        using var transaction = engine.Begin();
        var kept = transaction.CreateItems("kept");
        var savepoint = transaction.Save();
        transaction.CreateItems("undone");
        transaction.Alter(kept, definition => definition with { Name = "renamed" });
        transaction.RollbackTo(savepoint);
        transaction.Commit();
        Assert.Equal(["kept"], engine.Current.Catalog.Tables.Values.Select(table => table.Name));
    }

    [Fact]
    public void Two_transactions_change_definitions_one_after_the_other()
    {
        using var engine = TestTables.InMemory();
        using var first = engine.Begin();
        using var second = engine.Begin();
        first.CreateItems("a");
        var waiting = OtherThread.Start(() => second.CreateItems("b"));
        Assert.True(SpinWait.SpinUntil(() => second.WaitsFor == first, TimeSpan.FromSeconds(30)));
        first.Commit();
        waiting.End();
        second.Commit();
        Assert.Equal(["a", "b"], engine.Current.Catalog.Tables.Values.Select(table => table.Name).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_index_is_built_for_rows_that_are_there(bool flushed)
    {
        var files = new FaultyFiles();
        var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 2000));
        engine.Delete(table, 5);
        if (flushed)
            engine.Flush();
        IndexDefinition index;
        using (var transaction = engine.Begin())
        {
            transaction.Insert(table, (9000, "own"));
            index = transaction.Index("by_name", IndexMethod.BTree, TestTables.Name);
            transaction.Alter(table, definition => definition.With(index));
            Assert.Equal(1, Equal(transaction.Table(table), index, "r7"));
            Assert.Equal(1, Equal(transaction.Table(table), index, "own"));
            transaction.Commit();
        }

        Assert.Equal((1, 0, 1), (Equal(engine.Current.Table(table), index, "r1999"), Equal(engine.Current.Table(table), index, "r5"), Equal(engine.Current.Table(table), index, "own")));
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors);
        Assert.Equal((1, 0, 1), (Equal(again.Current.Table(table), index, "r1999"), Equal(again.Current.Table(table), index, "r5"), Equal(again.Current.Table(table), index, "own")));
        again.Compact();
        Assert.Equal(1, Equal(again.Current.Table(table), index, "r1999"));
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void A_rolled_back_index_leaves_no_file()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 100));
        engine.Flush();
        engine.Insert(table, (500, "in memory"));
        var before = files.Files.Objects.List();
        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition.With(transaction.Index("by_name", IndexMethod.Hash, TestTables.Name)));
            Assert.Equal(before.Count + 1, files.Files.Objects.List().Count);
        }

        Assert.Equal(before, files.Files.Objects.List());
    }

    [Fact]
    public void A_unique_index_over_equal_keys_is_refused()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "same"), (2, "other"));
        engine.Flush();
        engine.Insert(table, (3, "same"));
        using var transaction = engine.Begin();
        var error = Assert.Throws<VectorDbException>(() => transaction.Alter(table, definition => definition.With(transaction.Index("u", IndexMethod.BTree, TestTables.Name) with { IsUnique = true })));
        Assert.Equal("23505", error.SqlState);
        Assert.Equal("could not create unique index \"u\"", error.Message);
        Assert.Equal("Key (name)=(same) is duplicated.", error.Detail);
    }

    [Fact]
    public void A_range_of_keys_is_found_in_order()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, [.. Enumerable.Range(0, 300).Select(i => ((int?)((i * 7) % 300), i % 50 == 0 ? null : (string?)$"n{i % 10}"))]);
        IndexDefinition index;
        using (var transaction = engine.Begin())
        {
            index = new IndexDefinition(transaction.NewIndexId(), "by_both", IndexMethod.BTree, [new IndexColumn(TestTables.Name), new IndexColumn(TestTables.Id)]);
            transaction.Alter(table, definition => definition.With(index));
            transaction.Commit();
        }

        engine.Flush();
        engine.Delete(table, 20);
        var segment = engine.Current.Table(table).Segments.Single();
        var key = engine.Current.Table(table).Definition.PrimaryKey!;
        Assert.Equal([18, 19, 21, 22], Range(segment, key, new KeyBound([Value.Of(18)], true), new KeyBound([Value.Of(23)], false)));
        Assert.Equal([297, 298, 299], Range(segment, key, new KeyBound([Value.Of(296)], false), KeyBound.Unbounded));
        Assert.Equal([0, 1], Range(segment, key, KeyBound.Unbounded, new KeyBound([Value.Of(1)], true)));
        var rows = segment.Live().Where(row => row.Name == "n3" && row.Id > 100).Select(row => row.Id).Order();
        Assert.Equal(rows, Range(segment, index, new KeyBound([Value.Of("n3"), Value.Of(100)], false), new KeyBound([Value.Of("n3")], true)));
        Assert.Equal(segment.Live().Count(row => row.Name is not null), Range(segment, index, new KeyBound([Value.Of("")], true), KeyBound.Unbounded).Count);
    }

    [Fact]
    public void Sequences_count_in_their_bounds()
    {
        using var engine = TestTables.InMemory();
        using var transaction = engine.Begin();
        var (up, down) = (transaction.NewSequenceId(), transaction.NewSequenceId());
        transaction.LockCatalog(default);
        transaction.SetCatalog(
            transaction.Catalog
                .WithSequence(new SequenceDefinition(up, "public", "up") { Start = 8, Increment = 2, Maximum = 11 })
                .WithSequence(new SequenceDefinition(down, "public", "down") { Start = 2, Increment = -1, Minimum = 1, Maximum = 3, Cycle = true }),
            null,
            default);
        Assert.Null(transaction.LastValue(up));
        Assert.Equal((8, 10), (transaction.NextValue(up), transaction.NextValue(up)));
        var error = Assert.Throws<VectorDbException>(() => transaction.NextValue(up));
        Assert.Equal(("2200H", "nextval: reached maximum value of sequence \"up\" (11)"), (error.SqlState, error.Message));
        Assert.Equal(10, transaction.LastValue(up));
        transaction.SetValue(up, 9, isCalled: false);
        Assert.Equal(9, transaction.NextValue(up));
        Assert.Equal([2, 1, 3, 2], Enumerable.Range(0, 4).Select(_ => transaction.NextValue(down)));
        Assert.Equal("22003", Assert.Throws<VectorDbException>(() => transaction.SetValue(up, 12, true)).SqlState);
    }

    private static int Equal(TableSnapshot table, IndexDefinition index, string name)
    {
        var found = new List<int>();
        foreach (var segment in table.Segments)
            Assert.True(segment.FindEqual(index, [Value.Of(name)], found));
        return found.Count;
    }

    private static List<int> Range(SegmentSnapshot segment, IndexDefinition index, KeyBound lower, KeyBound upper)
    {
        var ordinals = new List<int>();
        Assert.True(segment.FindRange(index, lower, upper, ordinals));
        var ids = segment.Live().ToDictionary(row => row.Ordinal, row => row.Id);
        return ordinals.ConvertAll(ordinal => ids[ordinal]);
    }
}
