using VectorData.Index.Flat;
using VectorData.Index.Hnsw;
using VectorData.Numerics;

namespace VectorData.Index.Tests.Hnsw;

public class FilterTests
{
    private const int Rows = 4000;
    private const int Seed = 555;

    private static readonly Lazy<(TestVectors Vectors, HnswSearcher Growing, HnswSearcher Sealed)> Graphs = new(() =>
    {
        var vectors = new TestVectors(VectorElement.Float32, Rows, 20, 16, Seed);
        var builder = GraphFixture.Build(vectors.Source, VectorMetric.L2, Rows);
        return (vectors, builder.Searcher, HnswSearcher.Create(GraphFixture.Reopen(builder, Rows), vectors.Source));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void As_many_rows_as_asked_for_or_allowed_are_found(double selectivity)
    {
        var (vectors, growing, sealedGraph) = Graphs.Value;
        var random = new Random(Seed);
        var allowed = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < selectivity).ToArray();
        foreach (var searcher in (HnswSearcher[])[growing, sealedGraph])
        {
            foreach (var counted in (bool[])[true, false])
            {
                foreach (var k in (int[])[1, 10, 300])
                {
                    // Recall asserts that counts are those of the exact search.
                    var recall = GraphFixture.Recall(vectors, VectorMetric.L2, searcher, k, 40, new SetFilter(allowed, counted));
                    Assert.True(recall >= 0.9, $"recall {recall:F3} at selectivity {selectivity}, k {k}, counted {counted}, seed {Seed}");
                }
            }
        }
    }

    [Fact]
    public void Matches_far_from_the_query_are_found()
    {
        var (vectors, growing, sealedGraph) = Graphs.Value;
        var flat = FlatSearcher.Create(vectors.Source, VectorMetric.L2);
        var byDistance = new Neighbor[Rows];
        vectors.Use(0, query => flat.Search(query, Rows, null, byDistance));
        var allowed = new bool[Rows];
        foreach (var hit in byDistance[(Rows / 2)..])
            allowed[hit.Ordinal] = true;
        var hits = new Neighbor[10];
        foreach (var searcher in (HnswSearcher[])[growing, sealedGraph])
        {
            foreach (var counted in (bool[])[true, false])
            {
                Assert.Equal(10, vectors.Use(0, query => searcher.Search(query, 40, new SetFilter(allowed, counted), hits)));
                Assert.True(hits.Intersect(byDistance[(Rows / 2)..][..10]).Count() >= 9);
            }
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Iterator_gives_every_allowed_row_once_and_about_in_order(double selectivity)
    {
        var (vectors, growing, sealedGraph) = Graphs.Value;
        var random = new Random(Seed);
        var allowed = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < selectivity).ToArray();
        var filter = new SetFilter(allowed);
        foreach (var searcher in (HnswSearcher[])[growing, sealedGraph])
        {
            using var iterator = vectors.Use(1, query => searcher.Iterate(query, 40, filter));
            var given = new List<Neighbor>();
            var batch = new Neighbor[7];
            for (int count; (count = iterator.Next(batch)) > 0;)
                given.AddRange(batch.AsSpan(0, count));
            GraphFixture.AssertWellFormed(given.OrderBy(hit => hit.Distance).ToArray(), filter);
            Assert.Equal(filter.AllowedCount, given.Count);
            Assert.True(iterator.VisitedCount <= Rows * 2);
            var backward = given.Zip(given.Skip(1)).Count(pair => pair.First.Distance > pair.Second.Distance * 1.0001);
            Assert.True(backward <= 1 + (given.Count / 10), $"{backward} of {given.Count} rows are nearer than the row before, seed {Seed}");
        }
    }

    [Fact]
    public void A_disposed_iterator_is_refused()
    {
        var (vectors, growing, _) = Graphs.Value;
        var iterator = vectors.Use(0, query => growing.Iterate(query, 10, null));
        iterator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => iterator.Next(new Neighbor[1]));
    }

    [Fact]
    public void Strategy_scans_when_few_rows_match_and_walks_when_many_do()
    {
        Assert.Equal(SearchStrategy.ExactScan, HnswStrategy.Choose(1_000_000, 40, 40, 16));
        Assert.Equal(SearchStrategy.ExactScan, HnswStrategy.Choose(1_000_000, 1_000, 100, 16));
        Assert.Equal(SearchStrategy.FilteredTraversal, HnswStrategy.Choose(1_000_000, 500_000, 100, 16));
        Assert.Equal(SearchStrategy.FilteredTraversal, HnswStrategy.Choose(1_000_000, 1_000_000, 1000, 16));
        Assert.Equal(SearchStrategy.ExactScan, HnswStrategy.Choose(100, 100, 100, 16));
    }

    [Fact]
    public void Strategy_changes_sides_once_as_more_rows_match()
    {
        foreach (var indexed in (int[])[1_000, 50_000, 10_000_000])
        {
            var changes = 0;
            var last = SearchStrategy.ExactScan;
            for (double allowed = 1; allowed <= indexed; allowed *= 1.05)
            {
                var choice = HnswStrategy.Choose(indexed, (int)allowed, 100, 16);
                changes += choice == last ? 0 : 1;
                last = choice;
            }

            Assert.InRange(changes, 0, 1);
        }
    }

    [Fact]
    public void Visits_grow_with_the_beam_and_never_exceed_the_graph()
    {
        Assert.True(HnswStrategy.EstimateVisits(1_000_000, 200, 16) > HnswStrategy.EstimateVisits(1_000_000, 100, 16));
        Assert.Equal(50, HnswStrategy.EstimateVisits(50, 100, 16));
        Assert.InRange(HnswStrategy.TraversalBudget(1_000_000, 300_000, 100, 16), 1, 300_000);
    }
}
