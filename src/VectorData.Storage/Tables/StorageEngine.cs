using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Maintenance;
using VectorData.Storage.Memory;
using VectorData.Storage.Recovery;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Tables;

/// <summary>One open database: its tables, transactions and background work. Thread-safe.</summary>
public sealed class StorageEngine : IDisposable
{
    // Less than this in memory stays in the log at a close: the next open reads it faster than a small file is worth.
    private const long FlushedAtClose = 4 << 20;

    private readonly DatabaseState _state;
    private readonly MaintenanceWork _work;
    private readonly MaintenanceThreads? _threads;
    private int _disposed;

    private StorageEngine(DatabaseState state, RecoveredDatabase? recovered)
    {
        _state = state;
        _work = new MaintenanceWork(state, new ManifestWriter(state, recovered));
        state.FlushTable = _work.FlushTable;
        // A new folder is known as a database from the start.
        if (recovered is { Manifest: null })
            _work.Manifest.Write();
        if (state.Options.BackgroundMaintenance)
            _threads = new MaintenanceThreads(state, _work);
    }

    /// <summary>The folder's full path, or <c>:memory:</c>.</summary>
    public string Location => _state.Files.Location;

    public StorageOptions Options => _state.Options;

    /// <summary>What is committed now; stays as it is for as long as it is referenced.</summary>
    public DatabaseSnapshot Current => _state.Current;

    /// <summary>Flushes, compactions, index builds and checkpoints that run now.</summary>
    public IReadOnlyList<MaintenanceTask> MaintenanceTasks => _state.Tasks.Running;

    internal DatabaseState State => _state;

    /// <summary>Opens a database folder, creating it when it is not there, and recovers it. 55006 when another process has it.</summary>
    public static StorageEngine Open(string folder, StorageOptions? options = null, TimeProvider? clock = null)
    {
        options ??= StorageOptions.Default;
        options.Validate();
        return Open(DatabaseFiles.OpenFolder(folder, options.Files), options, clock ?? TimeProvider.System);
    }

    /// <summary>A new database in memory, gone when disposed.</summary>
    public static StorageEngine OpenInMemory(StorageOptions? options = null, TimeProvider? clock = null)
    {
        options ??= StorageOptions.Default;
        options.Validate();
        return new StorageEngine(new DatabaseState(DatabaseFiles.InMemory(), options, clock ?? TimeProvider.System, isDurable: false), null);
    }

    /// <summary>Opens a database over any files; they are disposed with the engine, or when this throws.</summary>
    public static StorageEngine Open(DatabaseFiles files, StorageOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            options.Validate();
            var state = new DatabaseState(files, options, clock, isDurable: true);
            return new StorageEngine(state, DatabaseRecovery.Run(state));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public StorageTransaction Begin(TransactionIsolation isolation = TransactionIsolation.ReadCommitted, bool readOnly = false)
    {
        ThrowIfDisposed();
        return new StorageTransaction(_state, isolation, readOnly);
    }

    /// <summary>Writes every segment in memory to a file.</summary>
    public void Flush(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        _work.Flush(everything: true, cancellationToken);
    }

    /// <summary>
    /// Merges all segments of a table into as few as possible, drops deleted rows and completes its indexes before it returns; null: every table.
    /// 55006 while a transaction changes rows.
    /// </summary>
    public void Compact(TableId? table = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        _work.Flush(everything: true, cancellationToken);
        foreach (var id in table is { } one ? [one] : Current.Tables.Keys.ToArray())
            _work.CompactAll(id, cancellationToken);
        _work.BuildIndexes(cancellationToken, table);
    }

    /// <summary>Flushes, writes changed delete bitmaps, and trims the log.</summary>
    public void Checkpoint(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        _work.Checkpoint(cancellationToken);
    }

    /// <summary>Returns when no flush, index build or compaction is due.</summary>
    public void WaitForMaintenance(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        while (_work.Flush(everything: false, cancellationToken) | _work.BuildIndexes(cancellationToken) | _work.CompactDue(cancellationToken))
        {
        }
    }

    public StorageStatistics Statistics()
    {
        ThrowIfDisposed();
        var snapshot = Current;
        var log = _state.Log;
        return new StorageStatistics(
            snapshot.Sequence,
            _state.Transactions.Count,
            _state.Memory.Unflushed,
            log is null ? 0 : log.End - log.Start,
            snapshot.Tables.Values.OrderBy(table => table.Definition.Id.Value).Select(Describe).ToArray());
    }

    /// <summary>Checks every checksum and invariant; each defect names its file.</summary>
    public IReadOnlyList<FileDefect> Verify(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return new DatabaseVerifier(_state, _work.Manifest).Run(cancellationToken);
    }

    /// <summary>Rolls back open transactions, makes everything durable and closes the files.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _threads?.Dispose();
        _state.IsClosing = true;
        _state.Memory.SetFlushFailure(new VectorDbException(SqlStates.AdminShutdown, "the database is closing"));
        foreach (var transaction in _state.Transactions.Values)
            transaction.Abandon();
        // A group that is being committed is let finish.
        lock (_state.Publishing)
        {
        }

        try
        {
            if (_state.IsDurable)
                Settle();
        }
        catch (VectorDbException)
        {
            // Everything committed is in the log; the next open reads it from there.
        }
        finally
        {
            _state.Files.Dispose();
        }
    }

    private void Settle()
    {
        _state.Commits.ThrowIfBroken();
        if (_state.Memory.Unflushed >= FlushedAtClose || _state.IsLogLong)
            _work.Checkpoint(CancellationToken.None);
        if (_state.Sequences.Inexact() is { Count: > 0 } sequences)
        {
            var record = new RecordWriter();
            LogRecords.WriteSequences(record, sequences);
            _state.Log!.Append([new WalEntry(LogRecords.Sequences, _state.Current.Sequence.Next(), record.ToSequence())], sync: true);
        }

        if (_state.Options.Synchronous == SynchronousMode.Off)
            _state.Log!.Sync();
        _state.Log!.Seal();
        // The manifest remembers where the log ends, so that one that is cut shorter afterwards is known as damaged.
        if (_state.Log.Durable > _work.Manifest.LogDurable)
            _work.Manifest.Write();
    }

    private static TableStatistics Describe(TableVersion table)
    {
        var segments = table.Segments.Select(version => Describe(table.Definition, version)).ToArray();
        return new TableStatistics(
            table.Definition,
            table.Segments.Sum(version => (long)version.LiveRows),
            table.Segments.Sum(version => (long)version.Deletes.Count),
            segments.Where(segment => segment.IsSealed).Sum(segment => segment.Bytes),
            segments.Where(segment => !segment.IsSealed).Sum(segment => segment.Bytes),
            segments);
    }

    private static SegmentStatistics Describe(TableDefinition table, SegmentVersion version)
    {
        var indexes = new List<SegmentIndexStatistics>();
        var snapshot = new SegmentSnapshot(table, version);
        foreach (var index in table.Indexes)
        {
            var bytes = version.Segment is MemorySegment memory
                ? memory.Key(index.Id)?.Bytes ?? memory.Graph(index.Id)?.Bytes ?? 0
                : version.Indexes.GetValueOrDefault(index.Id)?.Bytes ?? 0;
            indexes.Add(new SegmentIndexStatistics(index, index.Method == IndexMethod.Hnsw ? snapshot.IndexedRows(index) : version.CanFind(index.Id) ? version.Rows : 0, bytes));
        }

        return new SegmentStatistics(version.Id, version.Segment.IsSealed, version.Rows, version.Deletes.Count, version.Segment.Bytes + version.Indexes.Values.Where(index => index.File is not null).Sum(index => index.File!.Bytes), indexes)
        {
            File = (version.Segment as SealedSegment)?.FileName,
        };
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
}
