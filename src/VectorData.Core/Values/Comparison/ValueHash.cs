using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorData.Core.Values.Comparison;

/// <summary>Hashes of single values: equal values (1.0 and 1.00, -0 and 0, NaN and NaN) have equal hashes.</summary>
public static class ValueHash
{
    public const ulong Null = 0x9E37_79B9_7F4A_7C15;

    private const ulong Multiplier = 0xD6E8_FEB8_6659_FD93;
    private const ulong NaN = 0x7FF8_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long value)
    {
        var hash = (ulong)value * Multiplier;
        hash ^= hash >> 32;
        hash *= Multiplier;
        return hash ^ (hash >> 32);
    }

    public static ulong Of(double value) => double.IsNaN(value) ? NaN : Of(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value));

    public static ulong Of(float value) => Of((double)value);

    /// <summary>1.0 and 1.00 hash alike: trailing zeros are divided away first.</summary>
    public static ulong Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value / 1.0000000000000000000000000000m, bits);
        if (value == 0)
            return Of(0L);
        return Mix(Of(((long)bits[0] << 32) | (uint)bits[1]), Of(((long)bits[2] << 32) | (uint)bits[3]));
    }

    public static ulong Of(Guid value)
    {
        var halves = Unsafe.BitCast<Guid, (long, long)>(value);
        return Mix(Of(halves.Item1), Of(halves.Item2));
    }

    public static ulong Of(Interval value)
    {
        var span = value.Span;
        return Mix(Of((long)span), Of((long)(span >> 64)));
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Of(bytes.Length);
        while (bytes.Length >= 8)
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        if (bytes.Length == 0)
            return hash;
        ulong rest = 0;
        for (var i = 0; i < bytes.Length; i++)
            rest |= (ulong)bytes[i] << (8 * i);
        return Mix(hash, rest);
    }

    public static ulong OfFloats(ReadOnlySpan<float> vector)
    {
        var hash = Of(vector.Length);
        foreach (var element in vector)
            hash = Mix(hash, (ulong)BitConverter.SingleToInt32Bits(element == 0 ? 0 : element));
        return hash;
    }

    public static ulong OfHalves(ReadOnlySpan<Half> vector)
    {
        var hash = Of(vector.Length);
        foreach (var element in vector)
            hash = Mix(hash, (ulong)BitConverter.SingleToInt32Bits(element == Half.Zero ? 0 : (float)element));
        return hash;
    }

    /// <summary>Joins a hash to those of the values before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong hash, ulong next)
    {
        hash = (hash ^ next) * Multiplier;
        return hash ^ (hash >> 29);
    }
}
