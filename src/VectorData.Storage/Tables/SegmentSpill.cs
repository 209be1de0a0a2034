using VectorData.Core.Schema;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>
/// Writes full segments of a large transaction to files before its commit, which then only names them: neither memory nor the log has to hold
/// what one transaction loads. The files are the transaction's own until then.
/// </summary>
internal sealed class SegmentSpill(StorageTransaction own)
{
    private readonly List<string> _files = [];

    /// <summary>Whether rows go to files: the log needs no chunks of them.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Writes the segments that take no more rows, once there is more than the options allow in memory.</summary>
    public void WriteFull(CancellationToken cancellationToken)
    {
        if (!own.State.IsDurable || !(IsActive |= MemoryBytes() > own.State.Options.SpillBytes))
            return;
        foreach (var (table, changes) in own.Changes.Tables)
            for (var place = 0; place < changes.Inserted.Length; place++)
                if (changes.Inserted[place] is { Segment: MemorySegment segment, LiveRows: > 0 } version && segment.RowCount >= own.State.Options.AdoptRows)
                    Write(own.Definition(table), place, version, cancellationToken);
    }

    /// <summary>Removes the files that the end of the transaction does not keep.</summary>
    /// <param name="committed">Whether it was committed.</param>
    /// <param name="isLogged">Whether its record was given to the log: one that failed there may still be found by recovery.</param>
    public void End(bool committed, bool isLogged)
    {
        if (isLogged && !committed)
            return;
        var kept = committed
            ? own.Changes.Tables.Values.SelectMany(changes => changes.Inserted).Select(version => (version.Segment as SealedSegment)?.File.File).ToHashSet()
            : [];
        foreach (var file in _files)
        {
            if (kept.Contains(file))
                own.State.LoggedFiles[file] = true;
            else
                IndexFiles.Drop(own.State, file);
        }
    }

    private long MemoryBytes()
    {
        long bytes = 0;
        foreach (var changes in own.Changes.Tables.Values)
            foreach (var version in changes.Inserted)
                bytes += version.Segment is MemorySegment memory ? memory.Bytes : 0;
        return bytes;
    }

    private void Write(TableDefinition table, int place, SegmentVersion version, CancellationToken cancellationToken)
    {
        var memory = (MemorySegment)version.Segment;
        memory.Close();
        var file = SealedSegments.Write(own.State, table, memory, version.Rows, static _ => { }, cancellationToken);
        _files.Add(file.File);
        var written = SealedSegments.Open(own.State, version.Id, file, table).WithDeletes(version.Deletes);
        var changes = own.Changes.Of(table.Id);
        own.Changes = own.Changes.With(table.Id, changes with { Inserted = changes.Inserted.SetItem(place, written) });
        var locks = own.State.Locks.Of(table.Id);
        lock (locks.Gate)
            locks.PendingOf(own).Replace(version.Id, written);
    }
}
