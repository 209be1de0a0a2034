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
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "VectorData.CrashWriter.dll"), $"Data Source={_database.Folder}", "0", "1" },
        })!;
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
        Skip.If(Environment.IsPrivilegedProcess, "root may do everything");
        using (var connection = _database.Open())
            connection.NonQuery("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        foreach (var mode in new[] { UnixFileMode.None, UnixFileMode.UserRead | UnixFileMode.UserExecute })
        {
            Permit(mode, mode & UnixFileMode.UserRead);
            try
            {
                var error = Assert.ThrowsAny<VectorDbException>(() => _database.Open());
                Assert.Equal("42501", error.SqlState);
                Assert.Contains(_database.Folder, error.Message, StringComparison.Ordinal);
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
