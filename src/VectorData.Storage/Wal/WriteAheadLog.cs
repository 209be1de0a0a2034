using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;

namespace VectorData.Storage.Wal;

/// <summary>
/// Records that are durable once <see cref="Append"/> returned. A group that could not be written or synced is cut off again
/// and the log goes on; only when that fails too does it refuse all further appends.
/// </summary>
internal sealed class WriteAheadLog
{
    private readonly ILog _log;
    private readonly Lock _writing = new();

    // Taken before _writing; held while the log is read, so that what is read stays.
    private readonly Lock _trimming = new();
    private readonly long _durable;
    private Exception? _failure;
    private CommitSequence _last;
    private bool _hasOpenEnd;
    private bool _hasUnsyncedCommits;

    private WriteAheadLog(ILog log, long durable)
    {
        _log = log;
        _durable = durable;
    }

    /// <summary>The identity that a database's manifest remembers.</summary>
    public Guid Id => _log.Id;

    /// <summary>Position of the oldest record kept, or of one before it.</summary>
    public long Start => _log.Start;

    /// <summary>Position of the next record.</summary>
    public long End => _log.End;

    /// <summary>Every record before this position is durable.</summary>
    public long Durable => Math.Max(_durable, _log.Durable);

    /// <summary>How often records of <see cref="AppendUnsynced"/> were lost with a failed sync.</summary>
    public int Losses { get; private set; }

    /// <summary>
    /// Opens a log: hands every record from <paramref name="from"/> on to <paramref name="replay"/>, in order, cuts off a torn
    /// end, and makes durable what was read.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="expectedId">The id that the manifest remembers; null for a new database.</param>
    /// <param name="from">Position of the first record that the manifest does not cover.</param>
    /// <param name="durable">The log was durable up to here when the manifest was written, so a log that is damaged or ends before it is no torn one.</param>
    /// <param name="replay">Called for each record; the payload is valid during the call.</param>
    public static WriteAheadLog Open(ILog log, Guid? expectedId, long from, long durable, Action<WalRecord> replay)
    {
        CheckId(log, expectedId);
        durable = Math.Max(from, durable);
        var wal = new WriteAheadLog(log, durable);
        var reader = new WalReader(log, from, durable);
        while (reader.TryRead(out var record))
            replay(record);
        wal._last = reader.LastSequence;
        if (reader.TornAt >= 0)
            log.CutTail(reader.TornAt);
        else
            log.Sync();
        wal._hasOpenEnd = log.End > from && !reader.ClosedCleanly;
        return wal;
    }

    /// <summary>Reads every record from a position on and reports what is damaged; a torn end is none.</summary>
    public static IReadOnlyList<FileDefect> Verify(ILog log, Guid? expectedId, long from)
    {
        try
        {
            CheckId(log, expectedId);
            var reader = new WalReader(log, from, from);
            while (reader.TryRead(out _))
            {
            }

            return [];
        }
        catch (VectorDbException e)
        {
            return [FileDefect.From(log.Locate(Math.Clamp(from, log.Start, log.End)).File, e)];
        }
    }

    /// <summary>As the other, of a log in use; <paramref name="start"/> is asked for the position when nothing can be trimmed any more.</summary>
    public IReadOnlyList<FileDefect> Verify(Func<long> start)
    {
        lock (_trimming)
            return Verify(_log, Id, start());
    }

    /// <summary>
    /// Writes the records with one write and one sync, and gives the position after them. When it throws, none of them is in
    /// the log; the error is the storage's own (53100, 58030), or 58030 for a log that can no longer be written.
    /// </summary>
    /// <param name="group">The records.</param>
    /// <param name="sync">False returns when the operating system has the records: the next sync makes them durable.</param>
    public long Append(IReadOnlyList<WalEntry> group, bool sync = true)
    {
        lock (_writing)
        {
            ThrowIfFailed();
            var start = _log.End;
            if (!TryAppend(group, start))
                return start;
            if (sync)
                SyncOrCut(start);
            else
                _hasUnsyncedCommits = true;
            _last = group[^1].Sequence;
            return _log.End;
        }
    }

    /// <summary>
    /// Writes records that count only with a later one: no sync is made. When a sync fails that had to make them durable, they are cut off
    /// and <see cref="Losses"/> grows.
    /// </summary>
    public long AppendUnsynced(byte kind, IReadOnlyList<ReadOnlySequence<byte>> payloads)
    {
        lock (_writing)
        {
            ThrowIfFailed();
            TryAppend(payloads.Select(payload => new WalEntry(kind, _last, payload)).ToArray(), _log.End);
            return _log.End;
        }
    }

    /// <summary>Returns when every record is durable.</summary>
    public void Sync()
    {
        lock (_writing)
        {
            ThrowIfFailed();
            SyncOrCut(_log.End);
        }
    }

    /// <summary>Gives up the storage of records before a position; those may still be read for a while.</summary>
    public void Trim(long position)
    {
        lock (_trimming)
        {
            lock (_writing)
                _log.TrimBefore(position);
        }
    }

    /// <summary>
    /// Ends the log with a record that proves the ones before it complete, so that damage to them is not taken for a torn end.
    /// Does nothing when the end is proven already; a failure costs only that proof.
    /// </summary>
    public void Seal()
    {
        lock (_writing)
        {
            if (!_hasOpenEnd || _failure is not null)
                return;
            var start = _log.End;
            try
            {
                _log.Append([EncodeHeader(new WalEntry(WalRecordHeader.CloseKind, _last, ReadOnlySequence<byte>.Empty), start)]);
                _log.Sync();
                _hasOpenEnd = false;
            }
            catch (VectorDbException e)
            {
                CutBack(start, e);
            }
        }
    }

    private bool TryAppend(IReadOnlyList<WalEntry> group, long start)
    {
        var parts = Encode(group, start);
        if (parts.Count == 0)
            return false;
        try
        {
            _log.Append(parts);
        }
        catch (Exception e)
        {
            CutBack(start, e);
            throw;
        }

        _hasOpenEnd = true;
        return true;
    }

    // After a failed sync nobody knows which of the bytes since the last good one are on the device.
    private void SyncOrCut(long start)
    {
        try
        {
            _log.Sync();
            _hasUnsyncedCommits = false;
        }
        catch (Exception e)
        {
            var durable = Math.Min(start, Math.Max(_durable, _log.Durable));
            if (durable < start && _hasUnsyncedCommits)
            {
                _failure = e;
                throw;
            }

            if (durable < start)
                Losses++;
            CutBack(durable, e);
            throw;
        }
    }

    private static void CheckId(ILog log, Guid? expectedId)
    {
        if (expectedId is { } id && id != log.Id)
        {
            var place = log.Locate(log.Start);
            throw new CorruptDataException(place.File, 0, "the log is missing or belongs to another database");
        }
    }

    private List<ReadOnlyMemory<byte>> Encode(IReadOnlyList<WalEntry> group, long position)
    {
        var parts = new List<ReadOnlyMemory<byte>>(group.Count * 2);
        foreach (var entry in group)
        {
            if (entry.Kind == WalRecordHeader.CloseKind)
                throw new ArgumentException("kind 0 is the log's own", nameof(group));
            if (entry.Payload.Length > int.MaxValue)
                throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"a log record of {entry.Payload.Length} bytes is too large; at most {int.MaxValue} bytes are possible");
            parts.Add(EncodeHeader(entry, position));
            foreach (var piece in entry.Payload)
                if (!piece.IsEmpty)
                    parts.Add(piece);
            position += WalRecordHeader.Size + entry.Payload.Length;
        }

        return parts;
    }

    private byte[] EncodeHeader(in WalEntry entry, long position)
    {
        var bytes = new byte[WalRecordHeader.Size];
        var seed = WalRecordHeader.SeedFor(_log.Id, position);
        var hash = WalRecordHeader.HashOf(entry.Payload, seed);
        new WalRecordHeader((int)entry.Payload.Length, entry.Kind, entry.Sequence, Math.Max(_durable, _log.Durable), hash).Write(bytes, seed);
        return bytes;
    }

    private void CutBack(long position, Exception cause)
    {
        try
        {
            _log.CutTail(position);
        }
        catch (Exception e)
        {
            _failure = new AggregateException(cause, e);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is null)
            return;
        var place = _log.Locate(_log.End);
        throw new VectorDbException(SqlStates.IoError, $"the write-ahead log \"{place.File}\" cannot be written since an earlier failure could not be undone: {_failure.Message}", _failure)
        {
            Hint = "Reading goes on. Repair the cause (disk full, permissions, hardware), then close the database and open it again.",
        };
    }
}
