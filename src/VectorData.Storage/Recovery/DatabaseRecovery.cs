using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;
using VectorData.Storage.Tables;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Recovery;

/// <summary>
/// Opens a database as its last commit left it: the manifest's segments by their footers alone, then the log's tail, record by record.
/// Records that the manifest's snapshot covers bring back only rows that were in memory then; later ones are applied in full.
/// </summary>
internal sealed class DatabaseRecovery
{
    private readonly DatabaseState _state;
    private readonly Dictionary<SegmentId, MemorySegment> _memory = [];
    private readonly Dictionary<SegmentId, MemorySegment> _chunks = [];
    private readonly HashSet<SegmentId> _unflushed = [];
    private readonly Dictionary<SegmentId, (DeleteBitmap, ObjectFileEntry)> _deleteFiles = [];
    private SnapshotBuilder _next;
    private CommitSequence _covered;
    private CommitSequence _last;

    private DatabaseRecovery(DatabaseState state)
    {
        _state = state;
        _next = new SnapshotBuilder(DatabaseSnapshot.Empty);
    }

    public static RecoveredDatabase Run(DatabaseState state) => new DatabaseRecovery(state).Run();

    private RecoveredDatabase Run()
    {
        var objects = _state.Files.Objects.List();
        foreach (var name in objects)
            _state.Ids.SawFile(NumberOf(name));
        var manifest = ReadManifest();
        if (manifest is not null)
            Load(manifest);
        else
            CheckIsNew(objects);
        _state.Log = WriteAheadLog.Open(_state.Files.Log, manifest?.LogId, manifest?.LogStart ?? 0, manifest?.LogDurable ?? 0, Replay);
        CheckUnflushed();
        FinishMemorySegments();
        _state.Ids.Saw(_next.Catalog);
        _state.Sequences.Keep(_next.Catalog);
        var snapshot = _next.Build(_last);
        _state.Publish(snapshot);
        RemoveOrphans(objects, manifest);
        return new RecoveredDatabase(manifest, _deleteFiles);
    }

    private DatabaseManifest? ReadManifest() => _state.Manifest.Read() is { } content
        ? DatabaseManifest.Decode(new RecordReader(new ReadOnlySequence<byte>(content.Payload), _state.Files.Manifest.Location, 0), _state.Ids)
        : null;

    // The manifest comes before the first object and the first record: without it they are what is left of a database.
    private void CheckIsNew(IReadOnlyList<string> objects)
    {
        var what = objects.Count > 0 ? $"{objects.Count} objects" : _state.Files.Log.End > 0 ? $"a log of {_state.Files.Log.End} bytes" : null;
        if (what is not null)
            throw new CorruptDataException(_state.Files.Manifest.Location, 0, $"the manifest is missing, and the database holds {what}");
    }

    private void Load(DatabaseManifest manifest)
    {
        var tables = ImmutableDictionary.CreateBuilder<TableId, TableVersion>();
        foreach (var table in manifest.Tables)
        {
            var definition = manifest.Catalog.FindTable(table.Table)
                ?? throw new CorruptDataException(_state.Files.Manifest.Location, 0, $"the manifest has segments of table {table.Table.Value}, which it does not define");
            tables.Add(table.Table, new TableVersion(
                definition, table.Sealed.Select(segment => Open(definition, segment)).ToImmutableArray(), ImmutableDictionary<SegmentId, SegmentRemap>.Empty));
            _unflushed.UnionWith(table.Unflushed);
        }

        foreach (var sequence in manifest.Sequences)
            _state.Sequences.Restore(sequence, manifest.Catalog.FindSequence(sequence.Id));
        _covered = manifest.Sequence;
        _last = manifest.Sequence;
        _next = new SnapshotBuilder(new DatabaseSnapshot(manifest.Catalog, manifest.Sequence, tables.ToImmutable()));
    }

    private SegmentVersion Open(TableDefinition table, ManifestSegment segment)
    {
        _state.Ids.Saw(segment.Segment);
        var version = OpenSealed(table, segment.Segment, segment.File, segment.Indexes);
        if (segment.Deletes is not { } file)
            return version;
        var deletes = DeleteFile.Read(_state.Files.Objects, file, version.Rows);
        _deleteFiles.Add(segment.Segment, (deletes, file));
        return version.WithDeletes(deletes);
    }

    private SegmentVersion OpenSealed(TableDefinition table, SegmentId id, ObjectFileEntry file, ImmutableArray<(IndexId Index, ObjectFileEntry File)> files)
    {
        var segment = new SealedSegment(id, SegmentReader.Open(_state.Files.Objects, file), file);
        var version = SealedSegments.VersionOf(segment, table);
        foreach (var (index, own) in files)
            version = version.WithIndex(SealedIndex.OpenFile(segment, index, _state.Files.Objects, own));
        return version;
    }

    private void Replay(WalRecord record)
    {
        var place = _state.Files.Log.Locate(record.Position);
        var reader = new RecordReader(record.Payload, place.File, place.Offset);
        var isCovered = record.Sequence <= _covered;
        if (record.Sequence > _last)
            _last = record.Sequence;
        switch (record.Kind)
        {
            case LogRecords.Chunk:
                Replay(LogRecords.ReadChunk(reader), record.Position);
                break;
            case LogRecords.Commit:
                Replay(LogRecords.ReadCommit(reader), record.Position, isCovered, reader);
                break;
            case LogRecords.Compaction:
                if (!isCovered)
                    Replay(LogRecords.ReadCompaction(reader), record.Sequence);
                break;
            case LogRecords.Sequences:
                foreach (var sequence in LogRecords.ReadSequences(reader))
                    if (!isCovered)
                        _state.Sequences.Restore(sequence, _next.Catalog.FindSequence(sequence.Id));
                break;
            default:
                throw reader.Damaged($"a record is of kind {record.Kind}, which this version of VectorData does not know");
        }
    }

    // Rows of a transaction whose commit record may follow. Without one they are forgotten at the end.
    private void Replay(ChunkRecord chunk, long position)
    {
        _state.Ids.Saw(chunk.Segment);
        if (!_chunks.TryGetValue(chunk.Segment, out var segment))
        {
            if (chunk.First != 0)
                return;
            _chunks.Add(chunk.Segment, segment = Segment(chunk.Table, chunk.Segment, chunk.Rows, position));
        }

        if (chunk.First == segment.RowCount)
            segment.AppendRows(chunk.Rows.Columns, 0, chunk.Rows.Rows);
    }

    private void Replay(CommitRecord commit, long position, bool isCovered, RecordReader reader)
    {
        if (commit.Catalog is not null && !isCovered)
        {
            _state.Ids.Saw(commit.Catalog);
            _next.Set(commit.Catalog);
        }

        if (!isCovered)
            foreach (var (table, segments) in commit.Dropped)
                _next.Drop(table, segments);
        foreach (var table in commit.Tables)
        {
            if (_next.Find(table.Table) is null)
            {
                if (isCovered)
                    continue;
                throw reader.Damaged($"a commit names table {table.Table.Value}, which is not there");
            }

            foreach (var insert in table.Inserts)
                if (!isCovered || _unflushed.Contains(insert.Segment))
                    Insert(table.Table, insert, position, reader);
            foreach (var adopted in table.Adopted)
            {
                if (adopted.File is not null)
                    AdoptFile(table.Table, adopted, isCovered);
                else if (!isCovered || _unflushed.Contains(adopted.Segment))
                    Adopt(table.Table, adopted, reader);
            }

            foreach (var (segment, ordinals) in table.Deletes)
                _next.Delete(table.Table, segment, ordinals);
            if (!isCovered)
                AddIndexes(table);
        }
    }

    private void Insert(TableId table, InsertRecord insert, long position, RecordReader reader)
    {
        _state.Ids.Saw(insert.Segment);
        if (!_memory.TryGetValue(insert.Segment, out var segment))
            _memory.Add(insert.Segment, segment = Segment(table, insert.Segment, insert.Rows, position));
        if (insert.First != segment.RowCount)
            throw reader.Damaged($"rows from {insert.First} on follow {segment.RowCount} rows of segment {insert.Segment.Value}");
        segment.AppendRows(insert.Rows.Columns, 0, insert.Rows.Rows);
        _next.SetRows(table, segment, segment.RowCount);
    }

    private void Adopt(TableId table, AdoptRecord adopted, RecordReader reader)
    {
        if (!_chunks.Remove(adopted.Segment, out var segment) || segment.RowCount < adopted.Rows)
            throw reader.Damaged($"rows of segment {adopted.Segment.Value} are missing before the commit that names them");
        segment.Close();
        _memory.Add(segment.Id, segment);
        _next.Add(table, new SegmentVersion(segment, adopted.Rows).WithDeletes(adopted.Deleted));
    }

    private void AdoptFile(TableId table, AdoptRecord adopted, bool isCovered)
    {
        _state.Ids.Saw(adopted.Segment);
        _chunks.Remove(adopted.Segment);
        if (isCovered)
            return;
        _state.LoggedFiles[adopted.File!.File] = true;
        _next.Add(table, OpenSealed(_next.Find(table)!.Definition, adopted.Segment, adopted.File, []).WithDeletes(adopted.Deleted));
    }

    private void AddIndexes(TableCommitRecord table)
    {
        foreach (var (index, segment, file) in table.Indexes)
        {
            _state.LoggedFiles[file.File] = true;
            if (_next.Find(table.Table)?.Find(segment)?.Segment is SealedSegment there)
                _next.AddIndex(table.Table, segment, SealedIndex.OpenFile(there, index, _state.Files.Objects, file));
        }
    }

    private void Replay(CompactionRecord compaction, CommitSequence sequence)
    {
        _state.Ids.Saw(compaction.Output);
        foreach (var (_, index) in compaction.Indexes)
            _state.LoggedFiles[index.File] = true;
        if (compaction.File is not null)
            _state.LoggedFiles[compaction.File.File] = true;
        if (_next.Find(compaction.Table) is not { } table)
            return;
        var output = compaction.File is null ? null : OpenSealed(table.Definition, compaction.Output, compaction.File, compaction.Indexes).WithDeletes(compaction.Deleted);
        _next.Replace(compaction.Table, compaction.Inputs, output, ImmutableDictionary<SegmentId, SegmentRemap>.Empty);
    }

    private static MemorySegment Segment(TableId table, SegmentId id, LoggedRows rows, long position)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>(rows.Ids.Length);
        for (var i = 0; i < rows.Ids.Length; i++)
            columns.Add(new ColumnDefinition(rows.Ids[i], "", rows.Columns[i].Type));
        return new MemorySegment(id, new TableDefinition(table, "", "") { Columns = columns.MoveToImmutable() }) { LogStart = position };
    }

    private void CheckUnflushed()
    {
        foreach (var segment in _unflushed)
            if (!_memory.ContainsKey(segment))
                throw new CorruptDataException(_state.Files.Manifest.Location, 0, $"the log does not hold the rows of segment {segment.Value}, which the manifest expects there");
    }

    /// <summary>Enters keys, and leaves each table one segment to grow on.</summary>
    private void FinishMemorySegments()
    {
        var snapshot = _next.Build(_last);
        foreach (var table in snapshot.Tables.Values)
        {
            MemorySegment? open = null;
            foreach (var version in table.Segments)
            {
                if (version.Segment is not MemorySegment segment)
                    continue;
                foreach (var key in _state.KeysOf(table.Definition))
                    segment.Attach(key);
                segment.CountedBytes = segment.Bytes;
                _state.Memory.Add(segment.CountedBytes);
                if (segment.IsClosed)
                    continue;
                open?.Close();
                open = segment;
            }
        }
    }

    private void RemoveOrphans(IReadOnlyList<string> objects, DatabaseManifest? manifest)
    {
        var named = manifest?.Files().ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var name in objects)
            if (!named.Contains(name) && !_state.LoggedFiles.ContainsKey(name))
                IndexFiles.Drop(_state, name);
    }

    /// <summary>The number in an object's name, 0 for others' names.</summary>
    private static long NumberOf(string name)
    {
        var dot = name.LastIndexOf('.');
        var dash = name.LastIndexOf('-');
        return dash >= 0 && dot > dash && long.TryParse(name.AsSpan(dash + 1, dot - dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

/// <summary>What recovery found on storage.</summary>
internal sealed record RecoveredDatabase(DatabaseManifest? Manifest, Dictionary<SegmentId, (DeleteBitmap Deletes, ObjectFileEntry File)> DeleteFiles);
