namespace VectorData.Storage.Files;

/// <summary>Everything a database reads and writes: its objects, its log and its manifest.</summary>
public sealed class DatabaseFiles : IDisposable
{
    private readonly IDisposable? _owner;

    public DatabaseFiles(string location, IObjectFiles objects, ILog log, IManifestStore manifest, IDisposable? owner = null)
    {
        Location = location;
        Objects = objects;
        Log = log;
        Manifest = manifest;
        _owner = owner;
    }

    /// <summary>What messages call the database: a folder or <c>:memory:</c>.</summary>
    public string Location { get; }

    public IObjectFiles Objects { get; }

    public ILog Log { get; }

    public IManifestStore Manifest { get; }

    /// <summary>
    /// Opens a database folder, creating it when it is not there, and becomes its owner until disposed.
    /// 55006 when another owner has it, 42501 without permission, 42809 when the folder holds something else.
    /// </summary>
    public static DatabaseFiles OpenFolder(string path, LocalFilesOptions? options = null)
    {
        options ??= new LocalFilesOptions();
        options.Validate();
        var folder = LocalFolder.Open(path);
        try
        {
            var objects = new LocalObjectFiles(folder.Objects);
            var log = LocalLog.Open(folder.Log, options.LogFileBytes);
            return new DatabaseFiles(folder.Path, objects, log, new LocalManifestStore(folder.Path), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether a folder holds a database, be it damaged: its manifest, or files of its log or objects.</summary>
    public static bool IsDatabase(string path) =>
        File.Exists(Path.Combine(path, LocalFolder.ManifestName))
        || HasFiles(Path.Combine(path, LocalFolder.LogName))
        || HasFiles(Path.Combine(path, LocalFolder.ObjectsName));

    /// <summary>A new, empty database that lives as long as this object.</summary>
    public static DatabaseFiles InMemory() =>
        new(":memory:", new MemoryObjectFiles(), new MemoryLog(Guid.NewGuid()), new MemoryManifestStore());

    public void Dispose()
    {
        Objects.Dispose();
        Log.Dispose();
        Manifest.Dispose();
        _owner?.Dispose();
    }

    private static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();
}

/// <summary>How a database folder is laid out.</summary>
public sealed record LocalFilesOptions
{
    /// <summary>A log file that has reached this size is followed by a new one.</summary>
    public long LogFileBytes { get; init; } = 64 << 20;

    public void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(LogFileBytes, 4096);
}
