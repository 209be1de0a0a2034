using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

internal enum SpecialDate : byte
{
    None,
    Epoch,
    Now,
    Today,
    Tomorrow,
    Yesterday,
}

/// <summary>The parts found in the text of a date or time, before they are put together.</summary>
internal struct DateTimeFields
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private string _text;
    private SqlType _type;
    private bool _sawT;
    private bool? _isAfternoon;

    public int? Year { get; private set; }

    public int? Month { get; private set; }

    public int? Day { get; private set; }

    public int? DayOfYear { get; private set; }

    public int? JulianDay { get; private set; }

    public bool IsBeforeChrist { get; private set; }

    /// <summary>Microseconds since midnight.</summary>
    public long? Time { get; private set; }

    /// <summary>East positive.</summary>
    public TimeSpan? Offset { get; private set; }

    public TimeZoneInfo? Zone { get; private set; }

    public SpecialDate Special { get; private set; }

    /// <summary>1 for infinity, -1 for -infinity.</summary>
    public int Infinity { get; private set; }

    public static DateTimeFields Parse(string text, SqlType type)
    {
        var fields = new DateTimeFields { _text = text, _type = type };
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            throw TextErrors.DateSyntax(type, text);
        while (!rest.IsEmpty)
        {
            var used = fields.Take(rest);
            rest = rest[used..].TrimStart(" \t\n\r,");
        }

        fields.ApplyMeridian();
        return fields;
    }

    private int Take(ReadOnlySpan<char> rest)
    {
        var c = rest[0];
        if (char.IsAsciiDigit(c))
            return TakeNumber(rest);
        if (c is '+' or '-' && rest.Length > 1)
        {
            if (char.IsAsciiDigit(rest[1]))
                return TakeOffset(rest);
            if (rest[1..].StartsWith("infinity", StringComparison.OrdinalIgnoreCase))
            {
                Infinity = c == '-' ? -1 : 1;
                return 9;
            }
        }

        return char.IsAsciiLetter(c) ? TakeWord(rest) : throw TextErrors.DateSyntax(_type, _text);
    }

    private int TakeNumber(ReadOnlySpan<char> rest)
    {
        var digits = DigitsAt(rest, 0);
        var next = digits < rest.Length ? rest[digits] : ' ';
        if (next == ':')
            return TakeTime(rest);
        if (next is '-' or '/' or '.' && digits + 1 < rest.Length && !(next == '.' && _sawT) && !(next == '-' && HasDate && Time is null && _sawT))
            return TakeDate(rest, digits, next);
        TakePlainNumber(rest[..digits]);
        return digits;
    }

    private readonly bool HasDate => Year is not null && (Day is not null || DayOfYear is not null);

    // 1999-01-08, 1/8/1999, 08-Jan-1999, 1999.008; parts of one delimiter.
    private int TakeDate(ReadOnlySpan<char> rest, int firstDigits, char delimiter)
    {
        var at = firstDigits + 1;
        var first = rest[..firstDigits];
        if (char.IsAsciiLetter(rest[at]))
        {
            var end = at;
            while (end < rest.Length && char.IsAsciiLetter(rest[end]))
                end++;
            SetMonth(rest[at..end]);
            if (end >= rest.Length || rest[end] != delimiter)
                throw TextErrors.DateSyntax(_type, _text);
            var last = DigitsAt(rest, end + 1);
            if (last == 0)
                throw TextErrors.DateSyntax(_type, _text);
            var other = rest.Slice(end + 1, last);
            SetYear(firstDigits >= 3 ? first : other);
            SetDay(firstDigits >= 3 ? other : first);
            return end + 1 + last;
        }

        var secondDigits = DigitsAt(rest, at);
        if (secondDigits == 0)
            throw TextErrors.DateSyntax(_type, _text);
        var second = rest.Slice(at, secondDigits);
        at += secondDigits;
        if (at >= rest.Length || rest[at] != delimiter)
        {
            if (delimiter == '.' && firstDigits == 4 && secondDigits == 3)
            {
                SetYear(first);
                DayOfYear = Number(second);
                return at;
            }

            if (delimiter == '-' && firstDigits == 4 && secondDigits == 3)
            {
                SetYear(first);
                DayOfYear = Number(second);
                return at;
            }

            throw TextErrors.DateSyntax(_type, _text);
        }

        var thirdDigits = DigitsAt(rest, at + 1);
        if (thirdDigits == 0)
            throw TextErrors.DateSyntax(_type, _text);
        var third = rest.Slice(at + 1, thirdDigits);
        if (firstDigits >= 3)
        {
            SetYear(first);
            SetMonthNumber(second);
            SetDay(third);
        }
        else
        {
            SetMonthNumber(first);
            SetDay(second);
            SetYear(third);
        }

        return at + 1 + thirdDigits;
    }

    private int TakeTime(ReadOnlySpan<char> rest)
    {
        if (Time is not null)
            throw TextErrors.DateSyntax(_type, _text);
        var hourDigits = DigitsAt(rest, 0);
        var minuteDigits = DigitsAt(rest, hourDigits + 1);
        if (hourDigits > 2 || minuteDigits is 0 or > 2)
            throw TextErrors.DateSyntax(_type, _text);
        var at = hourDigits + 1 + minuteDigits;
        var seconds = 0;
        var micros = 0L;
        if (at < rest.Length && rest[at] == ':')
        {
            var secondDigits = DigitsAt(rest, at + 1);
            if (secondDigits is 0 or > 2)
                throw TextErrors.DateSyntax(_type, _text);
            seconds = Number(rest.Slice(at + 1, secondDigits));
            at += 1 + secondDigits;
            if (at < rest.Length && rest[at] is '.' or ',')
            {
                var fraction = DigitsAt(rest, at + 1);
                micros = Micros(rest.Slice(at + 1, fraction));
                at += 1 + fraction;
            }
        }

        SetTime(Number(rest[..hourDigits]), Number(rest.Slice(hourDigits + 1, minuteDigits)), seconds, micros);
        return at;
    }

    private int TakeOffset(ReadOnlySpan<char> rest)
    {
        var end = 1;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] == ':'))
            end++;
        if (TimeZones.ParseOffset(rest[..end]) is not { } offset || Offset is not null || (Time is null && !HasDate))
            throw end > 2 && (Time is not null || HasDate)
                ? new VectorDbException(SqlStates.InvalidTimeZoneDisplacementValue, $"time zone displacement out of range: \"{_text}\"")
                : TextErrors.DateSyntax(_type, _text);
        Offset = offset;
        return end;
    }

    private void TakePlainNumber(ReadOnlySpan<char> digits)
    {
        if (_sawT && Time is null)
        {
            if (digits.Length is not (2 or 4 or 6))
                throw TextErrors.DateSyntax(_type, _text);
            SetTime(Number(digits[..2]), digits.Length > 2 ? Number(digits[2..4]) : 0, digits.Length > 4 ? Number(digits[4..6]) : 0, 0);
        }
        else if (_type.Kind == TypeKind.Time && Time is null && digits.Length is 4 or 6)
        {
            SetTime(Number(digits[..2]), Number(digits[2..4]), digits.Length > 4 ? Number(digits[4..6]) : 0, 0);
        }
        else if (!HasDate && Month is null && digits.Length == 8)
        {
            SetYear(digits[..4]);
            SetMonthNumber(digits[4..6]);
            SetDay(digits[6..]);
        }
        else if (!HasDate && Month is null && digits.Length == 6)
        {
            SetYear(digits[..2]);
            SetMonthNumber(digits[2..4]);
            SetDay(digits[4..]);
        }
        else if (HasDate && Time is null && digits.Length is 4 or 6)
        {
            SetTime(Number(digits[..2]), Number(digits[2..4]), digits.Length > 4 ? Number(digits[4..6]) : 0, 0);
        }
        else if (digits.Length >= 3 || (Month is not null && Day is not null))
        {
            SetYear(digits);
        }
        else if (Month is not null)
        {
            SetDay(digits);
        }
        else if (Day is null && Year is null)
        {
            // "8 January 1999": the day stands first.
            SetDay(digits);
        }
        else
        {
            throw TextErrors.DateSyntax(_type, _text);
        }
    }

    private int TakeWord(ReadOnlySpan<char> rest)
    {
        var end = 0;
        while (end < rest.Length && (char.IsAsciiLetter(rest[end]) || rest[end] == '_'
            || (rest[end] is '/' or '+' or '-' && end > 0 && rest[..end].Contains('/') | rest[end] == '/')
            || (char.IsAsciiDigit(rest[end]) && rest[..end].Contains('/'))))
            end++;
        var word = rest[..end];
        var after = end < rest.Length ? rest[end] : ' ';
        if (word.Equals("t", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(after))
        {
            _sawT = true;
            return end;
        }

        if (word.Equals("j", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(after))
        {
            var digits = DigitsAt(rest, end);
            JulianDay = Number(rest.Slice(end, digits));
            return end + digits;
        }

        if (TakeMonthFirst(rest, word, after) is var used and > 0)
            return used;
        SetWord(word);
        return end;
    }

    // Jan-08-1999.
    private int TakeMonthFirst(ReadOnlySpan<char> rest, ReadOnlySpan<char> word, char after)
    {
        if (after != '-' || FindName(Months, word) < 0)
            return 0;
        SetMonth(word);
        var at = word.Length + 1;
        var dayDigits = DigitsAt(rest, at);
        if (dayDigits == 0 || at + dayDigits >= rest.Length || rest[at + dayDigits] != '-')
            throw TextErrors.DateSyntax(_type, _text);
        SetDay(rest.Slice(at, dayDigits));
        at += dayDigits + 1;
        var yearDigits = DigitsAt(rest, at);
        SetYear(rest.Slice(at, yearDigits));
        return at + yearDigits;
    }

    private void SetWord(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[Math.Min(word.Length, 64)];
        if (word.Length > lower.Length || word.ToLowerInvariant(lower) < 0)
            throw TextErrors.DateSyntax(_type, _text);
        switch (lower)
        {
            case "am":
                _isAfternoon = false;
                return;
            case "pm":
                _isAfternoon = true;
                return;
            case "bc":
                IsBeforeChrist = true;
                return;
            case "ad" or "at" or "on":
                return;
            case "infinity" or "inf":
                Infinity = 1;
                return;
            case "epoch":
                Special = SpecialDate.Epoch;
                return;
            case "now":
                Special = SpecialDate.Now;
                return;
            case "today":
                Special = SpecialDate.Today;
                return;
            case "tomorrow":
                Special = SpecialDate.Tomorrow;
                return;
            case "yesterday":
                Special = SpecialDate.Yesterday;
                return;
            case "allballs":
                SetTime(0, 0, 0, 0);
                Offset = TimeSpan.Zero;
                return;
        }

        if (FindName(Months, lower) >= 0)
            SetMonth(lower);
        else if (FindName(Days, lower) >= 0 || lower is "tues" or "wednes" or "thur" or "thurs")
            return;
        else if ((Time is not null || HasDate) && Zone is null && TimeZones.TryFind(word.ToString()) is { } zone)
            Zone = zone;
        else if (word.Contains('/'))
            throw new VectorDbException(SqlStates.InvalidParameterValue, $"time zone \"{word}\" not recognized");
        else
            throw TextErrors.DateSyntax(_type, _text);
    }

    private void ApplyMeridian()
    {
        if (_isAfternoon is not { } afternoon)
            return;
        if (Time is not { } time || time >= 13 * 3600L * DateTimeText.MicrosecondsPerSecond)
            throw TextErrors.DateField(_text);
        var half = 12 * 3600L * DateTimeText.MicrosecondsPerSecond;
        Time = (time % half) + (afternoon ? half : 0);
    }

    private void SetTime(int hour, int minute, int second, long micros)
    {
        var time = ((((hour * 60L) + minute) * 60) + second) * DateTimeText.MicrosecondsPerSecond + micros;
        if (hour > 24 || minute > 59 || second > 60 || time > DateTimeText.MicrosecondsPerDay)
            throw TextErrors.DateField(_text);
        Time = time;
    }

    private void SetMonth(ReadOnlySpan<char> name)
    {
        var month = FindName(Months, name);
        if (month < 0)
            throw TextErrors.DateSyntax(_type, _text);
        if (Month is { } earlier && Day is null)
            Day = earlier;
        Month = month + 1;
    }

    private void SetMonthNumber(ReadOnlySpan<char> digits)
    {
        Month = Number(digits);
        if (Month is < 1 or > 12)
            throw TextErrors.DateField(_text);
    }

    private void SetDay(ReadOnlySpan<char> digits)
    {
        Day = Number(digits);
        if (Day is < 1 or > 31)
            throw TextErrors.DateField(_text);
    }

    private void SetYear(ReadOnlySpan<char> digits)
    {
        if (Year is not null || digits.IsEmpty)
            throw TextErrors.DateSyntax(_type, _text);
        var year = Number(digits);
        Year = digits.Length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
        if (Year == 0)
            throw TextErrors.DateField(_text);
    }

    private readonly int Number(ReadOnlySpan<char> digits) =>
        digits.Length is > 0 and < 9 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw TextErrors.DateField(_text);

    private static long Micros(ReadOnlySpan<char> digits)
    {
        var micros = 0L;
        for (var i = 0; i < 6; i++)
            micros = (micros * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return digits.Length > 6 && digits[6] >= '5' ? micros + 1 : micros;
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end - at;
    }

    private static int FindName(string[] names, ReadOnlySpan<char> word)
    {
        if (word.Equals("sept", StringComparison.OrdinalIgnoreCase) && names == Months)
            return 8;
        for (var i = 0; i < names.Length; i++)
            if (word.Equals(names[i], StringComparison.OrdinalIgnoreCase) || (word.Length == 3 && names[i].AsSpan(0, 3).Equals(word, StringComparison.OrdinalIgnoreCase)))
                return i;
        return -1;
    }
}
