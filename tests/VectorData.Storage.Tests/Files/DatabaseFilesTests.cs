using System.Diagnostics;
using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Storage.Tests.Files;

public sealed class DatabaseFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_created_with_what_it_needs()
    {
        using (var files = DatabaseFiles.OpenFolder(_folder["deep", "app.vdb"]))
            Assert.Equal(_folder["deep", "app.vdb"], files.Location);

        Assert.True(Directory.Exists(_folder["deep", "app.vdb", "objects"]));
        Assert.True(Directory.Exists(_folder["deep", "app.vdb", "log"]));
        DatabaseFiles.OpenFolder(_folder["deep", "app.vdb"]).Dispose();
    }

    [Fact]
    public void A_second_owner_in_the_process_is_told_so()
    {
        using var files = DatabaseFiles.OpenFolder(_folder["app.vdb"]);

        var error = Assert.Throws<VectorDbException>(() => DatabaseFiles.OpenFolder(_folder["app.vdb"]));

        Assert.Equal(SqlStates.ObjectInUse, error.SqlState);
        Assert.Contains("in use by this process", error.Message);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Detail);
    }

    [Fact]
    public void A_second_process_is_told_who_owns_the_folder()
    {
        if (!File.Exists("/usr/bin/flock"))
            return;
        Directory.CreateDirectory(_folder["app.vdb"]);
        File.WriteAllText(_folder["app.vdb", "lock"], "4711\nelsewhere\n2026-01-02 03:04:05Z\n");
        using var owner = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["-o", _folder["app.vdb", "lock"], "-c", "echo held; sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", owner.StandardOutput.ReadLine());
        try
        {
            var error = Assert.Throws<VectorDbException>(() => DatabaseFiles.OpenFolder(_folder["app.vdb"]));

            Assert.Equal(SqlStates.ObjectInUse, error.SqlState);
            Assert.Equal($"database folder \"{_folder["app.vdb"]}\" is in use by process 4711 on elsewhere", error.Message);
            Assert.Contains("connect to a server instead", error.Hint);
        }
        finally
        {
            owner.Kill(entireProcessTree: true);
            owner.WaitForExit();
        }

        DatabaseFiles.OpenFolder(_folder["app.vdb"]).Dispose();
    }

    [Fact]
    public void A_file_in_the_folders_place_is_refused()
    {
        File.WriteAllText(_folder["app.vdb"], "not a folder");

        var error = Assert.Throws<VectorDbException>(() => DatabaseFiles.OpenFolder(_folder["app.vdb"]));

        Assert.Equal(SqlStates.WrongObjectType, error.SqlState);
        Assert.Contains("is a file", error.Message);
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_and_left_alone()
    {
        File.WriteAllText(_folder["holiday.jpg"], "");

        var error = Assert.Throws<VectorDbException>(() => DatabaseFiles.OpenFolder(_folder.Path));

        Assert.Contains("holiday.jpg", error.Message);
        Assert.Equal(["holiday.jpg"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_without_permission_is_named()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder["closed"]);
        File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            if (CanWriteAnyway(_folder["closed", "probe"]))
                return;
            var error = Assert.Throws<VectorDbException>(() => DatabaseFiles.OpenFolder(_folder["closed"]));

            Assert.Equal(SqlStates.InsufficientPrivilege, error.SqlState);
            Assert.Contains(_folder["closed"], error.Message);
        }
        finally
        {
            File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(28, SqlStates.DiskFull)]
    [InlineData(30, SqlStates.InsufficientPrivilege)]
    [InlineData(5, SqlStates.IoError)]
    public void Operating_system_errors_become_errors_with_a_state(int number, string state)
    {
        var error = IoErrors.From(new IOException("it failed", number), "write", "/data/app.vdb/objects/1.seg");

        Assert.Equal(state, error.SqlState);
        Assert.Contains("could not write \"/data/app.vdb/objects/1.seg\"", error.Message);
    }

    private static bool CanWriteAnyway(string path)
    {
        try
        {
            File.WriteAllText(path, "");
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
