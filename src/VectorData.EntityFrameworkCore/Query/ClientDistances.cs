using System.Collections;
using VectorData.Core.Values;
using VectorData.Numerics;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Distances outside of queries, by the engine's kernels.</summary>
internal static class ClientDistances
{
    public static double Compute(VectorMetric metric, float[] vector, float[] other)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(other);
        return Compute(metric, (ReadOnlyMemory<float>)vector, other);
    }

    public static double Compute(VectorMetric metric, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other)
    {
        CheckDimensions(vector.Length, other.Length);
        return VectorDistances.Compute(metric, vector.Span, other.Span);
    }

    public static double Compute(VectorMetric metric, Half[] vector, Half[] other)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(other);
        CheckDimensions(vector.Length, other.Length);
        return VectorDistances.Compute(metric, (ReadOnlySpan<Half>)vector, other);
    }

    public static double Compute(VectorMetric metric, SparseVector vector, SparseVector other)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(other);
        CheckDimensions(vector.Dimensions, other.Dimensions);
        return VectorDistances.Compute(metric, new SparseVectorView(vector.Indices, vector.Values), new SparseVectorView(other.Indices, other.Values));
    }

    public static double Compute(VectorMetric metric, BitArray vector, BitArray other)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(other);
        CheckDimensions(vector.Length, other.Length);
        return VectorDistances.Compute(metric, BitString.From(vector).Bytes, BitString.From(other).Bytes);
    }

    private static void CheckDimensions(int left, int right)
    {
        if (left != right)
            throw new ArgumentException($"vectors of {left} and {right} dimensions have no distance; expected two of one length");
    }
}
