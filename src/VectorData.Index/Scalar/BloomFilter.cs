using System.Buffers;

namespace VectorData.Index.Scalar;

/// <summary>An immutable blocked Bloom filter over 64-bit key hashes, about ten bits a key, read in place.</summary>
public sealed class BloomFilter
{
    private BloomFilter()
    {
    }

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise.</summary>
    public static BloomFilter Open(IndexBlock block) => throw new NotImplementedException();

    /// <summary>Builds and writes the block.</summary>
    public static void Write(ReadOnlySpan<ulong> hashes, IBufferWriter<byte> writer) => throw new NotImplementedException();

    /// <summary>False when the key was surely not entered.</summary>
    public bool MayContain(ulong hash) => throw new NotImplementedException();
}
