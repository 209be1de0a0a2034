using System.Buffers;
using VectorData.Core.Schema;

namespace VectorData.Storage.Wal;

/// <summary>A record to append. Kinds 1..255 are the caller's; the payload may be in pieces, int.MaxValue bytes in all.</summary>
internal readonly record struct WalEntry(byte Kind, CommitSequence Sequence, ReadOnlySequence<byte> Payload)
{
    public WalEntry(byte kind, CommitSequence sequence, ReadOnlyMemory<byte> payload)
        : this(kind, sequence, new ReadOnlySequence<byte>(payload))
    {
    }
}

/// <summary>A record read back. The payload is valid until the next record is read.</summary>
internal readonly record struct WalRecord(long Position, byte Kind, CommitSequence Sequence, ReadOnlySequence<byte> Payload)
{
    /// <summary>Position after the record.</summary>
    public long End => Position + WalRecordHeader.Size + Payload.Length;
}
