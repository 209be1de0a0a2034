using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorData.Numerics;

namespace VectorData.Index.Spaces;

/// <summary>A dense vector in place.</summary>
internal readonly ref struct DensePoint<T>(ref readonly T data, float inverseNorm, float square)
    where T : unmanaged
{
    public readonly ref readonly T Data = ref data;
    public readonly float InverseNorm = inverseNorm;

    /// <summary>Sum of squares; set for queries only.</summary>
    public readonly float Square = square;
}

/// <summary>Dense vectors of one element type under one metric.</summary>
internal readonly struct DenseSpace<T, TMetric>(IDenseVectorSource<T> source, INormTable? norms) : IVectorSpace<DensePoint<T>>
    where T : unmanaged
    where TMetric : struct, IDenseMetric<T>
{
    private readonly DenseReader<T> _reader = new(source);
    private readonly INormTable? _norms = norms;
    private readonly VectorElement _element = source.Element;
    private readonly int _dimensions = source.Dimensions;

    public bool UsesNorms => TMetric.UsesNorms;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DensePoint<T> Stored(int ordinal) => new(in _reader.At(ordinal), Norm(ordinal), 0);

    public DensePoint<T> Query(VectorQuery query)
    {
        if (query.Element != _element)
            throw new ArgumentException($"the query is a {query.Element} vector, the index holds {_element} vectors", nameof(query));
        if (query.Dimensions != _dimensions)
            throw new ArgumentException($"expected {_dimensions} dimensions, not {query.Dimensions}", nameof(query));
        ref var data = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, T>(query.Data));
        var square = TMetric.UsesNorms ? TMetric.Raw(in data, in data, _reader.Length) : 0;
        return new(in data, 1 / MathF.Sqrt(square), square);
    }

    public float InverseNorm(int ordinal)
    {
        ref readonly var data = ref _reader.At(ordinal);
        return 1 / MathF.Sqrt(TMetric.Raw(in data, in data, _reader.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(DensePoint<T> left, DensePoint<T> right) =>
        TMetric.Rank(TMetric.Raw(in left.Data, in right.Data, _reader.Length), left.InverseNorm, right.InverseNorm);

    public void Distances(DensePoint<T> from, ReadOnlySpan<int> ordinals, Span<float> distances)
    {
        var i = 0;
        for (; i <= ordinals.Length - 4; i += 4)
        {
            int o0 = ordinals[i], o1 = ordinals[i + 1], o2 = ordinals[i + 2], o3 = ordinals[i + 3];
            var raw = TMetric.Raw4(in from.Data, in _reader.At(o0), in _reader.At(o1), in _reader.At(o2), in _reader.At(o3), _reader.Length);
            distances[i] = TMetric.Rank(raw[0], from.InverseNorm, Norm(o0));
            distances[i + 1] = TMetric.Rank(raw[1], from.InverseNorm, Norm(o1));
            distances[i + 2] = TMetric.Rank(raw[2], from.InverseNorm, Norm(o2));
            distances[i + 3] = TMetric.Rank(raw[3], from.InverseNorm, Norm(o3));
        }

        for (; i < ordinals.Length; i++)
            distances[i] = Distance(from, Stored(ordinals[i]));
    }

    public void Values(DensePoint<T> query, ReadOnlySpan<int> ordinals, Span<double> values)
    {
        var length = _reader.Length;
        var i = 0;
        for (; i <= ordinals.Length - 4; i += 4)
        {
            ref readonly var r0 = ref _reader.At(ordinals[i]);
            ref readonly var r1 = ref _reader.At(ordinals[i + 1]);
            ref readonly var r2 = ref _reader.At(ordinals[i + 2]);
            ref readonly var r3 = ref _reader.At(ordinals[i + 3]);
            var raw = TMetric.Raw4(in query.Data, in r0, in r1, in r2, in r3, length);
            values[i] = TMetric.Value(raw[0], query.Square, in query.Data, in r0, length);
            values[i + 1] = TMetric.Value(raw[1], query.Square, in query.Data, in r1, length);
            values[i + 2] = TMetric.Value(raw[2], query.Square, in query.Data, in r2, length);
            values[i + 3] = TMetric.Value(raw[3], query.Square, in query.Data, in r3, length);
        }

        for (; i < ordinals.Length; i++)
        {
            ref readonly var row = ref _reader.At(ordinals[i]);
            values[i] = TMetric.Value(TMetric.Raw(in query.Data, in row, length), query.Square, in query.Data, in row, length);
        }
    }

    public bool Same(DensePoint<T> left, DensePoint<T> right) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in left.Data, _reader.Length))
            .SequenceEqual(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in right.Data, _reader.Length)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int ordinal) => _reader.Prefetch(ordinal);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Norm(int ordinal) => TMetric.UsesNorms && _norms is not null ? _norms.InverseNorm(ordinal) : 0;
}
