using System.Globalization;
using System.Numerics;
using System.Text;
using Superpower.Model;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tokens;

/// <summary>The values that tokens stand for: names folded, strings without quotes and escapes, numbers.</summary>
internal static class TokenText
{
    public static int Start(this Token<SqlToken> token) => token.Span.Position.Absolute;

    public static ReadOnlySpan<char> Text(this Token<SqlToken> token) => token.Span.Source.AsSpan(token.Start(), token.Span.Length);

    /// <summary>The name of an identifier or of a keyword used as one.</summary>
    public static Identifier ToIdentifier(this Token<SqlToken> token)
    {
        var text = token.Text();
        var name = token.Kind == SqlToken.QuotedIdentifier ? Unquote(text, '"') : Fold(text);
        return new Identifier(token.Start(), Truncate(name));
    }

    /// <summary>Folds ASCII letters only, as PostgreSQL does in UTF-8 databases.</summary>
    public static string Fold(ReadOnlySpan<char> text) => string.Create(text.Length, text, (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });

    /// <summary>The bits of B'…' or X'…'; null when a character is no digit.</summary>
    public static string? Bits(this Token<SqlToken> token)
    {
        var text = token.Text();
        var digits = Unquote(text[1..], '\'');
        if (text[0] is 'b' or 'B')
            return digits.AsSpan().ContainsAnyExcept('0', '1') ? null : digits;
        var bits = new StringBuilder(digits.Length * 4);
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return null;
            bits.Append(Convert.ToInt32(digit.ToString(), 16).ToString("b4", CultureInfo.InvariantCulture));
        }

        return bits.ToString();
    }

    /// <summary>The value of a string token, or the failure of an escape in it.</summary>
    public static string? StringValue(this Token<SqlToken> token, out StringEscapes.Problem problem)
    {
        problem = default;
        var text = token.Text();
        switch (text[0])
        {
            case '$':
                var tag = text[1..].IndexOf('$') + 2;
                return text[tag..^tag].ToString();
            case 'e' or 'E':
                return StringEscapes.Decode(text[1..], out problem);
            case 'u' or 'U':
                return StringEscapes.DecodeUnicode(Unquote(text[2..], '\''), out problem);
            case 'n' or 'N':
                return Unquote(text[1..], '\'');
            default:
                return Unquote(text, '\'');
        }
    }

    /// <summary>A whole number in any radix as a literal: integer when it fits 64 bits, else decimal.</summary>
    public static Expression IntegerLiteral(this Token<SqlToken> token)
    {
        var text = token.Text().ToString().Replace("_", "", StringComparison.Ordinal);
        var radix = text.Length > 1 ? LexicalRules.Radix(text[1]) : 0;
        if (radix == 0)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? new IntegerLiteral(token.Start(), value)
                : new DecimalLiteral(token.Start(), text);
        }

        var number = BigInteger.Zero;
        foreach (var digit in text.AsSpan(2))
            number = (number * radix) + Convert.ToInt32(digit.ToString(), 16);
        return number <= long.MaxValue
            ? new IntegerLiteral(token.Start(), (long)number)
            : new DecimalLiteral(token.Start(), number.ToString(CultureInfo.InvariantCulture));
    }

    public static Expression DecimalLiteral(this Token<SqlToken> token) =>
        new DecimalLiteral(token.Start(), token.Text().ToString().Replace("_", "", StringComparison.Ordinal));

    /// <summary>Removes the quotes, halves doubled ones, and joins pieces that a line break separated.</summary>
    private static string Unquote(ReadOnlySpan<char> text, char quote)
    {
        if (text[1..^1].IndexOf(quote) < 0)
            return text[1..^1].ToString();
        var value = new StringBuilder(text.Length);
        var at = 1;
        while (true)
        {
            var length = text[at..].IndexOf(quote);
            value.Append(text.Slice(at, length));
            at += length + 1;
            if (at >= text.Length)
                return value.ToString();
            if (text[at] == quote)
                value.Append(quote);
            else
                at += text[at..].IndexOf(quote);
            at++;
        }
    }

    private static string Truncate(string name)
    {
        if (name.Length * 3 <= SyntaxLimits.MaxIdentifierBytes || Encoding.UTF8.GetByteCount(name) <= SyntaxLimits.MaxIdentifierBytes)
            return name;
        var bytes = 0;
        var kept = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > SyntaxLimits.MaxIdentifierBytes)
                break;
            kept += rune.Utf16SequenceLength;
        }

        return name[..kept];
    }
}
