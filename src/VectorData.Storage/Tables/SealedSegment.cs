using System.Collections.Concurrent;
using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Index.Flat;
using VectorData.Numerics;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>A segment in a mapped file. Never disposed while the engine is open: snapshots may read it; the finaliser unmaps it.</summary>
internal sealed class SealedSegment : Segment
{
    private readonly SegmentReader _reader;
    private readonly ConcurrentDictionary<(ColumnId, VectorMetric), FlatSearcher> _flat = new();

    public SealedSegment(SegmentId id, SegmentReader reader, ObjectFileEntry file)
        : base(id)
    {
        _reader = reader;
        File = file;
    }

    public ObjectFileEntry File { get; }

    /// <summary>The file's name for messages.</summary>
    public string FileName => _reader.File;

    public SegmentReader Reader => _reader;

    public override bool IsSealed => true;

    public override int RowCount => _reader.RowCount;

    public override long Bytes => _reader.Length;

    public override bool HasColumn(ColumnId column) => _reader.HasColumn(column);

    /// <summary>Bytes that a column takes; 0 when the segment has none of it.</summary>
    public long ColumnBytes(ColumnId column) => HasColumn(column) ? _reader.GetColumn(column).Bytes : 0;

    public ZoneMap? Zone(ColumnDefinition column, int block)
    {
        if (!HasColumn(column.Id))
            return new ZoneMap(column.MissingValue, column.MissingValue, column.MissingValue.IsNull ? Math.Min(SegmentFormat.ZoneRows, RowCount - (block * SegmentFormat.ZoneRows)) : 0);
        var zone = _reader.GetZone(column.Id, block);
        var unknown = Value.Null(column.Type);
        if (!zone.HasBounds)
            return new ZoneMap(unknown, unknown, zone.NullCount);
        if (column.Type.Physical == PhysicalType.Bytes)
            return new ZoneMap(BytesBound(column.Type, zone.MinBytes, isMinimum: true), zone.HasMaxBytes ? BytesBound(column.Type, zone.MaxBytes, isMinimum: false) : unknown, zone.NullCount);
        return new ZoneMap(zone.Min, zone.HasNaN ? unknown : zone.Max, zone.NullCount);
    }

    /// <summary>Vectors that are read without a check for each row: their pages are checked first, once.</summary>
    public IVectorSource? CheckedVectors(ColumnDefinition column) => !HasColumn(column.Id) ? Vectors(column) : column.Type.Physical switch
    {
        PhysicalType.DenseFloat32 => _reader.GetVectors<float>(column.Id).ToMemory(),
        PhysicalType.DenseFloat16 => _reader.GetVectors<Half>(column.Id).ToMemory(),
        _ => Vectors(column),
    };

    public override FlatSearcher? Flat(ColumnDefinition column, VectorMetric metric)
    {
        if (_flat.TryGetValue((column.Id, metric), out var searcher))
            return searcher;
        return CheckedVectors(column) is { } vectors ? _flat.GetOrAdd((column.Id, metric), FlatSearcher.Create(vectors, metric)) : null;
    }

    protected override T ValueStored<T>(ColumnDefinition column, int ordinal) => _reader.ReadValue<T>(column.Id, ordinal);

    protected override bool BytesEqualStored(ColumnDefinition column, int ordinal, ReadOnlySpan<byte> bytes) => _reader.BytesEqual(column.Id, ordinal, bytes);

    protected override bool MayHaveNullsStored(ColumnDefinition column) => _reader.GetColumn(column.Id).Nulls is not null;

    protected override ColumnVector ReadStored(ColumnDefinition column, int start, int count) => _reader.ReadColumn(column.Id, start, count);

    protected override ColumnVector GatherStored(ColumnDefinition column, ReadOnlySpan<int> ordinals) => _reader.Gather(column.Id, ordinals);

    protected override bool IsNullStored(ColumnDefinition column, int ordinal) => _reader.IsNull(column.Id, ordinal);

    protected override IVectorSource VectorsStored(ColumnDefinition column) => column.Type.Physical switch
    {
        PhysicalType.DenseFloat32 => _reader.GetVectors<float>(column.Id),
        PhysicalType.DenseFloat16 => _reader.GetVectors<Half>(column.Id),
        _ => VectorSources.Of(_reader.ReadColumn(column.Id, 0, RowCount)),
    };

    // A cut prefix may end inside a character: a shorter one is still below; above there is then no bound.
    private static Value BytesBound(SqlType type, byte[] bytes, bool isMinimum)
    {
        if (type.Kind == TypeKind.Bytea)
            return Value.FromContent(type, bytes);
        var end = bytes.Length;
        while (end > 0 && bytes.Length - end < 4 && !IsWhole(bytes.AsSpan(0, end)))
            end--;
        if (end == bytes.Length || (isMinimum && IsWhole(bytes.AsSpan(0, end))))
            return Value.FromContent(type, Encoding.UTF8.GetString(bytes, 0, end));
        return Value.Null(type);
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
