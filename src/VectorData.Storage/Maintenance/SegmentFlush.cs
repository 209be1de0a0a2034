using VectorData.Core.Schema;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>Turns a closed segment in memory into a file: same id, same ordinals, indexes inside.</summary>
internal static class SegmentFlush
{
    /// <summary>Writes and publishes; false when the segment was gone by then or had got more rows.</summary>
    public static bool Run(DatabaseState state, TableId table, SegmentId id, MaintenanceTask task, CancellationToken cancellationToken)
    {
        if (state.Current.Tables.GetValueOrDefault(table)?.Find(id) is not { Segment: MemorySegment memory } version)
            return false;
        if (version.LiveRows == 0)
            return Publish(state, table, version, null);
        var definition = state.Current.Tables[table].Definition;
        var file = Write(state, definition, memory, version.Rows, task, cancellationToken);
        var flushed = SealedSegments.Open(state, id, file, definition);
        if (Publish(state, table, version, flushed))
            return true;
        IndexFiles.Drop(state, file.File);
        return false;
    }

    private static ObjectFileEntry Write(
        DatabaseState state, TableDefinition table, MemorySegment segment, int rows, MaintenanceTask task, CancellationToken cancellationToken)
    {
        using var file = new SegmentWriter(state.Files.Objects, state.NewFileName("segment", segment.Id, "vds"));
        var columns = table.Columns.Where(column => segment.HasColumn(column.Id)).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            file.BeginColumn(columns[i].Id, columns[i].Type);
            for (var start = 0; start < rows; start += MemoryColumn.ChunkRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Append(segment.Read(columns[i], start, Math.Min(MemoryColumn.ChunkRows, rows - start)));
            }

            file.EndColumn();
            task.Progress = (i + 1.0) / (columns.Length + 1);
        }

        SealedSegments.WriteKeys(state, file, table, rows, column => segment.Read(column, 0, rows));
        foreach (var index in table.Indexes)
            if (index.Method == IndexMethod.Hnsw)
                WriteGraph(state, file, segment, index, rows, cancellationToken);
        return file.Complete(rows);
    }

    // A graph that has most rows is completed; with less of it the flush would take too long, and the graph is built later.
    private static void WriteGraph(DatabaseState state, SegmentWriter file, MemorySegment segment, IndexDefinition index, int rows, CancellationToken cancellationToken)
    {
        if (segment.Graph(index.Id) is not { } graph || graph.CoveredRows < rows / 2)
            return;
        graph.Extend(rows, state.Options.IndexBuildThreads, null, cancellationToken);
        file.AddBlock(SegmentIndexFormat.GraphBlock(index.Id), writer => graph.Write(writer, rows));
    }

    private static bool Publish(DatabaseState state, TableId table, SegmentVersion written, SegmentVersion? flushed)
    {
        var memory = (MemorySegment)written.Segment;
        lock (state.Publishing)
        {
            var next = new SnapshotBuilder(state.Current);
            // A commit that closes a segment may still add rows to it: they are visible only after it was found closed.
            if (next.Find(table)?.Find(memory.Id) is not { } version || version.Rows != written.Rows)
                return false;
            if (flushed is null)
                next.Drop(table, [memory.Id]);
            else
                next.Put(table, flushed.WithDeletes(version.Deletes));
            next.TrimRemaps(state.OldestInUse());
            state.Publish(next.Build(state.Current.Sequence));
            state.Memory.Add(-memory.CountedBytes);
            memory.CountedBytes = 0;
            return true;
        }
    }
}
