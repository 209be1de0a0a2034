using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>Nearest-neighbour search over a graph and its vectors. Thread-safe; a search allocates nothing once warm.</summary>
public abstract class HnswSearcher
{
    private protected HnswSearcher()
    {
    }

    /// <summary>Searches an immutable graph whose vectors are in <paramref name="source"/>.</summary>
    public static HnswSearcher Create(HnswGraph graph, IVectorSource source)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(source);
        if (source.Element != graph.Element)
            throw new ArgumentException($"the source has {source.Element} vectors, the graph was built for {graph.Element} vectors", nameof(source));
        if (source.Dimensions != graph.Dimensions)
            throw new ArgumentException($"the source has {source.Dimensions} dimensions, the graph was built for {graph.Dimensions}", nameof(source));
        return VectorSpaces.Accept(source, graph.Metric, graph.Norms, new Creation(graph));
    }

    /// <summary>
    /// Fills <paramref name="results"/> with the nearest allowed rows, nearest first, and returns how many. Never fewer than
    /// asked for when that many allowed rows are indexed.
    /// </summary>
    /// <param name="query">Vector of the graph's element kind and dimensions.</param>
    /// <param name="ef">Width of the beam (hnsw.ef_search); raised to the number of results.</param>
    /// <param name="filter">Rows that may be returned, or null for all.</param>
    /// <param name="results">Room for k hits.</param>
    /// <param name="ordinalCount">Only rows below it are returned: a snapshot's view of a growing segment.</param>
    public abstract int Search(VectorQuery query, int ef, IOrdinalFilter? filter, Span<Neighbor> results, int ordinalCount = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>A search that goes on: further rows in batches of about <paramref name="ef"/>, until every allowed indexed row was given. Copies the query.</summary>
    public abstract HnswIterator Iterate(VectorQuery query, int ef, IOrdinalFilter? filter, int ordinalCount = int.MaxValue);

    private sealed class Creation(HnswGraph graph) : ISpaceVisitor<HnswSearcher>
    {
        public HnswSearcher Visit<TSpace, TPoint>(TSpace space)
            where TSpace : struct, IVectorSpace<TPoint>
            where TPoint : struct, allows ref struct => new HnswSearcher<TSpace, TPoint, HnswGraphLinks>(space, new HnswGraphLinks(graph));
    }
}

internal sealed class HnswSearcher<TSpace, TPoint, TLinks>(TSpace space, TLinks links) : HnswSearcher
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
    where TLinks : struct, IHnswLinks
{
    private readonly TSpace _space = space;
    private readonly TLinks _links = links;
    private readonly HnswScratchPool _pool = new();

    public override int Search(VectorQuery query, int ef, IOrdinalFilter? filter, Span<Neighbor> results, int ordinalCount = int.MaxValue, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var point = _space.Query(query);
        var entry = _links.Entry;
        if (results.IsEmpty || !entry.Exists)
            return 0;
        var rows = new RowFilter(filter, ordinalCount);
        ef = Math.Max(ef, results.Length);
        var budget = int.MaxValue;
        if (rows.AllowedCount is { } allowed)
        {
            if (HnswStrategy.Choose(_links.IndexedCount, allowed, ef, _links.M) == SearchStrategy.ExactScan)
                return Scan(point, rows, results, cancellationToken);
            budget = HnswStrategy.TraversalBudget(_links.IndexedCount, allowed, ef, _links.M);
        }

        if (float.IsNaN(_space.Distance(point, _space.Stored(entry.Node))))
            return Scan(point, rows, results, cancellationToken);

        var scratch = _pool.Rent();
        try
        {
            scratch.Begin(_links.OrdinalCount);
            var start = HnswTraversal<TSpace, TPoint, TLinks>.Descend(_space, _links, point, entry, 0, scratch);
            HnswTraversal<TSpace, TPoint, TLinks>.Start(_space, _links, point, start, ef, rows, keepAll: false, scratch);
            var end = HnswTraversal<TSpace, TPoint, TLinks>.Expand(_space, _links, point, ef, rows, keepAll: false, budget, scratch, cancellationToken);
            if (end == TraversalEnd.OverBudget)
                return Scan(point, rows, results, cancellationToken);
            var nodes = scratch.SortResults();
            var count = Emit(point, rows, scratch.Sorted.AsSpan(0, nodes), results);
            return count < results.Length && count < rows.AllowedCount.GetValueOrDefault(int.MaxValue)
                ? Scan(point, rows, results, cancellationToken)
                : count;
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    public override HnswIterator Iterate(VectorQuery query, int ef, IOrdinalFilter? filter, int ordinalCount = int.MaxValue)
    {
        _space.Query(query);
        return new HnswIterator<TSpace, TPoint, TLinks>(_space, _links, query, Math.Max(1, ef), new RowFilter(filter, ordinalCount), _pool);
    }

    private int Scan(TPoint query, RowFilter rows, Span<Neighbor> results, CancellationToken cancellationToken) =>
        Flat.ExactScan.Run<TSpace, TPoint, IndexedRows<TLinks>>(_space, query, rows, _links.OrdinalCount, new(_links), results, cancellationToken);

    // The operator's values may differ from rank distances in the last bits, and so may their order.
    private int Emit(TPoint query, RowFilter rows, ReadOnlySpan<ulong> nodes, Span<Neighbor> results)
    {
        Span<int> ordinals = stackalloc int[64];
        Span<double> values = stackalloc double[64];
        var allowed = new HnswRows<TLinks>(_links, rows);
        var done = 0;
        while (done < results.Length)
        {
            var part = 0;
            while (part < ordinals.Length && done + part < results.Length && allowed.Next(nodes) is >= 0 and var row)
                ordinals[part++] = row;
            if (part == 0)
                break;
            _space.Values(query, ordinals[..part], values);
            for (var i = 0; i < part; i++)
                Insert(new Neighbor(ordinals[i], values[i]), results, done + i);
            done += part;
        }

        return done;
    }

    private static void Insert(Neighbor hit, Span<Neighbor> results, int at)
    {
        for (; at > 0 && NeighborHeap.IsNearer(hit, results[at - 1]); at--)
            results[at] = results[at - 1];
        results[at] = hit;
    }
}

/// <summary>The rows that are in a graph.</summary>
internal readonly struct IndexedRows<TLinks>(TLinks links) : Flat.IRowTest
    where TLinks : struct, IHnswLinks
{
    private readonly TLinks _links = links;

    public bool Passes(int ordinal) => _links.IsIndexed(ordinal);
}
