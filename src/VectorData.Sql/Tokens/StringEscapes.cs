using System.Globalization;
using System.Text;
using VectorData.Core.Errors;

namespace VectorData.Sql.Tokens;

/// <summary>The escapes of E'…' and U&amp;'…' strings.</summary>
internal static class StringEscapes
{
    /// <summary>What is wrong in a string; <see cref="Sentence"/> is null when nothing is.</summary>
    public readonly record struct Problem(string? Sentence, string? Hint, string? SqlState = SqlStates.InvalidEscapeSequence);

    private static readonly Problem BadEscape =
        new("invalid Unicode escape", "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");

    private static readonly Problem BadUnicodeStringEscape =
        new("invalid Unicode escape", "Unicode escapes must be \\XXXX or \\+XXXXXX.");

    private static readonly Problem BadValue = new("invalid Unicode escape value", null);

    private static readonly Problem BadPair = new("invalid Unicode surrogate pair", null);

    private static readonly Problem ZeroCharacter = new("invalid byte sequence for encoding \"UTF8\": 0x00", null, SqlStates.CharacterNotInRepertoire);

    /// <summary>The value of a quoted text with backslash escapes; the quotes are still around it.</summary>
    public static string? Decode(ReadOnlySpan<char> text, out Problem problem)
    {
        problem = default;
        var value = new StringBuilder(text.Length);
        var at = 1;
        while (at < text.Length)
        {
            var length = text[at..].IndexOfAny('\\', '\'');
            value.Append(text.Slice(at, length));
            at += length + 1;
            if (text[at - 1] == '\\')
            {
                if (!DecodeOne(text, ref at, value, out problem))
                    return null;
            }
            else if (at < text.Length)
            {
                if (text[at] == '\'')
                    value.Append('\'');
                else
                    at += text[at..].IndexOf('\'');
                at++;
            }
        }

        return Finish(value, out problem);
    }

    /// <summary>The value of U&amp;'…' whose quotes are removed already.</summary>
    public static string? DecodeUnicode(string text, out Problem problem)
    {
        problem = default;
        var value = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                value.Append(text[at]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '\\')
            {
                value.Append('\\');
                at++;
                continue;
            }

            var wide = at + 1 < text.Length && text[at + 1] == '+';
            var digits = wide ? 6 : 4;
            var from = at + (wide ? 2 : 1);
            if (!AppendCodePoint(text, from, digits, value, BadUnicodeStringEscape, out problem))
                return null;
            at = from + digits - 1;
        }

        return Finish(value, out problem);
    }

    private static string? Finish(StringBuilder value, out Problem problem)
    {
        problem = default;
        var text = value.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                problem = BadPair;
                return null;
            }

            i++;
        }

        return text;
    }

    private static bool DecodeOne(ReadOnlySpan<char> text, ref int at, StringBuilder value, out Problem problem)
    {
        problem = default;
        var c = text[at++];
        switch (c)
        {
            case 'b':
                value.Append('\b');
                return true;
            case 'f':
                value.Append('\f');
                return true;
            case 'n':
                value.Append('\n');
                return true;
            case 'r':
                value.Append('\r');
                return true;
            case 't':
                value.Append('\t');
                return true;
            case 'u' or 'U':
                var digits = c == 'u' ? 4 : 8;
                var good = AppendCodePoint(text, at, digits, value, BadEscape, out problem);
                at += digits;
                return good;
            case 'x' when char.IsAsciiHexDigit(text[at]):
                return AppendByte(text, ref at, 16, 2, value, out problem);
            case >= '0' and <= '7':
                at--;
                return AppendByte(text, ref at, 8, 3, value, out problem);
            default:
                value.Append(c);
                return true;
        }
    }

    /// <summary>A byte in hexadecimal or octal digits. Bytes from 0x80 on must make up UTF-8 together, so they are read in a row.</summary>
    private static bool AppendByte(ReadOnlySpan<char> text, ref int at, int radix, int most, StringBuilder value, out Problem problem)
    {
        problem = default;
        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = ReadByte(text, ref at, radix, most);
        var count = 1;
        if (bytes[0] == 0)
        {
            problem = ZeroCharacter;
            return false;
        }

        while (bytes[0] >= 0x80 && count < 4 && Rune.DecodeFromUtf8(bytes[..count], out _, out _) != System.Buffers.OperationStatus.Done
            && text[at] == '\\' && NextByte(text, ref at, out bytes[count]))
        {
            count++;
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != System.Buffers.OperationStatus.Done || used != count)
        {
            problem = new Problem($"invalid byte sequence for encoding \"UTF8\": 0x{bytes[0]:x2}", null, SqlStates.CharacterNotInRepertoire);
            return false;
        }

        value.Append(rune.ToString());
        return true;
    }

    private static bool NextByte(ReadOnlySpan<char> text, ref int at, out byte next)
    {
        next = 0;
        var from = at + 1;
        if (text[from] == 'x' && char.IsAsciiHexDigit(text[from + 1]))
        {
            from++;
            next = ReadByte(text, ref from, 16, 2);
        }
        else if (text[from] is >= '0' and <= '7')
        {
            next = ReadByte(text, ref from, 8, 3);
        }
        else
        {
            return false;
        }

        at = from;
        return true;
    }

    private static byte ReadByte(ReadOnlySpan<char> text, ref int at, int radix, int most)
    {
        var number = 0;
        for (var i = 0; i < most && LexicalRules.IsDigit(text[at], radix); i++)
            number = (number * radix) + Convert.ToInt32(text[at++].ToString(), 16);
        return (byte)number;
    }

    private static bool AppendCodePoint(
        ReadOnlySpan<char> text, int at, int digits, StringBuilder value, Problem malformed, out Problem problem)
    {
        problem = malformed;
        if (at + digits > text.Length
            || !int.TryParse(text.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        problem = BadValue;
        if (code is <= 0 or > 0x10FFFF)
            return false;
        problem = default;
        if (code is >= 0xD800 and <= 0xDFFF)
            value.Append((char)code);
        else
            value.Append(char.ConvertFromUtf32(code));
        return true;
    }
}
