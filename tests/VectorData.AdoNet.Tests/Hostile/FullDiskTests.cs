using System.Diagnostics;
using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

/// <summary>A file system of a few megabytes that runs full. Needs the right to mount one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _mount = Path.Combine(Path.GetTempPath(), "vectordata-full-" + Guid.NewGuid().ToString("N"));
    private bool _isMounted;

    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "-l", _mount);
        if (Directory.Exists(_mount))
            Directory.Delete(_mount, recursive: true);
    }

    [SkippableFact]
    public void A_full_disk_is_53100_nothing_is_half_done_and_commits_go_on_when_there_is_room()
    {
        Mount(megabytes: 6);
        using var database = new TempDatabase(_mount);
        var ballast = Path.Combine(_mount, "ballast");
        var kept = 0L;
        using (var connection = database.Open("Segment Memory=256KB"))
        {
            connection.NonQuery("CREATE TABLE docs (id bigint PRIMARY KEY, body text); CREATE TABLE pairs (id bigint PRIMARY KEY)");
            File.WriteAllBytes(ballast, new byte[4 << 20]);
            var error = Fill(connection, ref kept);
            Assert.Equal("53100", error.SqlState);
            Assert.Contains(database.Folder, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Hint);
            // Reading goes on; work in the background may make room meanwhile, and the disk runs full again.
            CheckRows(connection, kept);
            for (var attempt = 0; attempt < 5; attempt++)
                Assert.Equal("53100", Fill(connection, ref kept).SqlState);
            CheckRows(connection, kept);

            File.Delete(ballast);
            Insert(connection, kept++, 100);
            CheckRows(connection, kept);
            connection.NonQuery("CHECKPOINT");
            CheckRows(connection, kept);
        }

        using (var again = database.Open())
        {
            CheckRows(again, kept);
            Insert(again, kept++, 10);
            CheckRows(again, kept);
        }

        using var check = VectorDatabase.Open(database.Folder);
        Assert.Empty(check.Verify());
    }

    [SkippableFact]
    public void A_database_cannot_be_created_on_a_full_disk_and_can_be_once_there_is_room()
    {
        Mount(megabytes: 1);
        using var database = new TempDatabase(_mount);
        var ballast = Path.Combine(_mount, "ballast");
        Assert.ThrowsAny<IOException>(() => File.WriteAllBytes(ballast, new byte[2 << 20]));
        Assert.Equal("53100", Assert.ThrowsAny<VectorDbException>(() => database.Open()).SqlState);
        File.Delete(ballast);
        using var connection = database.Open();
        connection.NonQuery("CREATE TABLE t (id integer)");
    }

    private static VectorDbException Fill(VectorDbConnection connection, ref long kept)
    {
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                Insert(connection, kept, 1000);
                kept++;
            }
            catch (VectorDbException e)
            {
                return e;
            }
        }

        throw new InvalidOperationException("the disk did not run full");
    }

    private static void Insert(VectorDbConnection connection, long id, int repeats)
    {
        using var transaction = connection.BeginTransaction();
        // Random digits: nothing could make them small.
        connection.NonQuery("INSERT INTO docs VALUES ($1, $2)", id, string.Concat(Enumerable.Range(0, repeats).Select(_ => Guid.NewGuid().ToString("N"))));
        connection.NonQuery("INSERT INTO pairs VALUES ($1)", id);
        transaction.Commit();
    }

    private static void CheckRows(VectorDbConnection connection, long kept)
    {
        var ids = string.Join(' ', Enumerable.Range(0, (int)kept));
        Assert.Equal(ids, connection.Rows("SELECT id FROM docs WHERE length(body) > 0 ORDER BY id"));
        Assert.Equal(ids, connection.Rows("SELECT id FROM pairs ORDER BY id"));
    }

    private void Mount(int megabytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs a tmpfs");
        Directory.CreateDirectory(_mount);
        _isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _mount);
        Skip.IfNot(_isMounted, "no right to mount a tmpfs");
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
