using System.Buffers.Binary;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>
/// An open segment file. Opening reads the footer alone; columns are read over the mapping without copying. What is handed
/// out keeps the mapping alive. Thread-safe.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly BlockFileReader _file;
    private readonly Dictionary<ColumnId, SegmentColumn> _columns = [];

    private SegmentReader(BlockFileReader file)
    {
        _file = file;
        ReadMeta();
    }

    /// <summary>The file's name for messages.</summary>
    public string File => _file.File;

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Length;

    public int RowCount { get; private set; }

    /// <summary>Number of zones of every column.</summary>
    public int ZoneCount => SegmentFormat.ZonesOf(RowCount);

    public IReadOnlyCollection<SegmentColumn> Columns => _columns.Values;

    /// <summary>All blocks, the columns' and the caller's.</summary>
    public IReadOnlyCollection<FileBlock> Blocks => _file.Blocks;

    public static SegmentReader Open(IObjectFiles files, string name) => Open(BlockFileReader.Open(files, name, SegmentFormat.Kind));

    /// <summary>Opens the file that the manifest names.</summary>
    public static SegmentReader Open(IObjectFiles files, ObjectFileEntry entry) => Open(BlockFileReader.Open(files, entry, SegmentFormat.Kind));

    /// <summary>False for a column that was added to the table after the segment was written.</summary>
    public bool HasColumn(ColumnId id) => _columns.ContainsKey(id);

    public SegmentColumn GetColumn(ColumnId id) => _columns[id];

    /// <summary>Rows start..start+count without copying.</summary>
    public ColumnVector ReadColumn(ColumnId id, int start, int count)
    {
        var column = Check(id, start, count);
        return column.Type.Physical switch
        {
            PhysicalType.Boolean => ReadFixed<bool>(column, start, count),
            PhysicalType.Int16 => ReadFixed<short>(column, start, count),
            PhysicalType.Int32 => ReadFixed<int>(column, start, count),
            PhysicalType.Int64 => ReadFixed<long>(column, start, count),
            PhysicalType.Float32 => ReadFixed<float>(column, start, count),
            PhysicalType.Float64 => ReadFixed<double>(column, start, count),
            PhysicalType.Decimal => ReadFixed<decimal>(column, start, count),
            PhysicalType.Guid => ReadFixed<Guid>(column, start, count),
            PhysicalType.Interval => ReadFixed<Interval>(column, start, count),
            PhysicalType.DenseFloat32 => ReadDense<float>(column, start, count),
            PhysicalType.DenseFloat16 => ReadDense<Half>(column, start, count),
            _ => ReadBytes(column, start, count),
        };
    }

    /// <summary>The named rows, in the order given, copied.</summary>
    public ColumnVector Gather(ColumnId id, ReadOnlySpan<int> ordinals)
    {
        var column = _columns[id];
        foreach (var ordinal in ordinals)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)RowCount, nameof(ordinals));
        var nulls = GatherNulls(column, ordinals);
        ColumnVector gathered = column.Type.Physical switch
        {
            PhysicalType.Boolean => GatherFixed<bool>(column, ordinals, nulls),
            PhysicalType.Int16 => GatherFixed<short>(column, ordinals, nulls),
            PhysicalType.Int32 => GatherFixed<int>(column, ordinals, nulls),
            PhysicalType.Int64 => GatherFixed<long>(column, ordinals, nulls),
            PhysicalType.Float32 => GatherFixed<float>(column, ordinals, nulls),
            PhysicalType.Float64 => GatherFixed<double>(column, ordinals, nulls),
            PhysicalType.Decimal => GatherFixed<decimal>(column, ordinals, nulls),
            PhysicalType.Guid => GatherFixed<Guid>(column, ordinals, nulls),
            PhysicalType.Interval => GatherFixed<Interval>(column, ordinals, nulls),
            PhysicalType.DenseFloat32 => GatherDense<float>(column, ordinals, nulls),
            PhysicalType.DenseFloat16 => GatherDense<Half>(column, ordinals, nulls),
            _ => GatherBytes(column, ordinals, nulls),
        };
        GC.KeepAlive(this);
        return gathered;
    }

    /// <summary>Whether a row of the column is NULL.</summary>
    public bool IsNull(ColumnId id, int ordinal)
    {
        var isNull = _columns[id].Nulls is { } nulls && _file.GetSpan<byte>(nulls, ordinal, 1)[0] != 0;
        GC.KeepAlive(this);
        return isNull;
    }

    /// <summary>One value of a fixed-width column that is not NULL; T is the column's content type.</summary>
    public T ReadValue<T>(ColumnId id, int ordinal)
        where T : unmanaged
    {
        var value = _file.GetSpan<T>(_columns[id].Data, ordinal, 1)[0];
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Whether a row of a column of variable length has these bytes.</summary>
    public bool BytesEqual(ColumnId id, int ordinal, ReadOnlySpan<byte> bytes)
    {
        var column = _columns[id];
        var start = OffsetAt(column, ordinal);
        var length = OffsetAt(column, ordinal + 1) - start;
        var equal = length == bytes.Length && _file.GetSpan<byte>(column.Data, start, bytes.Length).SequenceEqual(bytes);
        GC.KeepAlive(this);
        return equal;
    }

    /// <summary>The vectors of a vector(n) column (T is float) or halfvec(n) column (T is Half), for index search.</summary>
    public SegmentVectors<T> GetVectors<T>(ColumnId id)
        where T : unmanaged
    {
        var column = _columns[id];
        if (column.Type.Physical != (typeof(T) == typeof(float) ? PhysicalType.DenseFloat32 : PhysicalType.DenseFloat16))
            throw new ArgumentException($"a column of {column.Type} does not hold vectors of {typeof(T).Name}", nameof(id));
        return new SegmentVectors<T>(_file, column.Data, RowCount, column.Type.Modifier);
    }

    /// <summary>What is known of rows zone * 4,096 and the 4,095 that follow.</summary>
    public ZoneMap GetZone(ColumnId id, int zone)
    {
        var column = _columns[id];
        var map = new ZoneMap(column.Type, ZoneOf(column, zone));
        GC.KeepAlive(this);
        return map;
    }

    /// <summary>A block of the caller's of up to int.MaxValue bytes.</summary>
    public bool TryGetBlock(string name, out ReadOnlyMemory<byte> bytes)
    {
        var found = _file.TryFind(name, out var block);
        bytes = found ? _file.GetMemory(block) : default;
        return found;
    }

    /// <summary>A block of the caller's for an index that reads in place; null when there is none. All its pages are checked now.</summary>
    public IndexBlock? OpenIndexBlock(string name) => _file.TryFind(name, out var block) ? _file.GetIndexBlock(block) : null;

    /// <summary>Keeps the bytes in place, beyond <see cref="Dispose"/>, until the lease is disposed.</summary>
    public IDisposable Lease() => _file.Lease();

    /// <summary>Checks every page and every invariant of the columns and reports all that is wrong.</summary>
    public IReadOnlyList<FileDefect> Verify(CancellationToken cancellationToken = default)
    {
        var defects = _file.Verify(cancellationToken);
        return defects.Count > 0 ? defects : SegmentVerifier.Verify(this, _file, cancellationToken);
    }

    /// <summary>Ends the use of the file. Call it when nobody reads any more; otherwise let go of the reader and leave it to the finaliser.</summary>
    public void Dispose() => _file.Dispose();

    internal ZoneEntry ZoneOf(SegmentColumn column, int zone) => _file.GetSpan<ZoneEntry>(column.Zones, zone, 1)[0];

    private static SegmentReader Open(BlockFileReader file)
    {
        try
        {
            return new SegmentReader(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private SegmentColumn Check(ColumnId id, int start, int count)
    {
        if (start < 0 || count < 0 || count > RowCount - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"rows {start}..{(long)start + count} are not in a segment of {RowCount} rows");
        return _columns[id];
    }

    private FixedColumn<T> ReadFixed<T>(SegmentColumn column, int start, int count)
        where T : unmanaged =>
        new(column.Type, _file.GetMemory<T>(column.Data, start, count), ReadNulls(column, start, count));

    private DenseVectorColumn<T> ReadDense<T>(SegmentColumn column, int start, int count)
        where T : unmanaged
    {
        var dimensions = column.Type.Modifier;
        var values = _file.GetMemory<T>(column.Data, (long)start * dimensions, checked(count * dimensions));
        return new DenseVectorColumn<T>(column.Type, values, count, ReadNulls(column, start, count));
    }

    private BytesColumn ReadBytes(SegmentColumn column, int start, int count)
    {
        var nulls = ReadNulls(column, start, count);
        var first = OffsetAt(column, start);
        var bytes = OffsetAt(column, start + count) - first;
        if (first < 0 || bytes < 0 || first > column.Data.Length - bytes)
            throw _file.Corrupt(column.Offsets!.Value.Offset, $"rows {start}..{start + count} of column {column.Id.Value} lie outside its data");
        if (bytes > int.MaxValue)
            return ReadSlices(column, start, count, nulls);
        var data = _file.GetMemory<byte>(column.Data, first, (int)bytes);
        if (!column.HasWideOffsets)
            return new PackedBytesColumn(column.Type, _file.GetMemory<uint>(column.Offsets!.Value, start, count + 1), data, nulls);
        var wide = _file.GetSpan<long>(column.Offsets!.Value, start, count + 1);
        var offsets = new uint[count + 1];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = (uint)(wide[i] - first);
        GC.KeepAlive(this);
        return new PackedBytesColumn(column.Type, offsets, data, nulls);
    }

    private SlicedBytesColumn ReadSlices(SegmentColumn column, int start, int count, ReadOnlyMemory<byte> nulls)
    {
        var rows = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
            rows[i] = RowMemory(column, start + i);
        return new SlicedBytesColumn(column.Type, rows, nulls);
    }

    private ReadOnlyMemory<byte> ReadNulls(SegmentColumn column, int start, int count)
    {
        if (column.Nulls is not { } block || count == 0)
            return default;
        var last = (start + count - 1) / SegmentFormat.ZoneRows;
        for (var zone = start / SegmentFormat.ZoneRows; zone <= last; zone++)
            if (ZoneOf(column, zone).NullCount > 0)
                return _file.GetMemory<byte>(block, start, count);
        return default;
    }

    private byte[]? GatherNulls(SegmentColumn column, ReadOnlySpan<int> ordinals)
    {
        if (column.Nulls is not { } block)
            return null;
        byte[]? nulls = null;
        for (var i = 0; i < ordinals.Length; i++)
            if (_file.GetSpan<byte>(block, ordinals[i], 1)[0] != 0)
                (nulls ??= new byte[ordinals.Length])[i] = 1;
        return nulls;
    }

    private FixedColumn<T> GatherFixed<T>(SegmentColumn column, ReadOnlySpan<int> ordinals, byte[]? nulls)
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(ordinals.Length);
        for (var i = 0; i < ordinals.Length; i++)
            values[i] = _file.GetSpan<T>(column.Data, ordinals[i], 1)[0];
        return new FixedColumn<T>(column.Type, values, nulls);
    }

    private DenseVectorColumn<T> GatherDense<T>(SegmentColumn column, ReadOnlySpan<int> ordinals, byte[]? nulls)
        where T : unmanaged
    {
        var dimensions = column.Type.Modifier;
        var values = GC.AllocateUninitializedArray<T>(checked(ordinals.Length * dimensions));
        for (var i = 0; i < ordinals.Length; i++)
            _file.GetSpan<T>(column.Data, (long)ordinals[i] * dimensions, dimensions).CopyTo(values.AsSpan(i * dimensions));
        return new DenseVectorColumn<T>(column.Type, values, ordinals.Length, nulls);
    }

    private BytesColumn GatherBytes(SegmentColumn column, ReadOnlySpan<int> ordinals, byte[]? nulls)
    {
        long bytes = 0;
        foreach (var ordinal in ordinals)
        {
            RowStart(column, ordinal, out var length);
            bytes += length;
        }

        if (bytes > Array.MaxLength)
        {
            var rows = new ReadOnlyMemory<byte>[ordinals.Length];
            for (var i = 0; i < rows.Length; i++)
                rows[i] = RowMemory(column, ordinals[i]);
            return new SlicedBytesColumn(column.Type, rows, nulls);
        }

        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        var offsets = new uint[ordinals.Length + 1];
        var at = 0;
        for (var i = 0; i < ordinals.Length; i++)
        {
            var start = RowStart(column, ordinals[i], out var length);
            var row = _file.GetSpan<byte>(column.Data, start, length);
            row.CopyTo(data.AsSpan(at));
            at += row.Length;
            offsets[i + 1] = (uint)at;
        }

        return new PackedBytesColumn(column.Type, offsets, data, nulls);
    }

    private ReadOnlyMemory<byte> RowMemory(SegmentColumn column, int row)
    {
        var start = RowStart(column, row, out var length);
        return _file.GetMemory<byte>(column.Data, start, length);
    }

    private long RowStart(SegmentColumn column, int row, out int length)
    {
        var start = OffsetAt(column, row);
        var bytes = OffsetAt(column, row + 1) - start;
        if (start < 0 || bytes is < 0 or > int.MaxValue || start > column.Data.Length - bytes)
            throw _file.Corrupt(column.Offsets!.Value.Offset, $"row {row} of column {column.Id.Value} lies outside its data");
        length = (int)bytes;
        return start;
    }

    /// <summary>Offset of a row's first byte in the column's data; of row RowCount the data's length.</summary>
    internal long OffsetAt(SegmentColumn column, int row) => column.HasWideOffsets
        ? _file.GetSpan<long>(column.Offsets!.Value, row, 1)[0]
        : _file.GetSpan<uint>(column.Offsets!.Value, row, 1)[0];

    private void ReadMeta()
    {
        var block = _file.Find(SegmentFormat.MetaBlock);
        if (block.Length is < SegmentFormat.MetaHeaderSize or > int.MaxValue)
            throw _file.Corrupt(block.Offset, $"the list of columns has {block.Length} bytes");
        var meta = _file.GetSpan<byte>(block, 0, (int)block.Length);
        var rows = BinaryPrimitives.ReadInt64LittleEndian(meta);
        var columns = BinaryPrimitives.ReadInt32LittleEndian(meta[8..]);
        if (rows is < 0 or > int.MaxValue || columns < 0 || (long)columns * SegmentFormat.MetaColumnSize != meta.Length - SegmentFormat.MetaHeaderSize)
            throw _file.Corrupt(block.Offset, $"the list of columns does not hold {columns} columns of {rows} rows");
        RowCount = (int)rows;
        _columns.EnsureCapacity(columns);
        for (var i = 0; i < columns; i++)
        {
            var at = SegmentFormat.MetaHeaderSize + (i * SegmentFormat.MetaColumnSize);
            var column = ReadColumnMeta(meta.Slice(at, SegmentFormat.MetaColumnSize), block.Offset + at);
            if (!_columns.TryAdd(column.Id, column))
                throw _file.Corrupt(block.Offset + at, $"column {column.Id.Value} is there twice");
        }

        GC.KeepAlive(this);
    }

    private SegmentColumn ReadColumnMeta(ReadOnlySpan<byte> meta, long offset)
    {
        var id = new ColumnId(BinaryPrimitives.ReadInt32LittleEndian(meta));
        var type = new SqlType((TypeKind)meta[4], BinaryPrimitives.ReadInt32LittleEndian(meta[8..]), (TypeKind)meta[5]);
        var flags = meta[6];
        var width = type.FixedWidth;
        if (BinaryPrimitives.ReadInt32LittleEndian(meta[12..]) != width || width < 0)
            throw _file.Corrupt(offset, $"column {id.Value} of type {type} does not have rows of {width} bytes");
        var isBytes = type.Physical == PhysicalType.Bytes;
        var wide = (flags & SegmentFormat.HasWideOffsets) != 0;
        var data = _file.Find(SegmentFormat.DataBlock(id));
        if (!isBytes)
            CheckLength(data, (long)width * RowCount);
        return new SegmentColumn(id, type)
        {
            Data = data,
            Offsets = isBytes ? CheckLength(_file.Find(SegmentFormat.OffsetsBlock(id)), (RowCount + 1L) * (wide ? 8 : 4)) : null,
            Nulls = (flags & SegmentFormat.HasNulls) != 0 ? CheckLength(_file.Find(SegmentFormat.NullsBlock(id)), RowCount) : null,
            Zones = CheckLength(_file.Find(SegmentFormat.ZonesBlock(id)), (long)ZoneCount * ZoneEntry.Size),
            HasWideOffsets = wide,
        };
    }

    private FileBlock CheckLength(FileBlock block, long expected) => block.Length == expected
        ? block
        : throw _file.Corrupt(block.Offset, $"block {block.Name} has {block.Length} bytes instead of {expected}");
}
