using VectorData.Core.Schema;
using VectorData.Storage.Files;

namespace VectorData.Storage.Tables;

/// <summary>One open database: its tables, transactions and background work. Thread-safe.</summary>
public sealed class StorageEngine : IDisposable
{
    /// <summary>Opens a database folder, creating it when it is not there, and recovers it. 55006 when another process has it.</summary>
    public static StorageEngine Open(string folder, StorageOptions? options = null, TimeProvider? clock = null) => throw new NotImplementedException();

    /// <summary>A new database in memory, gone when disposed.</summary>
    public static StorageEngine OpenInMemory(StorageOptions? options = null, TimeProvider? clock = null) => throw new NotImplementedException();

    /// <summary>Opens a database over any files; they are disposed with the engine.</summary>
    public static StorageEngine Open(DatabaseFiles files, StorageOptions options, TimeProvider clock) => throw new NotImplementedException();

    /// <summary>The folder's full path, or <c>:memory:</c>.</summary>
    public string Location => throw new NotImplementedException();

    public StorageOptions Options => throw new NotImplementedException();

    /// <summary>What is committed now; stays as it is for as long as it is referenced.</summary>
    public DatabaseSnapshot Current => throw new NotImplementedException();

    /// <summary>Flushes, compactions, index builds and checkpoints that run now.</summary>
    public IReadOnlyList<MaintenanceTask> MaintenanceTasks => throw new NotImplementedException();

    public StorageTransaction Begin(TransactionIsolation isolation = TransactionIsolation.ReadCommitted, bool readOnly = false) => throw new NotImplementedException();

    /// <summary>Writes every segment in memory to a file.</summary>
    public void Flush(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Merges all segments of a table into as few as possible and drops deleted rows; null: every table.</summary>
    public void Compact(TableId? table = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Flushes, writes changed delete bitmaps, and trims the log.</summary>
    public void Checkpoint(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Returns when no flush, index build or compaction is due.</summary>
    public void WaitForMaintenance(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public StorageStatistics Statistics() => throw new NotImplementedException();

    /// <summary>Checks every checksum and invariant; each defect names its file.</summary>
    public IReadOnlyList<FileDefect> Verify(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Rolls back open transactions, makes everything durable and closes the files.</summary>
    public void Dispose() => throw new NotImplementedException();
}
