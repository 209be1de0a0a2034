using VectorData.Index.Flat;
using VectorData.Numerics;
using VectorData.Testing.Recall;

namespace VectorData.Index.Tests.Flat;

public class FlatSearcherTests
{
    private const int Seed = 31;

    [Fact]
    public void Nearest_rows_are_those_of_sorting_all_operator_values()
    {
        const int rows = 777;
        var floats = ClusteredVectors.Floats(new Random(Seed), rows, 19, 10);
        var source = TestVectors.Pinned<float>(floats, rows, 19);
        var query = ClusteredVectors.Floats(new Random(Seed + 1), 1, 19, 1);
        var random = new Random(Seed);
        var allowed = Enumerable.Range(0, rows).Select(_ => random.Next(3) > 0).ToArray();
        foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.InnerProduct, VectorMetric.Cosine, VectorMetric.L1])
        {
            var expected = Enumerable.Range(0, 700).Where(i => allowed[i])
                .Select(i => new Neighbor(i, VectorDistances.Compute(metric, query, source.GetVector(i))))
                .OrderBy(hit => hit.Distance).ThenBy(hit => hit.Ordinal).ToArray();
            foreach (var k in (int[])[1, 2, 10, 100, 1000])
            {
                var hits = new Neighbor[k];
                var count = FlatSearcher.Create(source, metric).Search(query, 700, new SetFilter(allowed), hits);
                Assert.Equal(expected.Take(k), hits.Take(count));
            }
        }
    }

    [Fact]
    public void Ties_go_to_the_lower_ordinal()
    {
        var source = TestVectors.Pinned<float>([5, 1, 3, 1, 1, 3], 6, 1);
        var hits = new Neighbor[4];
        Assert.Equal(4, FlatSearcher.Create(source, VectorMetric.L2).Search(new float[] { 1 }, 6, null, hits));
        Assert.Equal([1, 3, 4, 2], hits.Select(hit => hit.Ordinal));
    }

    [Fact]
    public void NaN_distances_come_last()
    {
        var source = TestVectors.Pinned<float>([0, 0, 1, 1, 0, 0, 1, 0], 4, 2);
        var hits = new Neighbor[4];
        Assert.Equal(4, FlatSearcher.Create(source, VectorMetric.Cosine).Search(new float[] { 1, 0 }, 4, null, hits));
        Assert.Equal([3, 1, 0, 2], hits.Select(hit => hit.Ordinal));
        hits = new Neighbor[3];
        Assert.Equal(3, FlatSearcher.Create(source, VectorMetric.Cosine).Search(new float[] { 1, 0 }, 4, null, hits));
        Assert.Equal([3, 1, 0], hits.Select(hit => hit.Ordinal));
    }

    [Fact]
    public void Block_chunks_and_callback_give_the_same()
    {
        const int rows = 600;
        var floats = ClusteredVectors.Floats(new Random(Seed), rows, 10, 10);
        var chunks = TestVectors.Pinned<float>(floats, rows, 10);
        unsafe
        {
            fixed (float* address = floats)
            {
                IVectorSource[] sources = [chunks, new VectorMemory<float>(10, address, floats), new Callback(floats, 10)];
                var expected = new Neighbor[25];
                FlatSearcher.Create(chunks, VectorMetric.L2).Search(floats[..10], rows, null, expected);
                foreach (var source in sources)
                {
                    var hits = new Neighbor[25];
                    FlatSearcher.Create(source, VectorMetric.L2).Search(floats[..10], rows, null, hits);
                    Assert.Equal(expected, hits);
                }
            }
        }
    }

    [Fact]
    public void Distances_of_given_rows_are_the_operators_values()
    {
        var vectors = new TestVectors(VectorElement.Bit, 50, 1, 70, Seed);
        var source = (IDenseVectorSource<byte>)vectors.Source;
        var values = new double[3];
        var bits = source.GetVector(7).ToArray();
        FlatSearcher.Create(source, VectorMetric.Jaccard).Distances(VectorQuery.FromBits(bits, 70), [3, 7, 9], values);
        Assert.Equal([BitKernels.Jaccard(bits, source.GetVector(3)), 0, BitKernels.Jaccard(bits, source.GetVector(9))], values);
    }

    [Fact]
    public void Nothing_allowed_gives_nothing()
    {
        var source = TestVectors.Pinned<float>([1, 2, 3], 3, 1);
        var searcher = FlatSearcher.Create(source, VectorMetric.L2);
        Assert.Equal(0, searcher.Search(new float[1], 3, new SetFilter(new bool[3]), new Neighbor[2]));
        Assert.Equal(0, searcher.Search(new float[1], 0, null, new Neighbor[2]));
        Assert.Equal(0, searcher.Search(new float[1], 3, null, []));
    }

    private sealed class Callback(float[] floats, int dimensions) : IDenseVectorSource<float>
    {
        public VectorElement Element => VectorElement.Float32;

        public int Dimensions => dimensions;

        public ReadOnlySpan<float> GetVector(int ordinal) => floats.AsSpan(ordinal * dimensions, dimensions);
    }
}
