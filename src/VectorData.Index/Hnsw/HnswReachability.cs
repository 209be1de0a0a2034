using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>
/// Shrinking a list can take the last link to a node. Before a graph is written, each node that cannot be reached from the
/// entry on layer 0 gets a link from a near reachable node.
/// </summary>
internal static class HnswReachability<TSpace, TPoint>
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
{
    private const int MaxRounds = 8;

    // Replacing a link may cut another node off; later rounds only append.
    private const int ReplacingRounds = 3;

    /// <summary>Returns how many nodes could not be reached at first.</summary>
    public static int Connect(TSpace space, HnswNodes nodes, int ef, HnswScratch scratch, CancellationToken cancellationToken)
    {
        var entry = nodes.Entry;
        if (!entry.Exists)
            return 0;
        var reached = new bool[nodes.Capacity];
        var stack = new Stack<int>();
        var first = 0;
        for (var round = 0; round < MaxRounds; round++)
        {
            Array.Clear(reached);
            Mark(nodes, entry.Node, reached, stack);
            if (round == 0)
                first = CountUnreached(nodes, reached);
            var cut = 0;
            for (var node = 0; node < reached.Length; node++)
            {
                if (reached[node] || nodes.LevelOf(node) > HnswNodes.MaxLevel)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                cut++;
                Link(space, nodes, entry, node, ef, reached, round < ReplacingRounds, scratch);
                Mark(nodes, node, reached, stack);
            }

            if (cut == 0)
                break;
        }

        return first;
    }

    private static int CountUnreached(HnswNodes nodes, bool[] reached)
    {
        var count = 0;
        for (var node = 0; node < reached.Length; node++)
            count += !reached[node] && nodes.LevelOf(node) <= HnswNodes.MaxLevel ? 1 : 0;
        return count;
    }

    private static void Link(TSpace space, HnswNodes nodes, HnswEntry entry, int node, int ef, bool[] reached, bool mayReplace, HnswScratch scratch)
    {
        var links = new HnswNodeLinks(nodes);
        var point = space.Stored(node);
        scratch.Begin(nodes.Capacity);
        var start = HnswTraversal<TSpace, TPoint, HnswNodeLinks>.Descend(space, links, point, entry, 0, scratch);
        scratch.Sorted[0] = RankKey.Pack(space.Distance(point, space.Stored(start)), start);
        var found = HnswTraversal<TSpace, TPoint, HnswNodeLinks>.SearchNodes(space, links, point, 1, ef, 0, scratch);
        foreach (var key in scratch.Sorted.AsSpan(0, found))
        {
            if (RankKey.Ordinal(key) != node && nodes.TryAppend(RankKey.Ordinal(key), 0, node))
                return;
        }

        if (!mayReplace)
        {
            AppendAnywhere(nodes, node, reached);
            return;
        }

        foreach (var key in scratch.Sorted.AsSpan(0, found))
        {
            if (TryReplace(space, nodes, RankKey.Ordinal(key), node, scratch))
                return;
        }
    }

    // The farthest neighbour that others link to as well makes way.
    private static bool TryReplace(TSpace space, HnswNodes nodes, int giving, int node, HnswScratch scratch)
    {
        Span<int> list = stackalloc int[2 * HnswOptions.MaxM];
        var current = nodes.Links(giving, 0);
        current.CopyTo(list);
        list = list[..current.Length];
        space.Distances(space.Stored(giving), list, scratch.Distances);
        var farthest = -1;
        for (var i = 0; i < list.Length; i++)
        {
            if (nodes.InDegree(list[i]) > 1 && (farthest < 0 || scratch.Distances[i] > scratch.Distances[farthest]))
                farthest = i;
        }

        if (farthest < 0)
            return false;
        list[farthest] = node;
        nodes.SetLinks(giving, 0, list);
        return true;
    }

    private static void AppendAnywhere(HnswNodes nodes, int node, bool[] reached)
    {
        for (var i = 1; i < reached.Length; i++)
        {
            var other = (node + i) % reached.Length;
            if (reached[other] && nodes.TryAppend(other, 0, node))
                return;
        }
    }

    private static void Mark(HnswNodes nodes, int start, bool[] reached, Stack<int> stack)
    {
        reached[start] = true;
        stack.Push(start);
        while (stack.TryPop(out var node))
        {
            foreach (var id in nodes.Links(node, 0))
            {
                if (reached[id])
                    continue;
                reached[id] = true;
                stack.Push(id);
            }
        }
    }
}
