using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using VectorData.Numerics;

namespace VectorData.Index;

/// <summary>
/// Dense vectors in memory that never moves: one contiguous block (a mapped column) or chunks of a power of two rows
/// that are added as a segment grows. Rows lie one after the other without gaps. T is float, Half, or byte for packed bits.
/// </summary>
public sealed unsafe class VectorMemory<T> : IDenseVectorSource<T>
    where T : unmanaged
{
    private const int BlockShift = 31;

    private readonly int _chunkShift;
    private readonly int _chunkMask;
    private readonly List<object?> _owners = [];
    private volatile nint[] _chunks;

    /// <summary>A growing source without chunks yet; <paramref name="chunkRows"/> is a power of two.</summary>
    public VectorMemory(int dimensions, int chunkRows)
        : this(dimensions, BitOperations.Log2((uint)chunkRows), [])
    {
        if (!BitOperations.IsPow2(chunkRows))
            throw new ArgumentOutOfRangeException(nameof(chunkRows), chunkRows, "the rows of a chunk must be a power of two");
    }

    /// <summary>One contiguous block that <paramref name="owner"/> keeps valid.</summary>
    public VectorMemory(int dimensions, T* block, object? owner)
        : this(dimensions, BlockShift, [(nint)block]) => _owners.Add(owner);

    private VectorMemory(int dimensions, int chunkShift, nint[] chunks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        Element = ElementOf();
        Dimensions = dimensions;
        Stride = Element == VectorElement.Bit ? (dimensions + 7) / 8 : dimensions;
        _chunkShift = chunkShift;
        _chunkMask = (int)((1L << chunkShift) - 1);
        _chunks = chunks;
    }

    public VectorElement Element { get; }

    public int Dimensions { get; }

    /// <summary>Elements of T from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Appends the next chunk: an array allocated with <c>GC.AllocateArray(length, pinned: true)</c>. One writer at a time; readers may run.</summary>
    public void AddChunk(T[] pinnedChunk)
    {
        ArgumentNullException.ThrowIfNull(pinnedChunk);
        if (pinnedChunk.LongLength < ((long)_chunkMask + 1) * Stride)
            throw new ArgumentException("the chunk is shorter than its rows", nameof(pinnedChunk));
        AddChunk((T*)Unsafe.AsPointer(ref pinnedChunk[0]), pinnedChunk);
    }

    /// <summary>Appends the next chunk, kept valid by <paramref name="owner"/>. One writer at a time; readers may run.</summary>
    public void AddChunk(T* chunk, object? owner)
    {
        if (_chunkShift == BlockShift)
            throw new InvalidOperationException("a source over one block does not grow");
        _owners.Add(owner);
        _chunks = [.. _chunks, (nint)chunk];
    }

    public ReadOnlySpan<T> GetVector(int ordinal) => new(Address(ordinal), Stride);

    /// <summary>First element of a row. The ordinal is not checked against the row count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T* Address(int ordinal)
    {
        Debug.Assert(ordinal >= 0);
        return (T*)_chunks[ordinal >> _chunkShift] + ((nint)(ordinal & _chunkMask) * Stride);
    }

    private static VectorElement ElementOf()
    {
        if (typeof(T) == typeof(float))
            return VectorElement.Float32;
        if (typeof(T) == typeof(Half))
            return VectorElement.Float16;
        if (typeof(T) == typeof(byte))
            return VectorElement.Bit;
        throw new NotSupportedException($"vectors of {typeof(T).Name} are not supported; use float, Half, or byte for packed bits");
    }
}
