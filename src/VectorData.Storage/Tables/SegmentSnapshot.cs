using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Numerics;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>One segment as one transaction sees it. Immutable and thread-safe; ordinals 0..<see cref="RowCount"/> are readable, deleted ones included.</summary>
public sealed class SegmentSnapshot
{
    /// <summary>Rows of a block: reads inside one block copy nothing, zone maps are kept per block.</summary>
    public const int BlockRows = 4096;

    private readonly SegmentVersion _version;
    private readonly TableDefinition _definition;

    internal SegmentSnapshot(TableDefinition definition, SegmentVersion version)
    {
        _definition = definition;
        _version = version;
    }

    public SegmentId Id => _version.Id;

    /// <summary>Rows, deleted ones included.</summary>
    public int RowCount => _version.Rows;

    public int LiveCount => _version.LiveRows;

    /// <summary>Whether it is an immutable file (else it is in memory).</summary>
    public bool IsSealed => _version.Segment.IsSealed;

    public DeleteBitmap Deletes => _version.Deletes;

    internal SegmentVersion Version => _version;

    /// <summary>Rows start..start+count of a column; without copying when they lie in one block. A column added later gives its missing value.</summary>
    public ColumnVector Read(ColumnDefinition column, int start, int count)
    {
        if (start < 0 || count < 0 || count > RowCount - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"rows {start}..{(long)start + count} are not in a segment of {RowCount} rows");
        return _version.Segment.Read(column, start, count);
    }

    /// <summary>The given rows of a column, in the given order.</summary>
    public ColumnVector Gather(ColumnDefinition column, ReadOnlySpan<int> ordinals)
    {
        foreach (var ordinal in ordinals)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)RowCount, nameof(ordinals));
        return _version.Segment.Gather(column, ordinals);
    }

    /// <summary>What is known of a block's values, or null.</summary>
    public ZoneMap? Zone(ColumnDefinition column, int block) => (_version.Segment as SealedSegment)?.Zone(column, block);

    /// <summary>Adds the live rows whose key columns equal <paramref name="key"/> (values in the columns' types, all of them given). False, and nothing added, when this segment has no such index.</summary>
    public bool FindEqual(IndexDefinition index, ReadOnlySpan<Value> key, List<int> ordinals)
    {
        if (index.Method == IndexMethod.Hnsw || _version.Key(_definition, index) is not { } columns)
            return false;
        if (!columns.TryHash(key, out var hash))
            return true;
        var first = ordinals.Count;
        _version.FindCandidates(index.Id, hash, ordinals);
        var kept = first;
        for (var i = first; i < ordinals.Count; i++)
            if (!Deletes.IsDeleted(ordinals[i]) && columns.RowEquals(_version.Segment, ordinals[i], key))
                ordinals[kept++] = ordinals[i];
        ordinals.RemoveRange(kept, ordinals.Count - kept);
        return true;
    }

    /// <summary>
    /// Adds the live rows in a range of keys of a btree index, in key order (ascending, NULLs never in range). Both bounds agree on all values
    /// but the last. False, and nothing added, when this segment cannot answer by index: scan it.
    /// </summary>
    public bool FindRange(IndexDefinition index, in KeyBound lower, in KeyBound upper, List<int> ordinals)
    {
        if (!_version.Indexes.TryGetValue(index.Id, out var sealedIndex) || sealedIndex.Sorted is not { } sorted)
            return false;
        var key = sealedIndex.Key(_definition, index);
        var used = Math.Max(1, Math.Max(Length(lower), Length(upper)));
        var columns = new KeyColumn[used];
        for (var i = 0; i < used; i++)
            columns[i] = KeyRows(key.Columns[i]);
        var first = lower.IsUnbounded ? 0 : Position(sorted, columns, lower, after: !lower.Inclusive);
        var end = upper.IsUnbounded ? sorted.Count : Position(sorted, columns, upper, after: upper.Inclusive);
        if (end <= first)
            return true;
        var found = new int[end - first];
        sorted.CopyTo(first, found);
        foreach (var ordinal in found)
            if (ordinal < RowCount && !Deletes.IsDeleted(ordinal) && !columns[used - 1].IsNull(ordinal))
                ordinals.Add(ordinal);
        return true;
    }

    /// <summary>
    /// The nearest live rows with a vector, ascending by distance: through the graph of <paramref name="index"/> where there is one, exactly for rows
    /// that it does not cover, and exactly when the index is null. The column has dimensions and the query has them, too.
    /// </summary>
    /// <param name="ef">Width of the beam (hnsw.ef_search).</param>
    /// <param name="allowed">Rows that may be returned, or null for all; deleted rows and NULLs are left out in any case.</param>
    /// <param name="hits">Room for k hits.</param>
    /// <returns>The number of hits: fewer than asked for only when there are not more.</returns>
    public int SearchVectors(
        IndexDefinition? index,
        ColumnDefinition column,
        VectorMetric metric,
        in Value query,
        int ef,
        OrdinalBitmap? allowed,
        Span<Neighbor> hits,
        VectorSearchTrace? trace,
        CancellationToken cancellationToken) =>
        new SegmentVectorSearch(_version, index, column, metric, allowed).Search(query, ef, hits, trace, cancellationToken);

    /// <summary>A search that goes on until every allowed row was given; arguments as for <see cref="SearchVectors"/>.</summary>
    public VectorIterator IterateVectors(
        IndexDefinition? index,
        ColumnDefinition column,
        VectorMetric metric,
        in Value query,
        int ef,
        OrdinalBitmap? allowed,
        VectorSearchTrace? trace) =>
        new SegmentVectorSearch(_version, index, column, metric, allowed).Iterate(query, ef, trace);

    /// <summary>Rows that the graph of a vector index covers; 0 when this segment has none (yet).</summary>
    public int IndexedRows(IndexDefinition index) => _version.Segment is MemorySegment memory
        ? Math.Min(RowCount, memory.Graph(index.Id)?.CoveredRows ?? 0)
        : _version.Indexes.TryGetValue(index.Id, out var found) && found.HasGraph ? found.Graph!.OrdinalCount : 0;

    // Rows of a column that the file does not have, and texts of more than two gigabytes, have no form that can be mapped as one.
    private KeyColumn KeyRows(ColumnDefinition column) =>
        _version.Segment is SealedSegment segment && (!segment.HasColumn(column.Id) || (column.Type.Physical == PhysicalType.Bytes && segment.ColumnBytes(column.Id) > int.MaxValue))
            ? new RowKeyColumn(segment, column)
            : KeyColumn.Of(_version.Segment.Read(column, 0, RowCount));

    private static int Length(in KeyBound bound) => bound.IsUnbounded ? 0 : bound.Values.Length;

    private static int Position(Index.Scalar.SortedIndex sorted, KeyColumn[] columns, in KeyBound bound, bool after)
    {
        var values = new KeyValue[bound.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = new KeyValue(bound.Values[i]);
        var place = new KeyRowBound(columns, values);
        return after ? sorted.UpperBound(place) : sorted.LowerBound(place);
    }
}
