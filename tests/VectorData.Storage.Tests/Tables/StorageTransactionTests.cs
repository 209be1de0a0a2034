using VectorData.Core.Errors;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Tests.Tables;

public sealed class StorageTransactionTests
{
    [Fact]
    public void A_commit_makes_rows_visible_to_later_readers_alone()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        var before = engine.Current;
        engine.Insert(table, (2, "b"));
        Assert.Equal("1:a", before.Table(table).Show());
        Assert.Equal("1:a 2:b", engine.Show(table));
    }

    [Fact]
    public void A_transaction_reads_its_own_writes_and_a_rollback_leaves_nothing()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using (var transaction = engine.Begin())
        {
            transaction.Insert(table, (3, "c"));
            Assert.True(transaction.Delete(table, 1));
            Assert.True(transaction.Rename(table, 2, "B"));
            Assert.Equal("2:B 3:c", transaction.Show(table));
            Assert.True(transaction.Rename(table, 3, "C"));
            Assert.Equal("2:B 3:C", transaction.Show(table));
            Assert.Equal("1:a 2:b", engine.Show(table));
        }

        Assert.Equal("1:a 2:b", engine.Show(table));
    }

    [Fact]
    public void Read_committed_sees_each_commit_with_its_next_statement_and_snapshot_never()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var committed = engine.Begin();
        using var snapshot = engine.Begin(TransactionIsolation.Snapshot);
        engine.Insert(table, (1, "a"));
        Assert.Equal("", committed.Show(table));
        committed.BeginStatement();
        snapshot.BeginStatement();
        Assert.Equal("1:a", committed.Show(table));
        Assert.Equal("", snapshot.Show(table));
        Assert.Equal("1:a", snapshot.LatestTable(table).Show());
    }

    [Fact]
    public void Read_committed_keeps_its_own_changes_over_newer_commits()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using var transaction = engine.Begin();
        Assert.True(transaction.Rename(table, 1, "A"));
        engine.Insert(table, (3, "c"));
        engine.Delete(table, 2);
        transaction.BeginStatement();
        Assert.Equal("1:A 3:c", transaction.Show(table));
        transaction.Commit();
        Assert.Equal("1:A 3:c", engine.Show(table));
    }

    [Fact]
    public void A_savepoint_brings_back_the_state_it_was_made_in()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var transaction = engine.Begin();
        transaction.Insert(table, (2, "b"));
        var savepoint = transaction.Save();
        transaction.Insert(table, (3, "c"));
        Assert.True(transaction.Delete(table, 1, 2));
        Assert.Equal("3:c", transaction.Show(table));
        transaction.RollbackTo(savepoint);
        Assert.Equal("1:a 2:b", transaction.Show(table));
        transaction.Insert(table, (3, "again"));
        transaction.RollbackTo(savepoint);
        transaction.Insert(table, (3, "third"), (4, "d"));
        transaction.Commit();
        Assert.Equal("1:a 2:b 3:third 4:d", engine.Show(table));
    }

    [Fact]
    public void A_key_that_is_there_is_refused_with_the_message_of_PostgreSQL()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var transaction = engine.Begin();
        var error = Assert.Throws<VectorDbException>(() => transaction.Insert(table, (2, "b"), (1, "x")));
        Assert.Equal("23505", error.SqlState);
        Assert.Equal("duplicate key value violates unique constraint \"items_pkey\"", error.Message);
        Assert.Equal("Key (id)=(1) already exists.", error.Detail);
        Assert.Equal(("public", "items", "items_pkey"), (error.SchemaName, error.TableName, error.ConstraintName));
        Assert.Equal("1:a", transaction.Show(table));
    }

    [Fact]
    public void Keys_are_unique_within_one_batch_and_one_transaction()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var transaction = engine.Begin();
        Assert.Throws<VectorDbException>(() => transaction.Insert(table, (1, "a"), (1, "b")));
        transaction.Insert(table, (1, "a"));
        Assert.Throws<VectorDbException>(() => transaction.Insert(table, (1, "b")));
        Assert.True(transaction.Delete(table, 1));
        transaction.Insert(table, (1, "c"));
        transaction.Commit();
        Assert.Equal("1:c", engine.Show(table));
    }

    [Fact]
    public void A_deleted_key_is_free_again()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        engine.Delete(table, 1);
        engine.Insert(table, (1, "b"));
        Assert.Equal("1:b", engine.Show(table));
        Assert.Equal("b", engine.Current.Table(table).Find(1));
    }

    [Fact]
    public void NULL_keys_are_distinct_unless_declared_otherwise()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems(withKey: false);
        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition.With(transaction.Index("u", Core.Schema.IndexMethod.BTree, TestTables.Name) with { IsUnique = true }));
            transaction.Commit();
        }

        engine.Insert(table, (1, null), (2, null));
        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition with
            {
                Indexes = [transaction.Index("v", Core.Schema.IndexMethod.BTree, TestTables.Id) with { IsUnique = true, NullsNotDistinct = true }],
            });
            transaction.Commit();
        }

        engine.Insert(table, (null, "x"));
        Assert.Throws<VectorDbException>(() => engine.Insert(table, (null, "y")));
    }

    [Fact]
    public void Conflicts_of_an_insert_name_the_row_that_has_the_key()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"));
        using var transaction = engine.Begin();
        transaction.Insert(table, (2, "b"));
        var conflicts = transaction.FindConflicts(table, null, TestTables.Rows((1, "x"), (2, "y"), (3, "z"), (3, "w")), CancellationToken.None);
        Assert.Equal([true, true, false, true], conflicts.Select(conflict => conflict.IsConflict));
        Assert.NotNull(conflicts[0].Row);
        Assert.NotNull(conflicts[1].Row);
        Assert.Equal(2, conflicts[3].EarlierRow);
        Assert.True(transaction.TryDelete(table, [conflicts[0].Row!.Value, conflicts[1].Row!.Value], CancellationToken.None));
        transaction.Insert(table, (1, "x"), (2, "y"), (3, "z"));
        transaction.Commit();
        Assert.Equal("1:x 2:y 3:z", engine.Show(table));
    }

    [Fact]
    public void Truncate_removes_all_rows_and_later_inserts_stay()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, (1, "a"), (2, "b"));
        using var transaction = engine.Begin();
        transaction.Insert(table, (3, "c"));
        transaction.Truncate(table, CancellationToken.None);
        Assert.Equal("", transaction.Show(table));
        transaction.Insert(table, (1, "new"));
        transaction.Commit();
        Assert.Equal("1:new", engine.Show(table));
        engine.Insert(table, (2, "next"));
        Assert.Equal("1:new 2:next", engine.Show(table));
    }

    [Fact]
    public void A_read_only_transaction_cannot_write()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var transaction = engine.Begin(readOnly: true);
        Assert.Equal("25006", Assert.Throws<VectorDbException>(() => transaction.Insert(table, (1, "a"))).SqlState);
    }

    [Fact]
    public async Task An_asynchronous_commit_is_visible_when_it_is_done()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        using var transaction = engine.Begin();
        transaction.Insert(table, (1, "a"));
        await transaction.CommitAsync();
        Assert.Equal("1:a", engine.Show(table));
        Assert.Throws<InvalidOperationException>(() => transaction.Show(table));
    }

    [Fact]
    public void Large_inserts_become_segments_of_their_own()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, 25_000));
        Assert.Equal(25_000, engine.Count(table));
        Assert.Equal(3, engine.Current.Table(table).Segments.Count);
        Assert.Equal("r17000", engine.Current.Table(table).Find(17_000));
    }
}
