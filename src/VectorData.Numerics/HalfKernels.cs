using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace VectorData.Numerics;

/// <summary>Distances and norms of Half vectors, computed in float. Both spans have equal length.</summary>
public static class HalfKernels
{
    private const int BlockLength = 512;

    /// <summary>Sum of squared differences.</summary>
    public static float L2Squared(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => Sum<SquaredDifference>(left, right);

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => Sum<Product>(left, right);

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) =>
        FloatKernels.CosineDistance(Sum<Product>(left, right), Sum<Product>(left, left), Sum<Product>(right, right));

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => Sum<AbsoluteDifference>(left, right);

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(ReadOnlySpan<Half> vector)
    {
        Span<float> block = stackalloc float[BlockLength];
        var sum = 0.0;
        while (!vector.IsEmpty)
        {
            var part = vector[..Math.Min(BlockLength, vector.Length)];
            ToSingle(part, block);
            sum += FloatKernels.SumOfSquares(block[..part.Length]);
            vector = vector[part.Length..];
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Writes the vector divided by its norm; a zero vector stays zero.</summary>
    public static void Normalize(ReadOnlySpan<Half> vector, Span<Half> destination)
    {
        var norm = Norm(vector);
        if (norm == 0)
        {
            destination[..vector.Length].Clear();
            return;
        }

        for (var i = 0; i < vector.Length; i++)
            destination[i] = (Half)((double)vector[i] / norm);
    }

    /// <summary>Exact widening of every element.</summary>
    public static void ToSingle(ReadOnlySpan<Half> source, Span<float> destination) => TensorPrimitives.ConvertToSingle(source, destination);

    /// <summary>Rounds every element to the nearest Half; beyond 65,504 gives infinity.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<Half> destination) => TensorPrimitives.ConvertToHalf(source, destination);

    private static float Sum<TStep>(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right)
        where TStep : struct, IPairStep
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        return Reduction.Sum<TStep, HalfLane, Half>(in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right), left.Length);
    }
}
