using VectorData.Core.Errors;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.DateTimes;

/// <summary>Arithmetic of dates, timestamps (microseconds since 2000) and intervals.</summary>
internal static class DateTimeArithmetic
{
    private const int MonthsPerYear = 12;
    private const int DaysPerMonth = 30;
    private const double SecondsPerDay = 86_400;

    public static bool IsInfinite(long timestamp) => timestamp is long.MaxValue or long.MinValue;

    public static bool IsInfinite(int date) => date is int.MaxValue or int.MinValue;

    public static long StartOfDay(int date) => date switch
    {
        int.MaxValue => long.MaxValue,
        int.MinValue => long.MinValue,
        _ => date * DateTimeText.MicrosecondsPerDay,
    };

    public static int AddDays(int date, long days) => IsInfinite(date) ? date : DateTimeText.CheckDate(date + days);

    public static int DifferenceInDays(int left, int right) => IsInfinite(left) || IsInfinite(right)
        ? throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "cannot subtract infinite dates")
        : left - right;

    /// <summary>Months first (the day is cut to the month's length), then days, then time.</summary>
    public static long Add(long timestamp, Interval interval)
    {
        if (IsInfinite(timestamp))
            return timestamp;
        if (interval.Months != 0)
            timestamp = AddMonths(timestamp, interval.Months);
        return DateTimeText.CheckTimestamp(timestamp + ((Int128)interval.Days * DateTimeText.MicrosecondsPerDay) + interval.Microseconds);
    }

    /// <summary>Months and days are added to local time, so that a day may have 23 hours.</summary>
    public static long Add(long timestamp, Interval interval, TimeZoneInfo zone)
    {
        if (IsInfinite(timestamp))
            return timestamp;
        if (interval.Months != 0 || interval.Days != 0)
            timestamp = TimeZones.ToUtc(zone, Add(TimeZones.ToLocal(zone, timestamp), interval with { Microseconds = 0 }));
        return DateTimeText.CheckTimestamp((Int128)timestamp + interval.Microseconds);
    }

    public static Interval Negate(Interval interval)
    {
        try
        {
            return checked(new Interval(-interval.Months, -interval.Days, -interval.Microseconds));
        }
        catch (OverflowException)
        {
            throw OutOfRange();
        }
    }

    public static Interval Add(Interval left, Interval right)
    {
        try
        {
            return checked(new Interval(left.Months + right.Months, left.Days + right.Days, left.Microseconds + right.Microseconds));
        }
        catch (OverflowException)
        {
            throw OutOfRange();
        }
    }

    /// <summary>Days and time between two moments.</summary>
    public static Interval Subtract(long left, long right)
    {
        if (IsInfinite(left) || IsInfinite(right))
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "cannot subtract infinite timestamps");
        return JustifyHours(new Interval(0, 0, left - right));
    }

    public static long AddToTime(long time, Interval interval) =>
        DateTimeText.FloorModulo(time + interval.Microseconds, DateTimeText.MicrosecondsPerDay);

    /// <summary>Fractions of months become days of 30 a month, fractions of days become time.</summary>
    public static Interval Multiply(Interval interval, double factor)
    {
        if (!double.IsFinite(factor))
            throw OutOfRange();
        try
        {
            var months = interval.Months * factor;
            var days = interval.Days * factor;
            var wholeMonths = checked((int)Math.Truncate(months));
            var wholeDays = checked((int)Math.Truncate(days));
            var monthDays = RoundToMicroseconds((months - wholeMonths) * DaysPerMonth);
            var seconds = RoundToMicroseconds((days - wholeDays + monthDays - Math.Truncate(monthDays)) * SecondsPerDay);
            if (Math.Abs(seconds) >= SecondsPerDay)
            {
                wholeDays += (int)(seconds / SecondsPerDay);
                seconds -= (int)(seconds / SecondsPerDay) * SecondsPerDay;
            }

            var micros = Math.Round((interval.Microseconds * factor) + (seconds * DateTimeText.MicrosecondsPerSecond), MidpointRounding.ToEven);
            return new Interval(wholeMonths, checked(wholeDays + (int)monthDays), checked((long)micros));
        }
        catch (OverflowException)
        {
            throw OutOfRange();
        }
    }

    public static Interval Divide(Interval interval, double divisor) => divisor == 0
        ? throw new VectorDbException(SqlStates.DivisionByZero, "division by zero")
        : Multiply(interval, 1 / divisor);

    public static Interval JustifyHours(Interval interval)
    {
        var days = interval.Microseconds / DateTimeText.MicrosecondsPerDay;
        var total = interval.Days + days;
        var rest = interval.Microseconds % DateTimeText.MicrosecondsPerDay;
        if (total > 0 && rest < 0)
            (total, rest) = (total - 1, rest + DateTimeText.MicrosecondsPerDay);
        else if (total < 0 && rest > 0)
            (total, rest) = (total + 1, rest - DateTimeText.MicrosecondsPerDay);
        return new Interval(interval.Months, checked((int)total), rest);
    }

    public static Interval JustifyDays(Interval interval)
    {
        var months = interval.Months + (interval.Days / DaysPerMonth);
        var days = interval.Days % DaysPerMonth;
        if (months > 0 && days < 0)
            (months, days) = (months - 1, days + DaysPerMonth);
        else if (months < 0 && days > 0)
            (months, days) = (months + 1, days - DaysPerMonth);
        return new Interval(months, days, interval.Microseconds);
    }

    /// <summary>Days and months filled up from below, then all parts given one sign.</summary>
    public static Interval Justify(Interval interval)
    {
        var days = interval.Days + (interval.Microseconds / DateTimeText.MicrosecondsPerDay);
        var time = interval.Microseconds % DateTimeText.MicrosecondsPerDay;
        var months = interval.Months + (days / DaysPerMonth);
        days %= DaysPerMonth;
        if (months > 0 && (days < 0 || (days == 0 && time < 0)))
            (months, days) = (months - 1, days + DaysPerMonth);
        else if (months < 0 && (days > 0 || (days == 0 && time > 0)))
            (months, days) = (months + 1, days - DaysPerMonth);
        if (days > 0 && time < 0)
            (days, time) = (days - 1, time + DateTimeText.MicrosecondsPerDay);
        else if (days < 0 && time > 0)
            (days, time) = (days + 1, time - DateTimeText.MicrosecondsPerDay);
        return new Interval(checked((int)months), (int)days, time);
    }

    /// <summary>Years, months and days between two moments, as a person counts them.</summary>
    public static Interval Age(long left, long right)
    {
        if (IsInfinite(left) || IsInfinite(right))
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "cannot subtract infinite timestamps");
        var negative = left < right;
        var (late, early) = negative ? (right, left) : (left, right);
        var x = TimeZones.ToDateTime(late, DateTimeKind.Unspecified);
        var y = TimeZones.ToDateTime(early, DateTimeKind.Unspecified);
        var micros = (x.TimeOfDay.Ticks - y.TimeOfDay.Ticks) / TimeSpan.TicksPerMicrosecond;
        var days = x.Day - y.Day;
        var months = ((x.Year - y.Year) * MonthsPerYear) + x.Month - y.Month;
        if (micros < 0)
        {
            micros += DateTimeText.MicrosecondsPerDay;
            days--;
        }

        if (days < 0)
        {
            days += DateTime.DaysInMonth(y.Year, y.Month);
            months--;
        }

        var age = new Interval(months, days, micros);
        return negative ? Negate(age) : age;
    }

    /// <summary>The bin of a stride that a moment falls into.</summary>
    public static long Bin(Interval stride, long timestamp, long origin)
    {
        if (IsInfinite(timestamp))
            return timestamp;
        if (stride.Months != 0)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "timestamps cannot be binned into intervals containing months or years");
        var width = (stride.Days * DateTimeText.MicrosecondsPerDay) + stride.Microseconds;
        return width > 0
            ? timestamp - DateTimeText.FloorModulo(timestamp - origin, width)
            : throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "stride must be greater than zero");
    }

    private static long AddMonths(long timestamp, int months)
    {
        var moment = TimeZones.ToDateTime(timestamp, DateTimeKind.Unspecified);
        var month = (long)(moment.Year * MonthsPerYear) + moment.Month - 1 + months;
        var year = DateTimeText.FloorDivide(month, MonthsPerYear);
        if (year is < 1 or > 9999)
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "timestamp out of range");
        var monthOfYear = (int)DateTimeText.FloorModulo(month, MonthsPerYear) + 1;
        var day = Math.Min(moment.Day, DateTime.DaysInMonth((int)year, monthOfYear));
        return StartOfDay(DateTimeText.DaysOf((int)year, monthOfYear, day)!.Value) + DateTimeText.FloorModulo(timestamp, DateTimeText.MicrosecondsPerDay);
    }

    private static double RoundToMicroseconds(double value) => Math.Round(value * 1e6, MidpointRounding.ToEven) / 1e6;

    private static VectorDbException OutOfRange() => new(SqlStates.DatetimeFieldOverflow, "interval out of range");
}
