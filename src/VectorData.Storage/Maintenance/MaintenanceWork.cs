using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>
/// What has to be done behind the scenes: flush closed segments, build indexes that segments lack, merge segments, shorten the log. Each method does
/// what is due now and says whether there was anything; explicit calls and the background share them.
/// </summary>
internal sealed class MaintenanceWork(DatabaseState state, ManifestWriter manifest)
{
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    private readonly Turns _flushing = new();
    private readonly Turns _building = new();
    private readonly Dictionary<TableId, DateTimeOffset> _notBefore = [];

    public ManifestWriter Manifest => manifest;

    /// <summary>Flushes closed segments; all of them, growing ones too, when <paramref name="everything"/>.</summary>
    public bool Flush(bool everything, CancellationToken cancellationToken)
    {
        using var turn = _flushing.Take(cancellationToken);
        if (everything)
            CloseGrowing(null);
        return FlushClosed(null, cancellationToken);
    }

    /// <summary>Brings every row of one table into files.</summary>
    public void FlushTable(TableId table, CancellationToken cancellationToken)
    {
        using var turn = _flushing.Take(cancellationToken);
        CloseGrowing(table);
        FlushClosed(table, cancellationToken);
    }

    /// <summary>Everything in files, and the log behind it trimmed.</summary>
    public void Checkpoint(CancellationToken cancellationToken) => state.Tasks.Run(MaintenanceKind.Checkpoint, null, "all tables", cancellationToken, (_, token) =>
    {
        Flush(everything: true, token);
        manifest.Write();
        return true;
    });

    /// <summary>A checkpoint when the log has grown long.</summary>
    public bool CheckpointIfDue(CancellationToken cancellationToken)
    {
        if (!state.IsLogLong)
            return false;
        var before = manifest.LogStart;
        Checkpoint(cancellationToken);
        // A long transaction holds the log; until it ends, there is nothing to gain.
        return manifest.LogStart > before;
    }

    /// <summary>Brings growing segments' graphs up to date and builds the indexes that sealed segments lack, of one table or of all.</summary>
    public bool BuildIndexes(CancellationToken cancellationToken, TableId? only = null)
    {
        using var turn = _building.Take(cancellationToken);
        var any = false;
        foreach (var table in Tables(only))
            foreach (var index in table.Definition.Indexes)
                foreach (var version in table.Segments)
                    any |= BuildIndex(table.Definition, index, version, cancellationToken);

        return any;
    }

    /// <summary>Merges segments of one table that has enough of them.</summary>
    public bool CompactDue(CancellationToken cancellationToken)
    {
        using var turn = _building.Take(cancellationToken);
        var any = false;
        foreach (var table in state.Current.Tables.Values)
            if (CompactionPlanner.Pick(table, state.Options) is { Count: > 0 } inputs && MayCompact(table.Definition.Id, inputs))
                any |= Compact(table, inputs, cancellationToken);
        return any;
    }

    /// <summary>Merges all segments of a table as far as their sizes allow.</summary>
    public void CompactAll(TableId table, CancellationToken cancellationToken)
    {
        using var turn = _building.Take(cancellationToken);
        while (state.Current.Tables.TryGetValue(table, out var version) && CompactionPlanner.PickAll(version, state.Options) is { Count: > 0 } inputs)
            if (!Compact(version, inputs, cancellationToken))
                throw new VectorDbException(SqlStates.ObjectInUse, $"table \"{version.Definition.Name}\" cannot be compacted while transactions change its rows");
    }

    private bool Compact(TableVersion table, IReadOnlyList<SegmentVersion> inputs, CancellationToken cancellationToken)
    {
        var done = state.Tasks.Run(
            MaintenanceKind.Compaction,
            table.Definition.Id,
            $"{inputs.Count} segments of table \"{table.Definition.Name}\", {inputs.Sum(input => (long)input.LiveRows)} rows",
            cancellationToken,
            (task, token) => SegmentCompaction.Run(state, table, inputs, task, token));
        if (done)
            manifest.Write();
        else
            _notBefore[table.Definition.Id] = state.Clock.GetUtcNow() + PauseAfterConflict;
        return done;
    }

    // Merging rows that a transaction is about to change would be for nothing.
    private bool MayCompact(TableId table, IReadOnlyList<SegmentVersion> inputs)
    {
        if (_notBefore.TryGetValue(table, out var time) && state.Clock.GetUtcNow() < time)
            return false;
        var locks = state.Locks.Of(table);
        lock (locks.Gate)
            return locks.Exclusive is null && !inputs.Any(input => locks.IsClaimed(input.Id));
    }

    private bool BuildIndex(TableDefinition table, IndexDefinition index, SegmentVersion version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isGraph = index.Method == IndexMethod.Hnsw;
        if (isGraph && version.Rows < state.Options.GraphRows)
            return false;
        if (version.Segment is MemorySegment memory)
            return isGraph && Extend(table, index, memory, version.Rows, cancellationToken);
        if (version.Indexes.ContainsKey(index.Id))
            return false;
        var segment = (SealedSegment)version.Segment;
        return state.Tasks.Run(
            MaintenanceKind.IndexBuild,
            table.Id,
            $"index \"{index.Name}\" of segment {version.Id.Value}, {version.Rows} rows",
            cancellationToken,
            (task, token) =>
            {
                var built = isGraph
                    ? IndexFiles.BuildGraph(state, segment, index, table.Column(index.Columns[0].Column), new RowProgress(task, version.Rows), token)
                    : IndexFiles.BuildKeys(state, segment, IndexKey.Of(table, index));
                return built is not null && Publish(table.Id, version.Id, built);
            });
    }

    private static bool Extend(TableDefinition table, IndexDefinition index, MemorySegment memory, int rows, CancellationToken cancellationToken)
    {
        if (memory.EnsureGraph(index, table.Column(index.Columns[0].Column)) is not { } graph || graph.CoveredRows >= rows)
            return false;
        // A closed segment of which the graph has little is flushed first and gets its graph as a file.
        if (memory.IsClosed && graph.CoveredRows < rows / 2)
            return false;
        graph.Extend(rows, 1, null, cancellationToken);
        return true;
    }

    private bool Publish(TableId table, SegmentId segment, SealedIndex index)
    {
        lock (state.Publishing)
        {
            var next = new SnapshotBuilder(state.Current);
            if (next.Find(table) is { } version && version.Find(segment) is { Segment.IsSealed: true } && version.Definition.Indexes.Any(definition => definition.Id == index.Id))
            {
                next.AddIndex(table, segment, index);
                state.Publish(next.Build(state.Current.Sequence));
                index = null!;
            }
        }

        if (index is not null)
        {
            IndexFiles.Drop(state, index.File!.File);
            return false;
        }

        manifest.Write();
        return true;
    }

    private bool FlushClosed(TableId? only, CancellationToken cancellationToken)
    {
        var any = false;
        while (NextToFlush(only) is var (table, segment, rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            any |= state.Tasks.Run(
                MaintenanceKind.Flush,
                table.Id,
                $"segment {segment.Value} of table \"{table.Name}\", {rows} rows",
                cancellationToken,
                (task, token) => SegmentFlush.Run(state, table.Id, segment, task, token));
            manifest.Write();
        }

        return any;
    }

    private (TableDefinition Table, SegmentId Segment, int Rows)? NextToFlush(TableId? only)
    {
        foreach (var table in Tables(only))
            foreach (var version in table.Segments)
                if (version.Segment is MemorySegment { IsClosed: true })
                    return (table.Definition, version.Id, version.Rows);
        return null;
    }

    private void CloseGrowing(TableId? only)
    {
        lock (state.Publishing)
            foreach (var table in Tables(only))
                foreach (var version in table.Segments)
                    (version.Segment as MemorySegment)?.Close();
    }

    private IEnumerable<TableVersion> Tables(TableId? only)
    {
        if (only is not { } id)
            return state.Current.Tables.Values;
        return state.Current.Tables.TryGetValue(id, out var table) ? [table] : [];
    }

    /// <summary>One at a time; the wait for the turn can be cancelled.</summary>
    private sealed class Turns
    {
        private readonly SemaphoreSlim _free = new(1, 1);

        public Turn Take(CancellationToken cancellationToken)
        {
            _free.Wait(cancellationToken);
            return new Turn(_free);
        }
    }

    private readonly struct Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }

    private sealed class RowProgress(MaintenanceTask task, int rows) : IProgress<int>
    {
        public void Report(int value) => task.Progress = (double)value / rows;
    }
}
