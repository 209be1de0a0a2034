using System.Runtime.CompilerServices;
using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>How a search of layer 0 ended.</summary>
internal enum TraversalEnd
{
    /// <summary>No unvisited candidate is nearer than the farthest result.</summary>
    Settled,

    /// <summary>Everything that can be reached was visited.</summary>
    Exhausted,

    /// <summary>More distances were computed than allowed.</summary>
    OverBudget,
}

/// <summary>Greedy search over a layered graph: algorithm 2 and the descent of algorithm 5 of Malkov and Yashunin.</summary>
internal static class HnswTraversal<TSpace, TPoint, TLinks>
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
    where TLinks : struct, IHnswLinks
{
    private const int ExpansionsPerPoll = 256;

    /// <summary>Walks from the entry down to the layer above <paramref name="level"/>, always to the nearest neighbour, and returns the nearest node.</summary>
    public static int Descend(TSpace space, TLinks links, TPoint query, HnswEntry entry, int level, HnswScratch scratch)
    {
        var nearest = entry.Node;
        links.CheckId(nearest);
        var best = space.Distance(query, space.Stored(nearest));
        for (var layer = entry.Level; layer > level; layer--)
        {
            for (var moved = true; moved;)
            {
                moved = false;
                var neighbours = Copy(links, links.Links(nearest, layer), scratch);
                space.Distances(query, neighbours, scratch.Distances);
                scratch.VisitedCount += neighbours.Length;
                for (var i = 0; i < neighbours.Length; i++)
                {
                    if (scratch.Distances[i] < best)
                    {
                        best = scratch.Distances[i];
                        nearest = neighbours[i];
                        moved = true;
                    }
                }
            }
        }

        return nearest;
    }

    /// <summary>The ef nearest nodes on a layer, from the nodes in <see cref="HnswScratch.Sorted"/>; they end up there, ascending. Returns how many.</summary>
    public static int SearchNodes(TSpace space, TLinks links, TPoint query, int entries, int ef, int level, HnswScratch scratch)
    {
        scratch.BeginLayer();
        for (var i = 0; i < entries; i++)
        {
            var key = scratch.Sorted[i];
            scratch.Visit(RankKey.Ordinal(key));
            scratch.Candidates.Push(key);
            scratch.Results.Push(~key);
        }

        while (scratch.Candidates.Count > 0)
        {
            var candidate = scratch.Candidates.Pop();
            if (scratch.Results.Count >= ef && candidate > ~scratch.Results.Top)
                break;
            var count = Gather(space, links, RankKey.Ordinal(candidate), level, scratch);
            space.Distances(query, scratch.Ordinals.AsSpan(0, count), scratch.Distances);
            for (var i = 0; i < count; i++)
            {
                var key = RankKey.Pack(scratch.Distances[i], scratch.Ordinals[i]);
                if (scratch.Results.Count < ef)
                    scratch.Results.Push(~key);
                else if (key < ~scratch.Results.Top)
                    scratch.Results.Replace(~key);
                else
                    continue;
                scratch.Candidates.Push(key);
            }
        }

        return scratch.SortResults();
    }

    /// <summary>Marks and offers the node where a search of layer 0 starts.</summary>
    public static void Start(TSpace space, TLinks links, TPoint query, int node, int ef, RowFilter filter, bool keepAll, HnswScratch scratch)
    {
        scratch.BeginLayer();
        scratch.Visit(node);
        var key = RankKey.Pack(space.Distance(query, space.Stored(node)), node);
        scratch.Candidates.Push(key);
        Offer(links, key, ef, filter, keepAll, scratch);
    }

    /// <summary>
    /// Expands candidates of layer 0 until the ef nearest nodes with an allowed row are settled. Rows that the filter refuses are walked
    /// through. With <paramref name="keepAll"/> no candidate and no row is dropped, so that the search can go on.
    /// </summary>
    public static TraversalEnd Expand(TSpace space, TLinks links, TPoint query, int ef, RowFilter filter, bool keepAll, int budget, HnswScratch scratch, CancellationToken cancellationToken)
    {
        var expansions = 0;
        while (scratch.Candidates.Count > 0)
        {
            if (scratch.Results.Count >= ef && scratch.Candidates.Top > ~scratch.Results.Top)
                return TraversalEnd.Settled;
            if (scratch.VisitedCount > budget)
                return TraversalEnd.OverBudget;
            if (++expansions % ExpansionsPerPoll == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var candidate = scratch.Candidates.Pop();
            var count = Gather(space, links, RankKey.Ordinal(candidate), 0, scratch);
            scratch.VisitedCount += count;
            if (scratch.Candidates.Count > 0)
                links.Prefetch(RankKey.Ordinal(scratch.Candidates.Top));
            space.Distances(query, scratch.Ordinals.AsSpan(0, count), scratch.Distances);
            for (var i = 0; i < count; i++)
            {
                var key = RankKey.Pack(scratch.Distances[i], scratch.Ordinals[i]);
                if (!keepAll && scratch.Results.Count >= ef && key >= ~scratch.Results.Top)
                    continue;
                scratch.Candidates.Push(key);
                Offer(links, key, ef, filter, keepAll, scratch);
            }
        }

        return TraversalEnd.Exhausted;
    }

    // Takes a node when it or a row with the same vector is allowed. The beam holds nodes, so that duplicates do not narrow it.
    private static void Offer(TLinks links, ulong key, int ef, RowFilter filter, bool keepAll, HnswScratch scratch)
    {
        var node = RankKey.Ordinal(key);
        if (filter.Allows(node) || AllowsDuplicate(links, node, filter))
            Take(key, ef, keepAll, scratch);
    }

    private static bool AllowsDuplicate(TLinks links, int node, RowFilter filter)
    {
        var cursor = IHnswLinks.FirstDuplicate;
        for (int duplicate; (duplicate = links.NextDuplicate(node, ref cursor)) >= 0;)
        {
            if (filter.Allows(duplicate))
                return true;
        }

        return false;
    }

    private static void Take(ulong key, int ef, bool keepAll, HnswScratch scratch)
    {
        if (scratch.Results.Count < ef)
        {
            scratch.Results.Push(~key);
            return;
        }

        var dropped = key < ~scratch.Results.Top ? ~scratch.Results.Replace(~key) : key;
        if (keepAll)
            scratch.Leftover.Push(dropped);
    }

    // The unvisited neighbours of a node, marked, into the scratch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Gather(TSpace space, TLinks links, int node, int level, HnswScratch scratch)
    {
        var neighbours = links.Links(node, level);
        var ordinals = scratch.Ordinals;
        var count = 0;
        foreach (var id in neighbours)
        {
            links.CheckId(id);
            if (!scratch.Visit(id))
                continue;
            space.Prefetch(id);
            ordinals[count++] = id;
        }

        return count;
    }

    private static ReadOnlySpan<int> Copy(TLinks links, ReadOnlySpan<int> neighbours, HnswScratch scratch)
    {
        // Lists of a growing graph change while they are read: what was checked must be what is used.
        for (var i = 0; i < neighbours.Length; i++)
        {
            var id = neighbours[i];
            links.CheckId(id);
            scratch.Ordinals[i] = id;
        }

        return scratch.Ordinals.AsSpan(0, neighbours.Length);
    }
}
