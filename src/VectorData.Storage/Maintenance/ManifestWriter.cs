using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;
using VectorData.Storage.Recovery;
using VectorData.Storage.Segments;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>
/// Writes images of the newest snapshot as the manifest, so that recovery starts there, and then gives up what no manifest needs any more:
/// the log before it and files that are not named.
/// </summary>
internal sealed class ManifestWriter
{
    private readonly DatabaseState _state;
    private readonly Lock _writing = new();
    private readonly Dictionary<SegmentId, (DeleteBitmap Deletes, ObjectFileEntry File)> _deleteFiles;
    private readonly HashSet<string> _named;
    private DatabaseSnapshot? _written;

    public ManifestWriter(DatabaseState state, RecoveredDatabase? recovered)
    {
        _state = state;
        _deleteFiles = recovered?.DeleteFiles ?? [];
        _named = recovered?.Manifest?.Files().ToHashSet(StringComparer.Ordinal) ?? new HashSet<string>(StringComparer.Ordinal);
        LogStart = recovered?.Manifest?.LogStart ?? 0;
        LogDurable = recovered?.Manifest?.LogDurable ?? 0;
    }

    /// <summary>Where replay starts.</summary>
    public long LogStart
    {
        get => _state.ReplayStart;
        private set => _state.ReplayStart = value;
    }

    /// <summary>Up to where the manifest says that the log is durable.</summary>
    public long LogDurable { get; private set; }

    /// <summary>Files of delete bitmaps that the manifest names.</summary>
    public IReadOnlyCollection<ObjectFileEntry> DeleteFiles
    {
        get
        {
            lock (_writing)
                return _deleteFiles.Values.Select(entry => entry.File).ToArray();
        }
    }

    /// <summary>Makes the newest snapshot the manifest's. Durable when it returns.</summary>
    public void Write()
    {
        lock (_writing)
        {
            var (snapshot, logStart, logDurable, sequences, logged) = Capture();
            if (ReferenceEquals(snapshot, _written) && logStart == LogStart && logDurable == LogDurable)
                return;
            if (_state.IsDurable)
                Replace(snapshot, logStart, logDurable, sequences);
            Forget(Image(snapshot, logStart, logDurable, sequences).Files().ToHashSet(StringComparer.Ordinal), logged);
            _written = snapshot;
            LogStart = logStart;
            LogDurable = logDurable;
            _state.Log?.Trim(logStart);
        }
    }

    private void Replace(DatabaseSnapshot snapshot, long logStart, long logDurable, ImmutableArray<SequenceRecord> sequences)
    {
        WriteDeletes(snapshot);
        var image = Image(snapshot, logStart, logDurable, sequences);
        // Should the replacement fail, the old or the new manifest may be the durable one: files of both stay.
        _named.UnionWith(image.Files());
        _state.Manifest.Replace(image.Encode(_state.Ids));
    }

    private (DatabaseSnapshot Snapshot, long LogStart, long LogDurable, ImmutableArray<SequenceRecord> Sequences, string[] Logged) Capture()
    {
        lock (_state.Publishing)
        {
            _state.Commits.ThrowIfBroken();
            // Replay must not be told to start behind what a power cut leaves of the log. Under this lock, so that no commit goes
            // to the log between a failed sync, which drops other transactions' chunks, and its own look at that.
            var logStart = _state.Log?.End ?? 0;
            _state.Log?.Sync();
            var snapshot = _state.Current;
            var logDurable = _state.Log?.Durable ?? 0;
            foreach (var table in snapshot.Tables.Values)
                foreach (var version in table.Segments)
                    if (version.Segment is MemorySegment memory)
                        logStart = Math.Min(logStart, memory.LogStart);
            foreach (var transaction in _state.Transactions.Values)
                if (!transaction.HasLostChunks)
                    logStart = Math.Min(logStart, transaction.FirstChunk);
            return (snapshot, logStart, logDurable, [.. _state.Sequences.Current()], [.. _state.LoggedFiles.Keys]);
        }
    }

    /// <summary>Every delete bitmap that differs from its file gets a new one.</summary>
    private void WriteDeletes(DatabaseSnapshot snapshot)
    {
        foreach (var table in snapshot.Tables.Values)
        {
            foreach (var version in table.Segments)
            {
                if (!version.Segment.IsSealed || version.Deletes.IsEmpty
                    || (_deleteFiles.TryGetValue(version.Id, out var known) && ReferenceEquals(known.Deletes, version.Deletes)))
                    continue;
                var file = DeleteFile.Write(_state.Files.Objects, _state.NewFileName("deletes", version.Id, "vdd"), version.Deletes, version.Rows);
                if (known.File is not null)
                    _named.Add(known.File.File);
                _deleteFiles[version.Id] = (version.Deletes, file);
                _named.Add(file.File);
            }
        }
    }

    private DatabaseManifest Image(DatabaseSnapshot snapshot, long logStart, long logDurable, ImmutableArray<SequenceRecord> sequences) => new(
        _state.Log?.Id ?? Guid.Empty,
        logStart,
        logDurable,
        snapshot.Sequence,
        snapshot.Catalog,
        sequences,
        [
            .. snapshot.Tables.Values.Select(table => new ManifestTable(
                table.Definition.Id,
                [.. table.Segments.Where(version => version.Segment.IsSealed).Select(Image)],
                [.. table.Segments.Where(version => !version.Segment.IsSealed).Select(version => version.Id)])),
        ]);

    private ManifestSegment Image(SegmentVersion version) => new(
        version.Id,
        ((SealedSegment)version.Segment).File,
        _deleteFiles.TryGetValue(version.Id, out var deletes) ? deletes.File : null,
        [.. version.Indexes.Values.Where(index => index.File is not null).Select(index => (index.Id, index.File!))]);

    /// <summary>Removes files that were named before and are not any more.</summary>
    private void Forget(HashSet<string> named, string[] logged)
    {
        foreach (var file in logged)
        {
            _state.LoggedFiles.TryRemove(file, out _);
            _named.Add(file);
        }

        foreach (var file in _named)
            if (!named.Contains(file))
                IndexFiles.Drop(_state, file);
        _named.Clear();
        _named.UnionWith(named);
        foreach (var (segment, entry) in _deleteFiles)
            if (!named.Contains(entry.File.File))
                _deleteFiles.Remove(segment);
    }
}
