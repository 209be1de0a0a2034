using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Text forms of date, time, timestamp and timestamptz: ISO and PostgreSQL's other spellings in (month before day), ISO out.</summary>
public static class DateTimeText
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Day number (DateOnly) of 2000-01-01.</summary>
    public const int EpochDayNumber = 730_119;

    private const int MinDay = -EpochDayNumber;
    private const int MaxDay = 3_652_058 - EpochDayNumber;

    /// <summary>Days since 2000-01-01; int.MaxValue and MinValue for infinity.</summary>
    public static int ParseDate(string text, TimeZoneInfo zone, long now)
    {
        var fields = DateTimeFields.Parse(text, SqlType.Date);
        if (fields.Infinity != 0)
            return fields.Infinity > 0 ? int.MaxValue : int.MinValue;
        return ResolveDay(ref fields, text, SqlType.Date, zone, now) ?? throw TextErrors.DateSyntax(SqlType.Date, text);
    }

    /// <summary>Microseconds since midnight, 24:00:00 allowed.</summary>
    public static long ParseTime(string text, TimeZoneInfo zone, long now)
    {
        var fields = DateTimeFields.Parse(text, SqlType.Time);
        if (fields.Special == SpecialDate.Now)
            return FloorModulo(TimeZones.ToLocal(zone, now), MicrosecondsPerDay);
        return fields.Time ?? throw TextErrors.DateSyntax(SqlType.Time, text);
    }

    /// <summary>Microseconds since 2000-01-01; long.MaxValue and MinValue for infinity. A zone in the text is ignored.</summary>
    public static long ParseTimestamp(string text, TimeZoneInfo zone, long now)
    {
        var fields = DateTimeFields.Parse(text, SqlType.Timestamp);
        if (fields.Infinity != 0)
            return fields.Infinity > 0 ? long.MaxValue : long.MinValue;
        if (fields.Special == SpecialDate.Now)
            return TimeZones.ToLocal(zone, now);
        return Combine(ref fields, text, SqlType.Timestamp, zone, now);
    }

    /// <summary>Microseconds since 2000-01-01 UTC; without a zone in the text it is local time of <paramref name="zone"/>.</summary>
    public static long ParseTimestampTz(string text, TimeZoneInfo zone, long now)
    {
        var fields = DateTimeFields.Parse(text, SqlType.TimestampTz);
        if (fields.Infinity != 0)
            return fields.Infinity > 0 ? long.MaxValue : long.MinValue;
        if (fields.Special == SpecialDate.Now)
            return now;
        var local = Combine(ref fields, text, SqlType.TimestampTz, zone, now);
        if (fields.Special == SpecialDate.Epoch)
            return local;
        if (fields.Offset is { } offset)
            return CheckTimestamp(local - (offset.Ticks / TimeSpan.TicksPerMicrosecond), text);
        return TimeZones.ToUtc(fields.Zone ?? zone, local);
    }

    public static string FormatDate(int days)
    {
        if (days is int.MaxValue or int.MinValue)
            return days > 0 ? "infinity" : "-infinity";
        return DateOnly.FromDayNumber(days + EpochDayNumber).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public static string FormatTime(long microseconds)
    {
        var seconds = Math.DivRem(microseconds, MicrosecondsPerSecond, out var fraction);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{Fraction(fraction)}");
    }

    public static string FormatTimestamp(long microseconds)
    {
        if (microseconds is long.MaxValue or long.MinValue)
            return microseconds > 0 ? "infinity" : "-infinity";
        var moment = TimeZones.ToDateTime(microseconds, DateTimeKind.Unspecified);
        return moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(FloorModulo(microseconds, MicrosecondsPerSecond));
    }

    public static string FormatTimestampTz(long microseconds, TimeZoneInfo zone)
    {
        if (microseconds is long.MaxValue or long.MinValue)
            return FormatTimestamp(microseconds);
        var offset = TimeZones.OffsetAt(zone, microseconds);
        return FormatTimestamp(microseconds + offset) + FormatOffset(TimeSpan.FromMicroseconds(offset));
    }

    /// <summary>+02, +05:30 or -00:00:15.</summary>
    public static string FormatOffset(TimeSpan offset)
    {
        var size = offset.Duration();
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        return size.Seconds != 0 ? sign + size.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture)
            : size.Minutes != 0 ? sign + size.ToString("hh\\:mm", CultureInfo.InvariantCulture)
            : sign + size.ToString("hh", CultureInfo.InvariantCulture);
    }

    /// <summary>Days since 2000-01-01 of a calendar day, or null when there is no such day.</summary>
    public static int? DaysOf(int year, int month, int day) =>
        year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            ? null
            : new DateOnly(year, month, day).DayNumber - EpochDayNumber;

    /// <summary>Rest of a division that is never negative.</summary>
    public static long FloorModulo(long value, long divisor)
    {
        var rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }

    public static long FloorDivide(long value, long divisor) => (value - FloorModulo(value, divisor)) / divisor;

    /// <summary>22008 when a timestamp is outside the years 1 to 9999.</summary>
    public static long CheckTimestamp(Int128 microseconds, string? text = null) =>
        microseconds >= (Int128)MinDay * MicrosecondsPerDay && microseconds < ((Int128)MaxDay + 1) * MicrosecondsPerDay
            ? (long)microseconds
            : throw new VectorDbException(SqlStates.DatetimeFieldOverflow, text is null ? "timestamp out of range" : $"timestamp out of range: \"{text}\"");

    /// <summary>22008 when a date is outside the years 1 to 9999.</summary>
    public static int CheckDate(long days) => days is >= MinDay and <= MaxDay
        ? (int)days
        : throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "date out of range");

    internal static string Fraction(long microseconds) => microseconds == 0
        ? ""
        : "." + microseconds.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');

    private static long Combine(ref DateTimeFields fields, string text, SqlType type, TimeZoneInfo zone, long now)
    {
        var day = ResolveDay(ref fields, text, type, zone, now) ?? throw TextErrors.DateSyntax(type, text);
        return CheckTimestamp(((Int128)day * MicrosecondsPerDay) + (fields.Time ?? 0), text);
    }

    private static int? ResolveDay(ref DateTimeFields fields, string text, SqlType type, TimeZoneInfo zone, long now)
    {
        var today = (int)FloorDivide(TimeZones.ToLocal(zone, now), MicrosecondsPerDay);
        switch (fields.Special)
        {
            case SpecialDate.Epoch:
                return -10_957;
            case SpecialDate.Now or SpecialDate.Today:
                return today;
            case SpecialDate.Tomorrow:
                return today + 1;
            case SpecialDate.Yesterday:
                return today - 1;
        }

        if (fields.JulianDay is { } julian)
            return CheckDate(julian - 2_451_545L);
        if (fields.Year is not { } year)
            return null;
        if (fields.IsBeforeChrist)
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, $"date out of range: \"{text}\"")
            {
                Hint = "Dates before the year 1 are not supported.",
            };
        if (fields.DayOfYear is { } ordinal)
            return DaysOf(year, 1, 1) is { } start && ordinal is >= 1 and <= 366 ? start + ordinal - 1 : throw TextErrors.DateField(text);
        if (fields.Month is not { } month || fields.Day is not { } day)
            return null;
        if (year > 9999)
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, type.Kind == TypeKind.Date ? $"date out of range: \"{text}\"" : $"timestamp out of range: \"{text}\"");
        return DaysOf(year, month, day) ?? throw TextErrors.DateField(text);
    }
}
