using System.Runtime.CompilerServices;

namespace VectorData.Storage.Files;

/// <summary>
/// An open object. Ranges are handed out without copying and keep the bytes in place for as long as they are referenced;
/// dispose it only when nobody reads any more, or leave it to the finaliser.
/// </summary>
public sealed unsafe class ObjectReader : IDisposable
{
    private readonly ByteRegion _region;

    internal ObjectReader(string name, ByteRegion region)
    {
        Name = name;
        _region = region;
    }

    /// <summary>The object's name, with its folder where there is one.</summary>
    public string Name { get; }

    public long Length => _region.Length;

    /// <summary>The first byte, 64-byte aligned; valid while this reader is referenced and not disposed.</summary>
    internal byte* Address => _region.Address;

    /// <summary>An object with a copy of these bytes.</summary>
    public static ObjectReader CopyOf(string name, ReadOnlySpan<byte> bytes) => new(name, NativeRegion.CopyOf(bytes));

    /// <summary>Bytes offset..offset+count.</summary>
    public ReadOnlyMemory<byte> GetMemory(long offset, int count) => GetMemory<byte>(offset, count);

    /// <summary>count elements from a byte offset that is aligned for them.</summary>
    public ReadOnlyMemory<T> GetMemory<T>(long offset, int count)
        where T : unmanaged
    {
        CheckRange(offset, (long)count * Unsafe.SizeOf<T>());
        return count == 0 ? default : new RegionMemory<T>(_region, offset, count).Memory;
    }

    /// <summary>Bytes offset..offset+count; the reader must stay referenced while the span is in use.</summary>
    public ReadOnlySpan<byte> GetSpan(long offset, int count)
    {
        CheckRange(offset, count);
        return new ReadOnlySpan<byte>(_region.Address + offset, count);
    }

    /// <summary>Keeps the bytes in place, even beyond <see cref="Dispose"/>, until the lease is disposed.</summary>
    public IDisposable Lease() => new RegionLease(_region);

    public void Dispose() => _region.Close();

    private void CheckRange(long offset, long bytes)
    {
        if (offset < 0 || bytes < 0 || bytes > Length - offset)
            throw new ArgumentOutOfRangeException(nameof(offset), $"bytes {offset}..{offset + bytes} are not in \"{Name}\" of {Length} bytes");
    }

    private sealed class RegionLease : IDisposable
    {
        private ByteRegion? _region;

        public RegionLease(ByteRegion region)
        {
            region.Lease();
            _region = region;
        }

        public void Dispose() => Interlocked.Exchange(ref _region, null)?.Release();
    }
}
