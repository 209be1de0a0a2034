using System.Buffers;

namespace VectorData.Index.Scalar;

/// <summary>
/// An immutable table from 64-bit key hash to ordinals, read in place. A lookup may also give ordinals of another key
/// whose hash is alike: the caller compares the keys.
/// </summary>
public sealed class HashIndex
{
    private HashIndex()
    {
    }

    /// <summary>Number of entries.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise. Ordinals given by lookups are below <paramref name="ordinalCount"/>.</summary>
    public static HashIndex Open(IndexBlock block, int ordinalCount) => throw new NotImplementedException();

    /// <summary>Builds and writes the block: hash i belongs to ordinal i of <paramref name="ordinals"/>. The spans are sorted in place.</summary>
    public static void Write(Span<ulong> hashes, Span<int> ordinals, IBufferWriter<byte> writer) => throw new NotImplementedException();

    /// <summary>The ordinals entered under the hash (and rarely others), in ascending order per key.</summary>
    public HashMatches Find(ulong hash) => throw new NotImplementedException();

    /// <summary>Enumerates ordinals without allocating.</summary>
    public ref struct HashMatches
    {
        public int Current { get; private set; }

        public readonly HashMatches GetEnumerator() => this;

        public bool MoveNext() => throw new NotImplementedException();
    }
}
