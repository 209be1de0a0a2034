using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Files;
using VectorData.Storage.Tests.Tables;

namespace VectorData.Storage.Tests.Recovery;

/// <summary>A process that dies while it creates a database leaves a folder that opens as a new one; what holds data is never taken for new.</summary>
public sealed class CreationTests
{
    private static readonly string FirstLogFile = Path.Combine("log", new string('0', 20) + ".wal");

    private static readonly string[] Order =
    [
        "nothing", "lock", "log folder", "object folder", "empty log file", "torn log file", "zeroed log file", "log file",
        "empty new manifest", "torn new manifest", "whole new manifest", "manifest",
    ];

    public static TheoryData<string> Steps => new(Order);

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_folder_left_at_any_step_of_creating_opens(string last)
    {
        using var made = new TempFolder();
        StorageEngine.Open(made.Path, TestTables.Options).Dispose();
        using var folder = new TempFolder();
        foreach (var step in Order.TakeWhile(step => step != last).Append(last))
            Take(step, made.Path, folder.Path);

        TableId table;
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
        {
            table = engine.CreateItems();
            engine.Insert(table, (1, "a"));
        }

        using var again = StorageEngine.Open(folder.Path, TestTables.Options);
        Assert.Equal("1:a", again.Show(table));
        Assert.Empty(again.Verify());
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("log")]
    public void A_database_that_lost_a_part_is_damaged_and_not_new(string part)
    {
        using var folder = new TempFolder();
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
            engine.Insert(engine.CreateItems(), (1, "a"));
        var lost = Path.Combine(folder.Path, part);
        var log = Path.Combine(folder.Path, FirstLogFile);
        var before = File.ReadAllBytes(log);
        File.Delete(part == "log" ? log : lost);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = Assert.Throws<CorruptDataException>(() => StorageEngine.Open(folder.Path, TestTables.Options));
            Assert.Equal(lost, error.File);
        }

        Assert.Equal(part == "log" ? [] : before, File.Exists(log) ? File.ReadAllBytes(log) : []);
    }

    [Fact]
    public void Objects_without_a_manifest_are_not_removed()
    {
        using var folder = new TempFolder();
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
        {
            engine.Insert(engine.CreateItems(), TestTables.Range(0, 100));
            engine.Checkpoint();
        }

        var objects = Directory.GetFiles(Path.Combine(folder.Path, "objects"));
        Assert.NotEmpty(objects);
        File.Delete(Path.Combine(folder.Path, "manifest"));
        Directory.Delete(Path.Combine(folder.Path, "log"), recursive: true);
        Assert.Throws<CorruptDataException>(() => StorageEngine.Open(folder.Path, TestTables.Options));
        Assert.Equal(objects, Directory.GetFiles(Path.Combine(folder.Path, "objects")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100000)]
    public void A_log_that_was_cut_shorter_after_a_close_is_damaged(int bytes)
    {
        using var folder = new TempFolder();
        using (var engine = StorageEngine.Open(folder.Path, TestTables.Options))
            engine.Insert(engine.CreateItems(), TestTables.Range(0, 100));
        var log = Path.Combine(folder.Path, FirstLogFile);
        using (var file = File.OpenWrite(log))
            file.SetLength(Math.Max(0, file.Length - bytes));
        var error = Assert.Throws<CorruptDataException>(() => StorageEngine.Open(folder.Path, TestTables.Options));
        Assert.Equal(log, error.File);
    }

    private static void Take(string step, string from, string to)
    {
        switch (step)
        {
            case "lock":
                File.WriteAllText(Path.Combine(to, "lock"), "");
                break;
            case "log folder":
                Directory.CreateDirectory(Path.Combine(to, "log"));
                break;
            case "object folder":
                Directory.CreateDirectory(Path.Combine(to, "objects"));
                break;
            case "empty log file" or "torn log file" or "log file":
                Copy(FirstLogFile, FirstLogFile, step == "empty log file" ? 0 : step == "torn log file" ? 20 : LogFileHeader.Size);
                break;
            case "zeroed log file":
                File.WriteAllBytes(Path.Combine(to, FirstLogFile), new byte[LogFileHeader.Size]);
                break;
            case "empty new manifest" or "torn new manifest" or "whole new manifest":
                Copy("manifest", "manifest.new", step == "empty new manifest" ? 0 : step == "torn new manifest" ? 60 : int.MaxValue);
                break;
            case "manifest":
                File.Move(Path.Combine(to, "manifest.new"), Path.Combine(to, "manifest"));
                break;
        }

        void Copy(string source, string target, int bytes) =>
            File.WriteAllBytes(Path.Combine(to, target), File.ReadAllBytes(Path.Combine(from, source)).Take(bytes).ToArray());
    }
}
