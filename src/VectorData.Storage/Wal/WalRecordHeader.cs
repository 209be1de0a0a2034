using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using VectorData.Core.Schema;

namespace VectorData.Storage.Wal;

/// <summary>
/// What stands before a record's payload. Records follow each other without gaps.
/// <code>
///  0  4  mark "VREC"
///  4  4  low half of the XXH3-64 of bytes 8..39
///  8  4  payload bytes
/// 12  1  kind; 0 ends a clean close
/// 13  3  zero
/// 16  8  commit sequence
/// 24  8  durable: every byte of the log before this position was synced when the record was written
/// 32  8  XXH3-64 of the payload
/// </code>
/// Both hashes are seeded with the log's id and the record's position: a record copied to another place is none.
/// </summary>
internal readonly record struct WalRecordHeader(int PayloadLength, byte Kind, CommitSequence Sequence, long Durable, ulong PayloadHash)
{
    public const int Size = 40;
    public const byte CloseKind = 0;

    private const int HashOffset = 4;
    private const int HashedFrom = 8;

    public static ReadOnlySpan<byte> Mark => "VREC"u8;

    public static long SeedFor(Guid log, long position)
    {
        Span<byte> id = stackalloc byte[16];
        log.TryWriteBytes(id);
        var low = BinaryPrimitives.ReadUInt64LittleEndian(id);
        var high = BinaryPrimitives.ReadUInt64LittleEndian(id[8..]);
        return (long)(low ^ BitOperations.RotateLeft(high, 31) ^ ((ulong)position * 0x9E3779B97F4A7C15));
    }

    public static ulong HashOf(in ReadOnlySequence<byte> payload, long seed)
    {
        if (payload.IsSingleSegment)
            return XxHash3.HashToUInt64(payload.FirstSpan, seed);
        var hash = new XxHash3(seed);
        foreach (var piece in payload)
            hash.Append(piece.Span);
        return hash.GetCurrentHashAsUInt64();
    }

    public void Write(Span<byte> bytes, long seed)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], PayloadLength);
        bytes[12] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Sequence.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Durable);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], PayloadHash);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HashOffset..], OwnHash(bytes, seed));
    }

    /// <summary>False when the bytes are not a header written for this place.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, long seed, out WalRecordHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Mark) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[HashOffset..]) != OwnHash(bytes, seed))
            return false;
        header = new WalRecordHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            bytes[12],
            new CommitSequence(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]));
        return header.PayloadLength >= 0;
    }

    private static uint OwnHash(ReadOnlySpan<byte> bytes, long seed) => (uint)XxHash3.HashToUInt64(bytes[HashedFrom..Size], seed);
}
