using System.Collections.Immutable;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;
using VectorData.Storage.Tables;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Maintenance;

/// <summary>
/// Merges segments into one without their deleted rows, indexes built before it is seen. It takes its place by a commit of its own, so that the
/// order of that and of other transactions' deletes is the log's; not while a running transaction has a claim on an input's rows.
/// </summary>
internal sealed class SegmentCompaction
{
    private readonly DatabaseState _state;
    private readonly TableId _table;
    private readonly TableDefinition _definition;
    private readonly IReadOnlyList<SegmentVersion> _inputs;
    private readonly MaintenanceTask _task;
    private readonly int[][] _live;
    private readonly int _rows;

    private SegmentCompaction(DatabaseState state, TableVersion table, IReadOnlyList<SegmentVersion> inputs, MaintenanceTask task)
    {
        _state = state;
        _table = table.Definition.Id;
        _definition = table.Definition;
        _inputs = inputs;
        _task = task;
        _live = new int[inputs.Count][];
        for (var i = 0; i < _live.Length; i++)
        {
            _live[i] = new int[inputs[i].LiveRows];
            inputs[i].Deletes.LiveRows(0, inputs[i].Rows, _live[i].AsSpan());
            _rows = checked(_rows + _live[i].Length);
        }
    }

    /// <summary>False when the inputs were in use or gone at the end: nothing is changed, and it may be tried again.</summary>
    public static bool Run(DatabaseState state, TableVersion table, IReadOnlyList<SegmentVersion> inputs, MaintenanceTask task, CancellationToken cancellationToken) =>
        new SegmentCompaction(state, table, inputs, task).Run(cancellationToken);

    private bool Run(CancellationToken cancellationToken)
    {
        var id = _state.Ids.NextSegment();
        var files = new List<string>();
        var published = false;
        CompactionCommit? request = null;
        try
        {
            SegmentVersion? output = null;
            if (_rows > 0)
            {
                var file = Write(id, cancellationToken);
                files.Add(file.File);
                output = SealedSegments.Open(_state, id, file, _definition);
                output = BuildGraphs(output, files, cancellationToken);
            }

            request = new CompactionCommit(_state, _table, _inputs, _live, id, output);
            _state.Commits.Commit(request);
            return published = request.IsPublished;
        }
        finally
        {
            // A record that failed in the log may still be found by recovery: what it names is left to the next open.
            foreach (var file in files)
            {
                if (published)
                    _state.LoggedFiles[file] = true;
                else if (request?.Failure is null)
                    IndexFiles.Drop(_state, file);
            }
        }
    }

    private ObjectFileEntry Write(SegmentId id, CancellationToken cancellationToken)
    {
        using var file = new SegmentWriter(_state.Files.Objects, _state.NewFileName("segment", id, "vds"));
        for (var c = 0; c < _definition.Columns.Length; c++)
        {
            var column = _definition.Columns[c];
            file.BeginColumn(column.Id, column.Type);
            foreach (var chunk in Chunks(column))
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Append(chunk);
            }

            file.EndColumn();
            _task.Progress = 0.5 * (c + 1) / _definition.Columns.Length;
        }

        SealedSegments.WriteKeys(_state, file, _definition, _rows, Whole);
        return file.Complete(_rows);
    }

    /// <summary>The live rows of a column in the output's order.</summary>
    private IEnumerable<ColumnVector> Chunks(ColumnDefinition column)
    {
        for (var i = 0; i < _inputs.Count; i++)
        {
            var input = _inputs[i];
            var live = _live[i];
            for (var start = 0; start < live.Length;)
            {
                var count = Math.Min(MemoryColumn.ChunkRows, live.Length - start);
                var isRun = live[start + count - 1] - live[start] == count - 1;
                yield return isRun ? input.Segment.Read(column, live[start], count) : input.Segment.Gather(column, live.AsSpan(start, count));
                start += count;
            }
        }
    }

    private ColumnVector Whole(ColumnDefinition column)
    {
        var builder = ColumnBuilder.For(column.Type, _rows);
        foreach (var chunk in Chunks(column))
            builder.AppendAll(chunk);
        return builder.Build();
    }

    private SegmentVersion BuildGraphs(SegmentVersion output, List<string> files, CancellationToken cancellationToken)
    {
        if (output.Rows < _state.Options.GraphRows)
            return output;
        foreach (var index in _definition.Indexes)
        {
            if (index.Method != IndexMethod.Hnsw)
                continue;
            var column = _definition.Column(index.Columns[0].Column);
            var progress = new GraphProgress(_task, output.Rows);
            if (IndexFiles.BuildGraph(_state, (SealedSegment)output.Segment, index, column, progress, cancellationToken) is not { } built)
                continue;
            files.Add(built.File!.File);
            output = output.WithIndex(built);
        }

        return output;
    }

    private sealed class GraphProgress(MaintenanceTask task, int rows) : IProgress<int>
    {
        public void Report(int value) => task.Progress = 0.5 + (0.5 * value / rows);
    }
}

/// <summary>A compaction's turn in the order of commits.</summary>
internal sealed class CompactionCommit(
    DatabaseState state, TableId table, IReadOnlyList<SegmentVersion> inputs, int[][] live, SegmentId id, SegmentVersion? output) : CommitRequest
{
    private DeleteBitmap _deleted = DeleteBitmap.Empty;

    public bool IsPublished { get; private set; }

    public override bool HasChanges => IsPublished;

    // The publishing lock is held from here to Apply, and the gate keeps new claims off until the claimants can see the result.
    public override Exception? Check(DatabaseSnapshot current)
    {
        var locks = state.Locks.Of(table);
        locks.Gate.Enter();
        IsPublished = locks.Exclusive is null && current.Tables.TryGetValue(table, out var version)
            && inputs.All(input => version.Find(input.Id) is not null && !locks.IsClaimed(input.Id))
            && HasIndexesOf(version.Definition);
        if (!IsPublished)
            locks.Gate.Exit();
        return null;
    }

    public override void Assign(GrowingSegments growing, DatabaseSnapshot current)
    {
        var version = current.Tables[table];
        var deleted = new List<int>();
        var first = 0;
        for (var i = 0; i < live.Length; i++)
        {
            var now = version.Find(inputs[i].Id)!.Deletes;
            if (!ReferenceEquals(now, inputs[i].Deletes))
                for (var row = 0; row < live[i].Length; row++)
                    if (now.IsDeleted(live[i][row]))
                        deleted.Add(first + row);
            first += live[i].Length;
        }

        _deleted = _deleted.With(CollectionsMarshal.AsSpan(deleted));
    }

    public override void Encode(List<WalEntry> entries, CommitSequence sequence)
    {
        var record = new RecordWriter();
        LogRecords.WriteCompaction(record, new CompactionRecord(
            table,
            [.. inputs.Select(input => input.Id)],
            id,
            output is null ? null : ((SealedSegment)output.Segment).File,
            _deleted,
            output is null ? [] : [.. output.Indexes.Values.Where(index => index.File is not null).Select(index => (index.Id, index.File!))]));
        entries.Add(new WalEntry(LogRecords.Compaction, sequence, record.ToSequence()));
    }

    public override void Apply(SnapshotBuilder next, CommitSequence sequence, long logStart)
    {
        next.TrimRemaps(state.OldestInUse());
        next.Replace(table, [.. inputs.Select(input => input.Id)], output?.WithDeletes(_deleted), Remaps(sequence));
    }

    public override void End()
    {
        if (IsPublished)
            state.Locks.Of(table).Gate.Exit();
        IsPublished &= Failure is null;
    }

    private bool HasIndexesOf(TableDefinition definition) =>
        output is null || definition.Indexes.All(index => index.Method == IndexMethod.Hnsw || output.Indexes.ContainsKey(index.Id));

    private ImmutableDictionary<SegmentId, SegmentRemap> Remaps(CommitSequence sequence)
    {
        var remaps = ImmutableDictionary.CreateBuilder<SegmentId, SegmentRemap>();
        var first = 0;
        for (var i = 0; i < live.Length; i++)
        {
            var ordinals = new int[inputs[i].Rows];
            ordinals.AsSpan().Fill(-1);
            for (var row = 0; row < live[i].Length; row++)
                ordinals[live[i][row]] = first + row;
            first += live[i].Length;
            remaps.Add(inputs[i].Id, new SegmentRemap(sequence, id, ordinals));
        }

        return remaps.ToImmutable();
    }
}
