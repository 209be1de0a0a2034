namespace VectorData.Index.Hnsw;

/// <summary>How a filtered search of one graph runs.</summary>
public enum SearchStrategy
{
    /// <summary>Read every allowed vector.</summary>
    ExactScan,

    /// <summary>Walk the graph through all nodes and collect the allowed ones.</summary>
    FilteredTraversal,
}

/// <summary>Picks the cheaper strategy from exact counts. Costs are in vectors compared in graph order.</summary>
public static class HnswStrategy
{
    // Rows read in ascending order cost about half of rows read in graph order: the hardware prefetches them and no heap of candidates is kept.
    private const double ScanCost = 0.5;

    /// <summary>Distances that an unfiltered search computes, after pgvector's estimate of what a scan of layer 0 visits.</summary>
    public static double EstimateVisits(int indexedCount, int ef, int m)
    {
        if (indexedCount <= 1)
            return indexedCount;
        var share = 0.55 * Math.Log(indexedCount) / (Math.Log(m) * (1 + Math.Log(ef)));
        return Math.Min(indexedCount, 2.0 * m * ef * Math.Min(1, share));
    }

    /// <summary>
    /// Strategy for a filter that allows <paramref name="allowedCount"/> of <paramref name="indexedCount"/> rows: a traversal visits in
    /// proportion to the inverse of the selectivity, a scan in proportion to the allowed rows.
    /// </summary>
    public static SearchStrategy Choose(int indexedCount, int allowedCount, int ef, int m)
    {
        if (allowedCount <= ef)
            return SearchStrategy.ExactScan;
        var selectivity = Math.Min(1, (double)allowedCount / indexedCount);
        var traversal = Math.Min(indexedCount, EstimateVisits(indexedCount, ef, m) / selectivity);
        return allowedCount * ScanCost <= traversal ? SearchStrategy.ExactScan : SearchStrategy.FilteredTraversal;
    }

    /// <summary>Distances after which a filtered traversal has cost more than the scan of the allowed rows would: matches lie far from the query.</summary>
    public static int TraversalBudget(int indexedCount, int allowedCount, int ef, int m)
    {
        var expected = EstimateVisits(indexedCount, ef, m) * 2;
        return (int)Math.Min(int.MaxValue, Math.Max(expected, allowedCount * ScanCost * 2));
    }
}
