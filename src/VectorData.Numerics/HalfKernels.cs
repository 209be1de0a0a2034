namespace VectorData.Numerics;

/// <summary>Distances and norms of Half vectors, computed in float. Both spans have equal length.</summary>
public static class HalfKernels
{
    /// <summary>Sum of squared differences.</summary>
    public static float L2Squared(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => throw new NotImplementedException();

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => throw new NotImplementedException();

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => throw new NotImplementedException();

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => throw new NotImplementedException();

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(ReadOnlySpan<Half> vector) => throw new NotImplementedException();

    /// <summary>Writes the vector divided by its norm; a zero vector stays zero.</summary>
    public static void Normalize(ReadOnlySpan<Half> vector, Span<Half> destination) => throw new NotImplementedException();

    /// <summary>Exact widening of every element.</summary>
    public static void ToSingle(ReadOnlySpan<Half> source, Span<float> destination) => throw new NotImplementedException();

    /// <summary>Rounds every element to the nearest Half; beyond 65,504 gives infinity.</summary>
    public static void FromSingle(ReadOnlySpan<float> source, Span<Half> destination) => throw new NotImplementedException();
}
