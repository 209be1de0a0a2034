using System.Buffers.Binary;
using System.IO.Hashing;
using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Storage.Manifest;

/// <summary>
/// The first 48 bytes of a manifest; the payload follows and ends it.
/// <code>
///  0  8  magic "VDBMAN\r\n"
///  8  4  format version
/// 12  4  header size, 48
/// 16  8  manifest version, counts up from 1
/// 24  8  payload bytes
/// 32  8  XXH3-64 of the payload
/// 40  8  XXH3-64 of the bytes before
/// </code>
/// </summary>
internal static class ManifestHeader
{
    public const int Size = 48;
    public const uint FormatVersion = 1;

    private const int HashOffset = 40;

    private static ReadOnlySpan<byte> Magic => "VDBMAN\r\n"u8;

    public static byte[] Encode(long version, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[Size + payload.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), XxHash3.HashToUInt64(payload));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HashOffset), XxHash3.HashToUInt64(bytes.AsSpan(0, HashOffset)));
        payload.CopyTo(bytes.AsSpan(Size));
        return bytes;
    }

    public static ManifestContent Decode(string file, ReadOnlyMemory<byte> memory)
    {
        var bytes = memory.Span;
        if (bytes.Length < Size)
            throw new CorruptDataException(file, bytes.Length, $"a manifest has a header of {Size} bytes, this file ends after {bytes.Length}");
        if (!bytes.StartsWith(Magic))
            throw new CorruptDataException(file, 0, "it is not a VectorData manifest");
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[HashOffset..]) != XxHash3.HashToUInt64(bytes[..HashOffset]))
            throw new CorruptDataException(file, 0, "the manifest's header does not match its checksum");
        var formatVersion = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (formatVersion != FormatVersion)
            throw IoErrors.NewerFormat(file, "manifest", formatVersion, FormatVersion);
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (length != bytes.Length - Size)
            throw new CorruptDataException(file, Size, $"the manifest's payload should have {length} bytes, there are {bytes.Length - Size}");
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]) != XxHash3.HashToUInt64(bytes[Size..]))
            throw new CorruptDataException(file, Size, "the manifest's payload does not match its checksum");
        return new ManifestContent(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), memory[Size..]);
    }
}

/// <summary>A manifest that was read: its version and the caller's bytes.</summary>
internal readonly record struct ManifestContent(long Version, ReadOnlyMemory<byte> Payload);
