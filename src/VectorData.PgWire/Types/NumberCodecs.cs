using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

internal sealed class BooleanCodec : TypeCodec
{
    public static readonly BooleanCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteByte((byte)(content[0] != 0 ? 1 : 0));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        output.WriteByte(content[0] != 0 ? (byte)'t' : (byte)'f');

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 1, "boolean");
        content.Write([(byte)(wire[0] != 0 ? 1 : 0)]);
    }
}

/// <summary>Integers of 2, 4 and 8 bytes.</summary>
internal sealed class IntegerCodec(int width) : TypeCodec
{
    public static readonly IntegerCodec SmallInt = new(2);
    public static readonly IntegerCodec Integer = new(4);
    public static readonly IntegerCodec BigInt = new(8);

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => Swap(content, output);

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var value = width switch
        {
            2 => MemoryMarshal.Read<short>(content),
            4 => MemoryMarshal.Read<int>(content),
            _ => MemoryMarshal.Read<long>(content),
        };
        TextWriting.Write(output, value);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, width, type.Name);
        Swap(wire, content);
    }

    private static void Swap(ReadOnlySpan<byte> from, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(from.Length);
        for (var i = 0; i < from.Length; i++)
            span[i] = from[from.Length - 1 - i];
        to.Advance(from.Length);
    }
}

internal sealed class RealCodec : TypeCodec
{
    public static readonly RealCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteSingle(MemoryMarshal.Read<float>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        TextWriting.Write(output, MemoryMarshal.Read<float>(content), settings);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 4, "real");
        MemoryMarshal.Write(content.GetSpan(4), BinaryPrimitives.ReadSingleBigEndian(wire));
        content.Advance(4);
    }
}

internal sealed class DoubleCodec : TypeCodec
{
    public static readonly DoubleCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteDouble(MemoryMarshal.Read<double>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        TextWriting.Write(output, MemoryMarshal.Read<double>(content), settings);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 8, "double precision");
        MemoryMarshal.Write(content.GetSpan(8), BinaryPrimitives.ReadDoubleBigEndian(wire));
        content.Advance(8);
    }
}

/// <summary>
/// numeric. Binary: int16 digits, int16 weight of the first one, uint16 sign (0, 0x4000 negative, 0xC000 NaN, 0xD000 and 0xF000 infinities),
/// uint16 decimals shown, then the digits of base 10,000.
/// </summary>
internal sealed class NumericCodec : TypeCodec
{
    public static readonly NumericCodec Instance = new();
    private const int Base = 10_000;
    private const ushort Negative = 0x4000;

    // 29 digits before or 28 after the point, in groups of four on both sides of it.
    private const int MaxGroups = 16;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var value = MemoryMarshal.Read<decimal>(content);
        Span<short> groups = stackalloc short[MaxGroups];
        var integral = decimal.Truncate(Math.Abs(value));
        var fraction = Math.Abs(value) - integral;
        var start = MaxGroups / 2;
        var first = start;
        while (integral > 0)
        {
            var next = decimal.Truncate(integral / Base);
            groups[--first] = (short)(integral - (next * Base));
            integral = next;
        }

        var end = start;
        while (fraction > 0)
        {
            fraction *= Base;
            var group = decimal.Truncate(fraction);
            groups[end++] = (short)group;
            fraction -= group;
        }

        while (first < end && groups[first] == 0)
            first++;
        while (end > first && groups[end - 1] == 0)
            end--;
        output.WriteInt16((short)(end - first));
        output.WriteInt16((short)(end == first ? 0 : start - 1 - first));
        output.WriteInt16((short)(value < 0 ? Negative : 0));
        output.WriteInt16(value.Scale);
        foreach (var group in groups[first..end])
            output.WriteInt16(group);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var value = MemoryMarshal.Read<decimal>(content);

        // Decimal has a negative zero, numeric has not.
        TextWriting.Write(output, value == 0 ? new decimal(0, 0, 0, false, value.Scale) : value);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        if (wire.Length < 8)
            throw Invalid("incorrect binary data format: numeric takes 8 bytes at least");
        var reader = new MessageReader(wire);
        var count = reader.ReadUInt16();
        var weight = reader.ReadInt16();
        var sign = reader.ReadUInt16();
        var scale = reader.ReadUInt16();
        if (sign is 0xC000 or 0xD000 or 0xF000)
            throw TextErrorOf("numeric cannot hold NaN and infinity");
        if (sign is not (0 or Negative))
            throw Invalid("invalid sign in external \"numeric\" value");
        if (scale > 0x3FFF)
            throw Invalid("invalid scale in external \"numeric\" value");
        if (reader.Remaining != count * 2)
            throw Invalid($"incorrect binary data format: {count} digits of numeric take {count * 2} bytes, not {reader.Remaining}");
        var value = ReadDigits(ref reader, count, weight, scale);
        MemoryMarshal.Write(content.GetSpan(16), sign == Negative ? -value : value);
        content.Advance(16);
    }

    private static decimal ReadDigits(ref MessageReader reader, int count, int weight, int scale)
    {
        // Beyond these the number has more digits than decimal, or is zero.
        var mantissa = System.Numerics.BigInteger.Zero;
        var exponent = weight + 1;
        for (var i = 0; i < count; i++)
        {
            var digit = reader.ReadInt16();
            if (digit is < 0 or >= Base)
                throw Invalid("invalid digit in external \"numeric\" value");
            if (i >= 64 && digit != 0)
                throw TextErrorOf("value overflows numeric format");
            if (i >= 64)
                continue;
            mantissa = (mantissa * Base) + digit;
            exponent--;
        }

        if (mantissa.IsZero)
            return new decimal(0, 0, 0, false, (byte)Math.Min(scale, 28));
        if (exponent is < -200 or > 20)
            throw TextErrorOf("value overflows numeric format");
        var value = NumericText.FromScaled(mantissa, exponent * -4);

        // The last group may reach beyond the decimals shown.
        return value.Scale > scale ? decimal.Round(value, scale, MidpointRounding.ToZero) : NumericText.WithScale(value, scale);
    }

    private static Core.Errors.VectorDbException TextErrorOf(string message) => new(Core.Errors.SqlStates.NumericValueOutOfRange, message);
}
