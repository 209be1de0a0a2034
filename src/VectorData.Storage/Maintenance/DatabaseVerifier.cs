using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Memory;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>Checks all of a database: checksums of every file, and that rows, deletes and indexes agree.</summary>
internal sealed class DatabaseVerifier(DatabaseState state, ManifestWriter manifest)
{
    private readonly List<FileDefect> _defects = [];

    public IReadOnlyList<FileDefect> Run(CancellationToken cancellationToken)
    {
        if (state.Log is { } log)
            _defects.AddRange(log.Verify(() => manifest.LogStart));
        Try(state.Files.Manifest.Location, () => state.Manifest.Read());
        foreach (var file in manifest.DeleteFiles)
        {
            // Work in the background may have replaced the file meanwhile.
            var defects = DeleteFile.Verify(state.Files.Objects, file, cancellationToken);
            if (defects.Count > 0 && manifest.DeleteFiles.Contains(file))
                _defects.AddRange(defects);
        }

        foreach (var table in state.Current.Tables.Values)
            foreach (var version in table.Segments)
                Check(table.Definition, version, cancellationToken);
        return _defects;
    }

    private void Check(TableDefinition table, SegmentVersion version, CancellationToken cancellationToken)
    {
        var file = (version.Segment as SealedSegment)?.FileName ?? $"segment {version.Id.Value} in memory";
        if (version.Deletes.CountIn(version.Rows, int.MaxValue) > 0)
            _defects.Add(new FileDefect(file, 0, $"rows beyond the segment's {version.Rows} are marked as deleted"));
        if (version.Segment is SealedSegment segment)
        {
            var defects = segment.Reader.Verify(cancellationToken);
            _defects.AddRange(defects);
            foreach (var index in version.Indexes.Values)
                _defects.AddRange(index.Verify(cancellationToken));
            if (defects.Count > 0)
                return;
        }

        foreach (var key in IndexKey.AllOf(table))
            Try(file, () => CheckKeys(key, version, cancellationToken));
    }

    /// <summary>Every row must be found by its key, and the sorted index must be sorted.</summary>
    private void CheckKeys(IndexKey key, SegmentVersion version, CancellationToken cancellationToken)
    {
        if (!version.CanFind(key.Index.Id))
            return;
        var name = version.Indexes.GetValueOrDefault(key.Index.Id)?.FileName ?? $"segment {version.Id.Value} in memory";
        var hashes = new ulong[MemoryColumn.ChunkRows];
        var skipped = new bool[MemoryColumn.ChunkRows];
        var found = new List<int>();
        for (var start = 0; start < version.Rows; start += hashes.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(hashes.Length, version.Rows - start);
            key.Hash(version.Segment, start, hashes.AsSpan(0, count), skipped.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                found.Clear();
                if (!skipped[i])
                    version.FindCandidates(key.Index.Id, hashes[i], found);
                if (skipped[i] || found.Contains(start + i))
                    continue;
                _defects.Add(new FileDefect(name, 0, $"index \"{key.Index.Name}\" does not find row {start + i}"));
                return;
            }
        }

        CheckOrder(key, version, name);
    }

    private void CheckOrder(IndexKey key, SegmentVersion version, string name)
    {
        if (version.Indexes.GetValueOrDefault(key.Index.Id)?.Sorted is not { } sorted)
            return;
        var order = new KeyRowComparer(Array.ConvertAll(key.Columns, column => KeyColumn.Of(version.Segment.Read(column, 0, version.Rows))));
        for (var position = 1; position < sorted.Count; position++)
        {
            if (order.Compare(sorted[position - 1], sorted[position]) <= 0)
                continue;
            _defects.Add(new FileDefect(name, 0, $"index \"{key.Index.Name}\" is out of order at entry {position}"));
            return;
        }
    }

    private void Try(string file, Action check)
    {
        try
        {
            check();
        }
        catch (VectorDbException e)
        {
            _defects.Add(FileDefect.From(file, e));
        }
    }
}
