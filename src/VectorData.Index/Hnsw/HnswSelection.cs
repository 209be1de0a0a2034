using VectorData.Index.Spaces;

namespace VectorData.Index.Hnsw;

/// <summary>The heuristic that picks diverse neighbours: algorithm 4 of Malkov and Yashunin.</summary>
internal static class HnswSelection<TSpace, TPoint>
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
{
    private const int Batch = 8;

    /// <summary>
    /// Picks from ascending candidates those that are nearer to the new node than to any picked before; they end up in
    /// <see cref="HnswScratch.Selected"/>. Returns how many.
    /// </summary>
    /// <param name="space">The vectors.</param>
    /// <param name="candidates">Rank keys, ascending.</param>
    /// <param name="max">Diverse neighbours to pick at most.</param>
    /// <param name="fill">Number up to which the nearest of the others are added.</param>
    /// <param name="scratch">Receives the picked ordinals.</param>
    public static int Select(TSpace space, ReadOnlySpan<ulong> candidates, int max, int fill, HnswScratch scratch)
    {
        var selected = scratch.Selected;
        var pruned = scratch.Pruned;
        int count = 0, prunedCount = 0;
        foreach (var key in candidates)
        {
            if (count == max)
                break;
            var candidate = RankKey.Ordinal(key);
            if (IsDiverse(space, candidate, RankKey.Distance(key), selected.AsSpan(0, count)))
                selected[count++] = candidate;
            else if (prunedCount < fill)
                pruned[prunedCount++] = candidate;
        }

        for (var i = 0; i < prunedCount && count < fill; i++)
            selected[count++] = pruned[i];
        return count;
    }

    /// <summary>Picks again among the full list of a node and one more. The caller holds the node's lock.</summary>
    public static void Shrink(TSpace space, HnswNodes nodes, int node, int layer, int added, HnswScratch scratch)
    {
        var links = nodes.Links(node, layer);
        var count = links.Length + 1;
        var ordinals = scratch.Ordinals.AsSpan(0, count);
        links.CopyTo(ordinals);
        ordinals[^1] = added;
        space.Distances(space.Stored(node), ordinals, scratch.Distances);
        Span<ulong> candidates = stackalloc ulong[(2 * HnswOptions.MaxM) + 1];
        for (var i = 0; i < count; i++)
            candidates[i] = RankKey.Pack(scratch.Distances[i], ordinals[i]);
        candidates = candidates[..count];
        candidates.Sort();
        var kept = Select(space, candidates, count - 1, nodes.M / 2, scratch);
        if (layer == 0)
            kept = KeepLastLinks(nodes, candidates, kept, count - 1, scratch);
        nodes.SetLinks(node, layer, scratch.Selected.AsSpan(0, kept));
    }

    // A node that only this list links to stays in it while there is room.
    private static int KeepLastLinks(HnswNodes nodes, ReadOnlySpan<ulong> candidates, int kept, int max, HnswScratch scratch)
    {
        foreach (var key in candidates)
        {
            if (kept == max)
                break;
            var candidate = RankKey.Ordinal(key);
            // The new node is not linked from here yet; an old one counts this list.
            if (nodes.InDegree(candidate) <= 1 && !scratch.Selected.AsSpan(0, kept).Contains(candidate))
                scratch.Selected[kept++] = candidate;
        }

        return kept;
    }

    private static bool IsDiverse(TSpace space, int candidate, float distance, ReadOnlySpan<int> selected)
    {
        Span<float> others = stackalloc float[Batch];
        var point = space.Stored(candidate);
        for (var start = 0; start < selected.Length; start += Batch)
        {
            var part = selected.Slice(start, Math.Min(Batch, selected.Length - start));
            space.Distances(point, part, others);
            for (var i = 0; i < part.Length; i++)
            {
                if (others[i] < distance)
                    return false;
            }
        }

        return true;
    }
}
