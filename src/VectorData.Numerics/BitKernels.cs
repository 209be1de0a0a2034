using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VectorData.Numerics;

/// <summary>Distances of packed bit vectors. Both spans have equal length; padding bits are zero.</summary>
public static class BitKernels
{
    /// <summary>Number of bits that differ.</summary>
    public static int Hamming(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        var a = MemoryMarshal.Cast<byte, ulong>(left);
        var b = MemoryMarshal.Cast<byte, ulong>(right)[..a.Length];
        int even = 0, odd = 0, i = 0;
        for (; i < a.Length - 1; i += 2)
        {
            even += BitOperations.PopCount(a[i] ^ b[i]);
            odd += BitOperations.PopCount(a[i + 1] ^ b[i + 1]);
        }

        if (i < a.Length)
            even += BitOperations.PopCount(a[i] ^ b[i]);
        for (var tail = a.Length * sizeof(ulong); tail < left.Length; tail++)
            odd += BitOperations.PopCount((uint)(left[tail] ^ right[tail]));
        return even + odd;
    }

    /// <summary>1 - |and| / |or|; 1 when no bit is common, two empty vectors included.</summary>
    public static double Jaccard(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Lengths.MustBeEqual(left.Length, right.Length);
        var a = MemoryMarshal.Cast<byte, ulong>(left);
        var b = MemoryMarshal.Cast<byte, ulong>(right)[..a.Length];
        int common = 0, either = 0;
        for (var i = 0; i < a.Length; i++)
        {
            common += BitOperations.PopCount(a[i] & b[i]);
            either += BitOperations.PopCount(a[i] | b[i]);
        }

        for (var tail = a.Length * sizeof(ulong); tail < left.Length; tail++)
        {
            common += BitOperations.PopCount((uint)(left[tail] & right[tail]));
            either += BitOperations.PopCount((uint)(left[tail] | right[tail]));
        }

        return common == 0 ? 1 : 1 - (common / (double)either);
    }

    /// <summary>Number of set bits.</summary>
    public static int PopCount(ReadOnlySpan<byte> bits)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bits);
        var count = 0;
        foreach (var word in words)
            count += BitOperations.PopCount(word);
        foreach (var tail in bits[(words.Length * sizeof(ulong))..])
            count += BitOperations.PopCount(tail);
        return count;
    }

    /// <summary>One bit per element, set where the element is above zero; first element in the highest bit.</summary>
    public static void Quantize(ReadOnlySpan<float> vector, Span<byte> bits)
    {
        Lengths.MustBeEqual(bits.Length, (vector.Length + 7) / 8);
        ref var start = ref MemoryMarshal.GetReference(vector);
        var i = 0;
        for (; i <= vector.Length - 8; i += 8)
        {
            var above = Vector256.GreaterThan(Vector256.LoadUnsafe(ref start, (nuint)i), Vector256<float>.Zero);
            bits[i / 8] = Reversed((byte)above.ExtractMostSignificantBits());
        }

        if (i == vector.Length)
            return;
        var last = 0;
        for (var bit = 7; i < vector.Length; i++, bit--)
            last |= vector[i] > 0 ? 1 << bit : 0;
        bits[^1] = (byte)last;
    }

    // Three swaps of neighbouring bits, pairs and nibbles.
    private static byte Reversed(byte bits)
    {
        uint value = bits;
        value = ((value & 0x55) << 1) | ((value >> 1) & 0x55);
        value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
        return (byte)((value << 4) | (value >> 4));
    }
}
