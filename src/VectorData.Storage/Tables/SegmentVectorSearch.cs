using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Index.Hnsw;
using VectorData.Numerics;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>A vector search over one segment: which rows may be hits, which of them the graph covers, which are compared one by one.</summary>
internal readonly struct SegmentVectorSearch
{
    private const int RowsBetweenPolls = 4096;

    private readonly SegmentVersion _version;
    private readonly ColumnDefinition _column;
    private readonly VectorMetric _metric;
    private readonly IOrdinalFilter? _filter;
    private readonly HnswSearcher? _graph;
    private readonly int _covered;

    public SegmentVectorSearch(SegmentVersion version, IndexDefinition? index, ColumnDefinition column, VectorMetric metric, OrdinalBitmap? allowed)
    {
        _version = version;
        _column = column;
        _metric = metric;
        _filter = FilterOf(version, column, allowed);
        (_graph, _covered) = index is null ? (null, 0) : GraphOf(version, index, column);
    }

    private int AllowedRows => _filter is null ? _version.Rows : _filter.AllowedCount ?? _version.LiveRows;

    public int Search(in Value query, int ef, Span<Neighbor> hits, VectorSearchTrace? trace, CancellationToken cancellationToken)
    {
        if (hits.IsEmpty || _version.Rows == 0)
            return 0;
        var vector = VectorSources.QueryOf(query);
        if (_graph is null)
        {
            Note(trace, VectorSearchStrategy.Exact, AllowedRows);
            return Exact(vector, 0, hits, cancellationToken);
        }

        try
        {
            var found = _graph.Search(vector, ef, _filter, hits, Math.Min(_covered, _version.Rows), cancellationToken);
            if (_covered >= _version.Rows)
            {
                Note(trace, VectorSearchStrategy.Graph, -1);
                return found;
            }

            Note(trace, VectorSearchStrategy.GraphAndExact, -1);
            return AddTail(vector, hits, found, cancellationToken);
        }
        catch (IndexFormatException e)
        {
            throw Damaged(e);
        }
    }

    public VectorIterator Iterate(in Value query, int ef, VectorSearchTrace? trace)
    {
        var vector = VectorSources.QueryOf(query);
        var from = _graph is null ? 0 : Math.Min(_covered, _version.Rows);
        Note(trace, _graph is null ? VectorSearchStrategy.Exact : from < _version.Rows ? VectorSearchStrategy.GraphAndExact : VectorSearchStrategy.Graph, -1);
        var (search, wanted) = (this, query);
        return new SegmentVectorIterator(_graph?.Iterate(vector, ef, _filter, from), token => search.AllFrom(VectorSources.QueryOf(wanted), from, token));
    }

    private void Note(VectorSearchTrace? trace, VectorSearchStrategy strategy, int compared) =>
        trace?.Add(new VectorSearchTrace.SegmentTrace(_version.Id, strategy, AllowedRows, compared));

    private int Exact(VectorQuery query, int from, Span<Neighbor> hits, CancellationToken cancellationToken)
    {
        if (_version.Segment.Flat(_column, _metric) is not { } flat)
            return 0;
        var filter = from == 0 ? _filter : new TailFilter(_filter, from);
        return flat.Search(query, _version.Rows, filter, hits, cancellationToken);
    }

    // Rows behind the graph's end are compared and merged into its hits.
    private int AddTail(VectorQuery query, Span<Neighbor> hits, int found, CancellationToken cancellationToken)
    {
        var tail = ArrayPool<Neighbor>.Shared.Rent(hits.Length);
        var merged = ArrayPool<Neighbor>.Shared.Rent(hits.Length);
        try
        {
            var behind = Exact(query, _covered, tail.AsSpan(0, hits.Length), cancellationToken);
            int left = 0, right = 0, count = 0;
            while (count < hits.Length && (left < found || right < behind))
                merged[count++] = right >= behind || (left < found && hits[left].Distance <= tail[right].Distance) ? hits[left++] : tail[right++];
            merged.AsSpan(0, count).CopyTo(hits);
            return count;
        }
        finally
        {
            ArrayPool<Neighbor>.Shared.Return(tail);
            ArrayPool<Neighbor>.Shared.Return(merged);
        }
    }

    /// <summary>Every allowed row from an ordinal on with its distance, nearest first.</summary>
    private Neighbor[] AllFrom(VectorQuery query, int from, CancellationToken cancellationToken)
    {
        if (from >= _version.Rows || _version.Segment.Flat(_column, _metric) is not { } flat)
            return [];
        var found = new List<int>();
        for (var ordinal = Next(from); ordinal < _version.Rows; ordinal = Next(ordinal + 1))
            found.Add(ordinal);
        var ordinals = found.ToArray();
        var distances = new double[ordinals.Length];
        for (var start = 0; start < ordinals.Length; start += RowsBetweenPolls)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(RowsBetweenPolls, ordinals.Length - start);
            flat.Distances(query, ordinals.AsSpan(start, count), distances.AsSpan(start, count));
        }

        var all = new Neighbor[distances.Length];
        for (var i = 0; i < all.Length; i++)
            all[i] = new Neighbor(ordinals[i], distances[i]);
        // NaN sorts first in .NET and belongs last here.
        Array.Sort(all, static (left, right) => double.IsNaN(left.Distance) || double.IsNaN(right.Distance)
            ? double.IsNaN(left.Distance).CompareTo(double.IsNaN(right.Distance))
            : left.Distance.CompareTo(right.Distance));
        return all;
    }

    private int Next(int ordinal) => ordinal >= _version.Rows ? _version.Rows : _filter?.NextAllowed(ordinal, _version.Rows) ?? ordinal;

    private CorruptDataException Damaged(IndexFormatException e) =>
        new((_version.Segment as SealedSegment)?.FileName ?? "memory", 0, e.Message, e);

    private static (HnswSearcher? Searcher, int Covered) GraphOf(SegmentVersion version, IndexDefinition index, ColumnDefinition column)
    {
        if (version.Segment is MemorySegment memory)
            return memory.Graph(index.Id) is { CoveredRows: > 0 } graph ? (graph.Searcher, graph.CoveredRows) : (null, 0);
        return version.Indexes.TryGetValue(index.Id, out var found) && found.Searcher(column) is { } searcher ? (searcher, found.Graph!.OrdinalCount) : (null, 0);
    }

    private static IOrdinalFilter? FilterOf(SegmentVersion version, ColumnDefinition column, OrdinalBitmap? allowed)
    {
        var hasNulls = !column.NotNull && version.Segment.MayHaveNulls(column);
        if (allowed is null && !hasNulls)
            return version.Deletes.IsEmpty ? null : new LiveFilter(version.Deletes, version.LiveRows);
        if (allowed is not null && !hasNulls && version.Deletes.IsEmpty && allowed.Length >= version.Rows)
            return allowed;
        var rows = allowed?.Copy() ?? All(version.Rows);
        rows.Remove(version.Deletes);
        if (hasNulls)
            RemoveNulls(version, column, rows);
        return rows;
    }

    private static OrdinalBitmap All(int rows)
    {
        var all = new OrdinalBitmap(rows);
        all.AddRange(0, rows);
        return all;
    }

    private static void RemoveNulls(SegmentVersion version, ColumnDefinition column, OrdinalBitmap rows)
    {
        for (var start = 0; start < version.Rows; start += SegmentSnapshot.BlockRows)
        {
            var block = version.Segment.Read(column, start, Math.Min(SegmentSnapshot.BlockRows, version.Rows - start));
            if (!block.MayHaveNulls)
                continue;
            var nulls = block.Nulls.Span;
            for (var row = 0; row < nulls.Length && start + row < rows.Length; row++)
                if (nulls[row] != 0)
                    rows.Remove(start + row);
        }
    }

    private sealed class LiveFilter(DeleteBitmap deletes, int live) : IOrdinalFilter
    {
        public int? AllowedCount => live;

        public bool Allows(int ordinal) => !deletes.IsDeleted(ordinal);
    }

    private sealed class TailFilter(IOrdinalFilter? inner, int from) : IOrdinalFilter
    {
        public int? AllowedCount => null;

        public bool Allows(int ordinal) => ordinal >= from && (inner is null || inner.Allows(ordinal));

        public int NextAllowed(int ordinal, int end)
        {
            ordinal = Math.Max(ordinal, from);
            return ordinal >= end ? end : inner?.NextAllowed(ordinal, end) ?? ordinal;
        }
    }
}

/// <summary>Merges a graph's batches with rows compared one by one, which happens when the first hit is asked for.</summary>
internal sealed class SegmentVectorIterator(HnswIterator? graph, Func<CancellationToken, Neighbor[]> compare) : VectorIterator
{
    private Neighbor[]? _compared;
    private Neighbor[] _batch = [];
    private int _taken;
    private int _filled;
    private int _next;
    private bool _graphDone = graph is null;

    public override int Next(Span<Neighbor> hits, CancellationToken cancellationToken)
    {
        var compared = _compared ??= compare(cancellationToken);
        var count = 0;
        while (count < hits.Length)
        {
            if (_taken == _filled && !_graphDone)
                Fill(hits.Length, cancellationToken);
            var hasGraph = _taken < _filled;
            var hasCompared = _next < compared.Length;
            if (!hasGraph && !hasCompared)
                break;
            hits[count++] = !hasCompared || (hasGraph && _batch[_taken].Distance <= compared[_next].Distance) ? _batch[_taken++] : compared[_next++];
        }

        return count;
    }

    public override void Dispose() => graph?.Dispose();

    private void Fill(int size, CancellationToken cancellationToken)
    {
        if (_batch.Length < size)
            _batch = new Neighbor[size];
        _taken = 0;
        _filled = graph!.Next(_batch, cancellationToken);
        _graphDone = _filled == 0;
    }
}
