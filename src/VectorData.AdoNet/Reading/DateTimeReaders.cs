using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

internal sealed class DateOnlyReader : FieldReader<DateOnly>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out DateOnly value)
    {
        if (column.Type.Kind != TypeKind.Date)
            return NotConvertible(out value);
        return When(DateTimes.TryToDateOnly(((FixedColumn<int>)column).Span[row], out value));
    }
}

internal sealed class TimeOnlyReader : FieldReader<TimeOnly>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out TimeOnly value)
    {
        if (column.Type.Kind != TypeKind.Time)
            return NotConvertible(out value);
        return When(DateTimes.TryToTimeOnly(((FixedColumn<long>)column).Span[row], out value));
    }
}

/// <summary>timestamptz with Kind Utc; timestamp and date with Kind Unspecified.</summary>
internal sealed class DateTimeReader : FieldReader<DateTime>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out DateTime value)
    {
        switch (column.Type.Kind)
        {
            case TypeKind.TimestampTz:
                return When(DateTimes.TryToDateTime(((FixedColumn<long>)column).Span[row], DateTimeKind.Utc, out value));
            case TypeKind.Timestamp:
                return When(DateTimes.TryToDateTime(((FixedColumn<long>)column).Span[row], DateTimeKind.Unspecified, out value));
            case TypeKind.Date:
                var fits = DateTimes.TryToDateOnly(((FixedColumn<int>)column).Span[row], out var date);
                value = date == DateOnly.MaxValue ? DateTime.MaxValue : date.ToDateTime(TimeOnly.MinValue);
                return When(fits);
            default:
                return NotConvertible(out value);
        }
    }
}

/// <summary>timestamptz, with offset zero.</summary>
internal sealed class DateTimeOffsetReader : FieldReader<DateTimeOffset>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out DateTimeOffset value)
    {
        if (column.Type.Kind != TypeKind.TimestampTz)
            return NotConvertible(out value);
        var fits = DateTimes.TryToDateTime(((FixedColumn<long>)column).Span[row], DateTimeKind.Utc, out var time);
        value = new DateTimeOffset(time.Ticks, TimeSpan.Zero);
        return When(fits);
    }
}

/// <summary>time, and intervals without months.</summary>
internal sealed class TimeSpanReader : FieldReader<TimeSpan>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out TimeSpan value)
    {
        switch (column)
        {
            case FixedColumn<long> times when column.Type.Kind == TypeKind.Time:
                value = new TimeSpan(times.Span[row] * TimeSpan.TicksPerMicrosecond);
                return ReadOutcome.Done;
            case FixedColumn<Interval> intervals:
                var interval = intervals.Span[row];
                var ticks = interval.Span * TimeSpan.TicksPerMicrosecond;
                var fits = interval.Months == 0 && ticks >= long.MinValue && ticks <= long.MaxValue;
                value = fits ? new TimeSpan((long)ticks) : default;
                return When(fits);
            default:
                return NotConvertible(out value);
        }
    }
}

internal sealed class IntervalReader : FieldReader<Interval>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out Interval value)
    {
        if (column is not FixedColumn<Interval> intervals)
            return NotConvertible(out value);
        value = intervals.Span[row];
        return ReadOutcome.Done;
    }
}

internal sealed class GuidReader : FieldReader<Guid>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out Guid value)
    {
        if (column is not FixedColumn<Guid> guids)
            return NotConvertible(out value);
        value = guids.Span[row];
        return ReadOutcome.Done;
    }
}
