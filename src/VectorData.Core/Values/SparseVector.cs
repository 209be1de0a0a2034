namespace VectorData.Core.Values;

/// <summary>A vector given by its non-zero elements: 0-based ascending indices and as many values.</summary>
public sealed class SparseVector : IEquatable<SparseVector>
{
    private readonly int[] _indices;
    private readonly float[] _values;

    /// <summary>Takes ascending, distinct indices below <paramref name="dimensions"/> and non-zero values; throws ArgumentException otherwise.</summary>
    public SparseVector(int dimensions, int[] indices, float[] values)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        if (indices.Length != values.Length)
            throw new ArgumentException($"{indices.Length} indices but {values.Length} values", nameof(values));
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= dimensions)
                throw new ArgumentException($"index {indices[i]} is outside 0..{dimensions - 1}", nameof(indices));
            if (i > 0 && indices[i] <= indices[i - 1])
                throw new ArgumentException("indices must be ascending and distinct", nameof(indices));
            if (values[i] == 0)
                throw new ArgumentException($"the value at index {indices[i]} is zero", nameof(values));
        }

        Dimensions = dimensions;
        _indices = indices;
        _values = values;
    }

    /// <summary>The non-zero elements of a dense vector.</summary>
    public SparseVector(ReadOnlySpan<float> dense)
    {
        ArgumentOutOfRangeException.ThrowIfZero(dense.Length);
        var count = dense.Length - System.MemoryExtensions.Count(dense, 0f);
        _indices = new int[count];
        _values = new float[count];
        var at = 0;
        for (var i = 0; i < dense.Length; i++)
        {
            if (dense[i] == 0)
                continue;
            _indices[at] = i;
            _values[at++] = dense[i];
        }

        Dimensions = dense.Length;
    }

    public int Dimensions { get; }

    public int NonZeroCount => _indices.Length;

    /// <summary>0-based, ascending.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    public ReadOnlySpan<float> Values => _values;

    public float[] ToDense()
    {
        var dense = new float[Dimensions];
        for (var i = 0; i < _indices.Length; i++)
            dense[_indices[i]] = _values[i];
        return dense;
    }

    public bool Equals(SparseVector? other) =>
        other is not null && Dimensions == other.Dimensions && Indices.SequenceEqual(other._indices) && Values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as SparseVector);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Dimensions);
        foreach (var index in _indices)
            hash.Add(index);
        foreach (var value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
