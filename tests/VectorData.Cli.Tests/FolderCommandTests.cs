namespace VectorData.Cli.Tests;

public sealed class FolderCommandTests
{
    [Fact]
    public async Task Info_lists_tables_segments_and_indexes()
    {
        using var folder = new DatabaseFolder();
        folder.CreateItems();
        var run = await CommandRun.WithAsync("info", "-d", folder.Path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(": 1 table, commit ", run.Output, StringComparison.Ordinal);
        Assert.Contains("public.items: 2 rows, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("sealed", run.Output, StringComparison.Ordinal);
        Assert.Contains("items_embedding", run.Output, StringComparison.Ordinal);
        Assert.Contains("hnsw", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("check")]
    public async Task Looking_at_a_folder_does_not_change_its_tables(string command)
    {
        using var folder = new DatabaseFolder();
        folder.CreateItems();
        var before = Files(folder);
        Assert.Equal(0, (await CommandRun.WithAsync(command, "-d", folder.Path)).ExitCode);
        Assert.Equal(before, Files(folder));
    }

    [Theory]
    [InlineData("info")]
    [InlineData("check")]
    public async Task A_folder_without_a_database_stays_as_it_is(string command)
    {
        var folder = Directory.CreateTempSubdirectory("vectordata");
        try
        {
            var run = await CommandRun.WithAsync(command, "-d", folder.FullName);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("holds no database", run.Error, StringComparison.Ordinal);
            Assert.Empty(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Check_finds_nothing_in_a_good_folder()
    {
        using var folder = new DatabaseFolder();
        folder.CreateItems();
        var run = await CommandRun.WithAsync("check", "-d", folder.Path);
        Assert.Equal((0, $"{folder.Path}: no damage found\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(700)]
    [InlineData(-1)]
    public async Task Check_names_the_damaged_file(int offset)
    {
        using var folder = new DatabaseFolder();
        folder.CreateItems();
        var file = Directory.GetFiles(folder.Path, "segment-*", SearchOption.AllDirectories).Single();
        FlipByte(file, offset < 0 ? new FileInfo(file).Length + offset : offset);
        var run = await CommandRun.WithAsync("check", "-d", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(Path.GetFileName(file), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_names_a_missing_file()
    {
        using var folder = new DatabaseFolder();
        folder.CreateItems();
        var file = Directory.GetFiles(folder.Path, "segment-*", SearchOption.AllDirectories).Single();
        File.Delete(file);
        var run = await CommandRun.WithAsync("check", "-d", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(Path.GetFileName(file), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("check")]
    public async Task A_folder_that_is_not_there_is_not_made(string command)
    {
        using var folder = new DatabaseFolder();
        var run = await CommandRun.WithAsync(command, "-d", folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"3D000: database \"{folder.Path}\" does not exist", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    private static string[] Files(DatabaseFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "segment-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void FlipByte(string file, long offset)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset;
        var value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 0x10));
    }
}
