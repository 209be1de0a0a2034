using System.Collections;

namespace VectorData.Core.Values;

/// <summary>A bit string: bit 0 is the highest bit of the first byte, unused bits of the last byte are zero (PostgreSQL's bit layout).</summary>
public sealed class BitString : IEquatable<BitString>
{
    private readonly byte[] _bytes;

    /// <summary>Takes ceil(length / 8) bytes; bits beyond <paramref name="length"/> are cleared.</summary>
    public BitString(int length, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (bytes.Length != ByteCount(length))
            throw new ArgumentException($"{length} bits take {ByteCount(length)} bytes, not {bytes.Length}", nameof(bytes));
        Length = length;
        _bytes = bytes;
        if ((length & 7) != 0)
            _bytes[^1] &= (byte)(0xFF << (8 - (length & 7)));
    }

    /// <summary>Bits, not bytes.</summary>
    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool this[int bit] => (_bytes[bit >> 3] & (0x80 >> (bit & 7))) != 0;

    public static int ByteCount(int bits) => (int)(((long)bits + 7) / 8);

    public static BitString From(BitArray bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        var bytes = new byte[ByteCount(bits.Length)];
        for (var i = 0; i < bits.Length; i++)
            if (bits[i])
                bytes[i >> 3] |= (byte)(0x80 >> (i & 7));
        return new BitString(bits.Length, bytes);
    }

    public BitArray ToBitArray()
    {
        var bits = new BitArray(Length);
        for (var i = 0; i < Length; i++)
            bits[i] = this[i];
        return bits;
    }

    public bool Equals(BitString? other) => other is not null && Length == other.Length && Bytes.SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as BitString);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Length);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
