namespace VectorData.Numerics;

/// <summary>Distances and norms of float vectors. Sums are accumulated in float, as pgvector does; both spans have equal length.</summary>
public static class FloatKernels
{
    /// <summary>Sum of squared differences.</summary>
    public static float L2Squared(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => throw new NotImplementedException();

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => throw new NotImplementedException();

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => throw new NotImplementedException();

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => throw new NotImplementedException();

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(ReadOnlySpan<float> vector) => throw new NotImplementedException();

    /// <summary>Writes the vector divided by its norm; a zero vector stays zero.</summary>
    public static void Normalize(ReadOnlySpan<float> vector, Span<float> destination) => throw new NotImplementedException();

    /// <summary><see cref="L2Squared(ReadOnlySpan{float}, ReadOnlySpan{float})"/> of the query and each row of a row-major block.</summary>
    public static void L2Squared(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances) => throw new NotImplementedException();

    /// <summary>Inner product of the query and each row of a row-major block.</summary>
    public static void InnerProduct(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> products) => throw new NotImplementedException();

    /// <summary>Cosine distance of the query and each row of a row-major block.</summary>
    public static void CosineDistance(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances) => throw new NotImplementedException();

    /// <summary>L1 distance of the query and each row of a row-major block.</summary>
    public static void L1(ReadOnlySpan<float> query, ReadOnlySpan<float> rows, int dimensions, Span<float> distances) => throw new NotImplementedException();
}
