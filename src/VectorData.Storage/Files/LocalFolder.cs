using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>
/// A database folder that this process owns:
/// <code>
/// lock       held by the owning process
/// manifest   current manifest
/// log/       write-ahead log files
/// objects/   segment, delete and index files
/// </code>
/// </summary>
internal sealed class LocalFolder : IDisposable
{
    public const string LockName = "lock";
    public const string ManifestName = "manifest";
    public const string LogName = "log";
    public const string ObjectsName = "objects";

    private readonly FolderLock _lock;

    private LocalFolder(string path, FolderLock folderLock)
    {
        Path = path;
        _lock = folderLock;
    }

    public string Path { get; }

    public string Objects => System.IO.Path.Combine(Path, ObjectsName);

    public string Log => System.IO.Path.Combine(Path, LogName);

    public static LocalFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Prepare(path);
            var folderLock = FolderLock.Acquire(System.IO.Path.Combine(path, LockName), path);
            try
            {
                CreateFolder(System.IO.Path.Combine(path, LogName));
                CreateFolder(System.IO.Path.Combine(path, ObjectsName));
                return new LocalFolder(path, folderLock);
            }
            catch
            {
                folderLock.Dispose();
                throw;
            }
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "open database folder", path);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Prepare(string path)
    {
        if (File.Exists(path))
        {
            throw new VectorDbException(SqlStates.WrongObjectType, $"\"{path}\" is a file; a VectorData database is a folder")
            {
                Hint = "Set Data Source to a folder; it is created when it is not there.",
            };
        }

        CreateFolder(path);
        var foreign = Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry))
            .FirstOrDefault(name => !name.StartsWith(ManifestName, StringComparison.Ordinal) && name is not (LockName or LogName or ObjectsName));
        if (foreign is not null && !File.Exists(System.IO.Path.Combine(path, ManifestName)))
        {
            throw new VectorDbException(SqlStates.WrongObjectType, $"folder \"{path}\" is not a VectorData database: it holds \"{foreign}\" and no manifest")
            {
                Hint = "Set Data Source to a new or empty folder, or to the folder of a database.",
            };
        }
    }

    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        FileSystemCalls.SyncFolder(System.IO.Path.GetDirectoryName(path));
    }
}
