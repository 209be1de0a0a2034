using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using VectorData.Core.Errors;

namespace VectorData.Storage.Tables;

/// <summary>Reads what <see cref="RecordWriter"/> wrote. Bytes that do not fit are damage: the record's checksum held, so it was not written by this format.</summary>
internal sealed class RecordReader(ReadOnlySequence<byte> bytes, string file, long position)
{
    private ReadOnlySequence<byte> _rest = bytes;

    public long Left => _rest.Length;

    public byte Byte()
    {
        Span<byte> buffer = stackalloc byte[1];
        Take(buffer);
        return buffer[0];
    }

    public bool Bool() => Byte() != 0;

    public int Int32()
    {
        Span<byte> buffer = stackalloc byte[4];
        Take(buffer);
        return BinaryPrimitives.ReadInt32LittleEndian(buffer);
    }

    public long Int64()
    {
        Span<byte> buffer = stackalloc byte[8];
        Take(buffer);
        return BinaryPrimitives.ReadInt64LittleEndian(buffer);
    }

    public ulong UInt64() => (ulong)Int64();

    /// <summary>A number of things that take at least <paramref name="size"/> bytes each.</summary>
    public int Count(int size = 1)
    {
        var count = Int32();
        if (count < 0 || (long)count * size > Left)
            throw Damaged($"{count} elements in {Left} bytes");
        return count;
    }

    public string? OptionalString()
    {
        var length = Int32();
        if (length < 0)
            return null;
        if (length > Left)
            throw Damaged($"a text of {length} bytes in {Left} bytes");
        var text = Encoding.UTF8.GetString(_rest.Slice(0, length));
        _rest = _rest.Slice(length);
        return text;
    }

    public string String() => OptionalString() ?? throw Damaged("a text is missing");

    public Guid Guid()
    {
        Span<byte> buffer = stackalloc byte[16];
        Take(buffer);
        return new Guid(buffer);
    }

    public T[] Array<T>(long count)
        where T : unmanaged
    {
        if (count < 0 || count > Left || count > System.Array.MaxLength)
            throw Damaged($"{count} elements in {Left} bytes");
        var elements = GC.AllocateUninitializedArray<T>((int)count);
        Take(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    public CorruptDataException Damaged(string what) => new(file, position, what);

    private void Take(Span<byte> destination)
    {
        if (_rest.Length < destination.Length)
            throw Damaged($"{destination.Length} bytes are expected, {_rest.Length} are left");
        _rest.Slice(0, destination.Length).CopyTo(destination);
        _rest = _rest.Slice(destination.Length);
    }
}
