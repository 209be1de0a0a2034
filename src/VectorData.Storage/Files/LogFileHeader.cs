using System.Buffers.Binary;
using System.IO.Hashing;
using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>
/// The first 64 bytes of a log file:
/// <code>
///  0  8  magic "VDBWAL\r\n"
///  8  4  format version
/// 12  4  header size, 64
/// 16 16  log id
/// 32  8  log position of the byte that follows the header
/// 40 16  zero
/// 56  8  XXH3-64 of the bytes before
/// </code>
/// </summary>
internal readonly record struct LogFileHeader(Guid LogId, long First)
{
    public const int Size = 64;
    public const int IdOffset = 16;
    public const int FirstOffset = 32;
    public const uint FormatVersion = 1;

    private const int VersionOffset = 8;
    private const int SizeOffset = 12;
    private const int HashOffset = 56;

    private static ReadOnlySpan<byte> Magic => "VDBWAL\r\n"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionOffset), FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SizeOffset), Size);
        LogId.TryWriteBytes(bytes.AsSpan(IdOffset));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FirstOffset), First);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HashOffset), XxHash3.HashToUInt64(bytes.AsSpan(0, HashOffset)));
        return bytes;
    }

    public static LogFileHeader Parse(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size)
            throw new CorruptDataException(path, bytes.Length, $"a log file has a header of {Size} bytes, this one ends after {bytes.Length}");
        if (!bytes.StartsWith(Magic))
            throw new CorruptDataException(path, 0, "it is not a VectorData log file");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionOffset..]);
        var sound = BinaryPrimitives.ReadUInt64LittleEndian(bytes[HashOffset..]) == XxHash3.HashToUInt64(bytes[..HashOffset]);
        if (sound && version != FormatVersion)
            throw IoErrors.NewerFormat(path, "log", version, FormatVersion);
        var first = BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstOffset..]);
        if (!sound || first < 0)
            throw new CorruptDataException(path, 0, "the log file's header does not match its checksum");
        return new LogFileHeader(new Guid(bytes.Slice(IdOffset, 16)), first);
    }

    /// <summary>Whether these can be the bytes of a header that was not written to its end: nothing, or zeros where bytes are missing.</summary>
    public static bool MayBeTorn(ReadOnlySpan<byte> bytes)
    {
        var magic = bytes[..Math.Min(bytes.Length, Magic.Length)];
        return Magic.StartsWith(magic) || magic.IndexOfAnyExcept((byte)0) < 0;
    }
}
