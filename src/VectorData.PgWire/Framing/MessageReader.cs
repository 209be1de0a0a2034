using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using VectorData.Core.Errors;

namespace VectorData.PgWire.Framing;

/// <summary>Reads the content of one message: big-endian numbers, strings that end in a zero byte, counted bytes. 08P01 past its end.</summary>
public ref struct MessageReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = body;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public float ReadSingle() => BinaryPrimitives.ReadSingleBigEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0)
            throw new ProtocolViolationException($"invalid length {count} in message");
        return Take(count);
    }

    /// <summary>A string that ends in a zero byte; 22021 when it is not UTF-8.</summary>
    public string ReadString()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0)
            throw new ProtocolViolationException("invalid string in message: its zero byte is missing");
        var text = DecodeText(_rest[..end]);
        _rest = _rest[(end + 1)..];
        return text;
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(_rest.Length);

    /// <summary>08P01 when the message is longer than its content.</summary>
    public readonly void EnsureEnd()
    {
        if (_rest.Length > 0)
            throw new ProtocolViolationException($"invalid message format: {_rest.Length} bytes too many");
    }

    /// <summary>UTF-8 to text; 22021 names the bytes that are none.</summary>
    public static string DecodeText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw InvalidUtf8(bytes);
        }
    }

    /// <summary>22021 unless the bytes are UTF-8 without a zero byte.</summary>
    public static void CheckText(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes) || bytes.Contains((byte)0))
            throw InvalidUtf8(bytes);
    }

    private static VectorDbException InvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && bytes[at] != 0 && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        var shown = string.Join(" ", bytes.Slice(at, Math.Min(3, bytes.Length - at)).ToArray().Select(b => $"0x{b:x2}"));
        return new VectorDbException(SqlStates.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\": {shown}");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new ProtocolViolationException("insufficient data left in message");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
