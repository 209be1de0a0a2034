using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>
/// Writes a segment file column by column: <see cref="BeginColumn"/>, chunks in row order, <see cref="EndColumn"/>; then
/// blocks of the caller's; then <see cref="Complete"/>. Memory: NULL flags and offsets of the column under way.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly BlockFileWriter _file;
    private readonly ArrayBufferWriter<byte> _columns = new();
    private readonly long _wideOffsetsBeyond;
    private ColumnUnderWay? _column;
    private int _columnCount;
    private int _rows = -1;

    /// <param name="files">Where the file goes.</param>
    /// <param name="name">Its name, new there.</param>
    /// <param name="wideOffsetsBeyond">Bytes of a variable-length column beyond which its offsets take 8 bytes instead of 4.</param>
    public SegmentWriter(IObjectFiles files, string name, long wideOffsetsBeyond = uint.MaxValue)
    {
        _file = new BlockFileWriter(files, name, SegmentFormat.Kind);
        _wideOffsetsBeyond = Math.Min(wideOffsetsBeyond, uint.MaxValue);
    }

    /// <summary>Bytes written up to now.</summary>
    public long Position => _file.Position;

    public void BeginColumn(ColumnId id, SqlType type)
    {
        if (_column is not null)
            throw new InvalidOperationException("a column is still open");
        _column = new ColumnUnderWay(id, type, _wideOffsetsBeyond);
        _file.Begin(SegmentFormat.DataBlock(id));
    }

    /// <summary>The next rows of the open column; the chunk has the column's physical type and width.</summary>
    public void Append(ColumnVector chunk)
    {
        var column = _column ?? throw new InvalidOperationException("no column is open");
        if (chunk.Type.Physical != column.Type.Physical || chunk.Type.FixedWidth != column.Type.FixedWidth)
            throw new ArgumentException($"a chunk of {chunk.Type} does not fit a column of {column.Type}", nameof(chunk));
        column.Add(chunk);
        switch (chunk)
        {
            case BytesColumn bytes:
                AppendBytes(column, bytes);
                break;
            default:
                _file.Write(FixedBytes(chunk));
                break;
        }
    }

    public void EndColumn()
    {
        var column = _column ?? throw new InvalidOperationException("no column is open");
        if (_rows >= 0 && column.Rows != _rows)
            throw new InvalidOperationException($"column {column.Id.Value} has {column.Rows} rows, the ones before have {_rows}");
        _rows = column.Rows;
        _file.End();
        if (column.Lengths is { } lengths)
            WriteOffsets(column, lengths);
        if (column.HasNulls)
            _file.Add(SegmentFormat.NullsBlock(column.Id), column.Nulls);
        _file.Add(SegmentFormat.ZonesBlock(column.Id), column.FinishZones());
        Describe(column);
        _column = null;
    }

    /// <summary>A whole column in one chunk.</summary>
    public void AddColumn(ColumnId id, SqlType type, ColumnVector column)
    {
        BeginColumn(id, type);
        Append(column);
        EndColumn();
    }

    /// <summary>Writes a block of the caller's.</summary>
    public void AddBlock(string name, ReadOnlySpan<byte> bytes)
    {
        CheckOwnName(name);
        _file.Add(name, bytes);
    }

    /// <summary>Writes a block of the caller's as a stream of bytes, such as an index.</summary>
    public void AddBlock(string name, Action<IBufferWriter<byte>> write)
    {
        CheckOwnName(name);
        _file.Begin(name);
        write(_file);
        _file.End();
    }

    /// <summary>Ends the file; returns when it is durable and visible. <paramref name="rows"/> must be the rows of every column.</summary>
    public ObjectFileEntry Complete(int rows)
    {
        if (_column is not null || (_rows >= 0 && _rows != rows))
            throw new InvalidOperationException($"the segment's columns do not have {rows} rows each");
        var meta = new byte[SegmentFormat.MetaHeaderSize];
        BinaryPrimitives.WriteInt64LittleEndian(meta, rows);
        BinaryPrimitives.WriteInt32LittleEndian(meta.AsSpan(8), _columnCount);
        _file.Begin(SegmentFormat.MetaBlock);
        _file.Write(meta);
        _file.Write(_columns.WrittenSpan);
        _file.End();
        return _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void AppendBytes(ColumnUnderWay column, BytesColumn chunk)
    {
        // Rows that stand one after another and have no NULL between them go over as they are.
        if (chunk is PackedBytesColumn packed && !chunk.MayHaveNulls)
        {
            var offsets = packed.Offsets.Span;
            for (var row = 0; row < chunk.Length; row++)
                column.AddLength((int)(offsets[row + 1] - offsets[row]));
            if (chunk.Length > 0)
                _file.Write(packed.Data.Span[..(int)(offsets[chunk.Length] - offsets[0])]);
            return;
        }

        for (var row = 0; row < chunk.Length; row++)
        {
            var bytes = chunk.IsNull(row) ? default : chunk.GetSpan(row);
            column.AddLength(bytes.Length);
            _file.Write(bytes);
        }
    }

    private static ReadOnlySpan<byte> FixedBytes(ColumnVector chunk) => chunk switch
    {
        FixedColumn<bool> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<short> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<int> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<long> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<float> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<double> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<decimal> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<Guid> c => MemoryMarshal.AsBytes(c.Span),
        FixedColumn<Interval> c => MemoryMarshal.AsBytes(c.Span),
        DenseVectorColumn<float> c => MemoryMarshal.AsBytes(c.Values.Span),
        DenseVectorColumn<Half> c => MemoryMarshal.AsBytes(c.Values.Span),
        _ => throw new ArgumentException($"columns of {chunk.GetType()} cannot be stored", nameof(chunk)),
    };

    private void WriteOffsets(ColumnUnderWay column, PagedList<int> lengths)
    {
        _file.Begin(SegmentFormat.OffsetsBlock(column.Id));
        var width = column.HasWideOffsets ? 8 : 4;
        Span<byte> bytes = new byte[BlockFileFormat.PageSize];
        var used = 0;
        long offset = 0;
        for (var row = 0; row <= column.Rows; row++)
        {
            if (column.HasWideOffsets)
                BinaryPrimitives.WriteInt64LittleEndian(bytes[used..], offset);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[used..], (uint)offset);
            used += width;
            if (used == bytes.Length)
            {
                _file.Write(bytes);
                used = 0;
            }

            if (row < column.Rows)
                offset += lengths[row];
        }

        _file.Write(bytes[..used]);
        _file.End();
    }

    private void Describe(ColumnUnderWay column)
    {
        var span = _columns.GetSpan(SegmentFormat.MetaColumnSize)[..SegmentFormat.MetaColumnSize];
        span.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(span, column.Id.Value);
        span[4] = (byte)column.Type.Kind;
        span[5] = (byte)column.Type.Element;
        span[6] = (byte)((column.HasNulls ? SegmentFormat.HasNulls : 0) | (column.HasWideOffsets ? SegmentFormat.HasWideOffsets : 0));
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], column.Type.Modifier);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], column.Type.FixedWidth);
        _columns.Advance(SegmentFormat.MetaColumnSize);
        _columnCount++;
    }

    private static void CheckOwnName(string name)
    {
        if (name.StartsWith("column.", StringComparison.Ordinal) || name.StartsWith(SegmentFormat.MetaBlock, StringComparison.Ordinal))
            throw new ArgumentException($"block name \"{name}\" is the segment's own", nameof(name));
    }

    private sealed class ColumnUnderWay(ColumnId id, SqlType type, long wideOffsetsBeyond)
    {
        private readonly ZoneBuilder _zones = ZoneBuilder.For(type);
        private byte[] _nulls = [];
        private long _dataBytes;

        public ColumnId Id => id;

        public SqlType Type => type;

        public int Rows { get; private set; }

        public bool HasNulls { get; private set; }

        public ReadOnlySpan<byte> Nulls => _nulls.AsSpan(0, Rows);

        public PagedList<int>? Lengths { get; } = type.Physical == PhysicalType.Bytes ? new PagedList<int>() : null;

        public bool HasWideOffsets => Lengths is not null && _dataBytes > wideOffsetsBeyond;

        public void Add(ColumnVector chunk)
        {
            var rows = checked(Rows + chunk.Length);
            if (chunk.MayHaveNulls && chunk.Nulls.Span.Contains((byte)1))
            {
                HasNulls = true;
                EnsureNulls(rows);
                chunk.Nulls.Span.CopyTo(_nulls.AsSpan(Rows));
            }
            else if (HasNulls)
            {
                EnsureNulls(rows);
            }

            _zones.Add(chunk);
            Rows = rows;
        }

        public void AddLength(int length)
        {
            Lengths!.Add(length);
            _dataBytes += length;
        }

        public ReadOnlySpan<byte> FinishZones() => _zones.Finish();

        private void EnsureNulls(int rows)
        {
            if (rows > _nulls.Length)
                Array.Resize(ref _nulls, (int)Math.Min(Math.Max(rows, _nulls.Length * 2L), Array.MaxLength));
        }
    }
}
