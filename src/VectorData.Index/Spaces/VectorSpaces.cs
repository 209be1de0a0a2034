using VectorData.Numerics;

namespace VectorData.Index.Spaces;

/// <summary>Makes something for a space whose type is known only at run time.</summary>
internal interface ISpaceVisitor<TResult>
{
    TResult Visit<TSpace, TPoint>(TSpace space)
        where TSpace : struct, IVectorSpace<TPoint>
        where TPoint : struct, allows ref struct;
}

/// <summary>Picks the space for a source and a metric.</summary>
internal static class VectorSpaces
{
    public static TResult Accept<TResult>(IVectorSource source, VectorMetric metric, INormTable? norms, ISpaceVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (source.Element, metric) switch
        {
            (VectorElement.Float32, _) => Float<FloatLane, float, TResult>(Dense<float>(source), metric, norms, visitor),
            (VectorElement.Float16, _) => Float<HalfLane, Half, TResult>(Dense<Half>(source), metric, norms, visitor),
            (VectorElement.Bit, VectorMetric.Hamming) => Visit<byte, HammingMetric, TResult>(Dense<byte>(source), norms, visitor),
            (VectorElement.Bit, VectorMetric.Jaccard) => Visit<byte, JaccardMetric, TResult>(Dense<byte>(source), norms, visitor),
            (VectorElement.Sparse, >= VectorMetric.L2 and <= VectorMetric.L1) =>
                visitor.Visit<SparseSpace, SparsePoint>(new SparseSpace(Sparse(source), metric, norms)),
            _ => throw Undefined(source.Element, metric),
        };
    }

    private static TResult Float<TLane, T, TResult>(IDenseVectorSource<T> source, VectorMetric metric, INormTable? norms, ISpaceVisitor<TResult> visitor)
        where TLane : struct, ILane<T>
        where T : unmanaged => metric switch
        {
            VectorMetric.L2 => Visit<T, L2Metric<TLane, T>, TResult>(source, norms, visitor),
            VectorMetric.InnerProduct => Visit<T, InnerProductMetric<TLane, T>, TResult>(source, norms, visitor),
            VectorMetric.Cosine => Visit<T, CosineMetric<TLane, T>, TResult>(source, norms, visitor),
            VectorMetric.L1 => Visit<T, L1Metric<TLane, T>, TResult>(source, norms, visitor),
            _ => throw Undefined(source.Element, metric),
        };

    private static TResult Visit<T, TMetric, TResult>(IDenseVectorSource<T> source, INormTable? norms, ISpaceVisitor<TResult> visitor)
        where T : unmanaged
        where TMetric : struct, IDenseMetric<T> =>
        visitor.Visit<DenseSpace<T, TMetric>, DensePoint<T>>(new DenseSpace<T, TMetric>(source, norms));

    private static IDenseVectorSource<T> Dense<T>(IVectorSource source)
        where T : unmanaged =>
        source as IDenseVectorSource<T> ?? throw new ArgumentException($"a source of {source.Element} vectors implements IDenseVectorSource<{typeof(T).Name}>", nameof(source));

    private static ISparseVectorSource Sparse(IVectorSource source) =>
        source as ISparseVectorSource ?? throw new ArgumentException("a source of sparse vectors implements ISparseVectorSource", nameof(source));

    private static ArgumentException Undefined(VectorElement element, VectorMetric metric) =>
        new($"metric {metric} is not defined for {element} vectors");
}
