using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VectorData.Storage.Files;

/// <summary>What the operating system offers for files and .NET does not.</summary>
internal static partial class FileSystemCalls
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;

    /// <summary>Returns when the names created, renamed and removed in the folder are durable; Windows does this without being asked.</summary>
    public static void SyncFolder(string? folder)
    {
        if (folder is null || OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            while (FSync(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                // Some file systems cannot sync folders and say so: there is nothing more to be done there.
                if (error == InvalidArgument)
                    return;
                if (error != Interrupted)
                    throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Opens a file for reading without asking for the lock that File.OpenHandle takes; null when that is not possible.</summary>
    public static SafeFileHandle? OpenUnlocked(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var descriptor = Open(path, ReadOnly);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static IOException Failure(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: folder \"{folder}\"", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
