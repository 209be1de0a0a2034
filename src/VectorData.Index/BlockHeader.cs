using System.Buffers.Binary;
using System.Text;

namespace VectorData.Index;

/// <summary>
/// The first 128 bytes of every index block, little-endian:
/// <code>
///   0  8  magic, ASCII padded with zeros
///   8  4  format version
///  12  4  zero
///  16 96  twelve int64 fields, meaning by type
/// 112  8  length of the whole block in bytes
/// 120  8  FNV-1a 64 of bytes 0..119
/// </code>
/// Parts follow, each at the next multiple of 64.
/// </summary>
internal static unsafe class BlockHeader
{
    public const int Length = 128;
    public const int FieldCount = 12;
    public const int Alignment = 64;
    private const int FieldsAt = 16;
    private const int BlockLengthAt = 112;
    private const int ChecksumAt = 120;

    public static long Align(long position) => (position + Alignment - 1) & -Alignment;

    public static void Write(Span<byte> header, string magic, uint version, long blockLength, ReadOnlySpan<long> fields)
    {
        header[..Length].Clear();
        Encoding.ASCII.GetBytes(magic, header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], version);
        for (var i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(header[(FieldsAt + (i * sizeof(long)))..], fields[i]);
        BinaryPrimitives.WriteInt64LittleEndian(header[BlockLengthAt..], blockLength);
        BinaryPrimitives.WriteUInt64LittleEndian(header[ChecksumAt..], Fnv1a(header[..ChecksumAt]));
    }

    /// <summary>Checks magic, version, checksum and length, and copies the fields.</summary>
    public static void Read(IndexBlock block, string magic, uint version, Span<long> fields)
    {
        if (block.Length < Length)
            throw new IndexFormatException($"{magic} block: {block.Length} bytes found, a header has {Length}");
        var header = new ReadOnlySpan<byte>(block.Address, Length);
        var found = Encoding.Latin1.GetString(header[..8]).TrimEnd('\0');
        if (found != magic)
            throw new IndexFormatException($"{magic} block: magic \"{Printable(found)}\" found, \"{magic}\" expected");
        var foundVersion = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (foundVersion != version)
            throw new IndexFormatException($"{magic} block: format version {foundVersion} found, {version} expected");
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(header[ChecksumAt..]);
        if (checksum != Fnv1a(header[..ChecksumAt]))
            throw new IndexFormatException($"{magic} block: header checksum {checksum:x16} found, {Fnv1a(header[..ChecksumAt]):x16} expected");
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[BlockLengthAt..]);
        if (length != block.Length)
            throw new IndexFormatException($"{magic} block: {block.Length} bytes found, the header says {length}");
        for (var i = 0; i < fields.Length; i++)
            fields[i] = BinaryPrimitives.ReadInt64LittleEndian(header[(FieldsAt + (i * sizeof(long)))..]);
    }

    /// <summary>Throws when a header field lies outside its bounds.</summary>
    public static long Check(string magic, string name, long value, long min, long max) => value >= min && value <= max
        ? value
        : throw new IndexFormatException($"{magic} block: {name} {value} found, {min} to {max} expected");

    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xcbf29ce484222325UL;
        foreach (var b in bytes)
            hash = (hash ^ b) * 0x100000001b3UL;
        return hash;
    }
}
