using System.Buffers;
using VectorData.Index.Flat;
using VectorData.Index.Hnsw;
using VectorData.Numerics;
using VectorData.Testing.Recall;

namespace VectorData.Index.Tests.Hnsw;

/// <summary>Short ways to build, reopen and measure graphs.</summary>
internal static class GraphFixture
{
    public static HnswGraphBuilder Build(IVectorSource source, VectorMetric metric, int rows, HnswOptions? options = null)
    {
        var builder = HnswGraphBuilder.Create(source, metric, options);
        for (var row = 0; row < rows; row++)
            builder.Add(row);
        return builder;
    }

    public static byte[] Serialize(HnswGraphBuilder builder, int rows)
    {
        var writer = new ArrayBufferWriter<byte>();
        builder.WriteTo(writer, rows);
        return writer.WrittenSpan.ToArray();
    }

    public static HnswGraph Reopen(HnswGraphBuilder builder, int rows)
    {
        var graph = HnswGraph.Open(new IndexBlock(Serialize(builder, rows)), rows);
        graph.Verify();
        return graph;
    }

    public static double Recall(TestVectors vectors, VectorMetric metric, HnswSearcher searcher, int k, int ef, IOrdinalFilter? filter = null)
    {
        var flat = FlatSearcher.Create(vectors.Source, metric);
        var meter = new RecallMeter();
        var exact = new Neighbor[k];
        var found = new Neighbor[k];
        for (var q = 0; q < vectors.QueryCount; q++)
        {
            var expected = vectors.Use(q, query => flat.Search(query, vectors.Rows, filter, exact));
            var count = vectors.Use(q, query => searcher.Search(query, ef, filter, found));
            AssertWellFormed(found.AsSpan(0, count), filter);
            Assert.Equal(expected, count);
            meter.Add(found.AsSpan(0, count), exact.AsSpan(0, expected));
        }

        return meter.Recall;
    }

    /// <summary>Ascending, distinct, allowed.</summary>
    public static void AssertWellFormed(ReadOnlySpan<Neighbor> hits, IOrdinalFilter? filter)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < hits.Length; i++)
        {
            Assert.True(seen.Add(hits[i].Ordinal), $"row {hits[i].Ordinal} was given twice");
            Assert.True(filter is null || filter.Allows(hits[i].Ordinal), $"row {hits[i].Ordinal} is not allowed");
            Assert.True(i == 0 || hits[i - 1].Distance <= hits[i].Distance || double.IsNaN(hits[i].Distance), "hits are not ascending");
        }
    }
}
