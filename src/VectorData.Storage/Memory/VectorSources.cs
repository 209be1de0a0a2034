using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index;
using VectorData.Numerics;

namespace VectorData.Storage.Memory;

/// <summary>Columns as the vectors that searches read.</summary>
internal static class VectorSources
{
    public static VectorElement ElementOf(SqlType type) => type.Kind switch
    {
        TypeKind.Vector => VectorElement.Float32,
        TypeKind.HalfVec => VectorElement.Float16,
        TypeKind.SparseVec => VectorElement.Sparse,
        TypeKind.Bit or TypeKind.VarBit => VectorElement.Bit,
        _ => throw new ArgumentException($"values of type {type} are not vectors", nameof(type)),
    };

    /// <summary>The rows of a column; with <paramref name="repeat"/> its first row stands for every row.</summary>
    public static IVectorSource Of(ColumnVector column, bool repeat = false) => column switch
    {
        DenseVectorColumn<float> c => new ColumnVectorSource<float>(c, repeat),
        DenseVectorColumn<Half> c => new ColumnVectorSource<Half>(c, repeat),
        BytesColumn c when ElementOf(c.Type) == VectorElement.Bit => new BitVectorSource(c.Type.Modifier, row => c.GetSpan(repeat ? 0 : row)),
        BytesColumn c => new SparseVectorSource(c.Type.Modifier, row => c.GetSpan(repeat ? 0 : row)),
        _ => throw new ArgumentException($"a column of {column.Type} does not hold vectors", nameof(column)),
    };

    public static IVectorSource Of(MemoryColumn column) => column switch
    {
        FixedMemoryColumn<float> c => c.Vectors as IVectorSource ?? new MemoryVectorSource<float>(c),
        FixedMemoryColumn<Half> c => c.Vectors as IVectorSource ?? new MemoryVectorSource<Half>(c),
        BytesMemoryColumn c when ElementOf(c.Type) == VectorElement.Bit => new BitVectorSource(c.Type.Modifier, c.Row),
        BytesMemoryColumn c => new SparseVectorSource(c.Type.Modifier, c.Row),
        _ => throw new ArgumentException($"a column of {column.Type} does not hold vectors", nameof(column)),
    };

    /// <summary>A query's value in the form that searches take.</summary>
    public static VectorQuery QueryOf(in Value value) => value.Type.Kind switch
    {
        TypeKind.Vector => VectorQuery.FromFloats(value.AsVector()),
        TypeKind.HalfVec => VectorQuery.FromHalves(value.AsHalfVector()),
        TypeKind.SparseVec => VectorQuery.FromSparse(
            new SparseVectorView(value.AsSparseVector().Indices, value.AsSparseVector().Values), value.AsSparseVector().Dimensions),
        _ => VectorQuery.FromBits(value.AsBitString().Bytes, value.AsBitString().Length),
    };
}

internal delegate ReadOnlySpan<byte> RowBytes(int row);

internal sealed class ColumnVectorSource<T>(DenseVectorColumn<T> column, bool repeat) : IDenseVectorSource<T>
    where T : unmanaged
{
    public VectorElement Element => VectorSources.ElementOf(column.Type);

    public int Dimensions => column.Dimensions;

    public ReadOnlySpan<T> GetVector(int ordinal) => column.GetRow(repeat ? 0 : ordinal);
}

/// <summary>Vectors of a small segment in memory, whose chunk may still be replaced by a larger one.</summary>
internal sealed class MemoryVectorSource<T>(FixedMemoryColumn<T> column) : IDenseVectorSource<T>
    where T : unmanaged
{
    public VectorElement Element => VectorSources.ElementOf(column.Type);

    public int Dimensions => column.Type.Modifier;

    public ReadOnlySpan<T> GetVector(int ordinal) => column.Row(ordinal);
}

internal sealed class BitVectorSource(int bits, RowBytes rows) : IDenseVectorSource<byte>
{
    private readonly byte[] _zero = new byte[BitString.ByteCount(bits)];

    public VectorElement Element => VectorElement.Bit;

    public int Dimensions => bits;

    public ReadOnlySpan<byte> GetVector(int ordinal)
    {
        var bytes = rows(ordinal);
        return bytes.Length == _zero.Length + 4 ? BytesCodec.BitParts(bytes, out _) : _zero;
    }
}

internal sealed class SparseVectorSource(int dimensions, RowBytes rows) : ISparseVectorSource
{
    public VectorElement Element => VectorElement.Sparse;

    public int Dimensions => dimensions;

    public SparseVectorView GetVector(int ordinal)
    {
        var bytes = rows(ordinal);
        if (bytes.IsEmpty)
            return default;
        BytesCodec.SparseParts(bytes, out var indices, out var values);
        return new SparseVectorView(indices, values);
    }
}
