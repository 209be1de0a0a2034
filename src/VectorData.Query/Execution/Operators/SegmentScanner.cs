using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>One execution of a scan: conditions with their values, and the memory that is used again from block to block.</summary>
internal sealed class SegmentScanner
{
    private const int SparseRows = 32;

    private readonly ScanPlan _plan;
    private readonly OperatorContext _context;
    private readonly PlanTrace.Entry? _trace;
    private readonly Dictionary<int, ColumnFilter> _filters = [];
    private readonly SelectionBuffer _buffer = new();
    private readonly List<int> _ordinals = [];
    private int[]? _liveRows;
    private int _blocks;
    private int _skipped;

    public SegmentScanner(ScanPlan plan, OperatorContext context, PlanTrace.Entry? trace)
    {
        _plan = plan;
        _context = context;
        _trace = trace;
        foreach (var condition in plan.Conditions)
        {
            if (!_filters.TryGetValue(condition.Column, out var filter))
                _filters[condition.Column] = filter = new ColumnFilter();
            condition.Apply(filter, plan.Table.Columns[condition.Column].Type, context.Evaluation);
        }

        IsNever = _filters.Values.Any(filter => filter.IsNever);
    }

    private int[] LiveRows => _liveRows ??= new int[SegmentSnapshot.BlockRows];

    /// <summary>The conditions leave nothing.</summary>
    public bool IsNever { get; }

    /// <summary>The segment's matching rows with the plan's columns.</summary>
    public IEnumerable<Batch> Scan(SegmentSnapshot segment)
    {
        if (segment.LiveCount == 0)
            yield break;
        if (FindByIndex(segment))
        {
            foreach (var batch in ScanOrdinals(segment))
                if (Finish(segment, batch.Start, batch.Rows, batch.Ordinals) is { } found)
                    yield return found;
            yield break;
        }

        for (var block = 0; block * SegmentSnapshot.BlockRows < segment.RowCount; block++)
        {
            if (Candidates(segment, block) is not { } candidates)
                continue;
            if (Finish(segment, block * SegmentSnapshot.BlockRows, candidates, null) is { } found)
                yield return found;
        }

        if (_trace is not null && _skipped > 0)
            _trace.Note($"Blocks Skipped by Zone Maps: {_skipped} of {_blocks}");
    }

    /// <summary>The ordinals of the segment's matching rows; null stands for all live rows.</summary>
    public OrdinalBitmap? Match(SegmentSnapshot segment)
    {
        if (_plan.Predicate is null)
            return null;
        var matches = new OrdinalBitmap(segment.RowCount);
        if (IsNever)
            return matches;
        if (FindByIndex(segment))
        {
            foreach (var (start, rows, ordinals) in ScanOrdinals(segment))
            {
                var selected = Select(segment, start, rows, ordinals);
                for (var i = 0; i < selected.Count; i++)
                    matches.Add(ordinals is null ? start + selected.RowAt(i) : ordinals[selected.RowAt(i)]);
            }

            return matches;
        }

        for (var block = 0; block * SegmentSnapshot.BlockRows < segment.RowCount; block++)
        {
            if (Candidates(segment, block) is not { } candidates)
                continue;
            var start = block * SegmentSnapshot.BlockRows;
            var selected = Select(segment, start, candidates, null);
            if (!selected.HasSelection)
                matches.AddRange(start, start + selected.Length);
            else
                matches.AddRows(start, selected.Selection.Span);
        }

        return matches;
    }

    private bool FindByIndex(SegmentSnapshot segment)
    {
        _ordinals.Clear();
        if (_plan.Access is not { } access || !_context.Settings.EnableIndexScan)
            return false;
        if (!access.Find(segment, _plan.Table, _filters, !_context.Settings.EnableSeqScan, _ordinals))
        {
            _ordinals.Clear();
            _trace?.Note("Index not used: the range is wide or the segment has no index yet");
            return false;
        }

        _ordinals.Sort();
        return true;
    }

    // Rows of a block that are live, when a match is possible at all.
    private Batch? Candidates(SegmentSnapshot segment, int block)
    {
        _context.ThrowIfCancelled();
        _blocks++;
        foreach (var (column, filter) in _filters)
        {
            if (segment.Zone(_plan.Table.Columns[column], block) is { } zone && !filter.MayMatch(zone))
            {
                _skipped++;
                return null;
            }
        }

        var count = Math.Min(SegmentSnapshot.BlockRows, segment.RowCount - (block * SegmentSnapshot.BlockRows));
        var deleted = segment.Deletes.Block(block);
        if (deleted.IsEmpty)
            return new Batch([], count);
        var live = Live(deleted, count);
        return live == 0 ? null : new Batch([], count, LiveRows.AsMemory(0, live), hasSelection: true);
    }

    private int Live(ReadOnlySpan<ulong> deleted, int count)
    {
        var live = 0;
        for (var word = 0; word << 6 < count; word++)
        {
            var bits = ~deleted[word];
            if (count - (word << 6) < 64)
                bits &= (1UL << (count & 63)) - 1;
            for (; bits != 0; bits &= bits - 1)
                LiveRows[live++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return live;
    }

    // Ordinals that an index gave: as selections of blocks where they are dense, else gathered.
    private IEnumerable<(int Start, Batch Rows, int[]? Ordinals)> ScanOrdinals(SegmentSnapshot segment)
    {
        var at = 0;
        while (at < _ordinals.Count)
        {
            _context.ThrowIfCancelled();
            var block = _ordinals[at] / SegmentSnapshot.BlockRows;
            var end = at;
            while (end < _ordinals.Count && _ordinals[end] / SegmentSnapshot.BlockRows == block)
                end++;
            if (end - at >= SparseRows)
            {
                var start = block * SegmentSnapshot.BlockRows;
                for (var i = at; i < end; i++)
                    LiveRows[i - at] = _ordinals[i] - start;
                yield return (start, new Batch([], Math.Min(SegmentSnapshot.BlockRows, segment.RowCount - start), LiveRows.AsMemory(0, end - at), hasSelection: true), null);
                at = end;
                continue;
            }

            var count = Math.Min(_ordinals.Count - at, SparseRows * 8);
            yield return (0, new Batch([], count), _ordinals.GetRange(at, count).ToArray());
            at += count;
        }
    }

    private Batch Select(SegmentSnapshot segment, int start, Batch rows, int[]? ordinals)
    {
        if (_plan.Predicate is not { } predicate)
            return rows;
        var columns = new ColumnVector[_plan.PredicateColumns];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Read(segment, i, start, rows.Length, ordinals);
        var selected = predicate.Select(new Batch(columns, rows.Length, rows.Selection, rows.HasSelection), _context.Evaluation, _buffer);
        if (_trace is not null)
            _trace.RowsRemoved += rows.Count - selected.Count;
        return selected;
    }

    private Batch? Finish(SegmentSnapshot segment, int start, Batch rows, int[]? ordinals)
    {
        var selected = Select(segment, start, rows, ordinals);
        if (selected.Count == 0)
            return null;
        var columns = new ColumnVector[_plan.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = i < selected.Columns.Length ? selected.Columns[i] : Read(segment, i, start, rows.Length, ordinals);
        return new Batch(columns, rows.Length, selected.Selection, selected.HasSelection);
    }

    private ColumnVector Read(SegmentSnapshot segment, int column, int start, int count, int[]? ordinals)
    {
        var source = _plan.Sources[column];
        if (source >= 0)
        {
            var definition = _plan.Table.Columns[source];
            return ordinals is null ? segment.Read(definition, start, count) : segment.Gather(definition, ordinals);
        }

        return source == ScanPlan.SegmentSource ? SegmentColumn(segment.Id, count) : OrdinalColumn(start, count, ordinals);
    }

    private static FixedColumn<long> SegmentColumn(SegmentId id, int count)
    {
        var values = new long[count];
        Array.Fill(values, id.Value);
        return new FixedColumn<long>(SqlType.BigInt, values);
    }

    private static FixedColumn<int> OrdinalColumn(int start, int count, int[]? ordinals)
    {
        if (ordinals is not null)
            return new FixedColumn<int>(SqlType.Integer, ordinals);
        var values = new int[count];
        for (var i = 0; i < count; i++)
            values[i] = start + i;
        return new FixedColumn<int>(SqlType.Integer, values);
    }
}
