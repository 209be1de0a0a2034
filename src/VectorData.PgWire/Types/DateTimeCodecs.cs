using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>date: int32 days since 2000-01-01.</summary>
internal sealed class DateCodec : TypeCodec
{
    public static readonly DateCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteInt32(MemoryMarshal.Read<int>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var days = MemoryMarshal.Read<int>(content);
        if (days is int.MaxValue or int.MinValue)
            output.WriteBytes(days > 0 ? "infinity"u8 : "-infinity"u8);
        else
            TextWriting.WriteDate(output, DateOnly.FromDayNumber(days + DateTimeText.EpochDayNumber));
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 4, "date");
        var days = BinaryPrimitives.ReadInt32BigEndian(wire);
        MemoryMarshal.Write(content.GetSpan(4), days is int.MaxValue or int.MinValue ? days : DateTimeText.CheckDate(days));
        content.Advance(4);
    }
}

/// <summary>time: int64 microseconds.</summary>
internal sealed class TimeCodec : TypeCodec
{
    public static readonly TimeCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteInt64(MemoryMarshal.Read<long>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        TextWriting.WriteTime(output, MemoryMarshal.Read<long>(content));

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 8, "time");
        var time = BinaryPrimitives.ReadInt64BigEndian(wire);
        if (time is < 0 or > DateTimeText.MicrosecondsPerDay)
            throw new Core.Errors.VectorDbException(Core.Errors.SqlStates.DatetimeFieldOverflow, "time out of range");
        MemoryMarshal.Write(content.GetSpan(8), time);
        content.Advance(8);
    }
}

/// <summary>timestamp and timestamptz: int64 microseconds since 2000-01-01 (UTC).</summary>
internal sealed class TimestampCodec(bool hasZone) : TypeCodec
{
    public static readonly TimestampCodec WithoutZone = new(hasZone: false);
    public static readonly TimestampCodec WithZone = new(hasZone: true);

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteInt64(MemoryMarshal.Read<long>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var moment = MemoryMarshal.Read<long>(content);
        if (moment is long.MaxValue or long.MinValue)
        {
            output.WriteBytes(moment > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        var offset = hasZone ? TimeZones.OffsetAt(settings.TimeZone, moment) : 0;
        moment += offset;
        var days = (int)DateTimeText.FloorDivide(moment, DateTimeText.MicrosecondsPerDay);
        TextWriting.WriteDate(output, DateOnly.FromDayNumber(Math.Clamp(days + DateTimeText.EpochDayNumber, 0, DateOnly.MaxValue.DayNumber)));
        output.WriteByte((byte)' ');
        TextWriting.WriteTime(output, DateTimeText.FloorModulo(moment, DateTimeText.MicrosecondsPerDay));
        if (hasZone)
            TextWriting.WriteOffset(output, offset);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 8, type.Name);
        var moment = BinaryPrimitives.ReadInt64BigEndian(wire);
        MemoryMarshal.Write(content.GetSpan(8), moment is long.MaxValue or long.MinValue ? moment : DateTimeText.CheckTimestamp(moment));
        content.Advance(8);
    }
}

/// <summary>interval: int64 microseconds, int32 days, int32 months.</summary>
internal sealed class IntervalCodec : TypeCodec
{
    public static readonly IntervalCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var interval = MemoryMarshal.Read<Interval>(content);
        output.WriteInt64(interval.Microseconds);
        output.WriteInt32(interval.Days);
        output.WriteInt32(interval.Months);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        IntervalWriting.Write(MemoryMarshal.Read<Interval>(content), output, settings.IntervalStyle);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 16, "interval");
        var interval = new Interval(
            BinaryPrimitives.ReadInt32BigEndian(wire[12..]), BinaryPrimitives.ReadInt32BigEndian(wire[8..]), BinaryPrimitives.ReadInt64BigEndian(wire));
        MemoryMarshal.Write(content.GetSpan(16), interval);
        content.Advance(16);
    }
}
