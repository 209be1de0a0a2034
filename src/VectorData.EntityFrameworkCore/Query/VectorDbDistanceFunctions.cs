#pragma warning disable IDE0130 // what users write in queries is found beside EF Core's own
using System.Collections;
using VectorData.Core.Values;

namespace Microsoft.EntityFrameworkCore;

/// <summary>The same distances under <c>EF.Functions</c>.</summary>
public static class VectorDbDistanceFunctions
{
    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this DbFunctions functions, float[] vector, float[] other) => vector.CosineDistance(other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this DbFunctions functions, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => vector.CosineDistance(other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this DbFunctions functions, Half[] vector, Half[] other) => vector.CosineDistance(other);

    /// <summary>One minus the cosine of the angle, <c>&lt;=&gt;</c>.</summary>
    public static double CosineDistance(this DbFunctions functions, SparseVector vector, SparseVector other) => vector.CosineDistance(other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this DbFunctions functions, float[] vector, float[] other) => vector.L2Distance(other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this DbFunctions functions, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => vector.L2Distance(other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this DbFunctions functions, Half[] vector, Half[] other) => vector.L2Distance(other);

    /// <summary>The Euclidean distance, <c>&lt;-&gt;</c>.</summary>
    public static double L2Distance(this DbFunctions functions, SparseVector vector, SparseVector other) => vector.L2Distance(other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this DbFunctions functions, float[] vector, float[] other) => vector.L1Distance(other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this DbFunctions functions, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => vector.L1Distance(other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this DbFunctions functions, Half[] vector, Half[] other) => vector.L1Distance(other);

    /// <summary>The sum of the absolute differences, <c>&lt;+&gt;</c>.</summary>
    public static double L1Distance(this DbFunctions functions, SparseVector vector, SparseVector other) => vector.L1Distance(other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this DbFunctions functions, float[] vector, float[] other) => vector.InnerProduct(other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this DbFunctions functions, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => vector.InnerProduct(other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this DbFunctions functions, Half[] vector, Half[] other) => vector.InnerProduct(other);

    /// <summary>The inner product; larger is nearer: <c>OrderByDescending</c> uses an index. In SQL the negated <c>&lt;#&gt;</c>.</summary>
    public static double InnerProduct(this DbFunctions functions, SparseVector vector, SparseVector other) => vector.InnerProduct(other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this DbFunctions functions, float[] vector, float[] other) => vector.NegativeInnerProduct(other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this DbFunctions functions, ReadOnlyMemory<float> vector, ReadOnlyMemory<float> other) => vector.NegativeInnerProduct(other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this DbFunctions functions, Half[] vector, Half[] other) => vector.NegativeInnerProduct(other);

    /// <summary>The inner product negated, so that smaller is nearer, <c>&lt;#&gt;</c>.</summary>
    public static double NegativeInnerProduct(this DbFunctions functions, SparseVector vector, SparseVector other) => vector.NegativeInnerProduct(other);

    /// <summary>The number of differing bits, <c>&lt;~&gt;</c>.</summary>
    public static double HammingDistance(this DbFunctions functions, BitArray vector, BitArray other) => vector.HammingDistance(other);

    /// <summary>One minus the common bits by the bits set in either, <c>&lt;%&gt;</c>.</summary>
    public static double JaccardDistance(this DbFunctions functions, BitArray vector, BitArray other) => vector.JaccardDistance(other);
}
