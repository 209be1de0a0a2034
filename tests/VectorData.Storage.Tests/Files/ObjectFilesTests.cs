using VectorData.Core.Errors;
using VectorData.Storage.Files;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Files;

public sealed class ObjectFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("memory")]
    [InlineData("faulty")]
    public void A_complete_object_is_read_back_at_any_offset(string kind)
    {
        using var files = Open(kind);
        var bytes = Bytes(700_000);
        Put(files, "a.seg", bytes);

        using var reader = files.Open("a.seg");
        Assert.Equal(bytes.Length, reader.Length);
        Assert.Equal(bytes.Length, files.GetLength("a.seg"));
        Assert.Equal(bytes, reader.GetMemory(0, bytes.Length).ToArray());
        Assert.Equal(bytes[123_456..123_500], reader.GetSpan(123_456, 44).ToArray());
        Assert.Equal(["a.seg"], files.List());
    }

    [Theory]
    [InlineData("local")]
    [InlineData("memory")]
    public void An_object_is_invisible_before_it_is_complete(string kind)
    {
        using var files = Open(kind);
        using (var writer = files.Create("a"))
        {
            writer.Write(Bytes(10));
            Assert.Equal(10, writer.Position);
            Assert.Empty(files.List());
            Assert.Equal(-1, files.GetLength("a"));
            Assert.Equal(SqlStates.UndefinedFile, Assert.Throws<VectorDbException>(() => files.Open("a")).SqlState);
        }

        Assert.Empty(files.List());
        Put(files, "a", Bytes(3));
        Assert.Equal(["a"], files.List());
    }

    [Theory]
    [InlineData("local")]
    [InlineData("memory")]
    public void A_deleted_object_is_still_read_by_those_who_opened_it(string kind)
    {
        using var files = Open(kind);
        var bytes = Bytes(100_000);
        Put(files, "a", bytes);
        using var reader = files.Open("a");
        files.Delete("a");
        files.Delete("a");

        Assert.Empty(files.List());
        Assert.Equal(bytes, reader.GetMemory(0, bytes.Length).ToArray());
    }

    [Theory]
    [InlineData("local")]
    [InlineData("memory")]
    public void An_empty_object_is_an_object(string kind)
    {
        using var files = Open(kind);
        Put(files, "empty", []);

        using var reader = files.Open("empty");
        Assert.Equal(0, reader.Length);
        Assert.True(reader.GetMemory(0, 0).IsEmpty);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("memory")]
    public void A_name_is_used_once(string kind)
    {
        using var files = Open(kind);
        Put(files, "a", Bytes(1));

        Assert.Equal(SqlStates.IoError, Assert.Throws<VectorDbException>(() => files.Create("a")).SqlState);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("ä")]
    public void Other_names_are_refused(string name)
    {
        using var files = Open("local");

        Assert.Equal(SqlStates.InvalidName, Assert.Throws<VectorDbException>(() => files.Create(name)).SqlState);
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_at_open()
    {
        var files = Open("local");
        var writer = files.Create("a");
        writer.Write(Bytes(500_000));
        Assert.Single(Directory.GetFiles(_folder.Path));

        using var again = Open("local");
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Empty(again.List());
    }

    [Fact]
    public void Memory_keeps_the_mapping_when_its_reader_is_gone()
    {
        using var files = Open("local");
        var bytes = Bytes(300_000);
        Put(files, "a", bytes);
        var memory = OpenAndForget(files);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(bytes, memory.ToArray());
    }

    [Fact]
    public void A_disposed_reader_refuses_and_a_lease_keeps_it_readable()
    {
        using var files = Open("local");
        var bytes = Bytes(300_000);
        Put(files, "a", bytes);
        var reader = files.Open("a");
        var memory = reader.GetMemory(0, bytes.Length);
        var lease = reader.Lease();
        reader.Dispose();

        Assert.Equal(bytes, memory.ToArray());
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.ToArray());
        Assert.Throws<ObjectDisposedException>(() => reader.Lease());
    }

    [Fact]
    public void Ranges_outside_an_object_are_refused()
    {
        using var files = Open("local");
        Put(files, "a", Bytes(100));
        using var reader = files.Open("a");

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetMemory(90, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetMemory(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetMemory<long>(0, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetMemory(long.MaxValue, 1));
    }

    [Fact]
    public void A_full_disk_is_an_error_of_its_own_and_drops_the_object()
    {
        var faulty = new FaultyFiles { Faults = { SpaceLeft = 1000 } };
        var files = faulty.Files.Objects;

        var error = Assert.Throws<VectorDbException>(() => Put(files, "big", Bytes(1001)));

        Assert.Equal(SqlStates.DiskFull, error.SqlState);
        Assert.Empty(files.List());
        Put(files, "small", Bytes(1000));
    }

    private static ReadOnlyMemory<byte> OpenAndForget(IObjectFiles files)
    {
        var reader = files.Open("a");
        return reader.GetMemory(0, (int)reader.Length);
    }

    private static void Put(IObjectFiles files, string name, byte[] bytes)
    {
        using var writer = files.Create(name);
        writer.Write(bytes.AsSpan(0, bytes.Length / 3));
        writer.Write(bytes.AsSpan(bytes.Length / 3));
        writer.Complete();
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private IObjectFiles Open(string kind) => kind switch
    {
        "local" => new LocalObjectFiles(_folder.Path),
        "memory" => new MemoryObjectFiles(),
        _ => new FaultyFiles().Files.Objects,
    };
}
