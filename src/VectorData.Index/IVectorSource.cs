using VectorData.Numerics;

namespace VectorData.Index;

/// <summary>
/// The vectors of a segment by ordinal. Reads are thread-safe and happen while rows are appended; a vector never
/// moves or changes once its ordinal was handed to an index. Any ordinal below the row count may be asked for, NULL rows included
/// (a damaged graph may name them): answer anything of the right length.
/// </summary>
public interface IVectorSource
{
    /// <summary>How the elements are stored.</summary>
    VectorElement Element { get; }

    /// <summary>Dimensions of every vector (bits for <see cref="VectorElement.Bit"/>).</summary>
    int Dimensions { get; }
}

/// <summary>
/// Fixed-length vectors: float, Half, or byte for packed bits. Give <see cref="VectorMemory{T}"/> where the vectors lie
/// in pinned or native memory: it is read without a call per vector.
/// </summary>
public interface IDenseVectorSource<T> : IVectorSource
    where T : unmanaged
{
    /// <summary>The vector of a row: <see cref="IVectorSource.Dimensions"/> elements, or (bits + 7) / 8 bytes.</summary>
    ReadOnlySpan<T> GetVector(int ordinal);
}

/// <summary>Sparse vectors.</summary>
public interface ISparseVectorSource : IVectorSource
{
    /// <summary>The vector of a row.</summary>
    SparseVectorView GetVector(int ordinal);
}
