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
    public static float L2Squared(SparseVectorView left, SparseVectorView right) => SumAll<SquaredDifference>(left, right);

    /// <summary>Sum of products.</summary>
    public static float InnerProduct(SparseVectorView left, SparseVectorView right)
    {
        CheckLengths(left);
        CheckLengths(right);
        ReadOnlySpan<int> leftIndices = left.Indices, rightIndices = right.Indices;
        var sum = 0f;
        int i = 0, j = 0;
        while (i < leftIndices.Length && j < rightIndices.Length)
        {
            int a = leftIndices[i], b = rightIndices[j];
            if (a == b)
                sum += left.Values[i] * right.Values[j];
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }

        return sum;
    }

    /// <summary>1 - cosine similarity, clamped to 0..2; NaN when either vector is zero.</summary>
    public static double CosineDistance(SparseVectorView left, SparseVectorView right) =>
        FloatKernels.CosineDistance(
            InnerProduct(left, right),
            FloatKernels.InnerProduct(left.Values, left.Values),
            FloatKernels.InnerProduct(right.Values, right.Values));

    /// <summary>Sum of absolute differences.</summary>
    public static float L1(SparseVectorView left, SparseVectorView right) => SumAll<AbsoluteDifference>(left, right);

    /// <summary>Euclidean norm, accumulated in double.</summary>
    public static double Norm(SparseVectorView vector) => FloatKernels.Norm(vector.Values);

    private static float SumAll<TStep>(SparseVectorView left, SparseVectorView right)
        where TStep : struct, IPairStep
    {
        CheckLengths(left);
        CheckLengths(right);
        ReadOnlySpan<int> leftIndices = left.Indices, rightIndices = right.Indices;
        var sum = 0f;
        int i = 0, j = 0;
        while (i < leftIndices.Length && j < rightIndices.Length)
        {
            int a = leftIndices[i], b = rightIndices[j];
            sum = TStep.Add(sum, a <= b ? left.Values[i] : 0, b <= a ? right.Values[j] : 0);
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }

        for (; i < leftIndices.Length; i++)
            sum = TStep.Add(sum, left.Values[i], 0);
        for (; j < rightIndices.Length; j++)
            sum = TStep.Add(sum, 0, right.Values[j]);
        return sum;
    }

    private static void CheckLengths(SparseVectorView vector) => Lengths.MustBeEqual(vector.Indices.Length, vector.Values.Length);
}
