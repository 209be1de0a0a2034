using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using VectorData.Numerics;

namespace VectorData.Index.Spaces;

/// <summary>Reads dense vectors: by address when they are in memory that does not move, else by callback.</summary>
internal readonly unsafe struct DenseReader<T>
    where T : unmanaged
{
    private const int CacheLine = 64;
    private const int PrefetchedLines = 4;

    private readonly VectorMemory<T>? _memory;
    private readonly IDenseVectorSource<T> _source;

    public DenseReader(IDenseVectorSource<T> source)
    {
        _memory = source as VectorMemory<T>;
        _source = source;
        Length = source.Element == VectorElement.Bit ? (source.Dimensions + 7) / 8 : source.Dimensions;
    }

    /// <summary>Elements of T per vector.</summary>
    public int Length { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly T At(int ordinal)
    {
        if (_memory is not null)
            return ref *_memory.Address(ordinal);
        return ref FromSource(ordinal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int ordinal)
    {
        if (_memory is null || !Sse.IsSupported)
            return;
        var address = (byte*)_memory.Address(ordinal);
        var lines = Math.Min(PrefetchedLines, ((Length * sizeof(T)) + CacheLine - 1) / CacheLine);
        for (var i = 0; i < lines; i++)
            Sse.Prefetch0(address + (i * CacheLine));
    }

    private ref readonly T FromSource(int ordinal)
    {
        var vector = _source.GetVector(ordinal);
        if (vector.Length != Length)
            throw new InvalidOperationException($"the vector of row {ordinal} has {vector.Length} elements, {Length} expected");
        return ref MemoryMarshal.GetReference(vector);
    }
}
