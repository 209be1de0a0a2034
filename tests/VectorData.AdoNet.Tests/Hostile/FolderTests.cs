using System.Diagnostics;
using System.Globalization;
using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

public sealed class FolderTests : IDisposable
{
    private const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_second_process_is_told_who_owns_the_folder()
    {
        using var process = StartWriter("dotnet");
        try
        {
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            var error = Assert.ThrowsAny<VectorDbException>(() => _database.Open());
            Assert.Equal("55006", error.SqlState);
            Assert.Contains($"process {process.Id.ToString(CultureInfo.InvariantCulture)} ", error.Message, StringComparison.Ordinal);
            Assert.Contains(_database.Folder, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Hint);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        using var connection = _database.Open();
        Assert.Equal(16L, connection.Scalar("SELECT count(*) FROM accounts"));
    }

    [SkippableFact]
    public void A_folder_without_permission_is_42501_and_names_the_folder()
    {
        Skip.If(OperatingSystem.IsWindows(), "permissions are set the Unix way");
        using (var connection = _database.Open())
            connection.NonQuery("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        foreach (var mode in new[] { UnixFileMode.None, UnixFileMode.UserRead | UnixFileMode.UserExecute })
        {
            Permit(mode, mode & UnixFileMode.UserRead);
            try
            {
                var error = OpenWithoutPrivilege();
                Assert.StartsWith("42501 ", error, StringComparison.Ordinal);
                Assert.Contains(_database.Folder, error, StringComparison.Ordinal);
            }
            finally
            {
                Permit(All, All);
            }
        }

        using var again = _database.Open();
        Assert.Equal(1, again.Scalar("SELECT id FROM t"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_3D000_where_it_must_not_be_made()
    {
        Assert.Equal("3D000", Assert.ThrowsAny<VectorDbException>(() => _database.Open("Mode=ReadWrite")).SqlState);
        Assert.False(Directory.Exists(_database.Folder));
    }

    /// <summary>SQLSTATE and message of opening the folder. Root may do everything, so as root another process does it as nobody.</summary>
    private string OpenWithoutPrivilege()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            var error = Assert.ThrowsAny<VectorDbException>(() => _database.Open());
            return $"{error.SqlState} {error.Message}";
        }

        Skip.IfNot(File.Exists("/usr/bin/setpriv"), "running as root, and there is no setpriv to become another user");
        using var process = StartWriter("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet");
        var line = process.StandardOutput.ReadLine();
        process.Kill();
        process.WaitForExit();
        Skip.If(line is null, "the test's own files cannot be read by another user");
        return line!;
    }

    private Process StartWriter(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "VectorData.CrashWriter.dll"));
        start.ArgumentList.Add($"Data Source={_database.Folder}");
        start.ArgumentList.Add("0");
        start.ArgumentList.Add("1");
        return Process.Start(start)!;
    }

    // The log's folder first on the way down and last on the way up: it is reached through the database's.
    private void Permit(UnixFileMode folder, UnixFileMode log)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_database.Folder, All);
        File.SetUnixFileMode(Path.Combine(_database.Folder, "log"), log);
        File.SetUnixFileMode(_database.Folder, folder);
    }
}
