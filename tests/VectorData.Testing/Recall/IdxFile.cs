using System.Buffers.Binary;
using System.IO.Compression;

namespace VectorData.Testing.Recall;

/// <summary>Reads the gzipped IDX files of MNIST-like data sets: magic 0x0000 08 dims, big-endian sizes, bytes.</summary>
public static class IdxFile
{
    private const int UnsignedBytes = 8;

    /// <summary>The sizes and the bytes, at most <paramref name="maxItems"/> items of the first dimension.</summary>
    public static (int[] Sizes, byte[] Bytes) Read(string path, int maxItems = int.MaxValue)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var magic = ReadInt32(file);
        if (magic >> 8 != UnsignedBytes)
            throw new InvalidDataException($"{path}: magic {magic:x8} found, an IDX file of unsigned bytes starts with 000008");
        var sizes = new int[magic & 0xFF];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = ReadInt32(file);
        sizes[0] = Math.Min(sizes[0], maxItems);
        var bytes = new byte[sizes.Aggregate(1, (product, size) => checked(product * size))];
        file.ReadExactly(bytes);
        return (sizes, bytes);
    }

    private static int ReadInt32(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }
}
