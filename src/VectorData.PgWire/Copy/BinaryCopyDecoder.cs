using System.Buffers;
using System.Buffers.Binary;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>
/// COPY binary: the signature PGCOPY\n\377\r\n\0, int32 flags, int32 length of an extension, then rows: int16 fields, each an int32 length (-1 NULL) and
/// its bytes; int16 -1 ends it.
/// </summary>
internal sealed class BinaryCopyDecoder : CopyDecoder
{
    internal static readonly byte[] Signature = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];
    private const int HeaderSize = 19;
    private const int CriticalFlags = unchecked((int)0xFFFF_0000);
    private readonly TypeCodec[] _codecs;
    private readonly bool[] _needsModifier;
    private readonly int _maxRowBytes;
    private readonly ArrayBufferWriter<byte> _content = new(256);
    private readonly PendingBytes _pending = new();
    private bool _hasHeader;
    private bool _isEnded;

    public BinaryCopyDecoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings, int maxRowBytes)
        : base(request, columns, settings)
    {
        _codecs = [.. columns.Select(column => TypeCodec.For(column.Type))];
        _needsModifier = [.. columns.Select(column => column.Type is { HasModifier: true, IsVector: false })];
        _maxRowBytes = maxRowBytes;
    }

    public override void Write(ReadOnlySpan<byte> data)
    {
        if (_isEnded)
            throw BadFormat("received copy data after EOF marker");
        if (!_pending.TryAdd(data))
            throw TooLarge(_maxRowBytes);
        var start = 0;
        while (!_isEnded && Take(_pending.Bytes[start..]) is > 0 and var taken)
            start += taken;
        if (_isEnded && start < _pending.Length)
            throw BadFormat("received copy data after EOF marker");
        _pending.Drop(start);
        if (_pending.Length > _maxRowBytes)
            throw TooLarge(_maxRowBytes);
    }

    public override void Complete()
    {
        if (_pending.Length > 0 || !_hasHeader)
            throw BadFormat(_hasHeader ? "unexpected EOF in COPY data" : "COPY file signature not recognized");
    }

    /// <summary>The bytes of the header or a whole row, 0 when it has not come in full.</summary>
    private int Take(ReadOnlySpan<byte> data)
    {
        if (!_hasHeader)
            return TakeHeader(data);
        if (data.Length < 2)
            return 0;
        var count = BinaryPrimitives.ReadInt16BigEndian(data);
        if (count == -1)
        {
            _isEnded = true;
            return 2;
        }

        if (count != Columns.Count)
            throw BadFormat($"row field count is {count}, expected {Columns.Count}");
        var length = RowLength(data, count);
        if (length == 0)
            return 0;
        var at = 2;
        for (var i = 0; i < count; i++)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(data[at..]);
            at += 4;
            if (size < 0)
                AppendNull(i);
            else
                Add(i, data.Slice(at, size));
            at += Math.Max(size, 0);
        }

        EndRow(length);
        Line++;
        return length;
    }

    private int TakeHeader(ReadOnlySpan<byte> data)
    {
        var known = Math.Min(data.Length, Signature.Length);
        if (!data[..known].SequenceEqual(Signature.AsSpan(0, known)))
            throw BadFormat("COPY file signature not recognized");
        if (data.Length < HeaderSize)
            return 0;
        var flags = BinaryPrimitives.ReadInt32BigEndian(data[Signature.Length..]);
        if ((flags & CriticalFlags) != 0)
            throw BadFormat("unrecognized critical flags in COPY file header");
        var extension = BinaryPrimitives.ReadInt32BigEndian(data[(Signature.Length + 4)..]);
        if (extension < 0 || extension > _maxRowBytes)
            throw BadFormat("invalid COPY file header (wrong length)");
        if (data.Length < HeaderSize + extension)
            return 0;
        _hasHeader = true;
        return HeaderSize + extension;
    }

    private int RowLength(ReadOnlySpan<byte> data, int count)
    {
        long at = 2;
        for (var i = 0; i < count; i++)
        {
            if (data.Length < at + 4)
                return 0;
            var size = BinaryPrimitives.ReadInt32BigEndian(data[(int)at..]);
            if (size < -1)
                throw BadFormat("invalid field size", i);
            at += 4L + Math.Max(size, 0);
            if (at > _maxRowBytes)
                throw TooLarge(_maxRowBytes);
        }

        return data.Length < at ? 0 : (int)at;
    }

    private void Add(int column, ReadOnlySpan<byte> wire)
    {
        var type = Columns[column].Type;
        try
        {
            _content.ResetWrittenCount();
            _codecs[column].ReadBinary(wire, type, _content);
            if (_needsModifier[column])
                Append(column, ValueModifiers.Apply(ContentBytes.ToValue(type.Unmodified, _content.WrittenSpan), type, isExplicit: false));
            else
                AppendContent(column, _content.WrittenSpan);
        }
        catch (VectorDbException e)
        {
            throw At(e, column);
        }
    }
}
