#pragma warning disable IDE0130 // what users write in queries is found beside EF Core's own
using System.Collections;
using VectorData.Core.Values;
using VectorData.EntityFrameworkCore.Query;
using VectorData.Numerics;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Distances of vectors: operators in queries, computed when called outside of one. NULL vectors have a NULL distance in SQL.</summary>
public static class VectorDbDistanceExtensions
{
    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this float[] vector, float[] other) => ClientDistances.Compute(VectorMetric.Cosine, vector, other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => ClientDistances.Compute(VectorMetric.Cosine, vector, other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this Half[] vector, Half[] other) => ClientDistances.Compute(VectorMetric.Cosine, vector, other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this SparseVector vector, SparseVector other) => ClientDistances.Compute(VectorMetric.Cosine, vector, other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this float[] vector, float[] other) => ClientDistances.Compute(VectorMetric.L2, vector, other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => ClientDistances.Compute(VectorMetric.L2, vector, other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this Half[] vector, Half[] other) => ClientDistances.Compute(VectorMetric.L2, vector, other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this SparseVector vector, SparseVector other) => ClientDistances.Compute(VectorMetric.L2, vector, other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this float[] vector, float[] other) => ClientDistances.Compute(VectorMetric.L1, vector, other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => ClientDistances.Compute(VectorMetric.L1, vector, other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this Half[] vector, Half[] other) => ClientDistances.Compute(VectorMetric.L1, vector, other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this SparseVector vector, SparseVector other) => ClientDistances.Compute(VectorMetric.L1, vector, other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this float[] vector, float[] other) => -ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => -ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this Half[] vector, Half[] other) => -ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this SparseVector vector, SparseVector other) => -ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this float[] vector, float[] other) => ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this Half[] vector, Half[] other) => ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this SparseVector vector, SparseVector other) => ClientDistances.Compute(VectorMetric.InnerProduct, vector, other);

    /// <summary>The number of differing bits, <c>&lt;~&gt;</c>.</summary>
    public static double HammingDistance(this BitArray vector, BitArray other) => ClientDistances.Compute(VectorMetric.Hamming, vector, other);

    /// <summary>One minus the common bits by the bits set in either, <c>&lt;%&gt;</c>.</summary>
    public static double JaccardDistance(this BitArray vector, BitArray other) => ClientDistances.Compute(VectorMetric.Jaccard, vector, other);
}
