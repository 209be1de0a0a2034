using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorData.Numerics;

/// <summary>Element-wise arithmetic. All spans have equal length; overflow gives infinity, which callers check with <see cref="AllFinite(ReadOnlySpan{float})"/>.</summary>
public static class VectorArithmetic
{
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Add(left, right, destination);
    }

    public static void Subtract(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Subtract(left, right, destination);
    }

    public static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Multiply(left, right, destination);
    }

    public static void Add(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Add(left, right, destination);
    }

    public static void Subtract(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Subtract(left, right, destination);
    }

    public static void Multiply(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right, Span<Half> destination)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        TensorPrimitives.Multiply(left, right, destination);
    }

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> vector) => AllBelowExponent(MemoryMarshal.Cast<float, uint>(vector), 0x7F80_0000u);

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<Half> vector) => AllBelowExponent(MemoryMarshal.Cast<Half, ushort>(vector), (ushort)0x7C00);

    // An element is NaN or infinite when all bits of its exponent are set.
    private static bool AllBelowExponent<T>(ReadOnlySpan<T> bits, T exponent)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        ref var start = ref MemoryMarshal.GetReference(bits);
        var mask = Vector256.Create(exponent);
        var i = 0;
        for (; i <= bits.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            if (Vector256.EqualsAny(Vector256.LoadUnsafe(ref start, (nuint)i) & mask, mask))
                return false;
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & exponent) == exponent)
                return false;
        }

        return true;
    }
}
