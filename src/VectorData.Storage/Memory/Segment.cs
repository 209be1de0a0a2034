using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Index.Flat;
using VectorData.Numerics;

namespace VectorData.Storage.Memory;

/// <summary>Rows of a table, in memory or in a file. What is visible of it, and what is deleted, is a version's matter.</summary>
internal abstract class Segment(SegmentId id)
{
    public SegmentId Id { get; } = id;

    public abstract bool IsSealed { get; }

    /// <summary>Rows there now; a growing segment gets more.</summary>
    public abstract int RowCount { get; }

    /// <summary>Bytes in memory or in the file, about.</summary>
    public abstract long Bytes { get; }

    public abstract bool HasColumn(ColumnId column);

    /// <summary>Rows start..start+count; a column that was added later gives its missing value.</summary>
    public ColumnVector Read(ColumnDefinition column, int start, int count) => HasColumn(column.Id)
        ? ReadStored(column, start, count)
        : ColumnBuilder.Repeat(column.MissingValue, column.Type, count);

    public ColumnVector Gather(ColumnDefinition column, ReadOnlySpan<int> ordinals) => HasColumn(column.Id)
        ? GatherStored(column, ordinals)
        : ColumnBuilder.Repeat(column.MissingValue, column.Type, ordinals.Length);

    public bool IsNull(ColumnDefinition column, int ordinal) => HasColumn(column.Id) ? IsNullStored(column, ordinal) : column.MissingValue.IsNull;

    /// <summary>Whether a row has a value; NULL equals NULL here.</summary>
    public bool ValueEquals(ColumnDefinition column, int ordinal, in KeyValue value)
    {
        if (!HasColumn(column.Id))
            return KeyColumn.Of(Read(column, ordinal, 1)).Equals(0, value);
        var isNull = IsNullStored(column, ordinal);
        if (isNull || value.Value.IsNull)
            return isNull && value.Value.IsNull;
        return column.Type.Physical switch
        {
            PhysicalType.Int16 => ValueStored<short>(column, ordinal) == value.Value.AsInt16(),
            PhysicalType.Int32 => ValueStored<int>(column, ordinal) == value.Value.AsInt32(),
            PhysicalType.Int64 => ValueStored<long>(column, ordinal) == value.Value.AsInt64(),
            PhysicalType.Guid => ValueStored<Guid>(column, ordinal) == value.Value.AsGuid(),
            PhysicalType.Bytes => BytesEqualStored(column, ordinal, value.Bytes),
            _ => KeyColumn.Of(Read(column, ordinal, 1)).Equals(0, value),
        };
    }

    /// <summary>The vectors of a column with dimensions; null when the segment has none of it.</summary>
    public IVectorSource? Vectors(ColumnDefinition column)
    {
        if (HasColumn(column.Id))
            return VectorsStored(column);
        return column.MissingValue.IsNull || RowCount == 0 ? null : VectorSources.Of(Read(column, 0, 1), repeat: true);
    }

    /// <summary>False when no row of the column is NULL for sure.</summary>
    public bool MayHaveNulls(ColumnDefinition column) => HasColumn(column.Id) ? MayHaveNullsStored(column) : column.MissingValue.IsNull;

    /// <summary>Exact search over the vectors of a column; null when the segment has none of it.</summary>
    public virtual FlatSearcher? Flat(ColumnDefinition column, VectorMetric metric) =>
        Vectors(column) is { } vectors ? FlatSearcher.Create(vectors, metric) : null;

    protected abstract T ValueStored<T>(ColumnDefinition column, int ordinal)
        where T : unmanaged;

    protected abstract bool BytesEqualStored(ColumnDefinition column, int ordinal, ReadOnlySpan<byte> bytes);

    protected abstract bool MayHaveNullsStored(ColumnDefinition column);

    protected abstract ColumnVector ReadStored(ColumnDefinition column, int start, int count);

    protected abstract ColumnVector GatherStored(ColumnDefinition column, ReadOnlySpan<int> ordinals);

    protected abstract bool IsNullStored(ColumnDefinition column, int ordinal);

    protected abstract IVectorSource VectorsStored(ColumnDefinition column);
}
