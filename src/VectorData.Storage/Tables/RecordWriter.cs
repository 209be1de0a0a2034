using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VectorData.Storage.Tables;

/// <summary>Puts a log record or manifest together, little-endian. Large memory is referenced, not copied, and must not change before the record is written.</summary>
internal sealed class RecordWriter
{
    private const int FirstBuffer = 256;
    private const int ReferencedBytes = 16 << 10;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _used;
    private long _length;

    /// <summary>Bytes written up to now.</summary>
    public long Length => _length + _used - _start;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    /// <summary>An Int64 that becomes known later.</summary>
    public Slot ReserveInt64()
    {
        Room(8);
        return new Slot(_buffer, _used - 8);
    }

    /// <summary>Length in bytes and UTF-8, or -1 for null.</summary>
    public void String(string? text)
    {
        if (text is null)
        {
            Int32(-1);
            return;
        }

        Int32(Encoding.UTF8.GetByteCount(text));
        Raw(Encoding.UTF8.GetBytes(text));
    }

    public void Guid(Guid value) => value.TryWriteBytes(Room(16));

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Elements as they stand in memory.</summary>
    public void Raw<T>(ReadOnlyMemory<T> elements)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(elements.Span);
        if (bytes.Length < ReferencedBytes)
        {
            Raw(bytes);
            return;
        }

        CutPiece();
        _pieces.Add(elements is ReadOnlyMemory<byte> plain ? plain : new CastMemory<T>(elements).Memory);
        _length += bytes.Length;
    }

    public ReadOnlySequence<byte> ToSequence()
    {
        CutPiece();
        if (_pieces.Count == 0)
            return ReadOnlySequence<byte>.Empty;
        if (_pieces.Count == 1)
            return new ReadOnlySequence<byte>(_pieces[0]);
        Piece? first = null, last = null;
        foreach (var piece in _pieces)
        {
            last = new Piece(piece, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    public byte[] ToArray() => ToSequence().ToArray();

    private Span<byte> Room(int count)
    {
        if (_buffer.Length - _used < count)
        {
            CutPiece();
            _buffer = new byte[Math.Max(count, Math.Min(1 << 16, _buffer.Length * 2))];
            _start = 0;
            _used = 0;
        }

        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }

    private void CutPiece()
    {
        if (_used == _start)
            return;
        _pieces.Add(_buffer.AsMemory(_start, _used - _start));
        _length += _used - _start;
        _start = _used;
    }

    public readonly struct Slot(byte[] buffer, int offset)
    {
        public void Set(long value) => BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(offset), value);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }

    private sealed class CastMemory<T>(ReadOnlyMemory<T> elements) : MemoryManager<byte>
        where T : unmanaged
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(MemoryMarshal.AsMemory(elements).Span);

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            var handle = elements.Pin();
            return new MemoryHandle((byte*)handle.Pointer + elementIndex, default, new Unpinning(handle));
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Unpinning(MemoryHandle handle) : IPinnable
        {
            public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

            public void Unpin() => handle.Dispose();
        }
    }
}
