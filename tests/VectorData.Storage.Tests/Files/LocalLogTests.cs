using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Storage.Tests.Files;

public sealed class LocalLogTests : IDisposable
{
    private const int FileBytes = 4096;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Appended_bytes_are_read_back_after_reopening_across_files()
    {
        var all = Fill(groups: 40, groupBytes: 500);

        using var log = Open();
        Assert.Equal(0, log.Start);
        Assert.Equal(all.Length, log.End);
        Assert.Equal(all, Read(log, 0));
        Assert.Equal(all[777..], Read(log, 777));
        Assert.True(Directory.GetFiles(_folder.Path).Length > 3);
    }

    [Fact]
    public void A_group_larger_than_a_file_stays_in_one()
    {
        var all = Fill(groups: 3, groupBytes: 3 * FileBytes);

        using var log = Open();
        Assert.Equal(all, Read(log, 0));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Trimming_removes_whole_files_and_never_the_last()
    {
        var all = Fill(groups: 40, groupBytes: 500);
        using (var log = Open())
        {
            log.TrimBefore(10_000);
            Assert.InRange(log.Start, 1, 10_000);
            Assert.Equal(all[10_000..], Read(log, 10_000));
            log.TrimBefore(log.End);
            Assert.Single(Directory.GetFiles(_folder.Path));
        }

        using var again = Open();
        Assert.Equal(all.Length, again.End);
        Assert.Equal(all[(int)again.Start..], Read(again, again.Start));
    }

    [Fact]
    public void The_tail_is_cut_back_and_the_log_goes_on()
    {
        using (var log = Open())
        {
            log.Append([new byte[] { 1, 2, 3, 4 }]);
            log.CutTail(2);
            log.Append([new byte[] { 9 }]);
            log.Sync();
        }

        using var again = Open();
        Assert.Equal([1, 2, 9], Read(again, 0));
    }

    [Fact]
    public void Every_log_has_an_id_of_its_own_that_stays()
    {
        Fill(1, 10);
        using var other = new TempFolder();

        using var log = Open();
        using var fresh = LocalLog.Open(other.Path);
        Assert.NotEqual(log.Id, fresh.Id);
        log.Dispose();
        using var again = Open();
        Assert.Equal(log.Id, again.Id);
    }

    [Fact]
    public void A_file_that_was_being_created_at_the_crash_is_dropped()
    {
        var all = Fill(groups: 10, groupBytes: 500);
        var name = _folder[$"{all.Length:D20}.wal"];
        for (var torn = 0; torn < LogFileHeader.Size; torn++)
        {
            File.WriteAllBytes(name, new LogFileHeader(Guid.NewGuid(), all.Length).ToBytes()[..torn]);
            using (var log = Open())
            {
                Assert.Equal(all.Length, log.End);
                log.Append([new byte[] { 7 }]);
            }

            using var again = Open();
            Assert.Equal(all.Length + 1, again.End);
            again.CutTail(all.Length);
        }
    }

    [Fact]
    public void A_missing_file_in_the_middle_is_named()
    {
        Fill(groups: 40, groupBytes: 500);
        var files = Files();
        File.Delete(files[2]);

        var error = Assert.Throws<CorruptDataException>(Open);

        Assert.Equal(files[1], error.File);
    }

    [Fact]
    public void A_file_cut_short_in_the_middle_is_named()
    {
        Fill(groups: 40, groupBytes: 500);
        var file = Files()[1];
        var length = new FileInfo(file).Length;
        using (var stream = File.OpenWrite(file))
            stream.SetLength(length - 7);

        var error = Assert.Throws<CorruptDataException>(Open);

        Assert.Equal(file, error.File);
        Assert.Equal(length - 7, error.Offset);
    }

    [Fact]
    public void A_damaged_header_is_named_wherever_the_bit_is()
    {
        Fill(groups: 10, groupBytes: 500);
        var file = Files()[0];
        var sound = File.ReadAllBytes(file);
        for (var bit = 0; bit < LogFileHeader.Size * 8; bit++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, damaged);
            Assert.Equal(file, Assert.Throws<CorruptDataException>(Open).File);
        }
    }

    [Fact]
    public void A_file_of_another_log_is_named()
    {
        Fill(groups: 40, groupBytes: 500);
        var file = Files()[1];
        var bytes = File.ReadAllBytes(file);
        new LogFileHeader(Guid.NewGuid(), long.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture)).ToBytes().CopyTo(bytes, 0);
        File.WriteAllBytes(file, bytes);

        var error = Assert.Throws<CorruptDataException>(Open);

        Assert.Equal(file, error.File);
        Assert.Contains("another database", error.Message);
    }

    [Fact]
    public void A_newer_format_is_refused_by_name()
    {
        Fill(groups: 1, groupBytes: 500);
        var file = Files()[0];
        var bytes = File.ReadAllBytes(file);
        bytes[8] = 7;
        System.IO.Hashing.XxHash3.Hash(bytes.AsSpan(0, 56)).AsSpan().CopyTo(bytes.AsSpan(56));
        bytes.AsSpan(56, 8).Reverse();
        File.WriteAllBytes(file, bytes);

        var error = Assert.Throws<VectorDbException>(Open);

        Assert.Equal(SqlStates.FeatureNotSupported, error.SqlState);
        Assert.Equal($"file \"{file}\" has log format version 7; this version of VectorData reads version 1", error.Message);
    }

    [Fact]
    public void A_foreign_file_is_refused_by_name()
    {
        File.WriteAllText(_folder["00000000000000000000.wal"], new string('x', 5000));

        Assert.Contains("is not a VectorData log file", Assert.Throws<CorruptDataException>(Open).Message);
    }

    private LocalLog Open() => LocalLog.Open(_folder.Path, FileBytes);

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal)];

    private byte[] Fill(int groups, int groupBytes)
    {
        var random = new Random(1);
        using var log = Open();
        for (var i = 0; i < groups; i++)
        {
            var bytes = new byte[groupBytes];
            random.NextBytes(bytes);
            log.Append([bytes.AsMemory(0, groupBytes / 2), bytes.AsMemory(groupBytes / 2)]);
            log.Sync();
            Assert.Equal(log.End, log.Durable);
        }

        return Read(log, 0);
    }

    private static byte[] Read(ILog log, long position)
    {
        var bytes = new byte[log.End - position + 10];
        return bytes[..log.Read(position, bytes)];
    }
}
