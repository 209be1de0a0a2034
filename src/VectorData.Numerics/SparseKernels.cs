namespace VectorData.Numerics;

/// <summary>A sparse vector in place: ascending zero-based indices and their values, equally many.</summary>
public readonly ref struct SparseVectorView(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
{
    public ReadOnlySpan<int> Indices { get; } = indices;

    public ReadOnlySpan<float> Values { get; } = values;
}

/// <summary>Distances and norms of sparse vectors, by merging the ascending indices.</summary>
public static class SparseKernels
{
    /// <summary>Sum of squared differences.</summary>
    public static float L2Squared(SparseVectorView left, SparseVectorView right) => throw new NotImplementedException();

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(SparseVectorView left, SparseVectorView right) => throw new NotImplementedException();

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(SparseVectorView left, SparseVectorView right) => throw new NotImplementedException();

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(SparseVectorView left, SparseVectorView right) => throw new NotImplementedException();

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(SparseVectorView vector) => throw new NotImplementedException();
}
