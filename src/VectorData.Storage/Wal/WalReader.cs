using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;

namespace VectorData.Storage.Wal;

/// <summary>
/// Reads records in order from a position on. A record that is not whole ends the log cleanly only where a write may have been
/// cut short by a crash: nothing known to be durable lies behind it, and no later record says that its place was durable.
/// Anything else is a <see cref="CorruptDataException"/>.
/// </summary>
internal sealed class WalReader
{
    private const int BufferSize = 1 << 20;
    private const int ChunkSize = 64 << 20;

    private readonly ILog _log;
    private readonly long _end;
    private readonly long _durable;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private long _bufferStart;
    private int _buffered;
    private CommitSequence _last;

    /// <param name="log">The log.</param>
    /// <param name="from">Position of a record, or the log's end.</param>
    /// <param name="durable">Everything before this position is known to have been synced.</param>
    public WalReader(ILog log, long from, long durable)
    {
        if (from < log.Start || from > log.End)
        {
            var place = log.Locate(Math.Clamp(from, log.Start, log.End));
            throw new CorruptDataException(place.File, place.Offset, $"the log holds positions {log.Start} to {log.End}, position {from} is needed");
        }

        if (durable > log.End)
        {
            var place = log.Locate(log.End);
            throw new CorruptDataException(place.File, place.Offset, $"the log ends at position {log.End}, but it reached position {durable} before: its end is missing");
        }

        _log = log;
        _end = log.End;
        _durable = Math.Max(log.Durable, durable);
        Position = from;
        _bufferStart = from;
    }

    /// <summary>Position of the next record.</summary>
    public long Position { get; private set; }

    /// <summary>Where the log has a torn end, -1 when it has none or it was not reached.</summary>
    public long TornAt { get; private set; } = -1;

    /// <summary>Commit sequence of the last record read, one of the log's own included.</summary>
    public CommitSequence LastSequence => _last;

    /// <summary>Whether the last record read says that the log was closed cleanly after it.</summary>
    public bool ClosedCleanly { get; private set; }

    /// <summary>The next record; false at the end of the log or at its torn end.</summary>
    public bool TryRead(out WalRecord record)
    {
        record = default;
        while (TornAt < 0 && Position < _end)
        {
            if (!TryReadAny(out record))
                return false;
            Position = record.End;
            ClosedCleanly = record.Kind == WalRecordHeader.CloseKind;
            if (!ClosedCleanly)
                return true;
        }

        return false;
    }

    private bool TryReadAny(out WalRecord record)
    {
        record = default;
        var seed = WalRecordHeader.SeedFor(_log.Id, Position);
        if (_end - Position < WalRecordHeader.Size)
            return Broken("a record is cut short in its header");
        if (!WalRecordHeader.TryParse(Peek(WalRecordHeader.Size), seed, out var header))
            return Broken("a record's header does not match its checksum");
        if (header.PayloadLength > _end - Position - WalRecordHeader.Size)
            return Broken($"a record of {header.PayloadLength} bytes is cut short");
        var payload = ReadPayload(header.PayloadLength);
        if (WalRecordHeader.HashOf(payload, seed) != header.PayloadHash)
            return Broken("a record's payload does not match its checksum");
        if (header.Sequence < _last)
            throw Corrupt($"a record has commit sequence {header.Sequence.Value} after {_last.Value}");
        _last = header.Sequence;
        record = new WalRecord(Position, header.Kind, header.Sequence, payload);
        return true;
    }

    private ReadOnlySequence<byte> ReadPayload(int length)
    {
        if (length <= BufferSize - WalRecordHeader.Size)
        {
            Peek(WalRecordHeader.Size + length);
            var offset = (int)(Position - _bufferStart);
            return new ReadOnlySequence<byte>(_buffer, offset + WalRecordHeader.Size, length);
        }

        PayloadChunk? first = null, last = null;
        for (var read = 0; read < length;)
        {
            var chunk = GC.AllocateUninitializedArray<byte>(Math.Min(ChunkSize, length - read));
            _log.Read(Position + WalRecordHeader.Size + read, chunk);
            last = new PayloadChunk(chunk, last);
            first ??= last;
            read += chunk.Length;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    /// <summary>The next bytes at <see cref="Position"/>, all of them in the buffer; there are that many.</summary>
    private ReadOnlySpan<byte> Peek(int count)
    {
        var offset = Position - _bufferStart;
        if (offset + count > _buffered)
        {
            _bufferStart = Position;
            _buffered = _log.Read(Position, _buffer);
            offset = 0;
        }

        return _buffer.AsSpan((int)offset, count);
    }

    private bool Broken(string what)
    {
        if (Position < _durable || HasLaterRecord())
            throw Corrupt(what);
        TornAt = Position;
        return false;
    }

    /// <summary>Whether a record further on says that this place was durable: then no crash can have torn it.</summary>
    private bool HasLaterRecord()
    {
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(BufferSize, _end - Position));
        for (var at = Position + 1; _end - at >= WalRecordHeader.Size;)
        {
            var bytes = buffer.AsSpan(0, _log.Read(at, buffer));
            var searched = 0;
            while (bytes.Length - searched >= WalRecordHeader.Size)
            {
                var found = bytes[searched..].IndexOf(WalRecordHeader.Mark);
                if (found < 0 || bytes.Length - searched - found < WalRecordHeader.Size)
                    break;
                searched += found;
                if (WalRecordHeader.TryParse(bytes[searched..], WalRecordHeader.SeedFor(_log.Id, at + searched), out var header) && header.Durable > Position)
                    return true;
                searched++;
            }

            at += Math.Max(1, bytes.Length - WalRecordHeader.Size + 1);
        }

        return false;
    }

    private CorruptDataException Corrupt(string what)
    {
        var place = _log.Locate(Position);
        return new CorruptDataException(place.File, place.Offset, what);
    }

    private sealed class PayloadChunk : ReadOnlySequenceSegment<byte>
    {
        public PayloadChunk(ReadOnlyMemory<byte> memory, PayloadChunk? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
