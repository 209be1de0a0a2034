using System.Numerics;
using System.Runtime.CompilerServices;
using VectorData.Core.Errors;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>An operation on two numbers of one type.</summary>
internal interface IArithmetic<T>
    where T : unmanaged
{
    /// <summary>Throws 22003 or 22012.</summary>
    static abstract T Apply(T x, T y);

    /// <summary>Whether <see cref="Apply(Vector{T}, Vector{T}, ref Vector{T})"/> is there.</summary>
    static abstract bool IsVectorized { get; }

    /// <summary>Many at once; sets bits of <paramref name="failed"/> where <see cref="Apply(T, T)"/> might throw.</summary>
    static abstract Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed);
}

internal readonly struct IntegerAdd<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorized => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T x, T y)
    {
        var sum = unchecked(x + y);
        return T.IsNegative((x ^ sum) & (y ^ sum)) ? throw NumericErrors.OutOfRange<T>() : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var sum = x + y;
        failed |= Vector.LessThan((x ^ sum) & (y ^ sum), Vector<T>.Zero);
        return sum;
    }
}

internal readonly struct IntegerSubtract<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorized => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply(T x, T y)
    {
        var difference = unchecked(x - y);
        return T.IsNegative((x ^ y) & (x ^ difference)) ? throw NumericErrors.OutOfRange<T>() : difference;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var difference = x - y;
        failed |= Vector.LessThan((x ^ y) & (x ^ difference), Vector<T>.Zero);
        return difference;
    }
}

internal readonly struct IntegerMultiply<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorized => false;

    public static T Apply(T x, T y)
    {
        if (typeof(T) == typeof(long))
        {
            var high = Math.BigMul(long.CreateTruncating(x), long.CreateTruncating(y), out var low);
            return high == low >> 63 ? T.CreateTruncating(low) : throw NumericErrors.OutOfRange<T>();
        }

        var product = long.CreateTruncating(x) * long.CreateTruncating(y);
        var result = T.CreateTruncating(product);
        return long.CreateTruncating(result) == product ? result : throw NumericErrors.OutOfRange<T>();
    }

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed) => throw new NotSupportedException();
}

internal readonly struct IntegerDivide<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static bool IsVectorized => false;

    public static T Apply(T x, T y)
    {
        if (T.IsZero(y))
            throw NumericErrors.DivisionByZero();
        return x == T.MinValue && y == -T.One ? throw NumericErrors.OutOfRange<T>() : x / y;
    }

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed) => throw new NotSupportedException();
}

internal readonly struct IntegerModulo<T> : IArithmetic<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static bool IsVectorized => false;

    public static T Apply(T x, T y)
    {
        if (T.IsZero(y))
            throw NumericErrors.DivisionByZero();
        return y == -T.One ? T.Zero : x % y;
    }

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed) => throw new NotSupportedException();
}

internal readonly struct FloatAdd<T> : IArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsVectorized => true;

    public static T Apply(T x, T y) => NumericErrors.CheckInfinity(x + y, x, y);

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var result = x + y;
        failed |= ~Vector.Equals(result - result, Vector<T>.Zero);
        return result;
    }
}

internal readonly struct FloatSubtract<T> : IArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsVectorized => true;

    public static T Apply(T x, T y) => NumericErrors.CheckInfinity(x - y, x, y);

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var result = x - y;
        failed |= ~Vector.Equals(result - result, Vector<T>.Zero);
        return result;
    }
}

internal readonly struct FloatMultiply<T> : IArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsVectorized => true;

    public static T Apply(T x, T y)
    {
        var result = NumericErrors.CheckInfinity(x * y, x, y);
        return T.IsZero(result) && !T.IsZero(x) && !T.IsZero(y) ? throw NumericErrors.Underflow() : result;
    }

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var result = x * y;
        failed |= ~Vector.Equals(result - result, Vector<T>.Zero) | Vector.Equals(result, Vector<T>.Zero);
        return result;
    }
}

internal readonly struct FloatDivide<T> : IArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool IsVectorized => true;

    public static T Apply(T x, T y)
    {
        if (T.IsZero(y) && !T.IsNaN(x))
            throw NumericErrors.DivisionByZero();
        var result = NumericErrors.CheckInfinity(x / y, x, y);
        return T.IsZero(result) && !T.IsZero(x) && !T.IsInfinity(y) ? throw NumericErrors.Underflow() : result;
    }

    public static Vector<T> Apply(Vector<T> x, Vector<T> y, ref Vector<T> failed)
    {
        var result = x / y;
        failed |= ~Vector.Equals(result - result, Vector<T>.Zero) | Vector.Equals(result, Vector<T>.Zero);
        return result;
    }
}

/// <summary>Errors of arithmetic in PostgreSQL's words.</summary>
internal static class NumericErrors
{
    public static VectorDbException DivisionByZero() => new(SqlStates.DivisionByZero, "division by zero");

    public static VectorDbException OutOfRange<T>() => OutOfRange(
        typeof(T) == typeof(short) ? "smallint" : typeof(T) == typeof(int) ? "integer" : typeof(T) == typeof(long) ? "bigint" : typeof(T).Name);

    public static VectorDbException OutOfRange(string type) => new(SqlStates.NumericValueOutOfRange, $"{type} out of range");

    public static VectorDbException Overflow() => new(SqlStates.NumericValueOutOfRange, "value out of range: overflow");

    public static VectorDbException Underflow() => new(SqlStates.NumericValueOutOfRange, "value out of range: underflow");

    public static T CheckInfinity<T>(T result, T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsInfinity(result) && !T.IsInfinity(x) && !T.IsInfinity(y) ? throw Overflow() : result;

    /// <summary>The result of a function of one argument: 22003 for infinity that the argument does not explain.</summary>
    public static double CheckInfinity(double result, double x) => double.IsInfinity(result) && !double.IsInfinity(x) ? throw Overflow() : result;
}
