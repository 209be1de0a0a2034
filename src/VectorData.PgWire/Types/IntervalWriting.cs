using VectorData.Core.Values;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>Intervals in the four styles of IntervalStyle.</summary>
internal static class IntervalWriting
{
    private const long MicrosecondsPerSecond = 1_000_000;

    public static void Write(Interval interval, MessageBuffer output, IntervalStyle style)
    {
        switch (style)
        {
            case IntervalStyle.PostgresVerbose:
                WriteVerbose(interval, output);
                break;
            case IntervalStyle.SqlStandard:
                WriteSqlStandard(interval, output);
                break;
            case IntervalStyle.Iso8601:
                WriteIso(interval, output);
                break;
            default:
                WritePostgres(interval, output);
                break;
        }
    }

    private static void WritePostgres(Interval interval, MessageBuffer output)
    {
        var start = output.Length;
        var isNegativeBefore = false;
        Part(interval.Months / 12, "year"u8);
        Part(interval.Months % 12, "mon"u8);
        Part(interval.Days, "day"u8);
        if (interval.Microseconds == 0 && output.Length > start)
            return;
        if (output.Length > start)
            output.WriteByte((byte)' ');
        if (interval.Microseconds < 0)
            output.WriteByte((byte)'-');
        else if (isNegativeBefore)
            output.WriteByte((byte)'+');
        WriteClock(output, Magnitude(interval.Microseconds), twoDigitHours: true);

        void Part(int value, ReadOnlySpan<byte> unit)
        {
            if (value == 0)
                return;
            if (output.Length > start)
                output.WriteByte((byte)' ');
            if (isNegativeBefore && value > 0)
                output.WriteByte((byte)'+');
            TextWriting.Write(output, value);
            output.WriteByte((byte)' ');
            output.WriteBytes(unit);
            if (value != 1)
                output.WriteByte((byte)'s');
            isNegativeBefore = value < 0;
        }
    }

    // @ 1 year 2 mons 3 days 4 hours 5 mins 6.7 secs ago: the sign of the first part that is not zero is everyone's.
    private static void WriteVerbose(Interval interval, MessageBuffer output)
    {
        output.WriteByte((byte)'@');
        var isAny = false;
        var isAgo = false;
        Part(interval.Months / 12, "year"u8);
        Part(interval.Months % 12, "mon"u8);
        Part(interval.Days, "day"u8);
        Part(interval.Microseconds / 3_600_000_000, "hour"u8);
        Part(interval.Microseconds / 60_000_000 % 60, "min"u8);
        var seconds = interval.Microseconds % 60_000_000;
        if (seconds != 0)
        {
            output.WriteByte((byte)' ');
            if (isAny ? seconds < 0 != isAgo : false)
                output.WriteByte((byte)'-');
            else if (!isAny)
                isAgo = seconds < 0;
            isAny = true;
            var size = Math.Abs(seconds);
            TextWriting.Write(output, size / MicrosecondsPerSecond);
            TextWriting.WriteFraction(output, size % MicrosecondsPerSecond);
            output.WriteBytes(size == MicrosecondsPerSecond ? " sec"u8 : " secs"u8);
        }

        if (!isAny)
            output.WriteBytes(" 0"u8);
        if (isAgo)
            output.WriteBytes(" ago"u8);

        void Part(long value, ReadOnlySpan<byte> unit)
        {
            if (value == 0)
                return;
            if (!isAny)
                isAgo = value < 0;
            isAny = true;
            output.WriteByte((byte)' ');
            TextWriting.Write(output, isAgo ? -value : value);
            output.WriteByte((byte)' ');
            output.WriteBytes(unit);
            if (value is not (1 or -1))
                output.WriteByte((byte)'s');
        }
    }

    private static void WriteSqlStandard(Interval interval, MessageBuffer output)
    {
        var hasNegative = interval.Months < 0 || interval.Days < 0 || interval.Microseconds < 0;
        var hasPositive = interval.Months > 0 || interval.Days > 0 || interval.Microseconds > 0;
        var hasDayTime = interval.Days != 0 || interval.Microseconds != 0;
        if (!hasNegative && !hasPositive)
        {
            output.WriteByte((byte)'0');
        }
        else if ((hasNegative && hasPositive) || (interval.Months != 0 && hasDayTime))
        {
            // Mixed signs or both kinds of fields: every part has its sign.
            output.WriteByte(interval.Months < 0 ? (byte)'-' : (byte)'+');
            WriteYearMonth(output, interval.Months);
            output.WriteByte((byte)' ');
            output.WriteByte(interval.Days < 0 ? (byte)'-' : (byte)'+');
            TextWriting.Write(output, Magnitude(interval.Days));
            output.WriteByte((byte)' ');
            output.WriteByte(interval.Microseconds < 0 ? (byte)'-' : (byte)'+');
            WriteClock(output, Magnitude(interval.Microseconds), twoDigitHours: false);
        }
        else
        {
            if (hasNegative)
                output.WriteByte((byte)'-');
            if (interval.Months != 0)
            {
                WriteYearMonth(output, interval.Months);
                return;
            }

            if (interval.Days != 0)
            {
                TextWriting.Write(output, Magnitude(interval.Days));
                output.WriteByte((byte)' ');
            }

            WriteClock(output, Magnitude(interval.Microseconds), twoDigitHours: false);
        }
    }

    private static void WriteIso(Interval interval, MessageBuffer output)
    {
        output.WriteByte((byte)'P');
        var start = output.Length;
        Part(interval.Months / 12, 'Y');
        Part(interval.Months % 12, 'M');
        Part(interval.Days, 'D');
        if (interval.Microseconds == 0)
        {
            if (output.Length == start)
                output.WriteBytes("T0S"u8);
            return;
        }

        output.WriteByte((byte)'T');
        Part(interval.Microseconds / 3_600_000_000, 'H');
        Part(interval.Microseconds / 60_000_000 % 60, 'M');
        var seconds = interval.Microseconds % 60_000_000;
        if (seconds == 0)
            return;
        if (seconds < 0)
            output.WriteByte((byte)'-');
        TextWriting.Write(output, Math.Abs(seconds) / MicrosecondsPerSecond);
        TextWriting.WriteFraction(output, Math.Abs(seconds) % MicrosecondsPerSecond);
        output.WriteByte((byte)'S');

        void Part(long value, char unit)
        {
            if (value == 0)
                return;
            TextWriting.Write(output, value);
            output.WriteByte((byte)unit);
        }
    }

    private static void WriteYearMonth(MessageBuffer output, int months)
    {
        var size = Magnitude(months);
        TextWriting.Write(output, size / 12);
        output.WriteByte((byte)'-');
        TextWriting.Write(output, size % 12);
    }

    private static void WriteClock(MessageBuffer output, ulong microseconds, bool twoDigitHours)
    {
        var seconds = microseconds / 1_000_000;
        if (twoDigitHours && seconds < 36_000)
            output.WriteByte((byte)'0');
        TextWriting.Write(output, seconds / 3600);
        WriteSixty(seconds / 60 % 60);
        WriteSixty(seconds % 60);
        TextWriting.WriteFraction(output, (long)(microseconds % 1_000_000));

        void WriteSixty(ulong value) => output.WriteBytes([(byte)':', (byte)('0' + (value / 10)), (byte)('0' + (value % 10))]);
    }

    private static ulong Magnitude(long value) => value < 0 ? (ulong)-(Int128)value : (ulong)value;
}
