using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Nodes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>String functions. Positions and lengths count characters (code points).</summary>
internal static class TextFunctions
{
    private const int MaxTextLength = 1 << 29;

    public static void AddTo(FunctionList list)
    {
        AddLengths(list);
        AddParts(list);
        AddChanges(list);
        AddConcatenation(list);
        AddEncoding(list);
    }

    private static void AddLengths(FunctionList list)
    {
        foreach (var name in (string[])["length", "char_length", "character_length"])
            list.Add(name + "(text) integer", (arguments, type) => new Utf8LengthNode(arguments[0], type, countCharacters: true));
        list.Add("length(bpchar) integer", F<string, int>(x => CharacterCount(x.TrimEnd(' '))));
        list.Add("char_length(bpchar) integer", F<string, int>(x => CharacterCount(x.TrimEnd(' '))));
        list.Add("length(bytea) integer", (arguments, type) => new Utf8LengthNode(arguments[0], type, countCharacters: false));
        list.Add("length(bit) integer", F<BitString, int>(x => x.Length));
        list.Add("octet_length(text) integer", (arguments, type) => new Utf8LengthNode(arguments[0], type, countCharacters: false));
        list.Add("octet_length(bytea) integer", (arguments, type) => new Utf8LengthNode(arguments[0], type, countCharacters: false));
        list.Add("octet_length(bit) integer", F<BitString, int>(x => BitString.ByteCount(x.Length)));
        list.Add("bit_length(text) integer", F<byte[], int>(x => x.Length * 8));
        list.Add("bit_length(bytea) integer", F<byte[], int>(x => x.Length * 8));
        list.Add("bit_length(bit) integer", F<BitString, int>(x => x.Length));
        list.Add("bit_count(bit) bigint", F<BitString, long>(x => Evaluation.Arithmetic.BitStrings.CountOnes(x)));
        list.Add("bit_count(bytea) bigint", F<byte[], long>(x => Evaluation.Arithmetic.BitStrings.CountOnes(new BitString(x.Length * 8, x))));
    }

    private static void AddParts(FunctionList list)
    {
        foreach (var name in (string[])["substring", "substr"])
        {
            list.Add(name + "(text, integer) text", F<string, int, string>((x, start) => Substring(x, start, null)));
            list.Add(name + "(text, integer, integer) text", F<string, int, int, string>((x, start, count) => Substring(x, start, count)));
            list.Add(name + "(bytea, integer) bytea", F<byte[], int, byte[]>((x, start) => Substring(x, start, null)));
            list.Add(name + "(bytea, integer, integer) bytea", F<byte[], int, int, byte[]>((x, start, count) => Substring(x, start, count)));
        }

        list.Add("substring(bit, integer) bit", F<BitString, int, BitString>((x, start) => Evaluation.Arithmetic.BitStrings.Substring(x, start, null)));
        list.Add("substring(bit, integer, integer) bit", F<BitString, int, int, BitString>((x, start, count) => Evaluation.Arithmetic.BitStrings.Substring(x, start, count)));
        list.Add("left(text, integer) text", F<string, int, string>(Left));
        list.Add("right(text, integer) text", F<string, int, string>(Right));
        foreach (var name in (string[])["position", "strpos"])
            list.Add(name + "(text, text) integer", F<string, string, int>(Position));
        list.Add("split_part(text, text, integer) text", F<string, string, int, string>(SplitPart));
        list.Add("starts_with(text, text) boolean", F<string, string, bool>((x, y) => x.StartsWith(y, StringComparison.Ordinal)));
        list.Add("^@(text, text) boolean", F<string, string, bool>((x, y) => x.StartsWith(y, StringComparison.Ordinal)));
        list.Add("ascii(text) integer", F<string, int>(x => x.Length == 0 ? 0 : Rune.GetRuneAt(x, 0).Value));
        list.Add("get_byte(bytea, integer) integer", F<byte[], int, int>((x, at) => at >= 0 && at < x.Length ? x[at]
            : throw new VectorDbException(SqlStates.ArraySubscriptError, $"index {at} out of valid range, 0..{x.Length - 1}")));
    }

    private static void AddChanges(FunctionList list)
    {
        list.Add("lower(text) text", (arguments, type) => new LetterCaseNode(arguments[0], type, upper: false));
        list.Add("upper(text) text", (arguments, type) => new LetterCaseNode(arguments[0], type, upper: true));
        list.Add("initcap(text) text", F<string, string>(InitCap));
        AddTrim(list, "btrim", (x, set) => Trim(x, set, atStart: true, atEnd: true));
        AddTrim(list, "ltrim", (x, set) => Trim(x, set, atStart: true, atEnd: false));
        AddTrim(list, "rtrim", (x, set) => Trim(x, set, atStart: false, atEnd: true));
        list.Add("lpad(text, integer) text", F<string, int, string>((x, length) => Pad(x, length, " ", atStart: true)));
        list.Add("lpad(text, integer, text) text", F<string, int, string, string>((x, length, fill) => Pad(x, length, fill, atStart: true)));
        list.Add("rpad(text, integer) text", F<string, int, string>((x, length) => Pad(x, length, " ", atStart: false)));
        list.Add("rpad(text, integer, text) text", F<string, int, string, string>((x, length, fill) => Pad(x, length, fill, atStart: false)));
        list.Add("replace(text, text, text) text",
            F<string, string, string, string>((x, from, to) => from.Length == 0 ? x : x.Replace(from, to, StringComparison.Ordinal)));
        list.Add("translate(text, text, text) text", F<string, string, string, string>(Translate));
        list.Add("reverse(text) text", F<string, string>(x => string.Concat(x.EnumerateRunes().Reverse().Select(rune => rune.ToString()))));
        list.Add("repeat(text, integer) text", F<string, int, string>(Repeat));
        list.Add("overlay(text, text, integer) text", F<string, string, int, string>((x, y, start) => Overlay(x, y, start, CharacterCount(y))));
        list.Add("overlay(text, text, integer, integer) text",
            V((_, a) => Value.Of(Overlay(a[0].AsString(), a[1].AsString(), a[2].AsInt32(), a[3].AsInt32()))));
        list.Add("quote_ident(text) text", F<string, string>(QuoteIdentifier));
        list.Add("quote_literal(text) text", F<string, string>(QuoteLiteral));
        list.Add("quote_literal(any) text", V((context, a) => Value.Of(QuoteLiteral(Text(a[0], context)))));
        list.Add("quote_nullable(any) text", N((context, a) => Value.Of(a[0].IsNull ? "NULL" : QuoteLiteral(Text(a[0], context)))));
    }

    private static void AddConcatenation(FunctionList list)
    {
        list.Add("||(text, text) text", (arguments, type) => new ConcatNode(arguments[0], arguments[1], type));
        list.Add("||(bytea, bytea) bytea", F<byte[], byte[], byte[]>((x, y) => [.. x, .. y]));
        list.Add(new ScalarFunction("||", [new ParameterPattern(PatternKind.Any, SqlType.Unknown), ParameterPattern.Of(SqlType.Text)],
            ResultPattern.Of(SqlType.Text), V((context, a) => Value.Of(CastText(a[0], context) + a[1].AsString())))
        {
            Volatility = Volatility.Stable,
        });
        list.Add(new ScalarFunction("||", [ParameterPattern.Of(SqlType.Text), new ParameterPattern(PatternKind.Any, SqlType.Unknown)],
            ResultPattern.Of(SqlType.Text), V((context, a) => Value.Of(a[0].AsString() + CastText(a[1], context))))
        {
            Volatility = Volatility.Stable,
        });
        list.Add("concat(any...) text", N(Concat), Volatility.Stable);
        list.Add("concat_ws(text, any...) text", N(ConcatWithSeparator), Volatility.Stable);
        list.Add("format(text) text", N(Format), Volatility.Stable);
        list.Add("format(text, any...) text", N(Format), Volatility.Stable);
    }

    private static void AddEncoding(FunctionList list)
    {
        list.Add("chr(integer) text", F<int, string>(Chr));
        list.Add("md5(text) text", F<byte[], string>(Md5));
        list.Add("md5(bytea) text", F<byte[], string>(Md5));
        list.Add("sha256(bytea) bytea", F<byte[], byte[]>(SHA256.HashData));
        list.Add("sha512(bytea) bytea", F<byte[], byte[]>(SHA512.HashData));
        list.Add("to_hex(integer) text", F<int, string>(x => x.ToString("x", CultureInfo.InvariantCulture)));
        list.Add("to_hex(bigint) text", F<long, string>(x => x.ToString("x", CultureInfo.InvariantCulture)));
        list.Add("encode(bytea, text) text", F<byte[], string, string>(Encode));
        list.Add("decode(text, text) bytea", F<string, string, byte[]>(Decode));
        list.Add("convert_from(bytea, text) text", F<byte[], string, string>((x, _) => Encoding.UTF8.GetString(x)));
        list.Add("convert_to(text, text) bytea", F<byte[], string, byte[]>((x, _) => x));
    }

    private static string CastText(in Value value, EvaluationContext context) => ValueCast.Convert(value, SqlType.Text, context).AsString();

    /// <summary>A value's text form.</summary>
    public static string Text(in Value value, EvaluationContext context) =>
        value.Type.Kind == TypeKind.Boolean ? (value.AsBoolean() ? "t" : "f") : ValueText.Format(value, context.TimeZone);

    public static string Substring(string text, int start, int? length)
    {
        if (length < 0)
            throw new VectorDbException(SqlStates.SubstringError, "negative substring length not allowed");
        var from = Math.Max(1L, start);
        var to = length is { } count ? (long)start + count : long.MaxValue;
        if (to <= from)
            return "";
        var begin = IndexOfCharacter(text, from - 1);
        return to == long.MaxValue ? text[begin..] : text[begin..IndexOfCharacter(text, to - 1)];
    }

    public static int CharacterCount(string text)
    {
        var count = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c))
                count--;
        return count;
    }

    public static string QuoteIdentifier(string name)
    {
        var isPlain = name.Length > 0 && (name[0] == '_' || char.IsAsciiLetterLower(name[0]))
            && name.All(c => c is '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
        return isPlain ? name : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    public static string QuoteLiteral(string text)
    {
        var quoted = "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        return text.Contains('\\') ? "E" + quoted.Replace("\\", "\\\\", StringComparison.Ordinal) : quoted;
    }

    // The UTF-16 index of the n-th character; the end when there are fewer.
    private static int IndexOfCharacter(string text, long n)
    {
        if (n >= text.Length)
            return text.Length;
        var at = 0;
        for (; n > 0 && at < text.Length; n--)
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        return at;
    }

    private static byte[] Substring(byte[] bytes, int start, int? length)
    {
        if (length < 0)
            throw new VectorDbException(SqlStates.SubstringError, "negative substring length not allowed");
        var from = Math.Clamp(start - 1L, 0, bytes.Length);
        var to = length is { } count ? Math.Clamp((long)start - 1 + count, from, bytes.Length) : bytes.Length;
        return bytes[(int)from..(int)to];
    }

    private static string Left(string text, int count) =>
        text[..IndexOfCharacter(text, count >= 0 ? count : Math.Max(0, CharacterCount(text) + (long)count))];

    private static string Right(string text, int count) =>
        text[IndexOfCharacter(text, count >= 0 ? Math.Max(0, CharacterCount(text) - (long)count) : -(long)count)..];

    private static int Position(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? 0 : CharacterCount(text[..at]) + 1;
    }

    private static string SplitPart(string text, string delimiter, int field)
    {
        if (field == 0)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "field position must not be zero");
        var parts = delimiter.Length == 0 ? [text] : text.Split(delimiter);
        var at = field > 0 ? field - 1 : parts.Length + field;
        return at >= 0 && at < parts.Length ? parts[at] : "";
    }

    private static string InitCap(string text)
    {
        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var c in text)
        {
            result.Append(inWord ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            inWord = char.IsLetterOrDigit(c);
        }

        return result.ToString();
    }

    private static void AddTrim(FunctionList list, string name, Func<string, string, string> trim)
    {
        list.Add(name + "(text) text", F<string, string>(x => trim(x, " ")));
        list.Add(name + "(text, text) text", F<string, string, string>(trim));
    }

    private static string Trim(string text, string set, bool atStart, bool atEnd)
    {
        var runes = set.EnumerateRunes().ToHashSet();
        var start = 0;
        var end = text.Length;
        while (atStart && start < end && Rune.GetRuneAt(text, start) is var rune && runes.Contains(rune))
            start += rune.Utf16SequenceLength;
        while (atEnd && end > start)
        {
            var at = end - (end - start > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? 2 : 1);
            if (!runes.Contains(Rune.GetRuneAt(text, at)))
                break;
            end = at;
        }

        return text[start..end];
    }

    private static string Pad(string text, int length, string fill, bool atStart)
    {
        length = Math.Max(0, length);
        CheckLength(length);
        var missing = length - CharacterCount(text);
        if (missing <= 0)
            return text[..IndexOfCharacter(text, length)];
        if (fill.Length == 0)
            return text;
        var runes = fill.EnumerateRunes().ToArray();
        var padding = new StringBuilder(missing);
        for (var i = 0; i < missing; i++)
            padding.Append(runes[i % runes.Length].ToString());
        return atStart ? padding + text : text + padding;
    }

    private static string Translate(string text, string from, string to)
    {
        var source = from.EnumerateRunes().ToArray();
        var target = to.EnumerateRunes().ToArray();
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var at = Array.IndexOf(source, rune);
            if (at < 0)
                result.Append(rune.ToString());
            else if (at < target.Length)
                result.Append(target[at].ToString());
        }

        return result.ToString();
    }

    private static string Repeat(string text, int count)
    {
        if (count <= 0 || text.Length == 0)
            return "";
        CheckLength((long)text.Length * count);
        return new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
    }

    private static string Overlay(string text, string replacement, int start, int count)
    {
        if (start <= 0)
            throw new VectorDbException(SqlStates.SubstringError, "negative substring length not allowed");
        return Substring(text, 1, start - 1) + replacement + Substring(text, checked(start + count), null);
    }

    private static void CheckLength(long length)
    {
        if (length > MaxTextLength)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, "requested length too large");
    }

    private static Value Concat(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var result = new StringBuilder();
        foreach (var argument in arguments)
            if (!argument.IsNull)
                result.Append(Text(argument, context));
        return Value.Of(result.ToString());
    }

    private static Value ConcatWithSeparator(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].IsNull)
            return Value.Null(SqlType.Text);
        var parts = new List<string>();
        foreach (var argument in arguments[1..])
            if (!argument.IsNull)
                parts.Add(Text(argument, context));
        return Value.Of(string.Join(arguments[0].AsString(), parts));
    }

    // %s, %I, %L and %%, with n$ positions, - and widths.
    private static Value Format(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].IsNull)
            return Value.Null(SqlType.Text);
        var format = arguments[0].AsString();
        var result = new StringBuilder();
        var next = 1;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            i++;
            var number = ReadNumber(format, ref i);
            if (number is not null && i < format.Length && format[i] == '$')
            {
                if (number == 0)
                    throw new VectorDbException(SqlStates.InvalidParameterValue, "format specifies argument 0, but arguments are numbered from 1");
                next = number.Value;
                i++;
                number = null;
            }

            var alignLeft = i < format.Length && format[i] == '-';
            if (alignLeft)
                i++;
            number ??= ReadNumber(format, ref i);
            if (i >= format.Length)
                throw new VectorDbException(SqlStates.InvalidParameterValue, "unterminated format() type specifier")
                {
                    Hint = "For a single \"%\" use \"%%\".",
                };
            if (format[i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (format[i] is not ('s' or 'I' or 'L'))
                throw new VectorDbException(SqlStates.InvalidParameterValue, $"unrecognized format() type specifier \"{format[i]}\"")
                {
                    Hint = "For a single \"%\" use \"%%\".",
                };
            if (next >= arguments.Length)
                throw new VectorDbException(SqlStates.InvalidParameterValue, "too few arguments for format()");
            var text = FormatArgument(format[i], arguments[next++], context);
            result.Append(number is not { } width ? text : alignLeft ? text.PadRight(width) : text.PadLeft(width));
        }

        return Value.Of(result.ToString());
    }

    private static int? ReadNumber(string format, ref int at)
    {
        var start = at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
            at++;
        return at == start ? null
            : int.TryParse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var number) ? number
            : throw new VectorDbException(SqlStates.NumericValueOutOfRange, "number is out of range");
    }

    private static string FormatArgument(char kind, in Value value, EvaluationContext context)
    {
        if (value.IsNull)
            return kind switch
            {
                'L' => "NULL",
                's' => "",
                _ => throw new VectorDbException(SqlStates.NullValueNotAllowed, "null values cannot be formatted as an SQL identifier"),
            };
        var text = Text(value, context);
        return kind switch
        {
            'L' => QuoteLiteral(text),
            'I' => QuoteIdentifier(text),
            _ => text,
        };
    }

    private static string Chr(int code) => code switch
    {
        0 => throw new VectorDbException(SqlStates.ProgramLimitExceeded, "null character not permitted"),
        _ when Rune.IsValid(code) => new Rune(code).ToString(),
        _ => throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"requested character too large for encoding: {code}"),
    };

    private static string Md5(byte[] bytes)
    {
#pragma warning disable CA5351 // md5() is what the function is called.
        return Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
    }

    private static string Encode(byte[] bytes, string format) => format.ToLowerInvariant() switch
    {
        "hex" => Convert.ToHexStringLower(bytes),
        "base64" => InsertLineBreaks(Convert.ToBase64String(bytes)),
        "escape" => string.Concat(bytes.Select(b => b == '\\' ? "\\\\" : b is 0 or >= 0x80 ? "\\" + Convert.ToString(b, 8).PadLeft(3, '0') : ((char)b).ToString())),
        _ => throw UnknownEncoding(format),
    };

    private static byte[] Decode(string text, string format)
    {
        switch (format.ToLowerInvariant())
        {
            case "hex":
                return ValueText.Parse(SqlType.Bytea, "\\x" + text).AsBytes();
            case "base64":
                try
                {
                    return Convert.FromBase64String(text);
                }
                catch (FormatException e)
                {
                    throw new VectorDbException(SqlStates.InvalidParameterValue, "invalid base64 end sequence", e);
                }

            case "escape":
                return ValueText.Parse(SqlType.Bytea, text).AsBytes();
            default:
                throw UnknownEncoding(format);
        }
    }

    private static string InsertLineBreaks(string base64) => string.Join('\n', base64.Chunk(76).Select(chunk => new string(chunk)));

    private static VectorDbException UnknownEncoding(string format) =>
        new(SqlStates.InvalidParameterValue, $"unrecognized encoding: \"{format}\"");
}
