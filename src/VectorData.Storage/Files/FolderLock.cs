using System.Diagnostics;
using System.Globalization;
using System.Text;
using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>
/// The exclusive right to a database folder, held through an operating system lock that ends with the process.
/// The lock file names the owner for others: process id, machine, start time, one a line.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int Attempts = 6;
    private const int PauseMilliseconds = 20;

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static FolderLock Acquire(string lockFile, string folder)
    {
        var file = OpenFile(lockFile, folder);
        var owner = new FolderLock(file);
        try
        {
            owner.WriteOwner();
            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    // A process that was just killed, or one that is being started by this one, may hold the lock for a moment yet.
    private static FileStream OpenFile(string lockFile, string folder)
    {
        // Windows lets others read what they cannot share only with FileShare.Read; elsewhere only None is exclusive.
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(lockFile))
            {
                if (attempt == Attempts)
                    throw InUse(folder, lockFile, e);
                Thread.Sleep(PauseMilliseconds);
            }
        }
    }

    private static VectorDbException InUse(string folder, string lockFile, IOException inner)
    {
        var owner = ReadOwner(lockFile);
        var own = owner.Process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && owner.Machine == Environment.MachineName;
        var who = own ? "this process" : owner.Process.Length == 0 ? "another process" : $"process {owner.Process} on {owner.Machine}";
        return new VectorDbException(SqlStates.ObjectInUse, $"database folder \"{folder}\" is in use by {who}", inner)
        {
            Detail = owner.Process.Length == 0 ? null : $"The owner is process {owner.Process} on {owner.Machine}, started {owner.Started}.",
            Hint = own
                ? "Share one database object (or data source) in the process, and close it before opening the folder again."
                : "One process owns a folder at a time; close it there, or connect to a server instead.",
        };
    }

    private static (string Process, string Machine, string Started) ReadOwner(string lockFile)
    {
        try
        {
            using var file = FileSystemCalls.OpenUnlocked(lockFile);
            if (file is null)
                return ("", "", "");
            var bytes = new byte[1024];
            using var reader = new StringReader(Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)));
            return (reader.ReadLine() ?? "", reader.ReadLine() ?? "", reader.ReadLine() ?? "");
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            return ("", "", "");
        }
    }

    private void WriteOwner()
    {
        using var process = Process.GetCurrentProcess();
        var started = process.StartTime.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Environment.MachineName}\n{started}\n");
        _file.SetLength(0);
        _file.Write(Encoding.UTF8.GetBytes(text));
    }
}
