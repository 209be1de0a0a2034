using System.Buffers;
using VectorData.Index.Flat;
using VectorData.Index.Hnsw;
using VectorData.Numerics;
using VectorData.Testing.Recall;
using Xunit.Abstractions;

namespace VectorData.Index.Tests.Hnsw;

public class GraphTests(ITestOutputHelper output)
{
    private const int Seed = 20240611;

    [Fact]
    public void Fashion_mnist_sample_is_found_with_defaults_at_ef_search_100_and_less_of_it_at_10()
    {
        var data = FashionMnist.Sample(10_000, 200);
        var source = TestVectors.Pinned<float>(data.Base, data.BaseCount, FashionMnist.Dimensions);
        var builder = HnswGraphBuilder.Create(source, VectorMetric.L2, new HnswOptions { M = 16, EfConstruction = 64 });
        builder.AddAll(data.BaseCount, null, degreeOfParallelism: 2);
        var searcher = HnswSearcher.Create(GraphFixture.Reopen(builder, data.BaseCount), source);
        var flat = FlatSearcher.Create(source, VectorMetric.L2);
        int[] efs = [10, 100, 200];
        var meters = Array.ConvertAll(efs, _ => new RecallMeter());
        var found = new Neighbor[10];
        var exact = new Neighbor[10];
        for (var q = 0; q < data.QueryCount; q++)
        {
            Assert.Equal(10, flat.Search(data.Query(q), data.BaseCount, null, exact));
            for (var i = 0; i < efs.Length; i++)
            {
                Assert.Equal(10, searcher.Search(data.Query(q), efs[i], null, found));
                meters[i].Add(found, exact);
            }
        }

        output.WriteLine(string.Join(", ", efs.Select((ef, i) => $"recall@10 {meters[i].Recall:F4} at ef_search {ef}")));
        Assert.True(meters[1].Recall >= 0.95, $"recall@10 {meters[1].Recall:F4} found, 0.95 expected");

        // A graph that found as much with the narrowest beam would be no approximation: the setting would do nothing.
        Assert.True(meters[0].Recall <= meters[2].Recall - 0.01, $"recall@10 {meters[0].Recall:F4} at ef_search 10, {meters[2].Recall:F4} at 200");
    }

    [Theory]
    [InlineData(VectorMetric.L2)]
    [InlineData(VectorMetric.Cosine)]
    public void Many_equal_vectors_taken_in_by_several_threads_are_reached_and_found(VectorMetric metric)
    {
        const int rows = 6000;
        const int distinct = 60;
        const int k = 10;
        var values = ClusteredVectors.Floats(new Random(Seed), distinct, 16, 6);
        var floats = new float[rows * 16];
        for (var row = 0; row < rows; row++)
            values.AsSpan(row % distinct * 16, 16).CopyTo(floats.AsSpan(row * 16));
        var source = TestVectors.Pinned<float>(floats, rows, 16);
        var builder = HnswGraphBuilder.Create(source, metric, new HnswOptions { M = 8, EfConstruction = 32 });
        builder.AddAll(rows, null, degreeOfParallelism: 4);
        Assert.Equal(rows, builder.IndexedCount);
        var searcher = HnswSearcher.Create(GraphFixture.Reopen(builder, rows), source);
        var found = 0;
        var hits = new Neighbor[k];
        for (var v = 0; v < distinct; v++)
        {
            Assert.Equal(k, searcher.Search(values.AsSpan(v * 16, 16).ToArray(), 100, null, hits));
            GraphFixture.AssertWellFormed(hits, null);
            found += hits.Count(hit => hit.Ordinal % distinct == v);
        }

        Assert.True(found >= 0.95 * k * distinct, $"{found} of {k * distinct} equal vectors found");
        using var iterator = searcher.Iterate(values.AsSpan(0, 16).ToArray(), 40, null);
        var all = new Neighbor[rows + 1];
        Assert.Equal(rows, iterator.Next(all));
        GraphFixture.AssertWellFormed(all.AsSpan(0, rows), null);
    }

    [Fact]
    public void Distances_are_the_operators_values_bit_for_bit()
    {
        const int rows = 500;
        foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.InnerProduct, VectorMetric.Cosine, VectorMetric.L1])
        {
            var floats = ClusteredVectors.Floats(new Random(Seed), rows, 33, 5);
            var source = TestVectors.Pinned<float>(floats, rows, 33);
            var searcher = GraphFixture.Build(source, metric, rows).Searcher;
            var query = floats.AsSpan(0, 33).ToArray();
            var hits = new Neighbor[20];
            Assert.Equal(20, searcher.Search(query, 100, null, hits));
            foreach (var hit in hits)
                Assert.Equal(VectorDistances.Compute(metric, query, source.GetVector(hit.Ordinal)), hit.Distance);
        }
    }

    [Fact]
    public void Every_node_is_reachable_after_inserts_on_threads()
    {
        const int rows = 4000;
        foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.Cosine, VectorMetric.InnerProduct])
        {
            var vectors = new TestVectors(VectorElement.Float32, rows, 1, 16, Seed);
            var builder = HnswGraphBuilder.Create(vectors.Source, metric, new HnswOptions { M = 4, EfConstruction = 16 });
            builder.AddAll(rows, null, 4);
            builder.ConnectUnreachable();
            Assert.Equal(0, builder.ConnectUnreachable());
        }
    }

    [Fact]
    public void Same_seed_and_order_give_the_same_bytes()
    {
        var vectors = new TestVectors(VectorElement.Float32, 800, 1, 12, Seed);
        byte[] Bytes(ulong seed) => GraphFixture.Serialize(GraphFixture.Build(vectors.Source, VectorMetric.L2, 800, new HnswOptions { Seed = seed }), 800);
        Assert.Equal(Bytes(1), Bytes(1));
        Assert.NotEqual(Bytes(1), Bytes(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public void Many_equal_vectors_are_all_found_and_cut_nothing_off(int distinct)
    {
        const int rows = 2500;
        const int k = 60;
        var values = ClusteredVectors.Floats(new Random(Seed), distinct, 8, distinct);
        var floats = new float[rows * 8];
        for (var row = 0; row < rows; row++)
            values.AsSpan(row % distinct * 8, 8).CopyTo(floats.AsSpan(row * 8));
        var source = TestVectors.Pinned<float>(floats, rows, 8);
        foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.Cosine, VectorMetric.InnerProduct])
        {
            var builder = HnswGraphBuilder.Create(source, metric, new HnswOptions { M = 4, EfConstruction = 16 });
            // One thread: the graph, and so what an approximate search of it finds, is the same in every run.
            builder.AddAll(rows, null, 1);
            Assert.Equal(rows, builder.IndexedCount);
            foreach (var searcher in (HnswSearcher[])[builder.Searcher, HnswSearcher.Create(GraphFixture.Reopen(builder, rows), source)])
            {
                using (var iterator = searcher.Iterate(values.AsSpan(0, 8).ToArray(), 30, null))
                {
                    var all = new Neighbor[rows + 1];
                    Assert.Equal(rows, iterator.Next(all));
                    GraphFixture.AssertWellFormed(all.AsSpan(0, rows), null);
                }

                if (metric == VectorMetric.InnerProduct)
                    continue;
                for (var v = 0; v < distinct; v++)
                {
                    var hits = new Neighbor[k];
                    Assert.Equal(k, searcher.Search(values.AsSpan(v * 8, 8).ToArray(), 40, null, hits));
                    GraphFixture.AssertWellFormed(hits, null);
                    Assert.Equal(Math.Min(k, Enumerable.Range(0, rows).Count(row => row % distinct == v)), hits.Count(hit => hit.Distance < 1e-6));
                }
            }
        }
    }

    [Fact]
    public void A_duplicate_is_found_when_the_filter_refuses_the_row_it_equals()
    {
        var floats = ClusteredVectors.Floats(new Random(Seed), 500, 8, 5);
        floats.AsSpan(0, 8).CopyTo(floats.AsSpan(499 * 8));
        var source = TestVectors.Pinned<float>(floats, 500, 8);
        var builder = GraphFixture.Build(source, VectorMetric.L2, 500);
        var allowed = Enumerable.Range(0, 500).Select(i => i != 0).ToArray();
        var hits = new Neighbor[1];
        foreach (var counted in (bool[])[true, false])
        {
            Assert.Equal(1, builder.Searcher.Search(floats[..8], 40, new SetFilter(allowed, counted), hits));
            Assert.Equal(new Neighbor(499, 0), hits[0]);
        }
    }

    [Fact]
    public void Vectors_of_one_direction_and_many_lengths_do_not_break_cosine()
    {
        const int rows = 2000;
        var random = new Random(Seed);
        var directions = ClusteredVectors.Floats(random, 20, 8, 20);
        var floats = new float[rows * 8];
        for (var row = 0; row < rows; row++)
        {
            var scale = (float)Math.Exp((random.NextDouble() * 8) - 4);
            for (var d = 0; d < 8; d++)
                floats[(row * 8) + d] = directions[(row % 20 * 8) + d] * scale;
        }

        var source = TestVectors.Pinned<float>(floats, rows, 8);
        var searcher = GraphFixture.Build(source, VectorMetric.Cosine, rows).Searcher;
        for (var direction = 0; direction < 20; direction++)
        {
            var hits = new Neighbor[10];
            Assert.Equal(10, searcher.Search(directions.AsSpan(direction * 8, 8).ToArray(), 100, null, hits));
            Assert.All(hits, hit => Assert.Equal(0, hit.Distance, 5));
        }
    }

    [Fact]
    public void Zero_vectors_are_not_indexed_under_cosine_and_a_zero_query_finds_any_rows()
    {
        var floats = ClusteredVectors.Floats(new Random(Seed), 100, 4, 5);
        floats.AsSpan(10 * 4, 4).Clear();
        var source = TestVectors.Pinned<float>(floats, 100, 4);
        var builder = HnswGraphBuilder.Create(source, VectorMetric.Cosine);
        for (var row = 0; row < 100; row++)
            Assert.Equal(row != 10, builder.Add(row));
        Assert.Equal(99, builder.IndexedCount);
        var hits = new Neighbor[100];
        Assert.Equal(99, builder.Searcher.Search(new float[4], 40, null, hits));
        Assert.DoesNotContain(10, hits.Take(99).Select(hit => hit.Ordinal));
        Assert.True(double.IsNaN(hits[0].Distance));
        Assert.True(HnswGraphBuilder.Create(source, VectorMetric.L2).Add(10));
    }

    [Fact]
    public void Rows_left_out_are_never_returned()
    {
        var vectors = new TestVectors(VectorElement.Float32, 1000, 5, 8, Seed);
        var present = Enumerable.Range(0, 1000).Select(i => i % 3 == 0).ToArray();
        var builder = HnswGraphBuilder.Create(vectors.Source, VectorMetric.L2);
        builder.AddAll(1000, new SetFilter(present), 2);
        Assert.Equal(334, builder.IndexedCount);
        var graph = GraphFixture.Reopen(builder, 1000);
        Assert.Equal(334, graph.IndexedCount);
        var hits = new Neighbor[1000];
        Assert.Equal(334, vectors.Use(0, query => HnswSearcher.Create(graph, vectors.Source).Search(query, 40, null, hits)));
        Assert.All(hits.Take(334), hit => Assert.Equal(0, hit.Ordinal % 3));
    }

    [Fact]
    public void Rows_beyond_what_a_snapshot_sees_are_not_returned()
    {
        var vectors = new TestVectors(VectorElement.Float32, 1000, 5, 8, Seed);
        var searcher = GraphFixture.Build(vectors.Source, VectorMetric.L2, 1000).Searcher;
        var hits = new Neighbor[50];
        Assert.Equal(50, vectors.Use(0, query => searcher.Search(query, 40, null, hits, ordinalCount: 100)));
        Assert.All(hits, hit => Assert.InRange(hit.Ordinal, 0, 99));
        Assert.Equal(20, vectors.Use(0, query => searcher.Search(query, 40, null, hits, ordinalCount: 20)));
    }

    [Fact]
    public void An_empty_graph_gives_nothing_before_and_after_writing()
    {
        var source = TestVectors.Pinned<float>(new float[8], 2, 4);
        var builder = HnswGraphBuilder.Create(source, VectorMetric.L2);
        Assert.Equal(0, builder.Searcher.Search(new float[4], 40, null, new Neighbor[3]));
        var graph = GraphFixture.Reopen(builder, 2);
        Assert.Equal(0, graph.IndexedCount);
        Assert.Equal(0, HnswSearcher.Create(graph, source).Search(new float[4], 40, null, new Neighbor[3]));
        using var iterator = HnswSearcher.Create(graph, source).Iterate(new float[4], 40, null);
        Assert.Equal(0, iterator.Next(new Neighbor[3]));
        Assert.Equal(0, HnswGraph.Open(new IndexBlock(GraphFixture.Serialize(HnswGraphBuilder.Create(source, VectorMetric.L2), 0)), 0).IndexedCount);
    }

    [Fact]
    public void Written_to_a_stream_or_a_buffer_the_bytes_are_the_same()
    {
        var vectors = new TestVectors(VectorElement.Float32, 700, 1, 8, Seed);
        var builder = GraphFixture.Build(vectors.Source, VectorMetric.Cosine, 700);
        using var stream = new MemoryStream();
        builder.WriteTo(stream, 700);
        Assert.Equal(GraphFixture.Serialize(builder, 700), stream.ToArray());
    }

    [Fact]
    public void Wrong_queries_are_refused()
    {
        var vectors = new TestVectors(VectorElement.Float32, 10, 1, 8, Seed);
        var searcher = GraphFixture.Build(vectors.Source, VectorMetric.L2, 10).Searcher;
        Assert.StartsWith("expected 8 dimensions, not 3", Assert.Throws<ArgumentException>(() => searcher.Search(new float[3], 40, null, new Neighbor[1])).Message);
        Assert.Throws<ArgumentException>(() => searcher.Search(new Half[8], 40, null, new Neighbor[1]));
        Assert.Throws<ArgumentException>(() => HnswGraphBuilder.Create(vectors.Source, VectorMetric.Hamming));
    }

    [Theory]
    [InlineData(101, 300, "value 101 out of bounds for option \"m\"")]
    [InlineData(1, 64, "value 1 out of bounds for option \"m\"")]
    [InlineData(16, 3, "value 3 out of bounds for option \"ef_construction\"")]
    [InlineData(16, 1001, "value 1001 out of bounds for option \"ef_construction\"")]
    [InlineData(16, 31, "ef_construction must be greater than or equal to 2 * m")]
    public void Options_out_of_bounds_are_refused_with_pgvectors_words(int m, int efConstruction, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new HnswOptions { M = m, EfConstruction = efConstruction }.Validate()).Message);

    [Fact]
    public void Cancelled_work_stops_and_can_go_on()
    {
        var vectors = new TestVectors(VectorElement.Float32, 500, 1, 8, Seed);
        var builder = HnswGraphBuilder.Create(vectors.Source, VectorMetric.L2);
        using var cancelled = new CancellationTokenSource();
        var progress = new StoppingProgress(cancelled);
        Assert.ThrowsAny<OperationCanceledException>(() => builder.AddAll(500, null, 2, progress, cancelled.Token));
        Assert.InRange(builder.IndexedCount, 0, 499);
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Searcher.Search(new float[8], 40, null, new Neighbor[1], cancellationToken: cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => FlatSearcher.Create(vectors.Source, VectorMetric.L2).Search(new float[8], 500, null, new Neighbor[1], cancelled.Token));
        builder.AddAll(500, null, 2);
        Assert.Equal(500, builder.IndexedCount);
    }

    [Fact]
    public void A_warm_search_allocates_nothing()
    {
        const int rows = 2000;
        var floats = ClusteredVectors.Floats(new Random(Seed), rows, 32, 20);
        var source = TestVectors.Pinned<float>(floats, rows, 32);
        var builder = GraphFixture.Build(source, VectorMetric.Cosine, rows);
        var flat = FlatSearcher.Create(source, VectorMetric.Cosine);
        var filter = new SetFilter(Enumerable.Range(0, rows).Select(i => i % 2 == 0).ToArray(), counted: false);
        var few = new SetFilter(Enumerable.Range(0, rows).Select(i => i % 100 == 0).ToArray());
        var reopened = HnswSearcher.Create(GraphFixture.Reopen(builder, rows), source);
        var hits = new Neighbor[10];
        void Once(int row)
        {
            var query = floats.AsSpan(row * 32, 32);
            builder.Searcher.Search(VectorQuery.FromFloats(query), 100, null, hits);
            reopened.Search(VectorQuery.FromFloats(query), 100, null, hits);
            reopened.Search(VectorQuery.FromFloats(query), 100, filter, hits);
            reopened.Search(VectorQuery.FromFloats(query), 100, few, hits);
            flat.Search(VectorQuery.FromFloats(query), rows, filter, hits);
        }

        for (var i = 0; i < rows; i++)
            Once(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rows; i++)
            Once(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Searches_run_while_rows_are_inserted()
    {
        const int rows = 6000;
        const int dimensions = 16;
        var floats = ClusteredVectors.Floats(new Random(Seed), rows, dimensions, 30);
        var source = new VectorMemory<float>(dimensions, 256);
        var builder = HnswGraphBuilder.Create(source, VectorMetric.L2);
        var inserted = 0;
        var writer = Task.Run(() =>
        {
            for (var row = 0; row < rows; row++)
            {
                if (row % 256 == 0)
                    source.AddChunk(GC.AllocateArray<float>(256 * dimensions, pinned: true));
                floats.AsSpan(row * dimensions, dimensions).CopyTo(WritableRow(source, row));
                builder.Add(row);
                Volatile.Write(ref inserted, row + 1);
            }
        });
        var readers = Enumerable.Range(0, 2).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            var hits = new Neighbor[10];
            int searches = 0, found = 0;
            while (!writer.IsCompleted)
            {
                var visible = Volatile.Read(ref inserted);
                if (visible == 0)
                    continue;
                var row = random.Next(visible);
                var count = builder.Searcher.Search(VectorQuery.FromFloats(floats.AsSpan(row * dimensions, dimensions)), 60, null, hits, visible);
                Assert.Equal(Math.Min(10, visible), count);
                GraphFixture.AssertWellFormed(hits.AsSpan(0, count), null);
                Assert.All(hits.Take(count), hit => Assert.InRange(hit.Ordinal, 0, visible - 1));
                searches++;
                found += hits.Take(count).Any(hit => hit.Ordinal == row) ? 1 : 0;
            }

            Assert.True(found >= searches * 0.99, $"{found} of {searches} rows found themselves");
        })).ToArray();
        await Task.WhenAll([writer, .. readers]);
        Assert.Equal(rows, builder.IndexedCount);
    }

    private static unsafe Span<float> WritableRow(VectorMemory<float> source, int row)
    {
        fixed (float* address = source.GetVector(row))
            return new Span<float>(address, source.Stride);
    }

    private sealed class StoppingProgress(CancellationTokenSource source) : IProgress<int>
    {
        public void Report(int value) => source.Cancel();
    }
}
