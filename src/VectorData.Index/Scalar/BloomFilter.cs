using System.Buffers;

namespace VectorData.Index.Scalar;

/// <summary>
/// An immutable blocked Bloom filter over 64-bit key hashes, about ten bits a key, read in place. The upper half of a hash
/// picks a 32-byte block, the lower half one bit in each of its eight words (Putze, Sanders and Singler, "Cache-,
/// hash- and space-efficient Bloom filters").
/// <code>
/// header fields: blocks
/// blocks    8 x uint32 each
/// </code>
/// </summary>
public sealed unsafe class BloomFilter
{
    private const string Magic = "VDBLOOM";
    private const uint FormatVersion = 1;
    private const int BitsPerKey = 10;
    private const int WordsPerBlock = 8;
    private const int BlockBytes = WordsPerBlock * sizeof(uint);

    private readonly IndexBlock _block;
    private readonly uint* _words;
    private readonly uint _blocks;

    private BloomFilter(IndexBlock block)
    {
        Span<long> fields = stackalloc long[1];
        BlockHeader.Read(block, Magic, FormatVersion, fields);
        _blocks = (uint)BlockHeader.Check(Magic, "block count", fields[0], 1, uint.MaxValue);
        BlockHeader.Check(Magic, "block length", block.Length, BlockHeader.Length + ((long)_blocks * BlockBytes), long.MaxValue);
        _block = block;
        _words = (uint*)(block.Address + BlockHeader.Length);
    }

    // Odd factors spread the lower half of the hash over the bits of each word.
    private static ReadOnlySpan<uint> Factors =>
        [0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1, 0xD3A2646D, 0xFD7046C5, 0xB55A4F09];

    /// <summary>Checks header and bounds; <see cref="IndexFormatException"/> otherwise.</summary>
    public static BloomFilter Open(IndexBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new BloomFilter(block);
    }

    /// <summary>Builds and writes the block.</summary>
    public static void Write(ReadOnlySpan<ulong> hashes, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var blocks = (uint)Math.Max(1, (((long)hashes.Length * BitsPerKey) + (BlockBytes * 8) - 1) / (BlockBytes * 8));
        var words = new uint[(long)blocks * WordsPerBlock];
        foreach (var hash in hashes)
        {
            var start = BlockOf(hash, blocks) * WordsPerBlock;
            for (var i = 0; i < WordsPerBlock; i++)
                words[start + i] |= BitIn(hash, i);
        }

        Span<byte> header = stackalloc byte[BlockHeader.Length];
        BlockHeader.Write(header, Magic, FormatVersion, BlockHeader.Length + ((long)blocks * BlockBytes), [blocks]);
        var output = new AlignedOutput(writer);
        output.Write(header);
        output.WriteArray<uint>(words);
    }

    /// <summary>False when the key was surely not entered.</summary>
    public bool MayContain(ulong hash)
    {
        var block = _words + (BlockOf(hash, _blocks) * WordsPerBlock);
        for (var i = 0; i < WordsPerBlock; i++)
        {
            if ((block[i] & BitIn(hash, i)) == 0)
                return false;
        }

        GC.KeepAlive(_block);
        return true;
    }

    private static long BlockOf(ulong hash, uint blocks) => (long)(((hash >> 32) * blocks) >> 32);

    private static uint BitIn(ulong hash, int word) => 1u << (int)(((uint)hash * Factors[word]) >> 27);
}
