using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorData.Numerics;

/// <summary>
/// Sums over pairs of elements in the widest registers at hand, with four accumulators. The four-row form adds in the
/// same order as the one-row form, so both give the same bits. References must address <c>length</c> elements.
/// </summary>
public static class Reduction
{
    // Loading 16 entries at r gives a mask whose last r lanes are set.
    private static ReadOnlySpan<int> TailMask =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>The sum over one pair of vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<TStep, TLane, T>(ref readonly T left, ref readonly T right, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated && length >= Vector512<float>.Count)
            return Sum512<TStep, TLane, T>(in left, in right, length);
        if (Vector256.IsHardwareAccelerated && length >= Vector256<float>.Count)
            return Sum256<TStep, TLane, T>(in left, in right, length);
        if (Vector128.IsHardwareAccelerated && length >= Vector128<float>.Count)
            return Sum128<TStep, TLane, T>(in left, in right, length);
        return SumScalar<TStep, TLane, T>(in left, in right, length);
    }

    /// <summary>The sums over one vector paired with each of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4<TStep, TLane, T>(ref readonly T query, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated && length >= Vector512<float>.Count)
            return Sum4Wide<TStep, TLane, T>(in query, in row0, in row1, in row2, in row3, length);
        return Vector128.Create(
            Sum<TStep, TLane, T>(in query, in row0, length),
            Sum<TStep, TLane, T>(in query, in row1, length),
            Sum<TStep, TLane, T>(in query, in row2, length),
            Sum<TStep, TLane, T>(in query, in row3, length));
    }

    internal static float SumScalar<TStep, TLane, T>(ref readonly T left, ref readonly T right, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        var sum = 0f;
        for (var i = 0; i < length; i++)
            sum = TStep.Add(sum, TLane.One(in At(in left, i)), TLane.One(in At(in right, i)));
        return sum;
    }

    internal static float Sum128<TStep, TLane, T>(ref readonly T left, ref readonly T right, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= length - 16; i += 16)
        {
            s0 = TStep.Add(s0, TLane.Four(in At(in left, i)), TLane.Four(in At(in right, i)));
            s1 = TStep.Add(s1, TLane.Four(in At(in left, i + 4)), TLane.Four(in At(in right, i + 4)));
            s2 = TStep.Add(s2, TLane.Four(in At(in left, i + 8)), TLane.Four(in At(in right, i + 8)));
            s3 = TStep.Add(s3, TLane.Four(in At(in left, i + 12)), TLane.Four(in At(in right, i + 12)));
        }

        for (; i <= length - 4; i += 4)
            s0 = TStep.Add(s0, TLane.Four(in At(in left, i)), TLane.Four(in At(in right, i)));
        if (i < length)
        {
            var mask = Vector128.LoadUnsafe(in MemoryMarshal.GetReference(TailMask), (nuint)(12 + length - i)).AsSingle();
            s1 = TStep.Add(s1, TLane.Four(in At(in left, length - 4)) & mask, TLane.Four(in At(in right, length - 4)) & mask);
        }

        return Vector128.Sum(s0 + s1 + (s2 + s3));
    }

    internal static float Sum256<TStep, TLane, T>(ref readonly T left, ref readonly T right, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= length - 32; i += 32)
        {
            s0 = TStep.Add(s0, TLane.Eight(in At(in left, i)), TLane.Eight(in At(in right, i)));
            s1 = TStep.Add(s1, TLane.Eight(in At(in left, i + 8)), TLane.Eight(in At(in right, i + 8)));
            s2 = TStep.Add(s2, TLane.Eight(in At(in left, i + 16)), TLane.Eight(in At(in right, i + 16)));
            s3 = TStep.Add(s3, TLane.Eight(in At(in left, i + 24)), TLane.Eight(in At(in right, i + 24)));
        }

        for (; i <= length - 8; i += 8)
            s0 = TStep.Add(s0, TLane.Eight(in At(in left, i)), TLane.Eight(in At(in right, i)));
        if (i < length)
        {
            var mask = Vector256.LoadUnsafe(in MemoryMarshal.GetReference(TailMask), (nuint)(8 + length - i)).AsSingle();
            s1 = TStep.Add(s1, TLane.Eight(in At(in left, length - 8)) & mask, TLane.Eight(in At(in right, length - 8)) & mask);
        }

        return Vector256.Sum(s0 + s1 + (s2 + s3));
    }

    internal static float Sum512<TStep, TLane, T>(ref readonly T left, ref readonly T right, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= length - 64; i += 64)
        {
            s0 = TStep.Add(s0, TLane.Sixteen(in At(in left, i)), TLane.Sixteen(in At(in right, i)));
            s1 = TStep.Add(s1, TLane.Sixteen(in At(in left, i + 16)), TLane.Sixteen(in At(in right, i + 16)));
            s2 = TStep.Add(s2, TLane.Sixteen(in At(in left, i + 32)), TLane.Sixteen(in At(in right, i + 32)));
            s3 = TStep.Add(s3, TLane.Sixteen(in At(in left, i + 48)), TLane.Sixteen(in At(in right, i + 48)));
        }

        for (; i <= length - 16; i += 16)
            s0 = TStep.Add(s0, TLane.Sixteen(in At(in left, i)), TLane.Sixteen(in At(in right, i)));
        if (i < length)
        {
            var mask = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(TailMask), (nuint)(length - i)).AsSingle();
            s1 = TStep.Add(s1, TLane.Sixteen(in At(in left, length - 16)) & mask, TLane.Sixteen(in At(in right, length - 16)) & mask);
        }

        return Vector512.Sum(s0 + s1 + (s2 + s3));
    }

    private static Vector128<float> Sum4Wide<TStep, TLane, T>(ref readonly T query, ref readonly T row0, ref readonly T row1, ref readonly T row2, ref readonly T row3, int length)
        where TStep : struct, IPairStep
        where TLane : struct, ILane<T>
        where T : unmanaged
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector512<float> d0 = default, d1 = default, d2 = default, d3 = default;
        var i = 0;
        for (; i <= length - 64; i += 64)
        {
            var q = TLane.Sixteen(in At(in query, i));
            a0 = TStep.Add(a0, q, TLane.Sixteen(in At(in row0, i)));
            b0 = TStep.Add(b0, q, TLane.Sixteen(in At(in row1, i)));
            c0 = TStep.Add(c0, q, TLane.Sixteen(in At(in row2, i)));
            d0 = TStep.Add(d0, q, TLane.Sixteen(in At(in row3, i)));
            q = TLane.Sixteen(in At(in query, i + 16));
            a1 = TStep.Add(a1, q, TLane.Sixteen(in At(in row0, i + 16)));
            b1 = TStep.Add(b1, q, TLane.Sixteen(in At(in row1, i + 16)));
            c1 = TStep.Add(c1, q, TLane.Sixteen(in At(in row2, i + 16)));
            d1 = TStep.Add(d1, q, TLane.Sixteen(in At(in row3, i + 16)));
            q = TLane.Sixteen(in At(in query, i + 32));
            a2 = TStep.Add(a2, q, TLane.Sixteen(in At(in row0, i + 32)));
            b2 = TStep.Add(b2, q, TLane.Sixteen(in At(in row1, i + 32)));
            c2 = TStep.Add(c2, q, TLane.Sixteen(in At(in row2, i + 32)));
            d2 = TStep.Add(d2, q, TLane.Sixteen(in At(in row3, i + 32)));
            q = TLane.Sixteen(in At(in query, i + 48));
            a3 = TStep.Add(a3, q, TLane.Sixteen(in At(in row0, i + 48)));
            b3 = TStep.Add(b3, q, TLane.Sixteen(in At(in row1, i + 48)));
            c3 = TStep.Add(c3, q, TLane.Sixteen(in At(in row2, i + 48)));
            d3 = TStep.Add(d3, q, TLane.Sixteen(in At(in row3, i + 48)));
        }

        for (; i <= length - 16; i += 16)
        {
            var q = TLane.Sixteen(in At(in query, i));
            a0 = TStep.Add(a0, q, TLane.Sixteen(in At(in row0, i)));
            b0 = TStep.Add(b0, q, TLane.Sixteen(in At(in row1, i)));
            c0 = TStep.Add(c0, q, TLane.Sixteen(in At(in row2, i)));
            d0 = TStep.Add(d0, q, TLane.Sixteen(in At(in row3, i)));
        }

        if (i < length)
        {
            var mask = Vector512.LoadUnsafe(in MemoryMarshal.GetReference(TailMask), (nuint)(length - i)).AsSingle();
            var q = TLane.Sixteen(in At(in query, length - 16)) & mask;
            a1 = TStep.Add(a1, q, TLane.Sixteen(in At(in row0, length - 16)) & mask);
            b1 = TStep.Add(b1, q, TLane.Sixteen(in At(in row1, length - 16)) & mask);
            c1 = TStep.Add(c1, q, TLane.Sixteen(in At(in row2, length - 16)) & mask);
            d1 = TStep.Add(d1, q, TLane.Sixteen(in At(in row3, length - 16)) & mask);
        }

        return Vector128.Create(
            Vector512.Sum(a0 + a1 + (a2 + a3)),
            Vector512.Sum(b0 + b1 + (b2 + b3)),
            Vector512.Sum(c0 + c1 + (c2 + c3)),
            Vector512.Sum(d0 + d1 + (d2 + d3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly T At<T>(ref readonly T start, int index) => ref Unsafe.Add(ref Unsafe.AsRef(in start), (nint)index);
}
