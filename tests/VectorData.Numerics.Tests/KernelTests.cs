using System.Numerics;

namespace VectorData.Numerics.Tests;

public class KernelTests
{
    private const int Seed = 991;

    private readonly Random _random = new(Seed);

    [Fact]
    public void L2_of_three_and_four_is_five() =>
        Assert.Equal(5, VectorDistances.Compute(VectorMetric.L2, [0f, 0f], [3f, 4f]));

    [Fact]
    public void L2_that_overflows_is_infinite() =>
        Assert.Equal(double.PositiveInfinity, VectorDistances.Compute(VectorMetric.L2, [3e38f], [-3e38f]));

    [Fact]
    public void Inner_product_operator_is_negated() =>
        Assert.Equal(-11, VectorDistances.Compute(VectorMetric.InnerProduct, [1f, 2f], [3f, 4f]));

    [Theory]
    [InlineData(1f, 1f, 1f, 1f, 0)]
    [InlineData(1f, 0f, 0f, 2f, 1)]
    [InlineData(1f, 1f, -1f, -1f, 2)]
    public void Cosine_distance_follows_the_angle(float a, float b, float c, float d, double expected) =>
        Assert.Equal(expected, FloatKernels.CosineDistance([a, b], [c, d]), 12);

    [Fact]
    public void Cosine_distance_with_a_zero_vector_is_NaN()
    {
        Assert.True(double.IsNaN(FloatKernels.CosineDistance([1f, 2f], [0f, 0f])));
        Assert.True(double.IsNaN(HalfKernels.CosineDistance([(Half)1], [(Half)0])));
        Assert.True(double.IsNaN(SparseKernels.CosineDistance(new([1], [1]), new([], []))));
    }

    [Fact]
    public void Cosine_distance_never_leaves_zero_to_two()
    {
        for (var n = 1; n < 300; n++)
        {
            var a = Floats(n);
            var distance = FloatKernels.CosineDistance(a, Array.ConvertAll(a, x => x * 3));
            Assert.InRange(distance, 0, 1e-6);
            Assert.InRange(FloatKernels.CosineDistance(a, Array.ConvertAll(a, x => x * -3)), 2 - 1e-6, 2);
        }
    }

    [Fact]
    public void Different_lengths_are_refused_with_both_numbers()
    {
        var error = Assert.Throws<ArgumentException>(() => FloatKernels.L1([1f], [1f, 2f]));
        Assert.Equal("different vector dimensions 1 and 2", error.Message);
    }

    [Fact]
    public void Row_block_kernels_give_the_same_bits_as_one_pair()
    {
        foreach (var dimensions in (int[])[1, 3, 7, 16, 31, 64, 100, 129, 784])
        {
            for (var count = 0; count < 10; count++)
            {
                var query = Floats(dimensions);
                var rows = Floats(dimensions * count);
                var sums = new float[count];
                FloatKernels.L2Squared(query, rows, dimensions, sums);
                EachRow((q, r) => FloatKernels.L2Squared(q, r));
                FloatKernels.InnerProduct(query, rows, dimensions, sums);
                EachRow((q, r) => FloatKernels.InnerProduct(q, r));
                FloatKernels.L1(query, rows, dimensions, sums);
                EachRow((q, r) => FloatKernels.L1(q, r));
                FloatKernels.CosineDistance(query, rows, dimensions, sums);
                EachRow((q, r) => (float)FloatKernels.CosineDistance(q, r));

                void EachRow(Func<float[], float[], float> kernel)
                {
                    for (var i = 0; i < count; i++)
                        Assert.Equal(kernel(query, rows[(i * dimensions)..((i + 1) * dimensions)]), sums[i]);
                }
            }
        }
    }

    [Fact]
    public void Halves_give_the_float_result_of_their_values()
    {
        for (var n = 1; n <= 2100; n += n < 140 ? 1 : 97)
        {
            var a = Array.ConvertAll(Floats(n), x => (Half)x);
            var b = Array.ConvertAll(Floats(n), x => (Half)x);
            var wideA = Array.ConvertAll(a, x => (float)x);
            var wideB = Array.ConvertAll(b, x => (float)x);
            foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.InnerProduct, VectorMetric.Cosine, VectorMetric.L1])
                Assert.Equal(VectorDistances.Compute(metric, wideA, wideB), VectorDistances.Compute(metric, a, b));
            Assert.Equal(FloatKernels.Norm(wideA), HalfKernels.Norm(a), 9);
        }
    }

    [Fact]
    public void Half_conversions_round_trip_and_overflow_to_infinity()
    {
        var floats = new float[4];
        HalfKernels.ToSingle([(Half)1.5f, Half.MaxValue, Half.NegativeInfinity, Half.Epsilon], floats);
        Assert.Equal([1.5f, 65504f, float.NegativeInfinity, 5.9604645E-08f], floats);
        var halves = new Half[2];
        HalfKernels.FromSingle([70000f, 1.5f], halves);
        Assert.Equal([Half.PositiveInfinity, (Half)1.5f], halves);
    }

    [Fact]
    public void Bits_agree_with_counting_one_by_one()
    {
        for (var n = 0; n <= 300; n++)
        {
            var a = Bytes(n);
            var b = Bytes(n);
            int differ = 0, common = 0, either = 0, set = 0;
            for (var i = 0; i < n; i++)
            {
                differ += BitOperations.PopCount((uint)(a[i] ^ b[i]));
                common += BitOperations.PopCount((uint)(a[i] & b[i]));
                either += BitOperations.PopCount((uint)(a[i] | b[i]));
                set += BitOperations.PopCount(a[i]);
            }

            Assert.Equal(differ, BitKernels.Hamming(a, b));
            Assert.Equal(common == 0 ? 1 : 1 - ((double)common / either), BitKernels.Jaccard(a, b));
            Assert.Equal(set, BitKernels.PopCount(a));
        }
    }

    [Fact]
    public void Jaccard_of_two_empty_vectors_is_one() => Assert.Equal(1, BitKernels.Jaccard([0], [0]));

    [Fact]
    public void Quantize_sets_the_highest_bit_for_the_first_positive_element()
    {
        var bits = new byte[2];
        BitKernels.Quantize([1, -1, 0, 2, float.NaN, -0f, 0, 1, 5, -5], bits);
        Assert.Equal([0b1001_0001, 0b1000_0000], bits);
    }

    [Fact]
    public void Sparse_agrees_with_dense()
    {
        for (var round = 0; round < 300; round++)
        {
            var dense = new[] { new float[200], new float[200] };
            var share = _random.NextDouble();
            foreach (var vector in dense)
            {
                for (var i = 0; i < vector.Length; i++)
                    vector[i] = _random.NextDouble() < share ? (float)_random.NextDouble() - 0.5f : 0;
                vector[_random.Next(200)] = 1;
            }

            var (ai, av) = Sparse(dense[0]);
            var (bi, bv) = Sparse(dense[1]);
            foreach (var metric in (VectorMetric[])[VectorMetric.L2, VectorMetric.InnerProduct, VectorMetric.Cosine, VectorMetric.L1])
            {
                var expected = VectorDistances.Compute(metric, dense[0], dense[1]);
                Assert.Equal(expected, VectorDistances.Compute(metric, new SparseVectorView(ai, av), new SparseVectorView(bi, bv)), 1e-5 * (1 + Math.Abs(expected)));
            }

            Assert.Equal(FloatKernels.Norm(dense[0]), SparseKernels.Norm(new(ai, av)), 9);
        }

        static (int[] Indices, float[] Values) Sparse(float[] vector)
        {
            var indices = Enumerable.Range(0, vector.Length).Where(i => vector[i] != 0).ToArray();
            return (indices, Array.ConvertAll(indices, i => vector[i]));
        }
    }

    [Fact]
    public void Norm_is_accumulated_in_double()
    {
        Assert.Equal(5, FloatKernels.Norm([3f, 4f]));
        Assert.Equal(3e38, FloatKernels.Norm([3e38f]), 1e32);
        for (var n = 0; n < 300; n++)
        {
            var a = Floats(n);
            Assert.Equal(Math.Sqrt(a.Sum(x => (double)x * x)), FloatKernels.Norm(a), 12);
        }
    }

    [Fact]
    public void Normalized_vector_has_length_one_and_zero_stays_zero()
    {
        var destination = new float[100];
        FloatKernels.Normalize(Floats(100), destination);
        Assert.Equal(1, FloatKernels.Norm(destination), 6);
        FloatKernels.Normalize(new float[100], destination);
        Assert.All(destination, x => Assert.Equal(0, x));
        var halves = new Half[2];
        HalfKernels.Normalize([(Half)3, (Half)4], halves);
        Assert.Equal([(Half)0.6, (Half)0.8], halves);
    }

    [Fact]
    public void Arithmetic_works_element_by_element()
    {
        for (var n = 0; n < 200; n++)
        {
            var a = Floats(n);
            var b = Floats(n);
            var result = new float[n];
            VectorArithmetic.Add(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x + y), result);
            VectorArithmetic.Subtract(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x - y), result);
            VectorArithmetic.Multiply(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => x * y), result);

            var halfA = Array.ConvertAll(a, x => (Half)x);
            var halfB = Array.ConvertAll(b, x => (Half)x);
            var halfResult = new Half[n];
            VectorArithmetic.Add(halfA, halfB, halfResult);
            Assert.Equal(halfA.Zip(halfB, (x, y) => x + y), halfResult);
            VectorArithmetic.Subtract(halfA, halfB, halfResult);
            Assert.Equal(halfA.Zip(halfB, (x, y) => x - y), halfResult);
            VectorArithmetic.Multiply(halfA, halfB, halfResult);
            Assert.Equal(halfA.Zip(halfB, (x, y) => x * y), halfResult);
        }
    }

    [Fact]
    public void Elements_that_are_not_finite_are_found_anywhere()
    {
        foreach (var n in (int[])[1, 7, 8, 9, 33, 100])
        {
            for (var at = 0; at < n; at++)
            {
                foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    var floats = Floats(n);
                    Assert.True(VectorArithmetic.AllFinite(floats));
                    floats[at] = bad;
                    Assert.False(VectorArithmetic.AllFinite(floats));
                    Assert.False(VectorArithmetic.AllFinite(Array.ConvertAll(floats, x => (Half)x)));
                    floats[at] = 65504;
                    Assert.True(VectorArithmetic.AllFinite(Array.ConvertAll(floats, x => (Half)x)));
                }
            }
        }
    }

    [Fact]
    public void Metrics_are_tied_to_elements()
    {
        Assert.True(VectorElement.Float32.Supports(VectorMetric.Cosine));
        Assert.True(VectorElement.Sparse.Supports(VectorMetric.L1));
        Assert.False(VectorElement.Float16.Supports(VectorMetric.Hamming));
        Assert.True(VectorElement.Bit.Supports(VectorMetric.Jaccard));
        Assert.False(VectorElement.Bit.Supports(VectorMetric.L2));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorDistances.Compute(VectorMetric.Hamming, [1f], [1f]));
    }

    private float[] Floats(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)((_random.NextDouble() * 2) - 1);
        return values;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
