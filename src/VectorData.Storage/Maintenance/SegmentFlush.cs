using VectorData.Core.Schema;
using VectorData.Storage.Memory;
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
        var file = SealedSegments.Write(state, definition, memory, version.Rows, share => task.Progress = share, cancellationToken);
        var flushed = SealedSegments.Open(state, id, file, definition);
        if (Publish(state, table, version, flushed))
            return true;
        IndexFiles.Drop(state, file.File);
        return false;
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
