using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorData.Numerics;

/// <summary>Distances and norms of float vectors. Sums are accumulated in float, as pgvector does; both spans have equal length.</summary>
public static class FloatKernels
{
    /// <summary>Sum of squared differences.</summary>
    public static float L2Squared(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum<SquaredDifference>(left, right);

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum<Product>(left, right);

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        CosineDistance(Sum<Product>(left, right), Sum<Product>(left, left), Sum<Product>(right, right));

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum<AbsoluteDifference>(left, right);

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(ReadOnlySpan<float> vector) => Math.Sqrt(SumOfSquares(vector));

    /// <summary>Writes the vector divided by its norm; a zero vector stays zero.</summary>
    public static void Normalize(ReadOnlySpan<float> vector, Span<float> destination)
    {
        var norm = Norm(vector);
        if (norm == 0)
        {
            destination[..vector.Length].Clear();
            return;
        }

        for (var i = 0; i < vector.Length; i++)
            destination[i] = (float)(vector[i] / norm);
    }

    /// <summary><see cref="L2Squared(ReadOnlySpan{float}, ReadOnlySpan{float})"/> of the query and each row of a row-major block.</summary>
    public static void L2Squared(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances) =>
        SumRows<SquaredDifference>(query, rows, dimensions, distances);

    /// <summary>Inner product of the query and each row of a row-major block.</summary>
    public static void InnerProduct(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> products) =>
        SumRows<Product>(query, rows, dimensions, products);

    /// <summary>Cosine distance of the query and each row of a row-major block.</summary>
    public static void CosineDistance(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances)
    {
        SumRows<Product>(query, rows, dimensions, distances);
        var square = Sum<Product>(query, query);
        for (var i = 0; i < distances.Length; i++)
        {
            var row = rows.Slice(i * dimensions, dimensions);
            distances[i] = (float)CosineDistance(distances[i], square, Sum<Product>(row, row));
        }
    }

    /// <summary>L1 distance of the query and each row of a row-major block.</summary>
    public static void L1(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances) =>
        SumRows<AbsoluteDifference>(query, rows, dimensions, distances);

    /// <summary>1 - cosine similarity from the inner product and the two sums of squares, clamped to 0..2.</summary>
    public static double CosineDistance(float product, float leftSquare, float rightSquare)
    {
        var similarity = product / Math.Sqrt((double)leftSquare * rightSquare);
        return similarity > 1 ? 0 : similarity < -1 ? 2 : 1 - similarity;
    }

    internal static double SumOfSquares(ReadOnlySpan<float> vector)
    {
        Vector256<double> low = default, high = default;
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(vector);
            for (; i <= vector.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref start, (nuint)i));
                low = Vector256.MultiplyAddEstimate(lower, lower, low);
                high = Vector256.MultiplyAddEstimate(upper, upper, high);
            }
        }

        var sum = Vector256.Sum(low + high);
        for (; i < vector.Length; i++)
            sum += (double)vector[i] * vector[i];
        return sum;
    }

    private static float Sum<TStep>(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        where TStep : struct, IPairStep
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        return Reduction.Sum<TStep, FloatLane, float>(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), left.Length);
    }

    private static void SumRows<TStep>(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> sums)
        where TStep : struct, IPairStep
    {
        Lengths.MustBeEqual(query.Length, dimensions);
        Lengths.MustBeEqual(rows.Length, (long)sums.Length * dimensions);
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var row = ref MemoryMarshal.GetReference(rows);
        var i = 0;
        for (; i <= sums.Length - 4; i += 4)
        {
            ref var second = ref Unsafe.Add(ref row, dimensions);
            ref var third = ref Unsafe.Add(ref second, dimensions);
            ref var fourth = ref Unsafe.Add(ref third, dimensions);
            Reduction.Sum4<TStep, FloatLane, float>(ref q, ref row, ref second, ref third, ref fourth, dimensions).CopyTo(sums[i..]);
            row = ref Unsafe.Add(ref fourth, dimensions);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = Reduction.Sum<TStep, FloatLane, float>(ref q, ref row, dimensions);
            row = ref Unsafe.Add(ref row, dimensions);
        }
    }
}
