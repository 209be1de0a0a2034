using System.Globalization;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Intervals: PostgreSQL's words (1 year 2 days 03:04:05), ISO 8601 (P1Y2DT3H), SQL (1-2) in; the postgres style out.</summary>
public static class IntervalText
{
    private const long MicrosecondsPerHour = 3_600_000_000;
    private const long MicrosecondsPerMinute = 60_000_000;
    private const decimal MicrosecondsPerSecond = 1_000_000;

    public static Interval Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = text.AsSpan().Trim();
        if (word.IsEmpty)
            throw TextErrors.DateSyntax(SqlType.Interval, text);
        var sum = default(Sum);
        try
        {
            if (word[0] is 'P' or 'p' || (word.Length > 1 && word[0] == '-' && word[1] is 'P' or 'p'))
                ParseIso(word, text, ref sum);
            else
                ParseWords(word, text, ref sum);
            return sum.ToInterval();
        }
        catch (OverflowException e)
        {
            throw new VectorDbException(SqlStates.IntervalFieldOverflow, $"interval field value out of range: \"{text}\"", e);
        }
    }

    public static string Format(Interval interval)
    {
        var text = new StringBuilder();
        var negativeBefore = false;
        Append(interval.Months / 12, "year");
        Append(interval.Months % 12, "mon");
        Append(interval.Days, "day");
        if (interval.Microseconds != 0 || text.Length == 0)
        {
            if (text.Length > 0)
                text.Append(' ');
            if (interval.Microseconds < 0)
                text.Append('-');
            else if (negativeBefore)
                text.Append('+');
            var micros = (ulong)Int128.Abs(interval.Microseconds);
            var seconds = micros / 1_000_000;
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
            text.Append(DateTimeText.Fraction((long)(micros % 1_000_000)));
        }

        return text.ToString();

        void Append(int value, string unit)
        {
            if (value == 0)
                return;
            if (text.Length > 0)
                text.Append(' ');
            if (negativeBefore && value > 0)
                text.Append('+');
            text.Append(CultureInfo.InvariantCulture, $"{value} {unit}{(value == 1 ? "" : "s")}");
            negativeBefore = value < 0;
        }
    }

    private static void ParseWords(ReadOnlySpan<char> word, string text, ref Sum sum)
    {
        var at = 0;
        var found = false;
        decimal? pending = null;
        while (true)
        {
            while (at < word.Length && (char.IsWhiteSpace(word[at]) || word[at] is ',' or '@'))
                at++;
            if (at >= word.Length)
                break;
            if (char.IsAsciiLetter(word[at]))
            {
                var end = at;
                while (end < word.Length && char.IsAsciiLetter(word[end]))
                    end++;
                var unit = word[at..end];
                at = end;
                if (unit.Equals("ago", StringComparison.OrdinalIgnoreCase) && pending is null && found)
                {
                    sum.Negate();
                    continue;
                }

                if (pending is not { } amount || !sum.Add(amount, unit))
                    throw TextErrors.DateSyntax(SqlType.Interval, text);
                pending = null;
                found = true;
                continue;
            }

            if (pending is { } seconds)
            {
                // "1 2:03": a bare number before a time counts days.
                if (!word[at..].Contains(':') || !sum.Add(seconds, "day"))
                    throw TextErrors.DateSyntax(SqlType.Interval, text);
                pending = null;
            }

            var length = NumberLength(word[at..]);
            if (length == 0)
                throw TextErrors.DateSyntax(SqlType.Interval, text);
            var number = word.Slice(at, length);
            at += length;
            found = true;
            if (at < word.Length && word[at] == ':')
                at += TakeClock(word, at - length, text, ref sum) - length;
            else if (at < word.Length && word[at] == '-' && at + 1 < word.Length && char.IsAsciiDigit(word[at + 1]))
                at += TakeYearMonth(word, number, at, text, ref sum);
            else
                pending = ParseAmount(number, text);
        }

        if (pending is { } rest)
            sum.Add(rest, "second");
        else if (!found)
            throw TextErrors.DateSyntax(SqlType.Interval, text);
    }

    // h:mm[:ss[.f]], or mm:ss.f when there is a fraction and one colon.
    private static int TakeClock(ReadOnlySpan<char> word, int start, string text, ref Sum sum)
    {
        var end = start;
        while (end < word.Length && (char.IsAsciiDigit(word[end]) || word[end] is ':' or '.' || (end == start && word[end] is '+' or '-')))
            end++;
        var clock = word[start..end];
        var negative = clock[0] == '-';
        clock = clock.TrimStart("+-");
        Span<decimal> parts = stackalloc decimal[3];
        parts.Clear();
        var count = 0;
        foreach (var range in clock.Split(':'))
        {
            if (count == 3 || !decimal.TryParse(clock[range], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out parts[count++]))
                throw TextErrors.DateSyntax(SqlType.Interval, text);
        }

        if (count == 2 && clock.Contains('.'))
            (parts[0], parts[1], parts[2]) = (0, parts[0], parts[1]);
        if (parts[0] % 1 != 0 || parts[1] % 1 != 0 || parts[1] >= 60 || parts[2] >= 61)
            throw TextErrors.DateField(text);
        var micros = (parts[0] * MicrosecondsPerHour) + (parts[1] * MicrosecondsPerMinute) + (parts[2] * MicrosecondsPerSecond);
        sum.Microseconds += negative ? -micros : micros;
        return end - start;
    }

    private static int TakeYearMonth(ReadOnlySpan<char> word, ReadOnlySpan<char> years, int at, string text, ref Sum sum)
    {
        var end = at + 1;
        while (end < word.Length && char.IsAsciiDigit(word[end]))
            end++;
        if (!int.TryParse(word[(at + 1)..end], CultureInfo.InvariantCulture, out var months) || months > 11
            || !int.TryParse(years, CultureInfo.InvariantCulture, out var wholeYears))
            throw TextErrors.DateField(text);
        sum.Months += (12m * wholeYears) + (years[0] == '-' ? -months : months);
        return end - at;
    }

    private static void ParseIso(ReadOnlySpan<char> word, string text, ref Sum sum)
    {
        var negative = word[0] == '-';
        var rest = negative ? word[2..] : word[1..];
        var inTime = false;
        if (rest.IsEmpty)
            throw TextErrors.DateSyntax(SqlType.Interval, text);
        while (!rest.IsEmpty)
        {
            if (!inTime && rest[0] is 'T' or 't')
            {
                inTime = true;
                rest = rest[1..];
                continue;
            }

            var length = NumberLength(rest);
            if (length == 0 || length >= rest.Length)
                throw TextErrors.DateSyntax(SqlType.Interval, text);
            var amount = ParseAmount(rest[..length], text);
            var unit = (char.ToUpperInvariant(rest[length]), inTime) switch
            {
                ('Y', false) => "year",
                ('M', false) => "month",
                ('W', false) => "week",
                ('D', false) => "day",
                ('H', true) => "hour",
                ('M', true) => "minute",
                ('S', true) => "second",
                _ => throw TextErrors.DateSyntax(SqlType.Interval, text),
            };
            sum.Add(amount, unit);
            rest = rest[(length + 1)..];
        }

        if (negative)
            sum.Negate();
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var at = !text.IsEmpty && text[0] is '+' or '-' ? 1 : 0;
        var digits = 0;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            digits += text[at] == '.' ? 0 : 1;
            at++;
        }

        return digits == 0 ? 0 : at;
    }

    private static decimal ParseAmount(ReadOnlySpan<char> number, string text) =>
        decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw TextErrors.DateSyntax(SqlType.Interval, text);

    private struct Sum
    {
        public decimal Months;
        public decimal Days;
        public decimal Microseconds;

        public bool Add(decimal amount, ReadOnlySpan<char> unit)
        {
            Span<char> lower = stackalloc char[16];
            if (unit.Length > lower.Length)
                return false;
            lower = lower[..unit.ToLowerInvariant(lower)];
            switch (lower)
            {
                case "millennium" or "millennia" or "mil" or "mils":
                    AddMonths(amount * 12_000);
                    return true;
                case "century" or "centuries" or "c" or "cent":
                    AddMonths(amount * 1200);
                    return true;
                case "decade" or "decades" or "dec" or "decs":
                    AddMonths(amount * 120);
                    return true;
                case "year" or "years" or "y" or "yr" or "yrs":
                    // Fractions of a year become whole months.
                    Months += decimal.Round(amount * 12, MidpointRounding.AwayFromZero);
                    return true;
                case "month" or "months" or "mon" or "mons":
                    AddMonths(amount);
                    return true;
                case "week" or "weeks" or "w":
                    AddDays(amount * 7);
                    return true;
                case "day" or "days" or "d":
                    AddDays(amount);
                    return true;
                case "hour" or "hours" or "h" or "hr" or "hrs":
                    Microseconds += amount * MicrosecondsPerHour;
                    return true;
                case "minute" or "minutes" or "m" or "min" or "mins":
                    Microseconds += amount * MicrosecondsPerMinute;
                    return true;
                case "second" or "seconds" or "s" or "sec" or "secs":
                    Microseconds += amount * MicrosecondsPerSecond;
                    return true;
                case "millisecond" or "milliseconds" or "ms" or "msec" or "msecs":
                    Microseconds += amount * 1000;
                    return true;
                case "microsecond" or "microseconds" or "us" or "usec" or "usecs":
                    Microseconds += amount;
                    return true;
                default:
                    return false;
            }
        }

        public void Negate() => (Months, Days, Microseconds) = (-Months, -Days, -Microseconds);

        public readonly Interval ToInterval() => new(
            decimal.ToInt32(Months), decimal.ToInt32(Days), decimal.ToInt64(decimal.Round(Microseconds, MidpointRounding.AwayFromZero)));

        private void AddMonths(decimal amount)
        {
            var whole = decimal.Truncate(amount);
            Months += whole;
            AddDays((amount - whole) * 30);
        }

        private void AddDays(decimal amount)
        {
            var whole = decimal.Truncate(amount);
            Days += whole;
            Microseconds += (amount - whole) * Interval.MicrosecondsPerDay;
        }
    }
}
