namespace VectorData.Numerics;

/// <summary>The value of a distance operator: L2 with its root, inner product negated, as double. Ascending is nearer first for every metric.</summary>
public static class VectorDistances
{
    /// <summary>Operator value of two float vectors of equal length.</summary>
    public static double Compute(VectorMetric metric, ReadOnlySpan<float> left, ReadOnlySpan<float> right) => metric switch
    {
        VectorMetric.L2 => Math.Sqrt(FloatKernels.L2Squared(left, right)),
        VectorMetric.InnerProduct => -FloatKernels.InnerProduct(left, right),
        VectorMetric.Cosine => FloatKernels.CosineDistance(left, right),
        VectorMetric.L1 => FloatKernels.L1(left, right),
        _ => throw Undefined(metric, VectorElement.Float32),
    };

    /// <summary>Operator value of two Half vectors of equal length.</summary>
    public static double Compute(VectorMetric metric, ReadOnlySpan<Half> left, ReadOnlySpan<Half> right) => metric switch
    {
        VectorMetric.L2 => Math.Sqrt(HalfKernels.L2Squared(left, right)),
        VectorMetric.InnerProduct => -HalfKernels.InnerProduct(left, right),
        VectorMetric.Cosine => HalfKernels.CosineDistance(left, right),
        VectorMetric.L1 => HalfKernels.L1(left, right),
        _ => throw Undefined(metric, VectorElement.Float16),
    };

    /// <summary>Operator value of two packed bit vectors of equal length.</summary>
    public static double Compute(VectorMetric metric, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => metric switch
    {
        VectorMetric.Hamming => BitKernels.Hamming(left, right),
        VectorMetric.Jaccard => BitKernels.Jaccard(left, right),
        _ => throw Undefined(metric, VectorElement.Bit),
    };

    /// <summary>Operator value of two sparse vectors.</summary>
    public static double Compute(VectorMetric metric, SparseVectorView left, SparseVectorView right) => metric switch
    {
        VectorMetric.L2 => Math.Sqrt(SparseKernels.L2Squared(left, right)),
        VectorMetric.InnerProduct => -SparseKernels.InnerProduct(left, right),
        VectorMetric.Cosine => SparseKernels.CosineDistance(left, right),
        VectorMetric.L1 => SparseKernels.L1(left, right),
        _ => throw Undefined(metric, VectorElement.Sparse),
    };

    private static ArgumentOutOfRangeException Undefined(VectorMetric metric, VectorElement element) =>
        new(nameof(metric), metric, $"metric {metric} is not defined for {element} vectors");
}
