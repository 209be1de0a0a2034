using System.Runtime.InteropServices;
using VectorData.Numerics;

namespace VectorData.Index.Spaces;

/// <summary>A sparse vector in place.</summary>
internal readonly ref struct SparsePoint(SparseVectorView vector, float inverseNorm, float square)
{
    public readonly SparseVectorView Vector = vector;
    public readonly float InverseNorm = inverseNorm;

    /// <summary>Sum of squares; set for queries only.</summary>
    public readonly float Square = square;
}

/// <summary>Sparse vectors; merging indices costs far more than telling the metric each time.</summary>
internal readonly struct SparseSpace(ISparseVectorSource source, VectorMetric metric, INormTable? norms) : IVectorSpace<SparsePoint>
{
    private readonly ISparseVectorSource _source = source;
    private readonly VectorMetric _metric = metric;
    private readonly INormTable? _norms = norms;

    public bool UsesNorms => _metric == VectorMetric.Cosine;

    public SparsePoint Stored(int ordinal) =>
        new(_source.GetVector(ordinal), UsesNorms && _norms is not null ? _norms.InverseNorm(ordinal) : 0, 0);

    public SparsePoint Query(VectorQuery query)
    {
        if (query.Element != VectorElement.Sparse)
            throw new ArgumentException($"the query is a {query.Element} vector, the index holds {VectorElement.Sparse} vectors", nameof(query));
        if (query.Dimensions != _source.Dimensions)
            throw new ArgumentException($"expected {_source.Dimensions} dimensions, not {query.Dimensions}", nameof(query));
        var values = MemoryMarshal.Cast<byte, float>(query.Data);
        var square = FloatKernels.InnerProduct(values, values);
        return new(new SparseVectorView(query.Indices, values), 1 / MathF.Sqrt(square), square);
    }

    public float InverseNorm(int ordinal)
    {
        var values = _source.GetVector(ordinal).Values;
        return 1 / MathF.Sqrt(FloatKernels.InnerProduct(values, values));
    }

    public float Distance(SparsePoint left, SparsePoint right) => _metric switch
    {
        VectorMetric.L2 => SparseKernels.L2Squared(left.Vector, right.Vector),
        VectorMetric.InnerProduct => -SparseKernels.InnerProduct(left.Vector, right.Vector),
        VectorMetric.Cosine => 1 - (SparseKernels.InnerProduct(left.Vector, right.Vector) * left.InverseNorm * right.InverseNorm),
        _ => SparseKernels.L1(left.Vector, right.Vector),
    };

    public void Distances(SparsePoint from, ReadOnlySpan<int> ordinals, Span<float> distances)
    {
        for (var i = 0; i < ordinals.Length; i++)
            distances[i] = Distance(from, Stored(ordinals[i]));
    }

    public void Values(SparsePoint query, ReadOnlySpan<int> ordinals, Span<double> values)
    {
        for (var i = 0; i < ordinals.Length; i++)
            values[i] = VectorDistances.Compute(_metric, query.Vector, _source.GetVector(ordinals[i]));
    }

    public bool Same(SparsePoint left, SparsePoint right) =>
        left.Vector.Indices.SequenceEqual(right.Vector.Indices)
        && MemoryMarshal.AsBytes(left.Vector.Values).SequenceEqual(MemoryMarshal.AsBytes(right.Vector.Values));

    public void Prefetch(int ordinal)
    {
    }
}
