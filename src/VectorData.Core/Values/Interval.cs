namespace VectorData.Core.Values;

/// <summary>PostgreSQL's interval: months, days and microseconds kept apart. 16 bytes, stored as it is.</summary>
public readonly record struct Interval(int Months, int Days, long Microseconds) : IComparable<Interval>
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Orders as PostgreSQL does: a month counts 30 days, a day 24 hours.</summary>
    public int CompareTo(Interval other) => Span.CompareTo(other.Span);

    /// <summary>The one length that comparisons use, in microseconds.</summary>
    public Int128 Span => (((Int128)Months * 30) + Days) * MicrosecondsPerDay + Microseconds;

    /// <summary>Days and time as a TimeSpan; an interval with months has no such form.</summary>
    public TimeSpan ToTimeSpan() => Months == 0
        ? new TimeSpan((Days * TimeSpan.TicksPerDay) + (Microseconds * TimeSpan.TicksPerMicrosecond))
        : throw new InvalidCastException("an interval with months has no TimeSpan form; read it as Interval");

    public static Interval FromTimeSpan(TimeSpan value) => new(0, 0, value.Ticks / TimeSpan.TicksPerMicrosecond);
}
