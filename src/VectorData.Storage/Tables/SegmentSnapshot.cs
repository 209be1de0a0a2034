using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Numerics;

namespace VectorData.Storage.Tables;

/// <summary>One segment as one transaction sees it. Immutable and thread-safe; ordinals 0..<see cref="RowCount"/> are readable, deleted ones included.</summary>
public sealed class SegmentSnapshot
{
    /// <summary>Rows of a block: reads inside one block copy nothing, zone maps are kept per block.</summary>
    public const int BlockRows = 4096;

    public SegmentId Id => throw new NotImplementedException();

    /// <summary>Rows, deleted ones included.</summary>
    public int RowCount => throw new NotImplementedException();

    public int LiveCount => throw new NotImplementedException();

    /// <summary>Whether it is an immutable file (else it is in memory).</summary>
    public bool IsSealed => throw new NotImplementedException();

    public DeleteBitmap Deletes => throw new NotImplementedException();

    /// <summary>Rows start..start+count of a column; without copying when they lie in one block. A column added later gives its missing value.</summary>
    public ColumnVector Read(ColumnDefinition column, int start, int count) => throw new NotImplementedException();

    /// <summary>The given rows of a column, in the given order.</summary>
    public ColumnVector Gather(ColumnDefinition column, ReadOnlySpan<int> ordinals) => throw new NotImplementedException();

    /// <summary>What is known of a block's values, or null.</summary>
    public ZoneMap? Zone(ColumnDefinition column, int block) => throw new NotImplementedException();

    /// <summary>Adds the live rows whose key columns equal <paramref name="key"/> (values in the columns' types, all of them given). False, and nothing added, when this segment has no such index.</summary>
    public bool FindEqual(IndexDefinition index, ReadOnlySpan<Value> key, List<int> ordinals) => throw new NotImplementedException();

    /// <summary>
    /// Adds the live rows in a range of keys of a btree index, in key order (ascending, NULLs never in range). Both bounds agree on all values
    /// but the last. False, and nothing added, when this segment cannot answer by index: scan it.
    /// </summary>
    public bool FindRange(IndexDefinition index, in KeyBound lower, in KeyBound upper, List<int> ordinals) => throw new NotImplementedException();

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
        CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A search that goes on until every allowed row was given; arguments as for <see cref="SearchVectors"/>.</summary>
    public VectorIterator IterateVectors(
        IndexDefinition? index,
        ColumnDefinition column,
        VectorMetric metric,
        in Value query,
        int ef,
        OrdinalBitmap? allowed,
        VectorSearchTrace? trace) => throw new NotImplementedException();

    /// <summary>Rows that the graph of a vector index covers; 0 when this segment has none (yet).</summary>
    public int IndexedRows(IndexDefinition index) => throw new NotImplementedException();
}
