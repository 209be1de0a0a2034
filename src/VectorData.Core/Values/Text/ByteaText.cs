using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>bytea: \x… in hex, or the older escape form with \nnn and \\.</summary>
internal static class ByteaText
{
    public static byte[] Parse(string text)
    {
        if (text.StartsWith("\\x", StringComparison.Ordinal))
            return ParseHex(text.AsSpan(2));
        if (!text.Contains('\\') && System.Text.Ascii.IsValid(text))
            return System.Text.Encoding.ASCII.GetBytes(text);
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(utf8.Length);
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] != '\\')
            {
                bytes.Add(utf8[i]);
            }
            else if (i + 1 < utf8.Length && utf8[i + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else if (i + 3 < utf8.Length && utf8[i + 1] is >= (byte)'0' and <= (byte)'3' && IsOctal(utf8[i + 2]) && IsOctal(utf8[i + 3]))
            {
                bytes.Add((byte)(((utf8[i + 1] - '0') << 6) | ((utf8[i + 2] - '0') << 3) | (utf8[i + 3] - '0')));
                i += 3;
            }
            else
            {
                throw new VectorDbException(SqlStates.InvalidTextRepresentation, "invalid input syntax for type bytea");
            }
        }

        return [.. bytes];

        static bool IsOctal(byte c) => c is >= (byte)'0' and <= (byte)'7';
    }

    /// <summary>Hex digits, blanks between pairs allowed.</summary>
    public static byte[] ParseHex(ReadOnlySpan<char> hex)
    {
        var bytes = new byte[hex.Length / 2];
        var used = 0;
        for (var i = 0; i < hex.Length;)
        {
            if (char.IsWhiteSpace(hex[i]))
            {
                i++;
                continue;
            }

            var high = Digit(hex[i]);
            if (i + 1 == hex.Length)
                throw new VectorDbException(SqlStates.InvalidParameterValue, "invalid hexadecimal data: odd number of digits");
            bytes[used++] = (byte)((high << 4) | Digit(hex[i + 1]));
            i += 2;
        }

        return used == bytes.Length ? bytes : bytes[..used];

        static int Digit(char c) => char.IsAsciiHexDigit(c)
            ? Convert.ToInt32(c.ToString(), 16)
            : throw new VectorDbException(SqlStates.InvalidParameterValue, $"invalid hexadecimal digit: \"{c}\"");
    }

    public static string Format(ReadOnlySpan<byte> bytes) => "\\x" + Convert.ToHexStringLower(bytes);

    public static Value ParseUuid(string text)
    {
        var word = text.AsSpan().Trim();
        if (word.Length >= 2 && word[0] == '{' && word[^1] == '}')
            word = word[1..^1];
        Span<char> digits = stackalloc char[32];
        var used = 0;
        for (var i = 0; i < word.Length; i++)
        {
            // PostgreSQL takes a hyphen after any group of four digits.
            if (word[i] == '-' && used is > 0 and < 32 && used % 4 == 0 && word[i - 1] != '-')
                continue;
            if (used == 32 || !char.IsAsciiHexDigit(word[i]))
                throw TextErrors.Syntax(SqlType.Uuid, text);
            digits[used++] = word[i];
        }

        return used == 32 ? Value.Of(Guid.ParseExact(digits, "N")) : throw TextErrors.Syntax(SqlType.Uuid, text);
    }
}
