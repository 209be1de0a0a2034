namespace VectorData.Index.Spaces;

/// <summary>
/// Vectors with a metric. Rank distances are floats that order as the metric does (squared L2, negated product, ...);
/// values are what the distance operator gives. Implementations are structs, so that graph code is compiled for each.
/// </summary>
internal interface IVectorSpace<TPoint>
    where TPoint : struct, allows ref struct
{
    /// <summary>Whether <see cref="InverseNorm"/> must be kept for each row.</summary>
    bool UsesNorms { get; }

    /// <summary>The vector of a row, with its inverse norm where the metric uses it.</summary>
    TPoint Stored(int ordinal);

    /// <summary>The vector looked for. Throws <see cref="ArgumentException"/> when element kind or dimensions differ.</summary>
    TPoint Query(VectorQuery query);

    /// <summary>1 / norm of a row's vector; not finite or NaN when it cannot be indexed.</summary>
    float InverseNorm(int ordinal);

    /// <summary>Rank distance of two points.</summary>
    float Distance(TPoint left, TPoint right);

    /// <summary>Rank distances from a point to several rows.</summary>
    void Distances(TPoint from, ReadOnlySpan<int> ordinals, Span<float> distances);

    /// <summary>Operator values from a query to several rows, bit for bit those of the one-pair kernel.</summary>
    void Values(TPoint query, ReadOnlySpan<int> ordinals, Span<double> values);

    /// <summary>Whether two points have the same bytes.</summary>
    bool Same(TPoint left, TPoint right);

    /// <summary>Asks the memory for a row that is read soon.</summary>
    void Prefetch(int ordinal);
}
