using System.Buffers;
using System.Runtime.CompilerServices;

namespace VectorData.Storage.Files;

/// <summary>Elements of a <see cref="ByteRegion"/> as <see cref="Memory{T}"/>; keeps the region alive.</summary>
internal sealed unsafe class RegionMemory<T>(ByteRegion region, long offset, int count) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => new(region.Address + offset, count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)count, nameof(elementIndex));
        region.Lease();
        return new MemoryHandle(region.Address + offset + ((long)elementIndex * Unsafe.SizeOf<T>()), default, this);
    }

    public override void Unpin() => region.Release();

    protected override void Dispose(bool disposing)
    {
    }
}
