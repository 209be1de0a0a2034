using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>
/// The file around named blocks; all numbers little-endian.
/// <code>
/// header, 64 bytes                          trailer, the last 64 bytes
///  0  8  magic "VDBFILE\n"                   0  8  footer offset
///  8  4  container version                   8  8  footer bytes
/// 12  4  version of the kind's own format   16  8  data pages
/// 16 16  kind, ASCII, zeros behind          24 16  kind, as in the header
/// 32 24  zero                               40  4  container version
/// 56  8  XXH3-64 of the bytes before        44  4  version of the kind's own format
///                                           48  8  XXH3-64 of the footer and of the trailer's bytes before
///                                           56  8  magic "VDBEND\r\n"
/// footer
///  u32 number of blocks, then for each: u64 offset, u64 bytes, u16 name bytes, name in UTF-8;
///  zeros up to a multiple of 8, then u64 XXH3-64 for each data page.
/// </code>
/// Blocks begin at multiples of 64, zeros between them. Data pages are the 16 KiB pages from offset 0 up to the footer's
/// offset, the last one shorter; header, blocks and padding are all covered.
/// </summary>
internal static class BlockFileFormat
{
    public const int HeaderSize = 64;
    public const int TrailerSize = 64;
    public const int Alignment = 64;
    public const int PageShift = 14;
    public const int PageSize = 1 << PageShift;
    public const uint ContainerVersion = 1;

    private const int KindSize = 16;
    private const int HeaderHashOffset = 56;

    public static ReadOnlySpan<byte> HeaderMagic => "VDBFILE\n"u8;

    public static ReadOnlySpan<byte> TrailerMagic => "VDBEND\r\n"u8;

    public static long PagesOf(long bytes) => (bytes + PageSize - 1) >> PageShift;

    public static byte[] EncodeHeader(BlockFileKind kind)
    {
        var bytes = new byte[HeaderSize];
        HeaderMagic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), ContainerVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), kind.Version);
        WriteKind(bytes.AsSpan(16), kind);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HeaderHashOffset), XxHash3.HashToUInt64(bytes.AsSpan(0, HeaderHashOffset)));
        return bytes;
    }

    public static void CheckHeader(string file, ReadOnlySpan<byte> bytes, BlockFileKind kind)
    {
        if (bytes.Length < HeaderSize)
            throw new CorruptDataException(file, bytes.Length, $"a {kind.Name} file has a header of {HeaderSize} bytes, this file ends after {bytes.Length}");
        if (!bytes.StartsWith(HeaderMagic))
            throw new CorruptDataException(file, 0, "it is not a VectorData file");
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[HeaderHashOffset..]) != XxHash3.HashToUInt64(bytes[..HeaderHashOffset]))
            throw new CorruptDataException(file, 0, "the header does not match its checksum");
        var container = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (container != ContainerVersion)
            throw IoErrors.NewerFormat(file, "container", container, ContainerVersion);
        var found = ReadKind(bytes[16..]);
        if (found != kind.Name)
            throw new CorruptDataException(file, 16, $"it is a {found} file, not a {kind.Name} file");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (version != kind.Version)
            throw IoErrors.NewerFormat(file, kind.Name, version, kind.Version);
    }

    public static byte[] EncodeTrailer(BlockFileKind kind, long footerOffset, ReadOnlySpan<byte> footer)
    {
        var bytes = new byte[TrailerSize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, footerOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), footer.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), PagesOf(footerOffset));
        WriteKind(bytes.AsSpan(24), kind);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), ContainerVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(44), kind.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(48), FooterHash(footer, bytes));
        TrailerMagic.CopyTo(bytes.AsSpan(56));
        return bytes;
    }

    /// <summary>The checksum a trailer holds; covers everything that footer and trailer say.</summary>
    public static ulong ChecksumIn(ReadOnlySpan<byte> trailer) => BinaryPrimitives.ReadUInt64LittleEndian(trailer[48..]);

    public static ulong FooterHash(ReadOnlySpan<byte> footer, ReadOnlySpan<byte> trailer)
    {
        var hash = new XxHash3();
        hash.Append(footer);
        hash.Append(trailer[..48]);
        return hash.GetCurrentHashAsUInt64();
    }

    private static void WriteKind(Span<byte> bytes, BlockFileKind kind) => Encoding.ASCII.GetBytes(kind.Name, bytes[..KindSize]);

    private static string ReadKind(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes[..KindSize].TrimEnd((byte)0));
}

/// <summary>What a block file holds: up to 16 ASCII letters, and the version of that format.</summary>
internal readonly record struct BlockFileKind(string Name, uint Version);

/// <summary>A named range of a block file.</summary>
internal readonly record struct FileBlock(string Name, long Offset, long Length);

/// <summary>An object file as the manifest names it; length and checksum tell it from another file of that name.</summary>
internal sealed record ObjectFileEntry(string File, long Bytes, ulong Checksum);
