using System.Globalization;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.Arithmetic;

/// <summary>to_char and to_number: 9 0 . , D G S MI PL SG PR FM EEEE RN V and text.</summary>
internal static class NumberFormat
{
    public static string Format(decimal value, string pattern)
    {
        var parsed = new Pattern(pattern);
        if (parsed.IsRoman)
            return Roman(value, parsed.FillMode);
        if (parsed.IsScientific)
            return Scientific(value, parsed);
        if (parsed.Shift > 0)
            value = NumericMath.Multiply(value, (decimal)Math.Pow(10, parsed.Shift));
        var rounded = NumericMath.Round(value, parsed.FractionDigits);
        var negative = rounded < 0;
        var text = Math.Abs(rounded).ToString("F" + parsed.FractionDigits, CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (whole == "0" && parsed.FractionDigits > 0)
            whole = "";
        if (whole.Length > parsed.WholeDigits)
            return Overflow(parsed, negative);
        return Fill(parsed, whole.PadLeft(parsed.WholeDigits), fraction, negative);
    }

    /// <summary>The number in a text by a pattern; what is no digit, sign or point is passed over.</summary>
    public static decimal Parse(string text, string pattern)
    {
        var digits = new StringBuilder();
        var negative = text.Contains('-', StringComparison.Ordinal) || (text.Contains('<', StringComparison.Ordinal) && pattern.Contains("PR", StringComparison.OrdinalIgnoreCase));
        var hasPoint = pattern.AsSpan().IndexOfAny('.', 'D', 'd') >= 0;
        foreach (var c in text)
            if (char.IsAsciiDigit(c) || (c == '.' && hasPoint))
                digits.Append(c);
        if (digits.Length == 0)
            throw new VectorDbException(SqlStates.InvalidTextRepresentation, $"invalid input syntax for type numeric: \"{text}\"");
        var value = NumericText.Parse(digits.ToString(), SqlType.Numeric);
        return negative ? -value : value;
    }

    private static string Fill(Pattern pattern, string whole, string fraction, bool negative)
    {
        var result = new StringBuilder();
        var wholeAt = 0;
        var fractionAt = 0;
        var started = false;
        var zeroFrom = pattern.FirstZero;
        var inFraction = false;
        var lastKept = pattern.FillMode ? LastKept(pattern, fraction) : fraction.Length;
        var signDone = pattern.HasSign;
        foreach (var (kind, text) in pattern.Items)
        {
            switch (kind)
            {
                case '9' or '0' when !inFraction:
                    var digit = whole[wholeAt++];
                    var show = digit != ' ' || (zeroFrom >= 0 && wholeAt - 1 >= zeroFrom);
                    if (show && !started)
                    {
                        started = true;
                        if (!signDone)
                        {
                            result.Append(negative ? "-" : pattern.FillMode ? "" : " ");
                            signDone = true;
                        }
                    }

                    result.Append(show ? digit == ' ' ? '0' : digit : pattern.FillMode ? "" : " ");
                    break;
                case '9' or '0':
                    if (fractionAt < lastKept)
                        result.Append(fraction[fractionAt]);
                    fractionAt++;
                    break;
                case '.':
                    if (!started && !signDone)
                    {
                        result.Append(negative ? "-" : pattern.FillMode ? "" : " ");
                        signDone = true;
                    }

                    started = true;
                    inFraction = true;
                    result.Append('.');
                    break;
                case ',':
                    result.Append(started ? "," : pattern.FillMode ? "" : " ");
                    break;
                default:
                    result.Append(SignText(kind, text, negative));
                    break;
            }
        }

        var filled = result.ToString();
        if (pattern.Bracketed)
            filled = negative ? filled[..^filled.TrimStart().Length] + "<" + filled.TrimStart() + ">" : pattern.FillMode ? filled : " " + filled + " ";
        return filled;
    }

    private static int LastKept(Pattern pattern, string fraction)
    {
        var least = pattern.LastFractionZero;
        var kept = fraction.Length;
        while (kept > least && fraction[kept - 1] == '0')
            kept--;
        return kept;
    }

    private static string SignText(char kind, string text, bool negative) => kind switch
    {
        'M' => negative ? "-" : " ",
        'S' or 'G' => negative ? "-" : "+",
        'P' => negative ? " " : "+",
        _ => text,
    };

    private static string Overflow(Pattern pattern, bool negative)
    {
        var hashes = new string('#', pattern.WholeDigits);
        var text = pattern.FractionDigits > 0 ? hashes + "." + new string('#', pattern.FractionDigits) : hashes;
        return pattern.HasSign ? text : (negative ? "-" : " ") + text;
    }

    private static string Scientific(decimal value, Pattern pattern)
    {
        var text = value.ToString("0." + new string('0', pattern.FractionDigits) + "e+00", CultureInfo.InvariantCulture);
        text = pattern.FractionDigits == 0 ? text.Replace(".", "", StringComparison.Ordinal) : text;
        return value < 0 || pattern.FillMode ? text : " " + text;
    }

    private static string Roman(decimal value, bool fillMode)
    {
        var number = (long)decimal.Round(value, 0, MidpointRounding.AwayFromZero);
        if (number is < 1 or > 3999)
            return new string('#', 15);
        (int Number, string Text)[] parts =
            [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        var text = new StringBuilder();
        foreach (var (size, letters) in parts)
            for (; number >= size; number -= size)
                text.Append(letters);
        return fillMode ? text.ToString() : text.ToString().PadLeft(15);
    }

    private sealed class Pattern
    {
        public Pattern(string text)
        {
            var inFraction = false;
            var inShift = false;
            for (var i = 0; i < text.Length; i++)
            {
                var rest = text.AsSpan(i);
                if (Starts(rest, "FM"))
                    (FillMode, i) = (true, i + 1);
                else if (Starts(rest, "EEEE"))
                    (IsScientific, i) = (true, i + 3);
                else if (Starts(rest, "RN"))
                    (IsRoman, i) = (true, i + 1);
                else if (Starts(rest, "PR"))
                    (Bracketed, HasSign, i) = (true, true, i + 1);
                else if (Starts(rest, "MI"))
                    i = AddSign('M', i + 1);
                else if (Starts(rest, "PL"))
                    i = AddSign('P', i + 1, countsAsSign: false);
                else if (Starts(rest, "SG"))
                    i = AddSign('G', i + 1);
                else if (text[i] is 'S' or 's')
                    AddSign('S', i);
                else if (text[i] is 'V' or 'v')
                    inShift = true;
                else if (text[i] == '"')
                {
                    var end = text.IndexOf('"', i + 1);
                    end = end < 0 ? text.Length : end;
                    Items.Add(('t', text[(i + 1)..end]));
                    i = end;
                }
                else if (text[i] is '9' or '0')
                    AddDigit(text[i], inFraction, inShift);
                else if (text[i] is '.' or 'D' or 'd')
                {
                    inFraction = true;
                    Items.Add(('.', "."));
                }
                else if (text[i] is ',' or 'G' or 'g')
                    Items.Add((',', ","));
                else
                    Items.Add(('t', text[i] is 'L' or 'l' ? "" : text[i].ToString()));
            }
        }

        public List<(char Kind, string Text)> Items { get; } = [];

        public bool FillMode { get; }

        public bool IsScientific { get; }

        public bool IsRoman { get; }

        public bool Bracketed { get; }

        public bool HasSign { get; private set; }

        public int WholeDigits { get; private set; }

        public int FractionDigits { get; private set; }

        public int Shift { get; private set; }

        /// <summary>The first whole digit that is shown even when it is a leading zero; -1 for none.</summary>
        public int FirstZero { get; private set; } = -1;

        /// <summary>Fraction digits that fill mode keeps.</summary>
        public int LastFractionZero { get; private set; }

        private static bool Starts(ReadOnlySpan<char> text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

        private int AddSign(char kind, int at, bool countsAsSign = true)
        {
            Items.Add((kind, ""));
            HasSign |= countsAsSign;
            return at;
        }

        private void AddDigit(char digit, bool inFraction, bool inShift)
        {
            Items.Add((digit, ""));
            if (inFraction)
            {
                FractionDigits++;
                if (digit == '0')
                    LastFractionZero = FractionDigits;
                return;
            }

            if (digit == '0' && FirstZero < 0)
                FirstZero = WholeDigits;
            WholeDigits++;
            Shift += inShift ? 1 : 0;
        }
    }
}
