using System.Buffers;
using System.Runtime.ExceptionServices;
using VectorData.Index.Spaces;
using VectorData.Numerics;

namespace VectorData.Index.Hnsw;

internal sealed class HnswGraphBuilder<TSpace, TPoint> : HnswGraphBuilder
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
{
    private const int RowsPerTake = 32;

    private readonly TSpace _space;
    private readonly IVectorSource _source;
    private readonly HnswNodes _nodes;
    private readonly HnswNodeLinks _links;
    private readonly HnswScratchPool _pool = new();
    private readonly double _levelFactor;

    public HnswGraphBuilder(TSpace space, IVectorSource source, VectorMetric metric, HnswOptions options, HnswNodes nodes)
    {
        _space = space;
        _source = source;
        _nodes = nodes;
        _links = new HnswNodeLinks(nodes);
        _levelFactor = 1 / Math.Log(options.M);
        Metric = metric;
        Options = options;
        Searcher = new HnswSearcher<TSpace, TPoint, HnswNodeLinks>(space, _links);
    }

    public override HnswOptions Options { get; }

    public override VectorMetric Metric { get; }

    public override int IndexedCount => _nodes.IndexedCount;

    public override long AllocatedBytes => _nodes.AllocatedBytes;

    public override HnswSearcher Searcher { get; }

    public override bool Add(int ordinal, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        _nodes.Reserve(ordinal);
        if (_nodes.LevelOf(ordinal) != HnswNodes.Absent)
            return true;
        if (_space.UsesNorms)
            _nodes.SetInverseNorm(ordinal, _space.InverseNorm(ordinal));
        var point = _space.Stored(ordinal);
        if (float.IsNaN(_space.Distance(point, point)))
            return false;

        var level = LevelOf(ordinal);
        var entry = _nodes.Entry;
        if (entry.Exists && level <= entry.Level)
        {
            Insert(point, ordinal, level, entry);
            return true;
        }

        lock (_nodes.EntryLock)
        {
            entry = _nodes.Entry;
            var added = true;
            if (entry.Exists)
            {
                added = Insert(point, ordinal, level, entry);
            }
            else
            {
                _nodes.SetUpper(ordinal, level);
                _nodes.Publish(ordinal, level);
            }

            if (added && (!entry.Exists || level > entry.Level))
                _nodes.Entry = new HnswEntry(ordinal, level);
        }

        return true;
    }

    public override void AddAll(int count, IOrdinalFilter? filter, int degreeOfParallelism, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreeOfParallelism);
        if (count <= 0)
            return;
        _nodes.Reserve(count - 1);
        var rows = new RowFilter(filter, count);
        var next = 0;
        var done = 0;
        if (degreeOfParallelism == 1)
        {
            Work();
            return;
        }

        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism, CancellationToken = cancellationToken };
            Parallel.For(0, degreeOfParallelism, options, _ => Work());
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        void Work()
        {
            while (true)
            {
                var start = Interlocked.Add(ref next, RowsPerTake) - RowsPerTake;
                if (start >= count || start < 0)
                    return;
                var end = Math.Min(count, start + RowsPerTake);
                for (var row = rows.NextAllowed(start, end); row < end; row = rows.NextAllowed(row + 1, end))
                    Add(row, cancellationToken);
                progress?.Report(Interlocked.Add(ref done, end - start));
            }
        }
    }

    public override int ConnectUnreachable(CancellationToken cancellationToken = default)
    {
        var scratch = _pool.Rent();
        try
        {
            return HnswReachability<TSpace, TPoint>.Connect(_space, _nodes, Options.EfConstruction, scratch, cancellationToken);
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    public override void WriteTo(IBufferWriter<byte> writer, int ordinalCount)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNegative(ordinalCount);
        for (var row = ordinalCount; row < _nodes.Capacity; row++)
        {
            if (_nodes.LevelOf(row) != HnswNodes.Absent)
                throw new ArgumentException($"row {row} is in the graph but not below {ordinalCount}", nameof(ordinalCount));
        }

        ConnectUnreachable();
        HnswGraphFormat.Write(writer, _nodes, ordinalCount, _source, Metric, Options, _space.UsesNorms);
    }

    // Algorithm 1. All own lists are made before the first link to the node, so that whoever reaches it can go on from it.
    private bool Insert(TPoint point, int ordinal, int level, HnswEntry entry)
    {
        var scratch = _pool.Rent();
        try
        {
            scratch.Begin(_nodes.Capacity);
            var top = Math.Min(level, entry.Level);
            var nearest = HnswTraversal<TSpace, TPoint, HnswNodeLinks>.Descend(_space, _links, point, entry, top, scratch);
            scratch.Sorted[0] = RankKey.Pack(_space.Distance(point, _space.Stored(nearest)), nearest);
            var found = 1;
            // Own lists are kept here, too: once published, others add to them.
            Span<int> chosen = stackalloc int[(top + 1) * Options.M];
            Span<int> chosenCounts = stackalloc int[top + 1];
            _nodes.SetUpper(ordinal, level);
            for (var layer = top; layer >= 0; layer--)
            {
                found = HnswTraversal<TSpace, TPoint, HnswNodeLinks>.SearchNodes(_space, _links, point, found, Options.EfConstruction, layer, scratch);
                if (layer == 0 && TryAttachDuplicate(point, ordinal, scratch.Sorted.AsSpan(0, found)))
                    return false;
                var count = HnswSelection<TSpace, TPoint>.Select(_space, scratch.Sorted.AsSpan(0, found), Options.M, Options.M, scratch);
                var links = scratch.Selected.AsSpan(0, count);
                _nodes.SetLinks(ordinal, layer, links);
                links.CopyTo(chosen[(layer * Options.M)..]);
                chosenCounts[layer] = count;
            }

            _nodes.Publish(ordinal, level);
            for (var layer = 0; layer <= top; layer++)
                LinkBack(ordinal, layer, chosen.Slice(layer * Options.M, chosenCounts[layer]), scratch);
            return true;
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    // Many equal vectors would fill each other's lists and cut themselves off, so only the first becomes a node.
    private bool TryAttachDuplicate(TPoint point, int ordinal, ReadOnlySpan<ulong> nearest)
    {
        var self = _space.Distance(point, _space.Stored(ordinal));
        foreach (var key in nearest)
        {
            var node = RankKey.Ordinal(key);
            if (RankKey.Distance(key) != self || !_space.Same(point, _space.Stored(node)))
                continue;
            lock (_nodes.LockOf(node))
                _nodes.PublishDuplicate(ordinal, node);
            return true;
        }

        return false;
    }

    private void LinkBack(int ordinal, int layer, ReadOnlySpan<int> neighbours, HnswScratch scratch)
    {
        foreach (var neighbour in neighbours)
        {
            lock (_nodes.LockOf(neighbour))
            {
                if (!_nodes.TryAppend(neighbour, layer, ordinal))
                    HnswSelection<TSpace, TPoint>.Shrink(_space, _nodes, neighbour, layer, ordinal, scratch);
            }
        }
    }

    // -ln(uniform) / ln(m), from the seed and the ordinal alone, so that threads do not change it.
    private int LevelOf(int ordinal)
    {
        var z = Options.Seed + (((ulong)ordinal + 1) * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        var uniform = ((z >> 11) + 1) * (1.0 / (1UL << 53));
        return Math.Min(HnswNodes.MaxLevel, (int)(-Math.Log(uniform) * _levelFactor));
    }
}
