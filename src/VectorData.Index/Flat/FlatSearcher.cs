using VectorData.Index.Spaces;
using VectorData.Numerics;

namespace VectorData.Index.Flat;

/// <summary>Exact nearest-neighbour search by reading every allowed vector. Thread-safe; a search allocates nothing.</summary>
public abstract class FlatSearcher
{
    private protected FlatSearcher()
    {
    }

    public static FlatSearcher Create(IVectorSource source, VectorMetric metric) => VectorSpaces.Accept(source, metric, null, new Creation());

    /// <summary>
    /// Fills <paramref name="results"/> with the nearest allowed rows below <paramref name="ordinalCount"/>, nearest first, ties by
    /// ordinal, NaN distances last, and returns how many. NULL rows must be excluded by the filter.
    /// </summary>
    public abstract int Search(VectorQuery query, int ordinalCount, IOrdinalFilter? filter, Span<Neighbor> results, CancellationToken cancellationToken = default);

    /// <summary>The operator's value for each given row.</summary>
    public abstract void Distances(VectorQuery query, ReadOnlySpan<int> ordinals, Span<double> distances);

    private sealed class Creation : ISpaceVisitor<FlatSearcher>
    {
        public FlatSearcher Visit<TSpace, TPoint>(TSpace space)
            where TSpace : struct, IVectorSpace<TPoint>
            where TPoint : struct, allows ref struct => new FlatSearcher<TSpace, TPoint>(space);
    }
}

internal sealed class FlatSearcher<TSpace, TPoint>(TSpace space) : FlatSearcher
    where TSpace : struct, IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
{
    private readonly TSpace _space = space;

    public override int Search(VectorQuery query, int ordinalCount, IOrdinalFilter? filter, Span<Neighbor> results, CancellationToken cancellationToken = default)
    {
        var point = _space.Query(query);
        return ExactScan.Run<TSpace, TPoint, EveryRow>(_space, point, new RowFilter(filter, ordinalCount), ordinalCount, default, results, cancellationToken);
    }

    public override void Distances(VectorQuery query, ReadOnlySpan<int> ordinals, Span<double> distances) =>
        _space.Values(_space.Query(query), ordinals, distances);
}
