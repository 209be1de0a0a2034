using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Numerics;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Tests.Tables;

/// <summary>Searches through segments in memory, in files and in between, compared with a search over all rows.</summary>
public sealed class VectorSearchTests
{
    private const int Dimensions = 16;
    private const int K = 10;
    private static readonly ColumnDefinition Vector = new(new ColumnId(2), "v", SqlType.VectorOf(Dimensions));

    [Theory]
    [InlineData("vector_l2_ops", VectorMetric.L2)]
    [InlineData("vector_cosine_ops", VectorMetric.Cosine)]
    [InlineData("vector_ip_ops", VectorMetric.InnerProduct)]
    [InlineData("vector_l1_ops", VectorMetric.L1)]
    public void Recall_holds_through_growing_flushed_and_merged_segments(string operators, VectorMetric metric)
    {
        using var engine = TestTables.InMemory(TestTables.Options with { GrowingSegmentBytes = 64 << 20, GrowingSegmentRows = 100_000 });
        var (table, index) = Create(engine, operators);
        var rows = new Vectors(7);
        Insert(engine, table, rows, 6000);
        Check(engine, table, index, metric, rows, VectorSearchStrategy.Exact);
        engine.WaitForMaintenance();
        Insert(engine, table, rows, 500);
        Check(engine, table, index, metric, rows, VectorSearchStrategy.Exact, VectorSearchStrategy.Graph, VectorSearchStrategy.GraphAndExact);
        engine.Flush();
        engine.WaitForMaintenance();
        Check(engine, table, index, metric, rows, VectorSearchStrategy.Graph, VectorSearchStrategy.Exact);
        Insert(engine, table, rows, 5000);
        Delete(engine, table, rows, 200);
        engine.Compact();
        Check(engine, table, index, metric, rows, VectorSearchStrategy.Graph);
    }

    [Fact]
    public void An_index_created_over_rows_serves_at_once_and_after_a_restart()
    {
        var files = new Testing.Faults.FaultyFiles();
        var options = TestTables.Options with { GrowingSegmentRows = 100_000, GrowingSegmentBytes = 64 << 20, AdoptRows = 50_000 };
        var engine = TestTables.Open(files, options);
        var (table, _) = Create(engine, null);
        var rows = new Vectors(8);
        Insert(engine, table, rows, 5000);
        engine.Flush();
        Insert(engine, table, rows, 4500);
        IndexDefinition index;
        using (var transaction = engine.Begin())
        {
            index = Index(transaction, "vector_l2_ops");
            transaction.Alter(table, definition => definition.With(index));
            transaction.Commit();
        }

        Check(engine, table, index, VectorMetric.L2, rows, VectorSearchStrategy.Graph);
        engine.Checkpoint();
        var survivors = files.Cut();
        engine.Dispose();
        using var again = TestTables.Open(survivors, options);
        Check(again, table, index, VectorMetric.L2, rows, VectorSearchStrategy.Graph);
        Assert.Empty(again.Verify());
    }

    [Fact]
    public void A_filter_leaves_as_many_hits_as_match_it()
    {
        using var engine = TestTables.InMemory(TestTables.Options with { GrowingSegmentRows = 100_000, GrowingSegmentBytes = 64 << 20, AdoptRows = 50_000 });
        var (table, index) = Create(engine, "vector_l2_ops");
        var rows = new Vectors(9);
        Insert(engine, table, rows, 5000);
        engine.Flush();
        engine.WaitForMaintenance();
        var segment = engine.Current.Table(table).Segments.Single();
        foreach (var every in new[] { 2, 50, 1000 })
        {
            var allowed = new OrdinalBitmap(segment.RowCount);
            for (var ordinal = 0; ordinal < segment.RowCount; ordinal += every)
                allowed.Add(ordinal);
            var hits = new Neighbor[K];
            var found = segment.SearchVectors(index, Vector, VectorMetric.L2, Value.Of(rows.Query()), 40, allowed, hits, null, default);
            Assert.Equal(Math.Min(K, allowed.Count), found);
            Assert.All(hits[..found], hit => Assert.Equal(0, hit.Ordinal % every));
        }
    }

    [Fact]
    public void NULL_and_deleted_rows_are_no_hits()
    {
        using var engine = TestTables.InMemory();
        var (table, _) = Create(engine, "vector_l2_ops");
        using (var transaction = engine.Begin())
        {
            var ids = ColumnBuilder.For(SqlType.Integer);
            var vectors = ColumnBuilder.For(Vector.Type);
            for (var id = 0; id < 20; id++)
            {
                ids.Append(Value.Of(id));
                if (id % 2 == 0)
                    vectors.AppendNull();
                else
                    vectors.Append(Value.Of(Enumerable.Repeat((float)id, Dimensions).ToArray()));
            }

            transaction.Insert(table, new Batch([ids.Build(), vectors.Build()], 20), default);
            transaction.Commit();
        }

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([1, 3, 5, 7, 9, 11, 13, 15, 17, 19], Search(engine, table, 20));
            engine.Flush();
        }

        using (var transaction = engine.Begin())
        {
            Assert.True(transaction.TryDelete(table, [new RowId(engine.Current.Table(table).Segments[0].Id, 1)], default));
            transaction.Commit();
        }

        Assert.Equal([3, 5], Search(engine, table, 2));
    }

    [Fact]
    public void An_exact_iterator_ends_with_its_token()
    {
        using var engine = TestTables.InMemory();
        var (table, _) = Create(engine, null);
        Insert(engine, table, new Vectors(3), 100);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var iterator = engine.Current.Table(table).Segments[0].IterateVectors(null, Vector, VectorMetric.L2, Value.Of(new float[Dimensions]), 40, null, null);
        Assert.ThrowsAny<OperationCanceledException>(() => iterator.Next(new Neighbor[1], cancelled.Token));
        Assert.Equal(100, iterator.Next(new Neighbor[200], default));
    }

    [Fact]
    public void An_iterator_gives_every_row_once()
    {
        using var engine = TestTables.InMemory(TestTables.Options with { GrowingSegmentRows = 100_000, GrowingSegmentBytes = 64 << 20, AdoptRows = 50_000 });
        var (table, index) = Create(engine, "vector_l2_ops");
        var rows = new Vectors(10);
        Insert(engine, table, rows, 4500);
        engine.WaitForMaintenance();
        Insert(engine, table, rows, 300);
        var segment = engine.Current.Table(table).Segments.Single();
        foreach (var through in new[] { index, null })
        {
            using var iterator = segment.IterateVectors(through, Vector, VectorMetric.L2, Value.Of(rows.Query()), 40, null, null);
            var seen = new HashSet<int>();
            var hits = new Neighbor[100];
            for (int count; (count = iterator.Next(hits, default)) > 0;)
                foreach (var hit in hits[..count])
                    Assert.True(seen.Add(hit.Ordinal));
            Assert.Equal(4800, seen.Count);
        }
    }

    [Theory]
    [InlineData("sparsevec_l2_ops", VectorMetric.L2)]
    [InlineData("halfvec_cosine_ops", VectorMetric.Cosine)]
    [InlineData("bit_hamming_ops", VectorMetric.Hamming)]
    public void Other_kinds_of_vectors_are_searched_alike_in_memory_and_in_files(string operators, VectorMetric metric)
    {
        using var engine = TestTables.InMemory(TestTables.Options with { GrowingSegmentRows = 100_000, GrowingSegmentBytes = 64 << 20, AdoptRows = 50_000 });
        var type = operators[0] switch
        {
            's' => new SqlType(TypeKind.SparseVec, Dimensions),
            'h' => new SqlType(TypeKind.HalfVec, Dimensions),
            _ => new SqlType(TypeKind.Bit, Dimensions),
        };
        var (table, index) = Create(engine, operators, type);
        var random = new Random(3);
        var values = Enumerable.Range(0, 5000).Select(_ => Make(type, random)).ToArray();
        var ids = new FixedColumn<int>(SqlType.Integer, Enumerable.Range(0, values.Length).ToArray());
        var vectors = ColumnBuilder.For(type);
        foreach (var value in values)
            vectors.Append(value);
        engine.Insert(table, new Batch([ids, vectors.Build()], values.Length));
        var column = engine.Current.Table(table).Definition.Columns[1];
        var query = Make(type, random);
        var exact = new Neighbor[K];
        Assert.Equal(K, engine.Current.Table(table).Segments.Single().SearchVectors(null, column, metric, query, 100, null, exact, null, default));
        engine.WaitForMaintenance();
        for (var round = 0; round < 2; round++)
        {
            var hits = new Neighbor[K];
            var segment = engine.Current.Table(table).Segments.Single();
            Assert.Equal(5000, segment.IndexedRows(index));
            Assert.Equal(K, segment.SearchVectors(index, column, metric, query, 200, null, hits, null, default));
            Assert.InRange(hits[K - 1].Distance, exact[0].Distance, (exact[K - 1].Distance * 1.25) + 1e-6);
            Assert.Equal(exact[0].Distance, hits[0].Distance, 1e-6);
            engine.Compact();
            engine.Flush();
            engine.WaitForMaintenance();
        }
    }

    private static Value Make(SqlType type, Random random)
    {
        var dense = Enumerable.Range(0, Dimensions).Select(_ => random.Next(3) == 0 ? (float)random.NextDouble() + 0.1f : 0).ToArray();
        dense[random.Next(Dimensions)] = 1;
        return (type.Kind switch
        {
            TypeKind.SparseVec => Value.Of(new SparseVector(dense)),
            TypeKind.HalfVec => Value.Of(Array.ConvertAll(dense, x => (Half)x)),
            _ => Value.Of(new BitString(Dimensions, [(byte)random.Next(256), (byte)random.Next(256)])),
        }).WithType(type);
    }

    private static (TableId Table, IndexDefinition Index) Create(StorageEngine engine, string? operators, SqlType? type = null)
    {
        using var transaction = engine.Begin();
        transaction.LockCatalog(default);
        var index = Index(transaction, operators ?? "vector_l2_ops");
        var table = new TableDefinition(transaction.NewTableId(), "public", "vectors")
        {
            Columns = [new ColumnDefinition(new ColumnId(1), "id", SqlType.Integer), Vector with { Type = type ?? Vector.Type }],
            Indexes = operators is null ? [] : [index],
            NextColumnId = 3,
        };
        transaction.SetCatalog(transaction.Catalog.WithTable(table), null, default);
        transaction.Commit();
        return (table.Id, index);
    }

    private static IndexDefinition Index(StorageTransaction transaction, string operators) => transaction.Index("by_vector", IndexMethod.Hnsw, Vector.Id, operators);

    private static void Insert(StorageEngine engine, TableId table, Vectors rows, int count)
    {
        var first = rows.All.Count;
        var vectors = new DenseVectorColumnBuilder<float>(Vector.Type, count);
        for (var i = 0; i < count; i++)
            vectors.Append(rows.Add());
        engine.Insert(table, new Batch([new FixedColumn<int>(SqlType.Integer, Enumerable.Range(first, count).ToArray()), vectors.Build()], count));
    }

    private static void Delete(StorageEngine engine, TableId table, Vectors rows, int count)
    {
        using var transaction = engine.Begin();
        var segment = transaction.Table(table).Segments[0];
        var ids = segment.Read(engine.Current.Table(table).Definition.Columns[0], 0, count);
        for (var i = 0; i < count; i++)
            rows.All[ids.GetValue(i).AsInt32()] = null;
        Assert.True(transaction.TryDelete(table, [.. Enumerable.Range(0, count).Select(ordinal => new RowId(segment.Id, ordinal))], default));
        transaction.Commit();
    }

    private static int[] Search(StorageEngine engine, TableId table, int k)
    {
        var hits = new Neighbor[k];
        var segment = engine.Current.Table(table).Segments.Single();
        var found = segment.SearchVectors(null, Vector, VectorMetric.L2, Value.Of(new float[Dimensions]), 40, null, hits, null, default);
        return hits[..found].Select(hit => hit.Ordinal).ToArray();
    }

    private static void Check(StorageEngine engine, TableId table, IndexDefinition index, VectorMetric metric, Vectors rows, params VectorSearchStrategy[] strategies)
    {
        var snapshot = engine.Current.Table(table);
        var found = 0;
        var trace = new VectorSearchTrace();
        for (var i = 0; i < 20; i++)
        {
            var query = rows.Query();
            var best = new List<(int Id, double Distance)>();
            foreach (var segment in snapshot.Segments)
            {
                var hits = new Neighbor[K];
                var count = segment.SearchVectors(index, Vector, metric, Value.Of(query), 100, null, hits, trace, default);
                foreach (var hit in hits[..count])
                    best.Add((segment.Read(snapshot.Definition.Columns[0], hit.Ordinal, 1).GetValue(0).AsInt32(), hit.Distance));
            }

            var expected = rows.Nearest(query, metric).ToHashSet();
            found += best.OrderBy(hit => hit.Distance).Take(K).Count(hit => expected.Contains(hit.Id));
        }

        Assert.True(found >= 190, $"{found} of 200 nearest found");
        Assert.All(trace.Segments, segment => Assert.Contains(segment.Strategy, strategies));
    }

    private sealed class Vectors(int seed)
    {
        private readonly Random _random = new(seed);

        public List<float[]?> All { get; } = [];

        public float[] Add()
        {
            All.Add(Query());
            return All[^1]!;
        }

        public float[] Query() => Enumerable.Range(0, Dimensions).Select(_ => (float)_random.NextDouble() - 0.5f).ToArray();

        public IEnumerable<int> Nearest(float[] query, VectorMetric metric) => Enumerable.Range(0, All.Count).Where(id => All[id] is not null)
            .OrderBy(id => VectorDistances.Compute(metric, query, All[id]!)).Take(K);
    }
}
