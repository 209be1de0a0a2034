using VectorData.Core.Errors;

namespace VectorData.Core.Values.Text;

/// <summary>Bit strings: 101, b101 or x1F.</summary>
public static class BitText
{
    public static BitString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text[0] is 'x' or 'X'
            ? ParseHex(text.AsSpan(1))
            : ParseBinary(text.Length > 0 && text[0] is 'b' or 'B' ? text.AsSpan(1) : text);
    }

    public static string Format(BitString bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return string.Create(bits.Length, bits, static (span, bits) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = bits[i] ? '1' : '0';
        });
    }

    /// <summary>Cut or filled up with zeros on the right, as an explicit cast does.</summary>
    public static BitString Resize(BitString bits, int length)
    {
        ArgumentNullException.ThrowIfNull(bits);
        var bytes = new byte[BitString.ByteCount(length)];
        bits.Bytes[..Math.Min(bits.Bytes.Length, bytes.Length)].CopyTo(bytes);
        return new BitString(length, bytes);
    }

    private static BitString ParseBinary(ReadOnlySpan<char> text)
    {
        var bytes = new byte[BitString.ByteCount(text.Length)];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '1')
                bytes[i >> 3] |= (byte)(0x80 >> (i & 7));
            else if (text[i] != '0')
                throw new VectorDbException(SqlStates.InvalidTextRepresentation, $"\"{text[i]}\" is not a valid binary digit");
        }

        return new BitString(text.Length, bytes);
    }

    private static BitString ParseHex(ReadOnlySpan<char> text)
    {
        var bytes = new byte[BitString.ByteCount(checked(text.Length * 4))];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiHexDigit(text[i]))
                throw new VectorDbException(SqlStates.InvalidTextRepresentation, $"\"{text[i]}\" is not a valid hexadecimal digit");
            var digit = text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10;
            bytes[i >> 1] |= (byte)(digit << ((i & 1) == 0 ? 4 : 0));
        }

        return new BitString(text.Length * 4, bytes);
    }
}
