using VectorData.Index;

namespace VectorData.Testing.Recall;

/// <summary>Counts how many of the true nearest rows searches find. A hit as near as the k-th true one counts, whichever row it is.</summary>
public sealed class RecallMeter
{
    private long _found;
    private long _expected;

    /// <summary>Share of the expected rows that were found so far.</summary>
    public double Recall => _expected == 0 ? 1 : (double)_found / _expected;

    /// <summary>Adds one search: what it gave and what an exact search gives.</summary>
    public void Add(ReadOnlySpan<Neighbor> found, ReadOnlySpan<Neighbor> exact)
    {
        if (exact.IsEmpty)
            return;
        var farthest = exact[^1].Distance;
        var limit = farthest + (Math.Abs(farthest) * 1e-7);
        var count = 0;
        foreach (var hit in found)
            count += hit.Distance <= limit ? 1 : 0;
        _found += Math.Min(count, exact.Length);
        _expected += exact.Length;
    }
}
