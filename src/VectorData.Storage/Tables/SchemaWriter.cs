using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Changes definitions in a transaction and builds its new indexes, segment by segment; what a rollback leaves behind is taken away at the end.</summary>
internal sealed class SchemaWriter(StorageTransaction own)
{
    private readonly List<(MemorySegment Segment, IndexId Index)> _attached = [];
    private readonly List<(string File, IndexId Index)> _files = [];

    public void Set(Catalog catalog, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var known = own.Catalog;
        own.LockCatalog(cancellationToken);
        if (!ReferenceEquals(own.Catalog, known))
            throw own.Conflict();
        foreach (var table in known.Tables.Values)
            if (!ReferenceEquals(catalog.FindTable(table.Id), table))
                own.LockTable(table.Id, exclusive: true, cancellationToken);

        var changes = own.Changes;
        foreach (var table in catalog.Tables.Values)
        {
            var before = known.FindTable(table.Id);
            if (before is null || ReferenceEquals(before, table))
                continue;
            var added = table.Indexes.Where(index => before.Indexes.All(old => old.Id != index.Id)).ToArray();
            if (added.Length > 0)
                changes = changes.With(table.Id, Build(table, added, changes.Of(table.Id), progress, cancellationToken));
        }

        foreach (var table in changes.Tables.Keys)
            if (catalog.FindTable(table) is null)
                changes = changes with { Tables = changes.Tables.Remove(table) };
        own.Changes = changes with { Catalog = catalog.WithVersion(own.State.Ids.NextCatalogVersion()) };
    }

    /// <summary>Takes away what the transaction made and its end does not keep.</summary>
    /// <param name="committed">Whether it was committed.</param>
    /// <param name="isLogged">
    /// Whether its record was given to the log: one that failed there may still be found by recovery, and what it names is left to the next open.
    /// </param>
    public void End(bool committed, bool isLogged)
    {
        if (_attached.Count == 0 && _files.Count == 0)
            return;
        var kept = committed ? own.Catalog.Tables.Values.SelectMany(table => table.Indexes).Select(index => index.Id).ToHashSet() : [];
        var files = committed
            ? own.Changes.Tables.Values.SelectMany(table => table.Built).Select(built => built.Index.File?.File).ToHashSet()
            : [];
        foreach (var (segment, index) in _attached)
            if (!kept.Contains(index))
                segment.Detach(index);
        foreach (var (file, index) in _files)
        {
            if (isLogged && !committed)
                continue;
            if (!kept.Contains(index) || !files.Contains(file))
                IndexFiles.Drop(own.State, file);
            else
                own.State.LoggedFiles[file] = true;
        }
    }

    private TableChanges Build(TableDefinition table, IndexDefinition[] added, TableChanges changes, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        FlushBeforeBuild(table.Id, added, cancellationToken);
        var segments = changes.Over(own.State.Current.Tables.GetValueOrDefault(table.Id));
        var built = changes.Built.ToBuilder();
        var share = new BuildProgress(progress, added.Length * segments.Sum(segment => (long)segment.Rows));
        foreach (var index in added)
        {
            own.State.Tasks.Run(
                MaintenanceKind.IndexBuild,
                table.Id,
                $"index \"{index.Name}\" of table \"{table.Name}\", {segments.Sum(segment => (long)segment.Rows)} rows",
                cancellationToken,
                (task, token) => Build(table, index, segments, built, share.For(task), token));

            if (index.IsUnique)
                CheckUnique(table, IndexKey.Of(table, index), segments);
        }

        return changes with { Built = built.ToImmutable() };
    }

    private bool Build(
        TableDefinition table,
        IndexDefinition index,
        ImmutableArray<SegmentVersion> segments,
        ImmutableArray<(SegmentId, SealedIndex)>.Builder built,
        BuildProgress share,
        CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (index.Method == IndexMethod.Hnsw)
                BuildGraph(table, index, segment, built, share, cancellationToken);
            else
                BuildKeys(IndexKey.Of(table, index), segment, built);
            share.Done(segment.Rows);
        }

        return true;
    }

    // A flush during the build would put a file without the index in the place of the segment that got it, and the index would be built again after the
    // commit. The table's lock keeps new rows away; segments that stay in memory after this are small.
    private void FlushBeforeBuild(TableId table, IndexDefinition[] added, CancellationToken cancellationToken)
    {
        if (own.State.Current.Tables.GetValueOrDefault(table) is not { } committed)
            return;
        var hasGraph = added.Any(index => index.Method == IndexMethod.Hnsw);
        if (committed.Segments.Any(version => version.Segment is MemorySegment memory && (memory.IsClosed || (hasGraph && version.Rows >= own.State.Options.GraphRows))))
            own.State.FlushTable(table, cancellationToken);
        own.SeeFlushed(table);
    }

    private void BuildKeys(IndexKey key, SegmentVersion segment, ImmutableArray<(SegmentId, SealedIndex)>.Builder built)
    {
        if (segment.Segment is MemorySegment memory)
        {
            memory.Attach(key);
            _attached.Add((memory, key.Index.Id));
            return;
        }

        var index = IndexFiles.BuildKeys(own.State, (SealedSegment)segment.Segment, key);
        _files.Add((index.File!.File, key.Index.Id));
        built.Add((segment.Id, index));
    }

    private void BuildGraph(
        TableDefinition table,
        IndexDefinition index,
        SegmentVersion segment,
        ImmutableArray<(SegmentId, SealedIndex)>.Builder built,
        BuildProgress share,
        CancellationToken cancellationToken)
    {
        if (segment.Rows < own.State.Options.GraphRows)
            return;
        var column = table.Column(index.Columns[0].Column);
        if (segment.Segment is MemorySegment memory)
        {
            if (memory.EnsureGraph(index, column) is not { } graph)
                return;
            _attached.Add((memory, index.Id));
            graph.Extend(segment.Rows, own.State.Options.IndexBuildThreads, share, cancellationToken);
            return;
        }

        if (IndexFiles.BuildGraph(own.State, (SealedSegment)segment.Segment, index, column, share, cancellationToken) is not { } file)
            return;
        _files.Add((file.File!.File, index.Id));
        built.Add((segment.Id, file));
    }

    private static void CheckUnique(TableDefinition table, IndexKey key, ImmutableArray<SegmentVersion> segments)
    {
        var rows = segments.Sum(segment => (long)segment.LiveRows);
        var hashes = new List<ulong>((int)Math.Min(rows, Array.MaxLength));
        var places = new List<(int Segment, int Ordinal)>(hashes.Capacity);
        var block = new ulong[MemoryColumn.ChunkRows];
        var skipped = new bool[MemoryColumn.ChunkRows];
        for (var s = 0; s < segments.Length; s++)
        {
            for (var start = 0; start < segments[s].Rows; start += block.Length)
            {
                var count = Math.Min(block.Length, segments[s].Rows - start);
                key.Hash(segments[s].Segment, start, block.AsSpan(0, count), skipped.AsSpan(0, count));
                for (var i = 0; i < count; i++)
                {
                    if (skipped[i] || segments[s].Deletes.IsDeleted(start + i))
                        continue;
                    hashes.Add(block[i]);
                    places.Add((s, start + i));
                }
            }
        }

        var sorted = hashes.ToArray();
        var order = places.ToArray();
        Array.Sort(sorted, order);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
                end++;
            CheckRun(table, key, segments, order.AsSpan(start, end - start));
        }
    }

    /// <summary>Rows with one hash: any two of them that have one key are too many.</summary>
    private static void CheckRun(TableDefinition table, IndexKey key, ImmutableArray<SegmentVersion> segments, ReadOnlySpan<(int Segment, int Ordinal)> run)
    {
        if (run.Length < 2)
            return;
        var keys = new ColumnVector[run.Length][];
        for (var i = 0; i < run.Length; i++)
        {
            var (segment, ordinal) = run[i];
            keys[i] = Array.ConvertAll(key.Columns, column => segments[segment].Segment.Read(column, ordinal, 1));
            for (var j = 0; j < i; j++)
            {
                var same = true;
                for (var c = 0; c < keys[i].Length && same; c++)
                    same = KeyColumn.RowsEqual(keys[i][c], 0, keys[j][c], 0);
                var row = keys[i];
                if (same)
                    throw RowWriter.UniqueViolation(table, key, position => row[position].GetValue(0), "is duplicated");
            }
        }
    }

    /// <summary>Rows of all segments and indexes that were taken in, as a share of all there are.</summary>
    private sealed class BuildProgress(IProgress<double>? progress, long total) : IProgress<int>
    {
        private long _done;
        private MaintenanceTask? _task;

        public BuildProgress For(MaintenanceTask task)
        {
            _task = task;
            return this;
        }

        public void Report(int value)
        {
            var share = Math.Min(1, (double)(_done + value) / Math.Max(1, total));
            progress?.Report(share);
            if (_task is not null)
                _task.Progress = share;
        }

        public void Done(int rows)
        {
            _done += rows;
            Report(0);
        }
    }
}
