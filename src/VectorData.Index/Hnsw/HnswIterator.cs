using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>A resumable search. Each batch is nearest first and holds rows not given before; a later batch may hold a row slightly nearer than the last of an earlier one.</summary>
public abstract class HnswIterator : IDisposable
{
    private protected HnswIterator()
    {
    }

    /// <summary>Rows whose distance was computed so far.</summary>
    public abstract int VisitedCount { get; }

    /// <summary>Fills the next rows and returns how many; 0 when every allowed indexed row was given.</summary>
    public abstract int Next(Span<Neighbor> batch, CancellationToken cancellationToken = default);

    public abstract void Dispose();
}

internal sealed class HnswIterator<TSpace, TPoint, TLinks> : HnswIterator
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
    where TLinks : struct, IHnswLinks
{
    private readonly TSpace _space;
    private readonly TLinks _links;
    private readonly VectorQueryCopy _query;
    private readonly int _ef;
    private readonly RowFilter _rows;
    private readonly HnswScratchPool _pool;
    private HnswScratch? _scratch;
    private Phase _phase;
    private int _pending;
    private HnswRows<TLinks> _given;
    private int _givenUnreached;

    public HnswIterator(TSpace space, TLinks links, VectorQuery query, int ef, RowFilter rows, HnswScratchPool pool)
    {
        _space = space;
        _links = links;
        _query = new VectorQueryCopy(query);
        _ef = ef;
        _rows = rows;
        _pool = pool;
        _scratch = pool.Rent();
        _scratch.Begin(links.OrdinalCount);
    }

    private enum Phase
    {
        NotStarted,
        Walking,
        Unreached,
        Done,
    }

    public override int VisitedCount => _scratch?.VisitedCount ?? 0;

    public override int Next(Span<Neighbor> batch, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_scratch is null, this);
        cancellationToken.ThrowIfCancellationRequested();
        var query = _space.Query(_query.Query);
        var filled = 0;
        while (filled < batch.Length)
        {
            var count = Give(query, _scratch, batch[filled..]);
            filled += count;
            if (count == 0 && !Refill(query, _scratch, cancellationToken))
                break;
        }

        SortNearlySorted(batch[..filled]);
        return filled;
    }

    public override void Dispose()
    {
        if (_scratch is null)
            return;
        _pool.Return(_scratch);
        _scratch = null;
    }

    // Operator values may order the last bits otherwise than rank distances, and a batch may span two refills.
    private static void SortNearlySorted(Span<Neighbor> batch)
    {
        for (var i = 1; i < batch.Length; i++)
        {
            var hit = batch[i];
            var at = i;
            for (; at > 0 && NeighborHeap.IsNearer(hit, batch[at - 1]); at--)
                batch[at] = batch[at - 1];
            batch[at] = hit;
        }
    }

    private int Give(TPoint query, HnswScratch scratch, Span<Neighbor> batch)
    {
        Span<int> ordinal = stackalloc int[1];
        Span<double> value = stackalloc double[1];
        var count = 0;
        while (count < batch.Length && NextRow(scratch) is >= 0 and var row)
        {
            ordinal[0] = row;
            _space.Values(query, ordinal, value);
            batch[count++] = new Neighbor(row, value[0]);
        }

        return count;
    }

    private int NextRow(HnswScratch scratch)
    {
        // Unreached rows are found one by one, duplicates included.
        if (_phase == Phase.Done)
            return _givenUnreached < _pending ? RankKey.Ordinal(scratch.Sorted[_givenUnreached++]) : -1;
        var row = _given.Next(scratch.Sorted.AsSpan(0, _pending));
        if (row >= 0)
            scratch.Visit(row);
        return row;
    }

    // Puts the next rows, ascending, into the scratch; false when there are none.
    private bool Refill(TPoint query, HnswScratch scratch, CancellationToken cancellationToken)
    {
        _given = new HnswRows<TLinks>(_links, _rows);
        _givenUnreached = 0;
        _pending = 0;
        while (_pending == 0)
        {
            switch (_phase)
            {
                case Phase.NotStarted:
                    _phase = Start(query, scratch) ? Phase.Walking : Phase.Unreached;
                    break;
                case Phase.Walking:
                    TakeLeftover(scratch);
                    var end = HnswTraversal<TSpace, TPoint, TLinks>.Expand(_space, _links, query, _ef, _rows, keepAll: true, int.MaxValue, scratch, cancellationToken);
                    _pending = scratch.SortResults();
                    if (_pending == 0 && end == TraversalEnd.Exhausted)
                        _phase = Phase.Unreached;
                    break;
                case Phase.Unreached:
                    OfferUnreached(query, scratch, cancellationToken);
                    _phase = Phase.Done;
                    break;
                default:
                    TakeLeftover(scratch);
                    _pending = scratch.SortResults();
                    return _pending > 0;
            }
        }

        return true;
    }

    private bool Start(TPoint query, HnswScratch scratch)
    {
        var entry = _links.Entry;
        if (!entry.Exists || float.IsNaN(_space.Distance(query, _space.Stored(entry.Node))))
            return false;
        var start = HnswTraversal<TSpace, TPoint, TLinks>.Descend(_space, _links, query, entry, 0, scratch);
        HnswTraversal<TSpace, TPoint, TLinks>.Start(_space, _links, query, start, _ef, _rows, keepAll: true, scratch);
        return true;
    }

    private void TakeLeftover(HnswScratch scratch)
    {
        while (scratch.Results.Count < _ef && scratch.Leftover.Count > 0)
            scratch.Results.Push(~scratch.Leftover.Pop());
    }

    // Rows that no path leads to.
    private void OfferUnreached(TPoint query, HnswScratch scratch, CancellationToken cancellationToken)
    {
        var end = Math.Min(_links.OrdinalCount, _rows.End);
        for (var row = _rows.NextAllowed(0, end); row < end; row = _rows.NextAllowed(row + 1, end))
        {
            if (row % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!_links.IsIndexed(row) || !scratch.Visit(row))
                continue;
            scratch.Leftover.Push(RankKey.Pack(_space.Distance(query, _space.Stored(row)), row));
            scratch.VisitedCount++;
        }
    }
}

/// <summary>A query kept after its caller's memory is gone.</summary>
internal sealed class VectorQueryCopy(VectorQuery query)
{
    private readonly Numerics.VectorElement _element = query.Element;
    private readonly int _dimensions = query.Dimensions;
    private readonly byte[] _data = query.Data.ToArray();
    private readonly int[] _indices = query.Indices.ToArray();

    public VectorQuery Query => VectorQuery.FromRaw(_element, _dimensions, _data, _indices);
}
