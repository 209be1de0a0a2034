using VectorData.Core.Errors;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Arithmetic;

/// <summary>Operators of bit strings.</summary>
internal static class BitStrings
{
    public static BitString Combine(BitString x, BitString y, string name, Func<byte, byte, byte> operation)
    {
        if (x.Length != y.Length)
            throw new VectorDbException(SqlStates.StringDataLengthMismatch, $"cannot {name} bit strings of different sizes");
        var bytes = x.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = operation(bytes[i], y.Bytes[i]);
        return new BitString(x.Length, bytes);
    }

    public static BitString Not(BitString x)
    {
        var bytes = x.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)~bytes[i];
        return new BitString(x.Length, bytes);
    }

    /// <summary>Bits shifted out are lost, zeros come in; a negative count shifts right.</summary>
    public static BitString ShiftLeft(BitString x, int count)
    {
        var bytes = new byte[x.Bytes.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var from = (long)i + count;
            if (from >= 0 && from < x.Length && x[(int)from])
                bytes[i >> 3] |= (byte)(0x80 >> (i & 7));
        }

        return new BitString(x.Length, bytes);
    }

    public static BitString Concat(BitString x, BitString y)
    {
        var bytes = new byte[BitString.ByteCount(checked(x.Length + y.Length))];
        x.Bytes.CopyTo(bytes);
        for (var i = 0; i < y.Length; i++)
            if (y[i])
                bytes[(x.Length + i) >> 3] |= (byte)(0x80 >> ((x.Length + i) & 7));
        return new BitString(x.Length + y.Length, bytes);
    }

    public static int CountOnes(BitString x)
    {
        var count = 0;
        foreach (var b in x.Bytes)
            count += System.Numerics.BitOperations.PopCount(b);
        return count;
    }

    public static BitString Substring(BitString x, int start, int? length)
    {
        var from = Math.Max(start, 1L);
        var to = length is { } count ? Math.Min((long)start + count, x.Length + 1L) : x.Length + 1L;
        if (length < 0)
            throw new VectorDbException(SqlStates.SubstringError, "negative substring length not allowed");
        if (to <= from)
            return new BitString(0, []);
        var bytes = new byte[BitString.ByteCount((int)(to - from))];
        for (var i = 0; i < to - from; i++)
            if (x[(int)(from - 1) + i])
                bytes[i >> 3] |= (byte)(0x80 >> (i & 7));
        return new BitString((int)(to - from), bytes);
    }
}
