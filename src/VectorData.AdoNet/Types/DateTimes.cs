namespace VectorData.AdoNet.Types;

/// <summary>
/// Dates and times between their CLR forms and microseconds or days since 2000-01-01. The smallest and largest CLR values stand for
/// -infinity and infinity. Ticks below a microsecond are cut off.
/// </summary>
internal static class DateTimes
{
    private const int EpochDayNumber = 730_119;
    private const long EpochTicks = EpochDayNumber * TimeSpan.TicksPerDay;

    public static int ToDays(DateOnly date) =>
        date == DateOnly.MaxValue ? int.MaxValue : date == DateOnly.MinValue ? int.MinValue : date.DayNumber - EpochDayNumber;

    /// <summary>False for days that DateOnly does not reach.</summary>
    public static bool TryToDateOnly(int days, out DateOnly date)
    {
        var number = (long)days + EpochDayNumber;
        var isInfinite = days is int.MaxValue or int.MinValue;
        var isFinite = !isInfinite && number >= 0 && number <= DateOnly.MaxValue.DayNumber;
        date = isFinite ? DateOnly.FromDayNumber((int)number) : days > 0 ? DateOnly.MaxValue : DateOnly.MinValue;
        return isFinite || isInfinite;
    }

    /// <summary>Microseconds of the ticks as they are, whatever the kind.</summary>
    public static long ToMicroseconds(DateTime time)
    {
        if (time.Ticks == DateTime.MaxValue.Ticks)
            return long.MaxValue;
        if (time.Ticks == DateTime.MinValue.Ticks)
            return long.MinValue;
        return FloorToMicroseconds(time.Ticks - EpochTicks);
    }

    public static long ToMicroseconds(DateTimeOffset time) => ToMicroseconds(time.UtcDateTime);

    /// <summary>False for moments that DateTime does not reach.</summary>
    public static bool TryToDateTime(long microseconds, DateTimeKind kind, out DateTime time)
    {
        if (microseconds is long.MaxValue or long.MinValue)
        {
            time = DateTime.SpecifyKind(microseconds > 0 ? DateTime.MaxValue : DateTime.MinValue, kind);
            return true;
        }

        var ticks = ((Int128)microseconds * TimeSpan.TicksPerMicrosecond) + EpochTicks;
        var fits = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
        time = fits ? new DateTime((long)ticks, kind) : default;
        return fits;
    }

    public static long ToMicroseconds(TimeOnly time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>False for 24:00:00, which TimeOnly does not have.</summary>
    public static bool TryToTimeOnly(long microseconds, out TimeOnly time)
    {
        var ticks = microseconds * TimeSpan.TicksPerMicrosecond;
        var fits = ticks >= 0 && ticks <= TimeOnly.MaxValue.Ticks;
        time = fits ? new TimeOnly(ticks) : default;
        return fits;
    }

    private static long FloorToMicroseconds(long ticks) =>
        (ticks - (ticks < 0 ? TimeSpan.TicksPerMicrosecond - 1 : 0)) / TimeSpan.TicksPerMicrosecond;
}
