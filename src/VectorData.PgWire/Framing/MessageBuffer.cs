using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using VectorData.Core.Errors;

namespace VectorData.PgWire.Framing;

/// <summary>
/// Messages on their way out, one after another in pooled memory. <see cref="Begin"/> leaves room for the length, which <see cref="End"/> fills in.
/// Empty it costs no memory; what was written is taken by <see cref="Written"/> and dropped by <see cref="Clear"/>.
/// </summary>
public sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;
    private const int KeptSize = 64 << 10;
    private byte[] _bytes = [];
    private int _used;
    private int _messageStart = -1;

    /// <summary>Bytes written.</summary>
    public int Length => _used;

    /// <summary>What was written, whole messages when none is begun; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _used);

    /// <summary>Starts a message of a type.</summary>
    public void Begin(byte type)
    {
        if (_messageStart >= 0)
            throw new InvalidOperationException("a message is begun already");
        WriteByte(type);
        _messageStart = _used;
        GetSpan(4);
        _used += 4;
    }

    /// <summary>Ends the message: its length is known now.</summary>
    public void End()
    {
        if (_messageStart < 0)
            throw new InvalidOperationException("no message is begun");
        PatchInt32(_messageStart, _used - _messageStart);
        _messageStart = -1;
    }

    /// <summary>Takes back the message that is begun: an error came while its content was made.</summary>
    public void Abandon()
    {
        if (_messageStart < 0)
            return;
        _used = _messageStart - 1;
        _messageStart = -1;
    }

    /// <summary>Drops everything after a length seen before.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _used);
        _used = length;
        if (_messageStart >= length)
            _messageStart = -1;
    }

    /// <summary>Drops what was written; memory beyond 64 KB goes back to the pool.</summary>
    public void Clear()
    {
        _used = 0;
        _messageStart = -1;
        if (_bytes.Length > KeptSize)
            Release();
    }

    /// <summary>Drops what was written and gives all memory back to the pool; the buffer can be used again.</summary>
    public void Release()
    {
        _used = 0;
        _messageStart = -1;
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    public void Dispose() => Release();

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_used);
    }

    public void WriteByte(byte value)
    {
        Reserve(1);
        _bytes[_used++] = value;
    }

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(GetSpan(2), value);
        _used += 2;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(GetSpan(4), value);
        _used += 4;
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(GetSpan(8), value);
        _used += 8;
    }

    public void WriteSingle(float value) => WriteInt32(BitConverter.SingleToInt32Bits(value));

    public void WriteDouble(double value) => WriteInt64(BitConverter.DoubleToInt64Bits(value));

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>UTF-8 without an end mark.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
    }

    /// <summary>UTF-8 and a zero byte; the text must not contain one: it ends there.</summary>
    public void WriteString(ReadOnlySpan<char> text)
    {
        var zero = text.IndexOf('\0');
        WriteText(zero < 0 ? text : text[..zero]);
        WriteByte(0);
    }

    /// <summary>Leaves room for the length of a field that follows; <see cref="EndField"/> fills it in.</summary>
    public int BeginField()
    {
        var at = _used;
        GetSpan(4);
        _used += 4;
        return at;
    }

    /// <summary>Fills in the length of the field that began at <paramref name="at"/>.</summary>
    public void EndField(int at) => PatchInt32(at, _used - at - 4);

    /// <summary>Overwrites four bytes written before.</summary>
    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at, 4), value);

    /// <summary>What was written from a place on; for writers that look back, such as the quoting of array elements.</summary>
    internal Span<byte> WrittenFrom(int at) => _bytes.AsSpan(at, _used - at);

    /// <summary>Takes back what was written from a place on, within the message that is begun.</summary>
    internal void Rewind(int at) => _used = at;

    private void Reserve(int count)
    {
        if (count <= _bytes.Length - _used)
            return;
        var needed = (long)_used + count;
        if (needed > Array.MaxLength)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, "a message to the client would be larger than 2 GB");
        var size = Math.Max(needed, Math.Min(Math.Max(FirstSize, _bytes.Length * 2L), Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent((int)size);
        _bytes.AsSpan(0, _used).CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
