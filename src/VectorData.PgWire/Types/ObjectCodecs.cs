using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>oid and xid: uint32; content is the number in 8 bytes.</summary>
internal sealed class OidCodec : TypeCodec
{
    public static readonly OidCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteInt32((int)MemoryMarshal.Read<long>(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        TextWriting.Write(output, MemoryMarshal.Read<long>(content));

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 4, type.Name);
        MemoryMarshal.Write(content.GetSpan(8), (long)BinaryPrimitives.ReadUInt32BigEndian(wire));
        content.Advance(8);
    }
}

/// <summary>regclass and its like: uint32 oid, or the name as text. Content is the oid and the name.</summary>
internal sealed class ObjectNameCodec : TypeCodec
{
    public static readonly ObjectNameCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteInt32(BinaryPrimitives.ReadInt32LittleEndian(content));

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) => output.WriteBytes(content[4..]);

    // The name is the engine's to find: what is read here is known by its number.
    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 4, type.Name);
        var oid = BinaryPrimitives.ReadUInt32BigEndian(wire);
        var span = content.GetSpan(16);
        BinaryPrimitives.WriteUInt32LittleEndian(span, oid);
        oid.TryFormat(span[4..], out var written, default, CultureInfo.InvariantCulture);
        content.Advance(4 + written);
    }
}

/// <summary>int2vector and oidvector: arrays in binary, "1 2 3" as text.</summary>
internal sealed class BlankSeparatedCodec(SqlType elementType) : TypeCodec
{
    private readonly ArrayCodec _array = new(elementType);

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => _array.WriteBinary(content, output);

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        _array.WriteElements(content, output, settings);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content) => _array.ReadBinary(wire, type, content);
}
