using System.Globalization;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Text forms of boolean, integers and floats.</summary>
public static class NumberText
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Longest text of a float: sign, 17 digits, point, exponent; or leading zeros.</summary>
    public const int MaxFloatChars = 32;

    internal static bool ParseBoolean(string text)
    {
        var word = text.AsSpan().Trim();
        if (word.Length > 0)
        {
            if (IsPrefix(word, "true", 1) || IsPrefix(word, "yes", 1) || IsPrefix(word, "on", 2) || word is "1")
                return true;
            if (IsPrefix(word, "false", 1) || IsPrefix(word, "no", 1) || IsPrefix(word, "off", 2) || word is "0")
                return false;
        }

        throw TextErrors.Syntax(SqlType.Boolean, text);

        static bool IsPrefix(ReadOnlySpan<char> word, string whole, int least) =>
            word.Length >= least && whole.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase);
    }

    internal static short ParseInt16(string text) => (short)ParseInteger(SqlType.SmallInt, text, short.MinValue, short.MaxValue);

    internal static int ParseInt32(string text) => (int)ParseInteger(SqlType.Integer, text, int.MinValue, int.MaxValue);

    /// <summary>0 to 4294967295; negative integers wrap as in PostgreSQL.</summary>
    internal static long ParseOid(string text, SqlType type)
    {
        var number = ParseInteger(type, text, int.MinValue, uint.MaxValue);
        return (uint)number;
    }

    internal static long ParseInt64(string text) => ParseInteger(SqlType.BigInt, text, long.MinValue, long.MaxValue);

    internal static double ParseDouble(string text) => ParseDouble(text.AsSpan().Trim(), SqlType.Double, text);

    internal static float ParseSingle(string text)
    {
        var word = text.AsSpan().Trim();
        if (Special(word) is { } special)
            return (float)special;
        if (!IsFloat(word) || !float.TryParse(word, FloatStyle, CultureInfo.InvariantCulture, out var value))
            throw TextErrors.Syntax(SqlType.Real, text);
        if (float.IsInfinity(value) || (value == 0 && HasNonZeroDigit(word)))
            throw TextErrors.OutOfRange("real", word);
        return value;
    }

    /// <summary>How many characters at the start make a float, as C's strtof takes them; 0 for none.</summary>
    internal static int FloatPrefix(ReadOnlySpan<char> text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        foreach (var word in (ReadOnlySpan<string>)["infinity", "inf", "nan"])
            if (text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return at + word.Length;
        var digits = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            digits++;
        if (at < text.Length && text[at] == '.')
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
                digits++;
        if (digits == 0)
            return 0;
        if (at >= text.Length || text[at] is not ('e' or 'E'))
            return at;
        var exponent = at + 1;
        if (exponent < text.Length && text[exponent] is '+' or '-')
            exponent++;
        if (exponent >= text.Length || !char.IsAsciiDigit(text[exponent]))
            return at;
        while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            exponent++;
        return exponent;
    }

    /// <summary>Parses what <see cref="FloatPrefix"/> found; gives infinity for what is too large.</summary>
    internal static float ParsePrefix(ReadOnlySpan<char> number) =>
        Special(number) is { } special ? (float)special : float.Parse(number, FloatStyle, CultureInfo.InvariantCulture);

    /// <summary>Shortest digits that read back as the same float, laid out as PostgreSQL does: 1e+06, 0.0001, 123456.</summary>
    public static int FormatSingle(float value, Span<byte> destination)
    {
        if (!float.IsFinite(value))
            return Special(value, destination);
        Span<byte> shortest = stackalloc byte[64];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        return Layout(shortest[..length], 6, destination);
    }

    /// <summary>As <see cref="FormatSingle"/> for doubles: plain digits up to 1e+15.</summary>
    public static int FormatDouble(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
            return Special(value, destination);
        Span<byte> shortest = stackalloc byte[64];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        return Layout(shortest[..length], 15, destination);
    }

    /// <summary>The text of a double as a string.</summary>
    public static string Format(double value)
    {
        Span<byte> text = stackalloc byte[MaxFloatChars];
        return System.Text.Encoding.ASCII.GetString(text[..FormatDouble(value, text)]);
    }

    /// <summary>The text of a float as a string.</summary>
    public static string Format(float value)
    {
        Span<byte> text = stackalloc byte[MaxFloatChars];
        return System.Text.Encoding.ASCII.GetString(text[..FormatSingle(value, text)]);
    }

    private static double ParseDouble(ReadOnlySpan<char> word, SqlType type, string text)
    {
        if (Special(word) is { } special)
            return special;
        if (!IsFloat(word) || !double.TryParse(word, FloatStyle, CultureInfo.InvariantCulture, out var value))
            throw TextErrors.Syntax(type, text);
        if (double.IsInfinity(value) || (value == 0 && HasNonZeroDigit(word)))
            throw TextErrors.OutOfRange("double precision", word);
        return value;
    }

    private static long ParseInteger(SqlType type, string text, long least, long most)
    {
        var word = text.AsSpan().Trim();
        var at = word.Length > 0 && word[0] is '+' or '-' ? 1 : 0;
        var negative = at == 1 && word[0] == '-';
        if (at == word.Length)
            throw TextErrors.Syntax(type, text);
        Int128 value = 0;
        for (; at < word.Length; at++)
        {
            if (!char.IsAsciiDigit(word[at]))
                throw TextErrors.Syntax(type, text);
            if (value <= long.MaxValue)
                value = (value * 10) + (word[at] - '0');
        }

        value = negative ? -value : value;
        return value >= least && value <= most ? (long)value : throw TextErrors.ValueOutOfRange(type.Name, text);
    }

    private static double? Special(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > 9 || char.IsAsciiDigit(word[^1]))
            return null;
        var negative = word[0] == '-';
        var bare = word[0] is '+' or '-' ? word[1..] : word;
        if (bare.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        return bare.Equals("infinity", StringComparison.OrdinalIgnoreCase) || bare.Equals("inf", StringComparison.OrdinalIgnoreCase)
            ? negative ? double.NegativeInfinity : double.PositiveInfinity
            : null;
    }

    private static bool IsFloat(ReadOnlySpan<char> word) => word.Length > 0 && FloatPrefix(word) == word.Length;

    private static bool HasNonZeroDigit(ReadOnlySpan<char> word)
    {
        var exponent = word.IndexOfAny('e', 'E');
        return (exponent < 0 ? word : word[..exponent]).IndexOfAnyInRange('1', '9') >= 0;
    }

    private static int Special(double value, Span<byte> destination)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        text.CopyTo(destination);
        return text.Length;
    }

    // From .NET's round-trip text (digits, perhaps a point, perhaps E+nn) to PostgreSQL's: exponent form below 1e-4 and from 10^most up.
    private static int Layout(ReadOnlySpan<byte> text, int most, Span<byte> destination)
    {
        var at = 0;
        if (text[0] == '-')
        {
            destination[at++] = (byte)'-';
            text = text[1..];
        }

        Span<byte> digits = stackalloc byte[64];
        var count = 0;
        var point = -1;
        var exponent = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                point = count;
            }
            else if (text[i] == 'E')
            {
                System.Buffers.Text.Utf8Parser.TryParse(text[(i + 1 + (text[i + 1] == '+' ? 1 : 0))..], out exponent, out _);
                break;
            }
            else
            {
                digits[count++] = text[i];
            }
        }

        if (point < 0)
            point = count;
        var leading = 0;
        while (leading < count - 1 && digits[leading] == '0')
            leading++;
        var used = digits[leading..count];
        while (used.Length > 1 && used[^1] == '0')
            used = used[..^1];
        var scientific = point - leading - 1 + exponent;
        if (used is [(byte)'0'])
            scientific = 0;
        return at + (scientific < -4 || scientific >= most
            ? Scientific(used, scientific, destination[at..])
            : Positional(used, scientific, destination[at..]));
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        var at = 0;
        destination[at++] = digits[0];
        if (digits.Length > 1)
        {
            destination[at++] = (byte)'.';
            digits[1..].CopyTo(destination[at..]);
            at += digits.Length - 1;
        }

        destination[at++] = (byte)'e';
        destination[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(destination[at..], out var written, "00", CultureInfo.InvariantCulture);
        return at + written;
    }

    private static int Positional(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        var at = 0;
        if (exponent < 0)
        {
            "0."u8.CopyTo(destination);
            at = 2;
            for (var i = -1; i > exponent; i--)
                destination[at++] = (byte)'0';
            digits.CopyTo(destination[at..]);
            return at + digits.Length;
        }

        for (var i = 0; i <= exponent; i++)
            destination[at++] = i < digits.Length ? digits[i] : (byte)'0';
        if (digits.Length <= exponent + 1)
            return at;
        destination[at++] = (byte)'.';
        digits[(exponent + 1)..].CopyTo(destination[at..]);
        return at + digits.Length - exponent - 1;
    }
}
