using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Maintenance;

/// <summary>When the graphs of a vector index are there.</summary>
public sealed class IndexBuildTests
{
    private const int Rows = SegmentSnapshot.BlockRows + 500;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_compaction_returns_with_graphs_built(bool named)
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        CreateIndex(engine, table);
        engine.Insert(table, TestTables.Range(0, Rows));
        engine.Flush();
        Assert.Equal(0, IndexedRows(engine));
        engine.Compact(named ? table : null);
        Assert.Equal(Rows, IndexedRows(engine));
    }

    [Fact]
    public void A_compaction_of_one_table_builds_no_index_of_another()
    {
        using var engine = TestTables.InMemory();
        var (one, other) = (engine.CreateItems("one"), engine.CreateItems("other"));
        CreateIndex(engine, other);
        engine.Insert(other, TestTables.Range(0, Rows));
        engine.Compact(one);
        Assert.Equal(0, IndexedRows(engine));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void An_index_is_complete_at_its_commit_though_rows_are_flushed_meanwhile(int adoptRows)
    {
        using var engine = TestTables.InMemory(TestTables.Options with { AdoptRows = adoptRows });
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, Rows));
        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition.With(Index(transaction)).With(transaction.Index("by_name", IndexMethod.BTree, TestTables.Name)));
            engine.Flush();
            transaction.Commit();
        }

        Assert.Equal([Rows, Rows, Rows], engine.Statistics().Tables.Single().Segments.Single().Indexes.Select(index => index.IndexedRows));
        Assert.False(engine.MaintenanceTasks.Any());
    }

    [Fact]
    public void A_build_that_is_cancelled_or_rolled_back_leaves_nothing()
    {
        var files = new FaultyFiles();
        using var engine = TestTables.Open(files);
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, Rows));
        engine.Flush();
        var before = files.Files.Objects.List();
        using (var transaction = engine.Begin())
        {
            using var cancel = new CancellationTokenSource();
            var progress = new Watch(() => cancel.Cancel());
            transaction.LockCatalog(default);
            var changed = transaction.Catalog.WithTable(transaction.Catalog.FindTable(table)!.With(Index(transaction)));
            Assert.ThrowsAny<OperationCanceledException>(() => transaction.SetCatalog(changed, progress, cancel.Token));
        }

        using (var transaction = engine.Begin())
        {
            transaction.Alter(table, definition => definition.With(Index(transaction)));
            Assert.Equal(before.Count + 1, files.Files.Objects.List().Count);
        }

        Assert.Equal(before, files.Files.Objects.List());
        Assert.Single(engine.Current.Table(table).Definition.Indexes);
        CreateIndex(engine, table);
        Assert.Equal(Rows, IndexedRows(engine));
    }

    [Fact]
    public void A_build_is_seen_among_the_maintenance_tasks_and_can_be_cancelled_there()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        engine.Insert(table, TestTables.Range(0, Rows));
        using var transaction = engine.Begin();
        var progress = new Watch(() =>
        {
            var task = Assert.Single(engine.MaintenanceTasks);
            Assert.Equal((MaintenanceKind.IndexBuild, table), (task.Kind, task.Table));
            task.Cancel();
        });
        transaction.LockCatalog(default);
        var changed = transaction.Catalog.WithTable(transaction.Catalog.FindTable(table)!.With(Index(transaction)));
        Assert.ThrowsAny<OperationCanceledException>(() => transaction.SetCatalog(changed, progress, default));
        Assert.Empty(engine.MaintenanceTasks);
    }

    private static IndexDefinition Index(StorageTransaction transaction) => transaction.Index("by_vector", IndexMethod.Hnsw, TestTables.Embedding, "vector_l2_ops");

    private static void CreateIndex(StorageEngine engine, TableId table)
    {
        using var transaction = engine.Begin();
        transaction.Alter(table, definition => definition.With(Index(transaction)));
        transaction.Commit();
    }

    private static long IndexedRows(StorageEngine engine) => engine.Statistics().Tables
        .SelectMany(table => table.Segments).SelectMany(segment => segment.Indexes).Where(index => index.Index.Method == IndexMethod.Hnsw).Sum(index => (long)index.IndexedRows);

    private sealed class Watch(Action seen) : IProgress<double>
    {
        private bool _done;

        public void Report(double value)
        {
            if (_done)
                return;
            _done = true;
            seen();
        }
    }
}
