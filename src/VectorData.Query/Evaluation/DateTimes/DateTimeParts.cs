using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.DateTimes;

/// <summary>extract, date_part and date_trunc.</summary>
internal static class DateTimeParts
{
    private const long MicrosecondsPerHour = 3_600_000_000;
    private const long MicrosecondsPerMinute = 60_000_000;

    // Seconds from 1970 to 2000.
    private const long UnixEpochSeconds = 946_684_800;
    private const long JulianEpoch = 2_451_545;

    /// <summary>A field of local time; <paramref name="offset"/> is the zone's, null for types without one. Null for an infinite moment.</summary>
    public static decimal? Extract(string field, long local, long? offset, string typeName, bool isDate = false)
    {
        field = Normalize(field);
        if (local is long.MaxValue or long.MinValue)
            return null;
        var moment = TimeZones.ToDateTime(local, DateTimeKind.Unspecified);
        var time = DateTimeText.FloorModulo(local, DateTimeText.MicrosecondsPerDay);
        if (isDate && field is "hour" or "minute" or "second" or "milliseconds" or "microseconds" && isDate)
            throw Unsupported(field, typeName);
        return field switch
        {
            "year" => moment.Year,
            "month" => moment.Month,
            "day" => moment.Day,
            "hour" or "minute" or "second" or "milliseconds" or "microseconds" => ExtractTime(field, time),
            "dow" => (int)moment.DayOfWeek,
            "isodow" => IsoDayOfWeek(moment),
            "doy" => moment.DayOfYear,
            "week" => ISOWeek.GetWeekOfYear(moment),
            "isoyear" => ISOWeek.GetYear(moment),
            "quarter" => ((moment.Month - 1) / 3) + 1,
            "decade" => moment.Year / 10,
            "century" => (moment.Year + 99) / 100,
            "millennium" => (moment.Year + 999) / 1000,
            "julian" => Julian(local, isDate),
            "epoch" => isDate ? (local / 1_000_000) + UnixEpochSeconds : Micros(local - (offset ?? 0)) + UnixEpochSeconds,
            "timezone" when offset is { } o => o / DateTimeText.MicrosecondsPerSecond,
            "timezone_hour" when offset is { } o => o / MicrosecondsPerHour,
            "timezone_minute" when offset is { } o => o / MicrosecondsPerMinute % 60,
            "timezone" or "timezone_hour" or "timezone_minute" => throw Unsupported(field, typeName),
            _ => throw Unrecognized(field, typeName),
        };
    }

    public static decimal ExtractFromTime(string field, long time)
    {
        field = Normalize(field);
        return field switch
        {
            "hour" or "minute" or "second" or "milliseconds" or "microseconds" => ExtractTime(field, time),
            "epoch" => Micros(time),
            "year" or "month" or "day" or "dow" or "doy" or "week" or "quarter" or "decade" or "century" or "millennium" or "isodow" or "isoyear" or "julian"
                or "timezone" or "timezone_hour" or "timezone_minute" => throw Unsupported(field, "time without time zone"),
            _ => throw Unrecognized(field, "time without time zone"),
        };
    }

    public static decimal ExtractFromInterval(string field, Interval interval)
    {
        field = Normalize(field);
        var years = interval.Months / 12;
        return field switch
        {
            "microseconds" => interval.Microseconds % MicrosecondsPerMinute,
            "milliseconds" => Scale(interval.Microseconds % MicrosecondsPerMinute, 3),
            "second" => Micros(interval.Microseconds % MicrosecondsPerMinute),
            "minute" => interval.Microseconds / MicrosecondsPerMinute % 60,
            "hour" => interval.Microseconds / MicrosecondsPerHour,
            "day" => interval.Days,
            "month" => interval.Months % 12,
            "quarter" => (interval.Months % 12 / 3) + 1,
            "year" => years,
            "decade" => years / 10,
            "century" => years / 100,
            "millennium" => years / 1000,
            "epoch" => Micros(interval.Microseconds) + (((interval.Days + (interval.Months % 12 * 30m)) + (years * 365.25m)) * 86_400m),
            "week" or "dow" or "doy" or "isodow" or "isoyear" or "julian" or "timezone" => throw Unsupported(field, "interval"),
            _ => throw Unrecognized(field, "interval"),
        };
    }

    /// <summary>Local time cut to a field.</summary>
    public static long Truncate(string field, long local, string typeName)
    {
        field = Normalize(field);
        if (local is long.MaxValue or long.MinValue)
            return local;
        var moment = TimeZones.ToDateTime(local, DateTimeKind.Unspecified);
        return field switch
        {
            "microseconds" => local,
            "milliseconds" => local - DateTimeText.FloorModulo(local, 1000),
            "second" => local - DateTimeText.FloorModulo(local, DateTimeText.MicrosecondsPerSecond),
            "minute" => local - DateTimeText.FloorModulo(local, MicrosecondsPerMinute),
            "hour" => local - DateTimeText.FloorModulo(local, MicrosecondsPerHour),
            "day" => local - DateTimeText.FloorModulo(local, DateTimeText.MicrosecondsPerDay),
            "week" => Day(moment.Date.AddDays(1 - IsoDayOfWeek(moment))),
            "month" => Start(moment.Year, moment.Month),
            "quarter" => Start(moment.Year, ((moment.Month - 1) / 3 * 3) + 1),
            "year" => Start(moment.Year, 1),
            "decade" => Start(Math.Max(1, moment.Year / 10 * 10), 1),
            "century" => Start(((moment.Year - 1) / 100 * 100) + 1, 1),
            "millennium" => Start(((moment.Year - 1) / 1000 * 1000) + 1, 1),
            "dow" or "doy" or "isodow" or "isoyear" or "julian" or "epoch" or "timezone" => throw Unsupported(field, typeName),
            _ => throw Unrecognized(field, typeName),
        };
    }

    public static Interval Truncate(string field, Interval interval)
    {
        field = Normalize(field);
        var years = interval.Months / 12;
        return field switch
        {
            "microseconds" => interval,
            "milliseconds" => interval with { Microseconds = interval.Microseconds / 1000 * 1000 },
            "second" => interval with { Microseconds = interval.Microseconds / 1_000_000 * 1_000_000 },
            "minute" => interval with { Microseconds = interval.Microseconds / MicrosecondsPerMinute * MicrosecondsPerMinute },
            "hour" => interval with { Microseconds = interval.Microseconds / MicrosecondsPerHour * MicrosecondsPerHour },
            "day" => interval with { Microseconds = 0 },
            "month" => new Interval(interval.Months, 0, 0),
            "quarter" => new Interval(interval.Months / 3 * 3, 0, 0),
            "year" => new Interval(years * 12, 0, 0),
            "decade" => new Interval(years / 10 * 120, 0, 0),
            "century" => new Interval(years / 100 * 1200, 0, 0),
            "millennium" => new Interval(years / 1000 * 12_000, 0, 0),
            _ => throw Unrecognized(field, "interval"),
        };
    }

    public static int IsoDayOfWeek(DateTime moment) => moment.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)moment.DayOfWeek;

    private static decimal ExtractTime(string field, long time) => field switch
    {
        "hour" => time / MicrosecondsPerHour,
        "minute" => time / MicrosecondsPerMinute % 60,
        "second" => Micros(time % MicrosecondsPerMinute),
        "milliseconds" => Scale(time % MicrosecondsPerMinute, 3),
        _ => time % MicrosecondsPerMinute,
    };

    private static decimal Julian(long local, bool isDate)
    {
        var day = DateTimeText.FloorDivide(local, DateTimeText.MicrosecondsPerDay) + JulianEpoch;
        var time = DateTimeText.FloorModulo(local, DateTimeText.MicrosecondsPerDay);
        return isDate || time == 0 ? day : day + Arithmetic.NumericMath.Divide(time, DateTimeText.MicrosecondsPerDay);
    }

    // Seconds with six digits after the point.
    private static decimal Micros(long microseconds) => Scale(microseconds, 6);

    private static decimal Scale(long value, byte scale)
    {
        var magnitude = (ulong)Int128.Abs(value);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, value < 0, scale);
    }

    private static long Start(int year, int month) => Day(new DateTime(year, month, 1));

    private static long Day(DateTime day) => TimeZones.FromDateTime(day);

    private static string Normalize(string field)
    {
        field = field.Trim().ToLowerInvariant();
        return field switch
        {
            "years" or "y" or "yr" or "yrs" => "year",
            "months" or "mon" or "mons" => "month",
            "days" or "d" => "day",
            "hours" or "h" or "hr" or "hrs" => "hour",
            "minutes" or "m" or "min" or "mins" => "minute",
            "seconds" or "s" or "sec" or "secs" => "second",
            "millisecond" or "ms" or "msec" or "msecs" => "milliseconds",
            "microsecond" or "us" or "usec" or "usecs" => "microseconds",
            "weeks" or "w" => "week",
            "decades" or "dec" or "decs" => "decade",
            "centuries" or "c" or "cent" => "century",
            "millennia" or "mil" or "mils" => "millennium",
            "jd" or "j" => "julian",
            "qtr" => "quarter",
            _ => field,
        };
    }

    private static VectorDbException Unsupported(string field, string typeName) =>
        new(SqlStates.FeatureNotSupported, $"unit \"{field}\" not supported for type {typeName}");

    private static VectorDbException Unrecognized(string field, string typeName) =>
        new(SqlStates.InvalidParameterValue, $"unit \"{field}\" not recognized for type {typeName}");
}
