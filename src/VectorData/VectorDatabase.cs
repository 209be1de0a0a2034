using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Sessions;
using VectorData.Storage.Files;
using VectorData.Storage.Tables;

namespace VectorData;

/// <summary>
/// One open database: a folder, or memory. A folder is owned by one process at a time; inside the process open it once and
/// share this object. All members are thread-safe; each session belongs to one thread at a time.
/// </summary>
public sealed class VectorDatabase : IDisposable, IAsyncDisposable
{
    private readonly StorageEngine _storage;
    private readonly SqlEngine _sql;

    private VectorDatabase(StorageEngine storage, string? path, VectorDatabaseOptions options)
    {
        _storage = storage;
        Path = path;
        Options = options;
        var name = path is null ? "memory" : System.IO.Path.GetFileNameWithoutExtension(path);
        _sql = new SqlEngine(storage, name.Length == 0 ? "vectordata" : name, options.Settings, options.PlanCacheSize, options.Clock);
    }

    /// <summary>The folder's full path; null for a database in memory.</summary>
    public string? Path { get; }

    public VectorDatabaseOptions Options { get; }

    /// <summary>The definitions committed last, for tools that list tables and columns.</summary>
    public Catalog Catalog => _storage.Current.Catalog;

    /// <summary>Opens a database folder, creating it when it is not there (unless the options forbid it: 3D000), and recovers it.</summary>
    public static VectorDatabase Open(string path, VectorDatabaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new VectorDatabaseOptions();
        options.Validate();
        var folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (!options.CreateIfMissing && !DatabaseFiles.IsDatabase(folder))
        {
            throw new VectorDbException(
                SqlStates.InvalidCatalogName,
                Directory.Exists(folder) ? $"folder \"{folder}\" holds no database" : $"database \"{folder}\" does not exist")
            {
                Hint = "Allow creating it, or give the path of a database folder.",
            };
        }

        return Over(StorageEngine.Open(folder, StorageOptionsOf(options), options.Clock), folder, options);
    }

    /// <summary>A new database in memory, gone when disposed.</summary>
    public static VectorDatabase OpenInMemory(VectorDatabaseOptions? options = null)
    {
        options ??= new VectorDatabaseOptions();
        options.Validate();
        return Over(StorageEngine.OpenInMemory(StorageOptionsOf(options), options.Clock), null, options);
    }

    /// <summary>Starts a conversation with the database.</summary>
    public ISession OpenSession() => _sql.OpenSession();

    /// <summary>Starts a conversation as a user, under a database and program name.</summary>
    public ISession OpenSession(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _sql.OpenSession(options);
    }

    /// <summary>Tables, segments, sizes and the state of indexes.</summary>
    public VectorDatabaseReport Describe() => VectorDatabaseReport.From(_storage.Statistics());

    /// <summary>Checks every checksum and invariant of the database's files; empty when nothing is damaged.</summary>
    public IReadOnlyList<DatabaseDefect> Verify(CancellationToken cancellationToken = default) =>
        [.. _storage.Verify(cancellationToken).Select(DatabaseDefect.From)];

    /// <summary>Writes what is in memory to files and trims the log.</summary>
    public void Checkpoint(CancellationToken cancellationToken = default) => _storage.Checkpoint(cancellationToken);

    /// <summary>Merges segments, drops deleted rows and builds what is missing of the indexes.</summary>
    public void Compact(CancellationToken cancellationToken = default) => _storage.Compact(null, cancellationToken);

    /// <summary>Returns when no background work is due.</summary>
    public void WaitForMaintenance(CancellationToken cancellationToken = default) => _storage.WaitForMaintenance(cancellationToken);

    /// <summary>Rolls back open transactions, finishes background work and closes the files.</summary>
    public void Dispose() => _storage.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static VectorDatabase Over(StorageEngine storage, string? path, VectorDatabaseOptions options)
    {
        try
        {
            return new VectorDatabase(storage, path, options);
        }
        catch
        {
            // Settings that no session could start with.
            storage.Dispose();
            throw;
        }
    }

    // The log's sizes follow the segments': a checkpoint is due when about two segments' worth of rows went through it.
    private static StorageOptions StorageOptionsOf(VectorDatabaseOptions options) => new()
    {
        Synchronous = options.SyncCommits ? SynchronousMode.Full : SynchronousMode.Off,
        GrowingSegmentBytes = options.SegmentMemoryBytes,
        MaxUnflushedBytes = options.MaxMemoryBytes,
        MaxSegmentBytes = Math.Max(StorageOptions.Default.MaxSegmentBytes, options.SegmentMemoryBytes),
        CheckpointLogBytes = 2 * options.SegmentMemoryBytes,
        LogChunkBytes = (int)Math.Clamp(options.SegmentMemoryBytes / 32, 4096, 4 << 20),
        Files = new LocalFilesOptions { LogFileBytes = Math.Clamp(options.SegmentMemoryBytes / 2, 16 << 10, 64 << 20) },
        BackgroundMaintenance = options.BackgroundMaintenance,
    };
}
