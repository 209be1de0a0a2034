using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VectorData.Numerics;

namespace VectorData.Index.Spaces;

/// <summary>A metric over elements in place. A raw number is what the kernel sums up; rank and value derive from it.</summary>
internal interface IDenseMetric<T>
    where T : unmanaged
{
    static abstract bool UsesNorms { get; }

    static abstract float Raw(ref readonly T left, ref readonly T right, int length);

    static abstract Vector128<float> Raw4(ref readonly T from, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length);

    /// <summary>The rank distance.</summary>
    static abstract float Rank(float raw, float leftInverseNorm, float rightInverseNorm);

    /// <summary>The operator's value.</summary>
    static abstract double Value(float raw, float querySquare, ref readonly T query, ref readonly T row, int length);
}

internal readonly struct L2Metric<TLane, T> : IDenseMetric<T>
    where TLane : struct, ILane<T>
    where T : unmanaged
{
    public static bool UsesNorms => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Raw(ref readonly T left, ref readonly T right, int length) =>
        Reduction.Sum<SquaredDifference, TLane, T>(in left, in right, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Raw4(ref readonly T from, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length) =>
        Reduction.Sum4<SquaredDifference, TLane, T>(in from, in row0, in row1, in row2, in row3, length);

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => raw;

    public static double Value(float raw, float querySquare, ref readonly T query, ref readonly T row, int length) => Math.Sqrt(raw);
}

internal readonly struct InnerProductMetric<TLane, T> : IDenseMetric<T>
    where TLane : struct, ILane<T>
    where T : unmanaged
{
    public static bool UsesNorms => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Raw(ref readonly T left, ref readonly T right, int length) => Reduction.Sum<Product, TLane, T>(in left, in right, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Raw4(ref readonly T from, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length) =>
        Reduction.Sum4<Product, TLane, T>(in from, in row0, in row1, in row2, in row3, length);

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => -raw;

    public static double Value(float raw, float querySquare, ref readonly T query, ref readonly T row, int length) => -raw;
}

internal readonly struct CosineMetric<TLane, T> : IDenseMetric<T>
    where TLane : struct, ILane<T>
    where T : unmanaged
{
    public static bool UsesNorms => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Raw(ref readonly T left, ref readonly T right, int length) => Reduction.Sum<Product, TLane, T>(in left, in right, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Raw4(ref readonly T from, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length) =>
        Reduction.Sum4<Product, TLane, T>(in from, in row0, in row1, in row2, in row3, length);

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => 1 - (raw * leftInverseNorm * rightInverseNorm);

    public static double Value(float raw, float querySquare, ref readonly T query, ref readonly T row, int length) =>
        FloatKernels.CosineDistance(raw, querySquare, Raw(in row, in row, length));
}

internal readonly struct L1Metric<TLane, T> : IDenseMetric<T>
    where TLane : struct, ILane<T>
    where T : unmanaged
{
    public static bool UsesNorms => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Raw(ref readonly T left, ref readonly T right, int length) =>
        Reduction.Sum<AbsoluteDifference, TLane, T>(in left, in right, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Raw4(ref readonly T from, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length) =>
        Reduction.Sum4<AbsoluteDifference, TLane, T>(in from, in row0, in row1, in row2, in row3, length);

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => raw;

    public static double Value(float raw, float querySquare, ref readonly T query, ref readonly T row, int length) => raw;
}

internal readonly struct HammingMetric : IDenseMetric<byte>
{
    public static bool UsesNorms => false;

    public static float Raw(ref readonly byte left, ref readonly byte right, int length) =>
        BitKernels.Hamming(MemoryMarshal.CreateReadOnlySpan(in left, length), MemoryMarshal.CreateReadOnlySpan(in right, length));

    public static Vector128<float> Raw4(ref readonly byte from, ref readonly byte row0, ref readonly byte row1, ref readonly byte row2, ref readonly byte row3, int length) =>
        Vector128.Create(Raw(in from, in row0, length), Raw(in from, in row1, length), Raw(in from, in row2, length), Raw(in from, in row3, length));

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => raw;

    public static double Value(float raw, float querySquare, ref readonly byte query, ref readonly byte row, int length) => raw;
}

internal readonly struct JaccardMetric : IDenseMetric<byte>
{
    public static bool UsesNorms => false;

    public static float Raw(ref readonly byte left, ref readonly byte right, int length) => (float)Exact(in left, in right, length);

    public static Vector128<float> Raw4(ref readonly byte from, ref readonly byte row0, ref readonly byte row1, ref readonly byte row2, ref readonly byte row3, int length) =>
        Vector128.Create(Raw(in from, in row0, length), Raw(in from, in row1, length), Raw(in from, in row2, length), Raw(in from, in row3, length));

    public static float Rank(float raw, float leftInverseNorm, float rightInverseNorm) => raw;

    public static double Value(float raw, float querySquare, ref readonly byte query, ref readonly byte row, int length) => Exact(in query, in row, length);

    private static double Exact(ref readonly byte left, ref readonly byte right, int length) =>
        BitKernels.Jaccard(MemoryMarshal.CreateReadOnlySpan(in left, length), MemoryMarshal.CreateReadOnlySpan(in right, length));
}
