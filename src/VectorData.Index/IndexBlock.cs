using System.Buffers;

namespace VectorData.Index;

/// <summary>
/// The bytes of one serialised index: a mapped region or memory. Reads are in place, so the region must stay
/// valid while an index opened over it is used; the owner is kept alive by reference.
/// </summary>
public sealed unsafe class IndexBlock : IDisposable
{
    private readonly object? _owner;
    private MemoryHandle _pin;

    /// <summary>Wraps memory and pins it until disposed or collected.</summary>
    public IndexBlock(ReadOnlyMemory<byte> memory)
    {
        _pin = memory.Pin();
        Address = (byte*)_pin.Pointer;
        Length = memory.Length;
    }

    /// <summary>Wraps a region that <paramref name="owner"/> keeps mapped. 64-byte alignment is best; any alignment works.</summary>
    public IndexBlock(byte* address, long length, object? owner)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Address = address;
        Length = length;
        _owner = owner;
        GC.SuppressFinalize(this);
    }

    ~IndexBlock() => _pin.Dispose();

    /// <summary>First byte.</summary>
    public byte* Address { get; }

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>The object that keeps the region mapped, if one was given.</summary>
    public object? Owner => _owner;

    public void Dispose()
    {
        _pin.Dispose();
        GC.SuppressFinalize(this);
    }
}
