using VectorData.Numerics;

namespace VectorData.Index.Flat;

/// <summary>Exact nearest-neighbour search by reading every allowed vector. Thread-safe; a search allocates nothing once warm.</summary>
public abstract class FlatSearcher
{
    private protected FlatSearcher()
    {
    }

    public static FlatSearcher Create(IVectorSource source, VectorMetric metric) => throw new NotImplementedException();

    /// <summary>
    /// Fills <paramref name="results"/> with the nearest allowed rows below <paramref name="ordinalCount"/>, nearest first, ties by
    /// ordinal, NaN distances last, and returns how many. NULL rows must be excluded by the filter.
    /// </summary>
    public abstract int Search(VectorQuery query, int ordinalCount, IOrdinalFilter? filter, Span<Neighbor> results, CancellationToken cancellationToken = default);

    /// <summary>The operator's value for each given row.</summary>
    public abstract void Distances(VectorQuery query, ReadOnlySpan<int> ordinals, Span<double> distances);
}
