using VectorData.Index.Flat;
using VectorData.Index.Hnsw;
using VectorData.Numerics;
using Xunit.Abstractions;

namespace VectorData.Index.Tests.Hnsw;

/// <summary>Recall of every metric and element in every phase of a graph's life.</summary>
public class RecallTests(ITestOutputHelper output)
{
    private const int Rows = 3000;
    private const int Dimensions = 48;
    private const int Queries = 60;
    private const int Seed = 4711;
    private const double Wanted = 0.95;

    public static TheoryData<VectorElement, VectorMetric> Kinds()
    {
        var kinds = new TheoryData<VectorElement, VectorMetric>();
        foreach (var element in Enum.GetValues<VectorElement>())
        {
            foreach (var metric in Enum.GetValues<VectorMetric>().Where(m => element.Supports(m)))
                kinds.Add(element, metric);
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Built_row_by_row(VectorElement element, VectorMetric metric)
    {
        var vectors = Vectors(element);
        var builder = GraphFixture.Build(vectors.Source, metric, Rows);
        Assert.Equal(Rows, builder.IndexedCount);
        HasRecall(vectors, metric, builder.Searcher);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Built_on_several_threads(VectorElement element, VectorMetric metric)
    {
        var vectors = Vectors(element);
        var builder = HnswGraphBuilder.Create(vectors.Source, metric);
        builder.AddAll(Rows, null, degreeOfParallelism: 4);
        Assert.Equal(Rows, builder.IndexedCount);
        HasRecall(vectors, metric, builder.Searcher);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Written_and_opened_again(VectorElement element, VectorMetric metric)
    {
        var vectors = Vectors(element);
        var graph = GraphFixture.Reopen(GraphFixture.Build(vectors.Source, metric, Rows), Rows);
        Assert.Equal((element, metric, Dimensions, Rows, Rows), (graph.Element, graph.Metric, graph.Dimensions, graph.OrdinalCount, graph.IndexedCount));
        HasRecall(vectors, metric, HnswSearcher.Create(graph, vectors.Source));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_most_rows_were_deleted(VectorElement element, VectorMetric metric)
    {
        var vectors = Vectors(element);
        var searcher = GraphFixture.Build(vectors.Source, metric, Rows).Searcher;
        var random = new Random(Seed);
        var alive = Enumerable.Range(0, Rows).Select(_ => random.Next(4) == 0).ToArray();
        HasRecall(vectors, metric, searcher, new SetFilter(alive));
        HasRecall(vectors, metric, searcher, new SetFilter(alive, counted: false));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Iterator_gives_every_row_once(VectorElement element, VectorMetric metric)
    {
        var vectors = Vectors(element);
        var searcher = GraphFixture.Build(vectors.Source, metric, Rows).Searcher;
        using var iterator = vectors.Use(0, query => searcher.Iterate(query, 40, null));
        var seen = new HashSet<int>();
        var batch = new Neighbor[64];
        int count, first = 0;
        var flat = new Neighbor[64];
        vectors.Use(0, query => FlatSearcher.Create(vectors.Source, metric).Search(query, Rows, null, flat));
        while ((count = iterator.Next(batch)) > 0)
        {
            GraphFixture.AssertWellFormed(batch.AsSpan(0, count), null);
            for (var i = 0; i < count; i++)
                Assert.True(seen.Add(batch[i].Ordinal));
            if (first++ == 0)
                Assert.True(batch.Intersect(flat).Count() >= 48, "the first batch is far from the nearest rows");
        }

        Assert.Equal(Rows, seen.Count);
    }

    private static TestVectors Vectors(VectorElement element) => new(element, Rows, Queries, Dimensions, Seed);

    private void HasRecall(TestVectors vectors, VectorMetric metric, HnswSearcher searcher, IOrdinalFilter? filter = null)
    {
        var recall = GraphFixture.Recall(vectors, metric, searcher, 10, 100, filter);
        output.WriteLine($"{vectors.Source.Element} {metric}: recall@10 {recall:F4}, seed {Seed}");
        Assert.True(recall >= Wanted, $"recall@10 {recall:F4} found, {Wanted} expected, seed {Seed}");
    }
}
