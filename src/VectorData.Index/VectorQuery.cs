using System.Runtime.InteropServices;
using VectorData.Numerics;

namespace VectorData.Index;

/// <summary>The vector that a search looks for, of any element kind, in place.</summary>
public readonly ref struct VectorQuery
{
    private VectorQuery(VectorElement element, int dimensions, ReadOnlySpan<byte> data, ReadOnlySpan<int> indices)
    {
        Element = element;
        Dimensions = dimensions;
        Data = data;
        Indices = indices;
    }

    public VectorElement Element { get; }

    /// <summary>Dimensions; bits for a bit vector.</summary>
    public int Dimensions { get; }

    internal ReadOnlySpan<byte> Data { get; }

    internal ReadOnlySpan<int> Indices { get; }

    public static VectorQuery FromFloats(ReadOnlySpan<float> vector) =>
        new(VectorElement.Float32, vector.Length, MemoryMarshal.AsBytes(vector), default);

    public static VectorQuery FromHalves(ReadOnlySpan<Half> vector) =>
        new(VectorElement.Float16, vector.Length, MemoryMarshal.AsBytes(vector), default);

    /// <summary>Packed bits, first bit highest, last byte padded with zeros.</summary>
    public static VectorQuery FromBits(ReadOnlySpan<byte> bits, int bitCount)
    {
        if (bits.Length != (bitCount + 7) / 8)
            throw new ArgumentException($"{bitCount} bits need {(bitCount + 7) / 8} bytes, not {bits.Length}", nameof(bits));
        return new(VectorElement.Bit, bitCount, bits, default);
    }

    public static VectorQuery FromSparse(SparseVectorView vector, int dimensions)
    {
        if (vector.Indices.Length != vector.Values.Length)
            throw new ArgumentException("a sparse vector has as many values as indices", nameof(vector));
        return new(VectorElement.Sparse, dimensions, MemoryMarshal.AsBytes(vector.Values), vector.Indices);
    }

    internal static VectorQuery FromRaw(VectorElement element, int dimensions, ReadOnlySpan<byte> data, ReadOnlySpan<int> indices) =>
        new(element, dimensions, data, indices);

    public static implicit operator VectorQuery(ReadOnlySpan<float> vector) => FromFloats(vector);

    public static implicit operator VectorQuery(ReadOnlySpan<Half> vector) => FromHalves(vector);

    public static implicit operator VectorQuery(float[] vector) => FromFloats(vector);

    public static implicit operator VectorQuery(Half[] vector) => FromHalves(vector);
}
