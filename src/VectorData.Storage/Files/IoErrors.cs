using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>Turns what the operating system reports into the errors users see; each names the file and the operation.</summary>
internal static class IoErrors
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsIoFailure(Exception e) => e is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    public static VectorDbException From(Exception e, string operation, string path) => e switch
    {
        UnauthorizedAccessException or System.Security.SecurityException => PermissionDenied(operation, path, e),
        FileNotFoundException or DirectoryNotFoundException => Missing(path, e),
        IOException { HResult: LinuxNoSpace or LinuxQuota or MacQuota or WindowsDiskFull or WindowsHandleDiskFull } => DiskFull(operation, path, e),
        IOException { HResult: ReadOnlyFileSystem } => PermissionDenied(operation, path, e),
        _ => new VectorDbException(SqlStates.IoError, $"could not {operation} \"{path}\": {e.Message}", e),
    };

    public static VectorDbException DiskFull(string operation, string path, Exception? inner = null) =>
        new(SqlStates.DiskFull, $"could not {operation} \"{path}\": no space left on device", inner)
        {
            Hint = "Free disk space and try again; nothing that was committed before is lost.",
        };

    public static VectorDbException Failed(string operation, string path, string reason) =>
        new(SqlStates.IoError, $"could not {operation} \"{path}\": {reason}");

    public static VectorDbException Missing(string path, Exception? inner = null) =>
        new(SqlStates.UndefinedFile, $"could not open \"{path}\": no such file", inner);

    public static VectorDbException NewerFormat(string file, string what, uint version, uint ours) =>
        new(SqlStates.FeatureNotSupported, $"file \"{file}\" has {what} format version {version}; this version of VectorData reads version {ours}")
        {
            Hint = "Open the database with the version of VectorData that wrote it, or a later one.",
        };

    private static VectorDbException PermissionDenied(string operation, string path, Exception inner) =>
        new(SqlStates.InsufficientPrivilege, $"permission denied: could not {operation} \"{path}\"", inner)
        {
            Hint = "The process needs read and write permission on the database folder and everything in it.",
        };
}
