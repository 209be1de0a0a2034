using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>One of the three tests that, with negation, make all six comparisons: in the total order of a type x &gt; y is not x &lt;= y, NaN included.</summary>
internal interface IComparisonTest
{
    static abstract bool Test<T>(T x, T y)
        where T : unmanaged, IComparable<T>;

    /// <summary>As the first, where neither is NaN or only <paramref name="x"/> is: compiles to no branch.</summary>
    static abstract bool TestOrdered<T>(T x, T y)
        where T : unmanaged, IComparable<T>;

    /// <summary>All bits set where true; no element of <paramref name="y"/> is NaN.</summary>
    static abstract Vector256<T> Test<T>(Vector256<T> x, Vector256<T> y);

    /// <summary>Of what a three-way comparison gives.</summary>
    static abstract bool Test(int order);
}

internal readonly struct EqualTest : IComparisonTest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Test<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(int))
            return (int)(object)x == (int)(object)y;
        if (typeof(T) == typeof(long))
            return (long)(object)x == (long)(object)y;
        if (typeof(T) == typeof(short))
            return (short)(object)x == (short)(object)y;
        return x.CompareTo(y) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TestOrdered<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(double))
            return (double)(object)x == (double)(object)y;
        if (typeof(T) == typeof(float))
            return (float)(object)x == (float)(object)y;
        return Test(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Test<T>(Vector256<T> x, Vector256<T> y) => Vector256.Equals(x, y);

    public static bool Test(int order) => order == 0;
}

internal readonly struct LessTest : IComparisonTest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Test<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(int))
            return (int)(object)x < (int)(object)y;
        if (typeof(T) == typeof(long))
            return (long)(object)x < (long)(object)y;
        if (typeof(T) == typeof(short))
            return (short)(object)x < (short)(object)y;
        if (typeof(T) == typeof(double))
            return (double)(object)x < (double)(object)y || (double.IsNaN((double)(object)y) && !double.IsNaN((double)(object)x));
        if (typeof(T) == typeof(float))
            return (float)(object)x < (float)(object)y || (float.IsNaN((float)(object)y) && !float.IsNaN((float)(object)x));
        return x.CompareTo(y) < 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TestOrdered<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(double))
            return (double)(object)x < (double)(object)y;
        if (typeof(T) == typeof(float))
            return (float)(object)x < (float)(object)y;
        return Test(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Test<T>(Vector256<T> x, Vector256<T> y) => Vector256.LessThan(x, y);

    public static bool Test(int order) => order < 0;
}

internal readonly struct LessOrEqualTest : IComparisonTest
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Test<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(int))
            return (int)(object)x <= (int)(object)y;
        if (typeof(T) == typeof(long))
            return (long)(object)x <= (long)(object)y;
        if (typeof(T) == typeof(short))
            return (short)(object)x <= (short)(object)y;
        if (typeof(T) == typeof(double))
            return (double)(object)x <= (double)(object)y || double.IsNaN((double)(object)y);
        if (typeof(T) == typeof(float))
            return (float)(object)x <= (float)(object)y || float.IsNaN((float)(object)y);
        return x.CompareTo(y) <= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TestOrdered<T>(T x, T y)
        where T : unmanaged, IComparable<T>
    {
        if (typeof(T) == typeof(double))
            return (double)(object)x <= (double)(object)y;
        if (typeof(T) == typeof(float))
            return (float)(object)x <= (float)(object)y;
        return Test(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Test<T>(Vector256<T> x, Vector256<T> y) => Vector256.LessThanOrEqual(x, y);

    public static bool Test(int order) => order <= 0;
}
