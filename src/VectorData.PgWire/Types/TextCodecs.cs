using System.Buffers;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>text, varchar, char, names: both forms are the UTF-8 itself.</summary>
internal sealed class TextCodec : TypeCodec
{
    public static readonly TextCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteBytes(content);

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) => output.WriteBytes(content);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        MessageReader.CheckText(wire);
        content.Write(wire);
    }
}

/// <summary>json as it is, jsonb with a version byte before it in binary.</summary>
internal sealed class JsonCodec(bool hasVersion) : TypeCodec
{
    public static readonly JsonCodec Json = new(hasVersion: false);
    public static readonly JsonCodec Jsonb = new(hasVersion: true);
    private const byte Version = 1;

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        if (hasVersion)
            output.WriteByte(Version);
        output.WriteBytes(content);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) => output.WriteBytes(content);

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        if (hasVersion)
        {
            if (wire.IsEmpty || wire[0] != Version)
                throw Invalid($"unsupported jsonb version number {(wire.IsEmpty ? 0 : wire[0])}");
            wire = wire[1..];
        }

        MessageReader.CheckText(wire);
        ContentBytes.Write(ValueText.Parse(type, MessageReader.DecodeText(wire)), content);
    }
}

internal sealed class ByteaCodec : TypeCodec
{
    public static readonly ByteaCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output) => output.WriteBytes(content);

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        if (settings.EscapeBytea)
        {
            WriteEscaped(content, output);
            return;
        }

        output.WriteBytes("\\x"u8);
        var span = output.GetSpan(Math.Max(1, content.Length * 2));
        for (var i = 0; i < content.Length; i++)
        {
            span[2 * i] = Digit(content[i] >> 4);
            span[(2 * i) + 1] = Digit(content[i] & 15);
        }

        output.Advance(content.Length * 2);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content) => content.Write(wire);

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    private static void WriteEscaped(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        foreach (var b in content)
        {
            if (b == '\\')
                output.WriteBytes("\\\\"u8);
            else if (b is >= 32 and < 127)
                output.WriteByte(b);
            else
                output.WriteBytes([(byte)'\\', (byte)('0' + (b >> 6)), (byte)('0' + ((b >> 3) & 7)), (byte)('0' + (b & 7))]);
        }
    }
}

internal sealed class UuidCodec : TypeCodec
{
    public static readonly UuidCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        MemoryMarshal.Read<Guid>(content).TryWriteBytes(output.GetSpan(16), bigEndian: true, out var written);
        output.Advance(written);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings) =>
        TextWriting.Write(output, MemoryMarshal.Read<Guid>(content));

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        CheckLength(wire, 16, "uuid");
        MemoryMarshal.Write(content.GetSpan(16), new Guid(wire, bigEndian: true));
        content.Advance(16);
    }
}

/// <summary>bit and varbit. Binary: int32 bits, then the bytes; content is the same with little-endian bits.</summary>
internal sealed class BitCodec : TypeCodec
{
    public static readonly BitCodec Instance = new();

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        output.WriteInt32(MemoryMarshal.Read<int>(content));
        output.WriteBytes(content[4..]);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var length = MemoryMarshal.Read<int>(content);
        var bits = content[4..];
        var span = output.GetSpan(Math.Max(length, 1));
        for (var i = 0; i < length; i++)
            span[i] = (byte)((bits[i >> 3] & (0x80 >> (i & 7))) != 0 ? '1' : '0');
        output.Advance(length);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        if (wire.Length < 4)
            throw Invalid("incorrect binary data format: a bit string takes 4 bytes at least");
        var reader = new MessageReader(wire);
        var length = reader.ReadInt32();
        if (length < 0 || (length + 7L) / 8 != reader.Remaining)
            throw Invalid("invalid length in external bit string");
        MemoryMarshal.Write(content.GetSpan(4), length);
        content.Advance(4);
        var bytes = content.GetSpan(Math.Max(1, reader.Remaining))[..reader.Remaining];
        wire[4..].CopyTo(bytes);
        if ((length & 7) != 0)
            bytes[^1] &= (byte)(0xFF << (8 - (length & 7)));
        content.Advance(bytes.Length);
    }
}
