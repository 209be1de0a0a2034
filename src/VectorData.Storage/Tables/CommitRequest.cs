using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Tables;

/// <summary>What takes a turn in the commit queue: it names its addresses, is written to the log, and is applied.</summary>
internal abstract class CommitRequest
{
    private readonly TaskCompletionSource<bool> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True: the request leads the next group; false: it is done.</summary>
    public Task<bool> Turn => _turn.Task;

    /// <summary>Why it was not committed, once done.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether it changes anything; one without only takes the sequences' values to the log.</summary>
    public abstract bool HasChanges { get; }

    /// <summary>Whether there is something to flush, index or compact after it.</summary>
    public virtual bool GivesWork => true;

    /// <summary>Why it cannot be committed any more, or null; under the publishing lock.</summary>
    public virtual Exception? Check(DatabaseSnapshot current) => null;

    /// <summary>Names the addresses; under the publishing lock.</summary>
    public abstract void Assign(GrowingSegments growing, DatabaseSnapshot current);

    /// <summary>Adds the log's records.</summary>
    public abstract void Encode(List<WalEntry> entries, CommitSequence sequence);

    /// <summary>Makes the changes; the log has them. Must not fail.</summary>
    /// <param name="next">The snapshot under way.</param>
    /// <param name="sequence">The place in the order of commits.</param>
    /// <param name="logStart">A position at or before the request's records.</param>
    public abstract void Apply(SnapshotBuilder next, CommitSequence sequence, long logStart);

    /// <summary>Called once when the request is committed or failed, outside the publishing lock.</summary>
    public virtual void End()
    {
    }

    public void Finish() => _turn.TrySetResult(false);

    public void Lead() => _turn.TrySetResult(true);
}

/// <summary>Picks the growing segment that rows of a commit group go to, before they are there.</summary>
internal sealed class GrowingSegments(DatabaseState state, DatabaseSnapshot current)
{
    private readonly Dictionary<TableId, (MemorySegment Segment, int Rows)> _planned = [];

    /// <summary>Whether a segment was closed, so that it can be flushed.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>The segment and the first ordinal for <paramref name="rows"/> more rows.</summary>
    /// <param name="fresh">Whether the rows must not join those of the table's present segment.</param>
    public (MemorySegment Segment, int First) Place(TableDefinition definition, int rows, bool fresh)
    {
        var (segment, planned) = _planned.TryGetValue(definition.Id, out var known) ? known : Present(definition.Id);
        if (segment is null || segment.IsClosed || (fresh && !_planned.ContainsKey(definition.Id)) || !segment.Fits(definition)
            || planned + rows > Math.Max(rows, state.Options.GrowingSegmentRows) || segment.Bytes >= state.Options.GrowingSegmentBytes)
        {
            HasClosed |= segment is not null;
            segment?.Close();
            segment = new MemorySegment(state.Ids.NextSegment(), definition);
            planned = 0;
        }

        _planned[definition.Id] = (segment, planned + rows);
        return (segment, planned);
    }

    private (MemorySegment? Segment, int Rows) Present(TableId table)
    {
        if (!current.Tables.TryGetValue(table, out var version))
            return default;
        for (var i = version.Segments.Length - 1; i >= 0; i--)
            if (version.Segments[i].Segment is MemorySegment { IsClosed: false } open)
                return (open, version.Segments[i].Rows);
        return default;
    }
}

/// <summary>A transaction's commit.</summary>
internal sealed class TransactionCommit(DatabaseState state, StorageTransaction transaction, Catalog? catalog) : CommitRequest
{
    private readonly List<TableCommit> _tables = [];
    private readonly List<(TableId Table, SegmentId[] Segments)> _dropped = [];
    private RecordWriter? _record;

    public override bool HasChanges => catalog is not null || _tables.Count > 0;

    public override bool GivesWork => catalog is not null || _tables.Exists(table => table.Adopted.Count > 0);

    /// <summary>Rows of adopted segments that the log does not have yet.</summary>
    public List<RecordWriter> Chunks { get; } = [];

    public override Exception? Check(DatabaseSnapshot current) => transaction.HasLostChunks
        ? new VectorDbException(SqlStates.IoError, "the transaction's rows were lost from the log when writing it failed")
        : null;

    public void Add(TableCommit table) => _tables.Add(table);

    /// <summary>Serialises everything but the addresses.</summary>
    public void Prepare()
    {
        if (!state.IsDurable)
            return;
        _record = new RecordWriter();
        _record.Bool(catalog is not null);
        if (catalog is not null)
            CatalogCodec.Write(_record, catalog);
        _record.Int32(_tables.Count);
        foreach (var table in _tables)
            table.Write(_record);
    }

    public override void Assign(GrowingSegments growing, DatabaseSnapshot current)
    {
        foreach (var table in _tables)
        {
            foreach (var insert in table.Inserts)
                insert.Place(growing.Place(table.Definition, insert.Rows, table.Truncated));
            if (table.Truncated && current.Tables.TryGetValue(table.Definition.Id, out var version))
                _dropped.Add((table.Definition.Id, version.Segments.Select(segment => segment.Id).ToArray()));
        }
    }

    public override void Encode(List<WalEntry> entries, CommitSequence sequence)
    {
        foreach (var chunk in Chunks)
            entries.Add(new WalEntry(LogRecords.Chunk, sequence, chunk.ToSequence()));
        var record = _record!;
        record.Int32(_dropped.Count);
        foreach (var (table, segments) in _dropped)
        {
            record.Int32(table.Value);
            record.Int32(segments.Length);
            foreach (var segment in segments)
                record.Int64(segment.Value);
        }

        entries.Add(new WalEntry(LogRecords.Commit, sequence, record.ToSequence()));
    }

    public override void Apply(SnapshotBuilder next, CommitSequence sequence, long logStart)
    {
        if (catalog is not null)
        {
            foreach (var id in state.Current.Tables.Keys)
                if (catalog.FindTable(id) is null && next.Find(id) is { } gone)
                    Uncount(gone.Segments);
            foreach (var id in state.Current.Catalog.Sequences.Keys)
                if (catalog.FindSequence(id) is null)
                    state.Sequences.Remove(id);
            next.Set(catalog);
        }

        foreach (var (table, segments) in _dropped)
        {
            Uncount(next.Find(table)!.Segments.Where(segment => segments.Contains(segment.Id)));
            next.Drop(table, segments);
        }

        foreach (var table in _tables)
            table.Apply(state, next, Math.Min(logStart, transaction.FirstChunk));
    }

    public override void End() => transaction.EndCommit(Failure is null);

    private void Uncount(IEnumerable<SegmentVersion> segments)
    {
        foreach (var segment in segments)
        {
            if (segment.Segment is not MemorySegment memory)
                continue;
            state.Memory.Add(-memory.CountedBytes);
            memory.CountedBytes = 0;
        }
    }
}

/// <summary>One table's part of a commit.</summary>
internal sealed class TableCommit(TableDefinition definition, bool truncated)
{
    public TableDefinition Definition => definition;

    public bool Truncated => truncated;

    public List<RowInsert> Inserts { get; } = [];

    public List<SegmentVersion> Adopted { get; } = [];

    public List<(SegmentId Segment, DeleteBitmap Ordinals)> Deletes { get; } = [];

    public List<(SegmentId Segment, SealedIndex Index, ObjectFileEntry File)> Indexes { get; } = [];

    public bool IsEmpty => !truncated && Inserts.Count == 0 && Adopted.Count == 0 && Deletes.Count == 0 && Indexes.Count == 0;

    public void Write(RecordWriter record)
    {
        record.Int32(definition.Id.Value);
        record.Int32(Inserts.Count);
        foreach (var insert in Inserts)
            insert.Write(record, definition);
        record.Int32(Adopted.Count);
        foreach (var segment in Adopted)
        {
            record.Int64(segment.Id.Value);
            record.Int32(segment.Rows);
            LogRecords.WriteOptionalFile(record, (segment.Segment as SealedSegment)?.File);
            LogRecords.WriteOrdinals(record, segment.Deletes);
        }

        record.Int32(Deletes.Count);
        foreach (var (segment, ordinals) in Deletes)
        {
            record.Int64(segment.Value);
            LogRecords.WriteOrdinals(record, ordinals);
        }

        record.Int32(Indexes.Count);
        foreach (var (segment, index, file) in Indexes)
        {
            record.Int32(index.Id.Value);
            record.Int64(segment.Value);
            LogRecords.WriteFile(record, file);
        }
    }

    public void Apply(DatabaseState state, SnapshotBuilder next, long logStart)
    {
        foreach (var insert in Inserts)
        {
            var segment = insert.Segment!;
            segment.LogStart = Math.Min(segment.LogStart, logStart);
            segment.Append(insert.Columns, 0, insert.Rows);
            next.SetRows(definition.Id, segment, segment.RowCount);
            Count(state, segment);
        }

        foreach (var adopted in Adopted)
        {
            next.Add(definition.Id, adopted);
            if (adopted.Segment is not MemorySegment segment)
                continue;
            segment.LogStart = Math.Min(segment.LogStart, logStart);
            Count(state, segment);
        }

        foreach (var (segment, ordinals) in Deletes)
            next.Delete(definition.Id, segment, ordinals);
        foreach (var (segment, index, _) in Indexes)
            next.AddIndex(definition.Id, segment, index);
    }

    private static void Count(DatabaseState state, MemorySegment segment)
    {
        var bytes = segment.Bytes;
        state.Memory.Add(bytes - segment.CountedBytes);
        segment.CountedBytes = bytes;
    }
}

/// <summary>Rows that are copied to the table's growing segment.</summary>
internal sealed class RowInsert(ColumnVector[] columns, int rows)
{
    private RecordWriter.Slot _segmentSlot;
    private RecordWriter.Slot _firstSlot;
    private bool _isWritten;

    public ColumnVector[] Columns => columns;

    public int Rows => rows;

    public MemorySegment? Segment { get; private set; }

    public void Write(RecordWriter record, TableDefinition definition)
    {
        _segmentSlot = record.ReserveInt64();
        _firstSlot = record.ReserveInt64();
        _isWritten = true;
        LogRecords.WriteColumns(record, definition, columns, rows);
    }

    public void Place((MemorySegment Segment, int First) place)
    {
        Segment = place.Segment;
        if (!_isWritten)
            return;
        _segmentSlot.Set(place.Segment.Id.Value);
        _firstSlot.Set(place.First);
    }
}
