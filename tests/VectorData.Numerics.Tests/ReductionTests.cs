using System.Runtime.Intrinsics;

namespace VectorData.Numerics.Tests;

public class ReductionTests
{
    private const int MaxDimensions = 2100;
    private const int Seed = 7301;

    [Fact]
    public void Squared_difference_agrees_with_its_twin_at_every_width_and_length() =>
        EveryWidthAgrees<SquaredDifference>((a, b) => (a - b) * (a - b));

    [Fact]
    public void Product_agrees_with_its_twin_at_every_width_and_length() => EveryWidthAgrees<Product>((a, b) => a * b);

    [Fact]
    public void Absolute_difference_agrees_with_its_twin_at_every_width_and_length() =>
        EveryWidthAgrees<AbsoluteDifference>((a, b) => Math.Abs(a - b));

    [Fact]
    public void Four_rows_give_the_same_bits_as_one_row()
    {
        var random = new Random(Seed);
        var rows = Floats(random, 5 * MaxDimensions);
        for (var n = 1; n <= MaxDimensions; n++)
        {
            Span<float> query = rows.AsSpan(0, n);
            var four = Reduction.Sum4<SquaredDifference, FloatLane, float>(
                ref query[0], ref rows[n], ref rows[2 * n], ref rows[3 * n], ref rows[4 * n], n);
            for (var r = 0; r < 4; r++)
                Assert.Equal(Reduction.Sum<SquaredDifference, FloatLane, float>(ref query[0], ref rows[(r + 1) * n], n), four[r]);
        }
    }

    [Fact]
    public void Four_half_rows_give_the_same_bits_as_one_row()
    {
        var random = new Random(Seed);
        var rows = Array.ConvertAll(Floats(random, 5 * 300), x => (Half)x);
        for (var n = 1; n <= 300; n++)
        {
            var four = Reduction.Sum4<Product, HalfLane, Half>(ref rows[0], ref rows[n], ref rows[2 * n], ref rows[3 * n], ref rows[4 * n], n);
            for (var r = 0; r < 4; r++)
                Assert.Equal(Reduction.Sum<Product, HalfLane, Half>(ref rows[0], ref rows[(r + 1) * n], n), four[r]);
        }
    }

    [Fact]
    public void Every_half_widens_exactly_in_every_register()
    {
        var halves = new Half[65536 + 16];
        for (var i = 0; i < halves.Length; i++)
            halves[i] = BitConverter.UInt16BitsToHalf((ushort)i);
        for (var i = 0; i < 65536; i += 16)
        {
            var sixteen = HalfLane.Sixteen(ref halves[i]);
            for (var lane = 0; lane < 16; lane++)
            {
                var expected = (float)halves[i + lane];
                Same(expected, sixteen[lane]);
                Same(expected, HalfLane.Eight(ref halves[i + (lane & 8)])[lane & 7]);
                Same(expected, HalfLane.Four(ref halves[i + (lane & 12)])[lane & 3]);
            }
        }

        static void Same(float expected, float actual) =>
            Assert.True(float.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual), $"{expected} {actual}");
    }

    [Fact]
    public void Elements_outside_the_vectors_are_never_added()
    {
        var random = new Random(Seed);
        for (var n = 1; n <= 200; n++)
        {
            var a = Surrounded(random, n);
            var b = Surrounded(random, n);
            Assert.False(float.IsNaN(FloatKernels.L2Squared(a, b)));
            Assert.False(float.IsNaN(FloatKernels.InnerProduct(a, b)));
            Assert.False(float.IsNaN(FloatKernels.L1(a, b)));
        }

        static ReadOnlySpan<float> Surrounded(Random random, int n)
        {
            var all = new float[n + 64];
            Array.Fill(all, float.NaN);
            Floats(random, n).CopyTo(all, 32);
            return all.AsSpan(32, n);
        }
    }

    [Fact]
    public void Infinite_elements_before_the_tail_do_not_become_NaN()
    {
        for (var n = 17; n < 100; n++)
        {
            var a = new float[n];
            var b = new float[n];
            Array.Fill(b, 1f);
            a[n - 14] = float.PositiveInfinity;
            Assert.Equal(float.PositiveInfinity, FloatKernels.InnerProduct(a, b));
            Assert.Equal(float.PositiveInfinity, FloatKernels.L2Squared(a, b));
            Assert.Equal(float.PositiveInfinity, FloatKernels.L1(a, b));
        }
    }

    [Fact]
    public void A_NaN_element_at_any_place_gives_NaN()
    {
        for (var n = 1; n < 150; n++)
        {
            for (var at = 0; at < n; at++)
            {
                var a = new float[n];
                a[at] = float.NaN;
                Assert.True(float.IsNaN(FloatKernels.L2Squared(a, new float[n])));
                Assert.True(float.IsNaN(FloatKernels.InnerProduct(a, new float[n])));
                Assert.True(float.IsNaN(FloatKernels.L1(a, new float[n])));
            }
        }
    }

    private static void EveryWidthAgrees<TStep>(Func<double, double, double> term)
        where TStep : struct, IPairStep
    {
        var random = new Random(Seed);
        var left = Floats(random, MaxDimensions + 3);
        var right = Floats(random, MaxDimensions + 3);
        for (var n = 1; n <= MaxDimensions; n++)
        {
            ref var a = ref left[n % 3];
            ref var b = ref right[n % 2];
            double expected = 0, size = 0;
            for (var i = 0; i < n; i++)
            {
                var value = term(left[(n % 3) + i], right[(n % 2) + i]);
                expected += value;
                size += Math.Abs(value);
            }

            var tolerance = (size * 2e-6) + 1e-30;
            Near(expected, Reduction.Sum<TStep, FloatLane, float>(ref a, ref b, n), tolerance, n);
            Near(expected, Reduction.SumScalar<TStep, FloatLane, float>(ref a, ref b, n), tolerance * 10, n);
            if (n >= Vector128<float>.Count)
                Near(expected, Reduction.Sum128<TStep, FloatLane, float>(ref a, ref b, n), tolerance, n);
            if (n >= Vector256<float>.Count)
                Near(expected, Reduction.Sum256<TStep, FloatLane, float>(ref a, ref b, n), tolerance, n);
            if (n >= Vector512<float>.Count)
                Near(expected, Reduction.Sum512<TStep, FloatLane, float>(ref a, ref b, n), tolerance, n);
        }
    }

    private static void Near(double expected, float actual, double tolerance, int n) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"length {n}, seed {Seed}: expected {expected}, found {actual}");

    private static float[] Floats(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)((random.NextDouble() * 2) - 1);
        return values;
    }
}
