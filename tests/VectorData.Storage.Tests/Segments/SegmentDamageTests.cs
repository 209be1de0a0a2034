using System.Buffers.Binary;
using System.IO.Hashing;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Segments;
using VectorData.Storage.Tests.Files;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Segments;

public sealed class SegmentDamageTests : IDisposable
{
    private const string Name = "a.seg";

    private readonly TempFolder _folder = new();
    private readonly byte[] _sound;
    private readonly ColumnVector[] _columns;

    public SegmentDamageTests()
    {
        using var files = new MemoryObjectFiles();
        (_, _columns) = SegmentSamples.Write(files, Name, 40);
        using var reader = files.Open(Name);
        _sound = reader.GetMemory(0, (int)reader.Length).ToArray();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_bit_at_any_byte_is_found_and_never_read()
    {
        for (var at = 0; at < _sound.Length; at++)
        {
            var damaged = (byte[])_sound.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            var error = Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(damaged)));
            Assert.Equal(Name, error.File);
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        for (var length = 0; length < _sound.Length; length += length < 200 ? 1 : 37)
            Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(_sound[..length])));
        Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files([.. _sound, 0])));
    }

    [Fact]
    public void Random_garbage_is_refused()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(2000)];
            random.NextBytes(garbage);
            if (i % 2 == 0)
                _sound.AsSpan(0, Math.Min(64, garbage.Length)).CopyTo(garbage);
            if (i % 4 == 0 && garbage.Length > 64)
                _sound.AsSpan(_sound.Length - 64).CopyTo(garbage.AsSpan(garbage.Length - 64));
            Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(garbage)));
        }
    }

    [Fact]
    public void A_footer_that_lies_with_a_right_checksum_never_reaches_outside_the_file()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var footerOffset = (int)BinaryPrimitives.ReadInt64LittleEndian(_sound.AsSpan(_sound.Length - 64));
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (byte[])_sound.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var at = random.Next(footerOffset, _sound.Length - 16);
                if (random.Next(2) == 0)
                    damaged[at] = (byte)random.Next(256);
                else
                    BinaryPrimitives.WriteInt64LittleEndian(damaged.AsSpan(Math.Min(at, _sound.Length - 72)), random.NextInt64(long.MinValue, long.MaxValue));
            }

            Reseal(damaged, footerOffset);
            try
            {
                OpenAndReadAll(Files(damaged), compare: false);
            }
            catch (Exception e)
            {
                Assert.True(e is CorruptDataException or ArgumentOutOfRangeException, $"seed {seed}, round {i}: {e}");
            }
        }
    }

    [Fact]
    public void A_newer_format_is_refused_by_name()
    {
        var newer = Header(container: 1, kind: "segment", version: 12);
        Assert.Equal($"file \"{Name}\" has segment format version 12; this version of VectorData reads version 1",
            Assert.Throws<VectorDbException>(() => OpenAndReadAll(Files(newer))).Message);

        var newerContainer = Header(container: 3, kind: "segment", version: 1);
        Assert.Equal($"file \"{Name}\" has container format version 3; this version of VectorData reads version 1",
            Assert.Throws<VectorDbException>(() => OpenAndReadAll(Files(newerContainer))).Message);
    }

    [Fact]
    public void A_foreign_file_and_one_of_another_kind_are_refused_by_name()
    {
        var foreign = new byte[5000];
        "PK\u0003\u0004"u8.CopyTo(foreign);
        Assert.Contains("it is not a VectorData file", Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(foreign))).Message);
        Assert.Contains("it is a deletes file, not a segment file",
            Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(Header(1, "deletes", 1)))).Message);
        Assert.Contains("cut short", Assert.Throws<CorruptDataException>(() => OpenAndReadAll(Files(_sound[..100]))).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var files = new LocalObjectFiles(_folder.Path);

        var error = Assert.Throws<VectorDbException>(() => SegmentReader.Open(files, Name));

        Assert.Equal(SqlStates.UndefinedFile, error.SqlState);
        Assert.Contains(Path.Combine(_folder.Path, Name), error.Message);
    }

    [Fact]
    public void Another_sound_file_in_the_place_of_the_named_one_is_refused()
    {
        using var files = new MemoryObjectFiles();
        var (entry, _) = SegmentSamples.Write(files, Name, 40, seed: 1);
        files.Delete(Name);
        SegmentSamples.Write(files, Name, 40, seed: 2);

        Assert.Contains("not the file that the manifest names", Assert.Throws<CorruptDataException>(() => SegmentReader.Open(files, entry)).Message);
    }

    [Fact]
    public void Verify_reports_every_damaged_page_and_its_blocks()
    {
        var faulty = new FaultyFiles();
        SegmentSamples.Write(faulty.Files.Objects, "b.seg", 20_000);
        using (var segment = SegmentReader.Open(faulty.Files.Objects, "b.seg"))
            Assert.Empty(segment.Verify());
        faulty.Flip("b.seg", 20_000);
        faulty.Flip("b.seg", 100_000);

        using var damaged = SegmentReader.Open(faulty.Files.Objects, "b.seg");
        var defects = damaged.Verify();
        Assert.Equal([16384L, 98304L], defects.Select(defect => defect.Offset));
        Assert.All(defects, defect => Assert.Contains("column.", defect.What));
    }

    [Fact]
    public void Only_the_damaged_page_is_lost()
    {
        var faulty = new FaultyFiles();
        var column = SegmentSamples.Column(SqlType.Integer, 20_000, new Random(1));
        using (var writer = new SegmentWriter(faulty.Files.Objects, "b.seg"))
        {
            writer.AddColumn(new ColumnId(1), SqlType.Integer, column);
            writer.Complete(20_000);
        }

        faulty.Flip("b.seg", 40_000);
        using var segment = SegmentReader.Open(faulty.Files.Objects, "b.seg");
        Assert.Equal(4000, segment.ReadColumn(new ColumnId(1), 0, 4000).Length);
        Assert.Throws<CorruptDataException>(() => segment.ReadColumn(new ColumnId(1), 0, 20_000));
        Assert.Throws<CorruptDataException>(() => segment.Gather(new ColumnId(1), [9_990]));
    }

    [Fact]
    public void Verify_finds_what_the_checksums_cannot()
    {
        using var files = new MemoryObjectFiles();
        var kind = SegmentFormat.Kind;
        using (var writer = new BlockFileWriter(files, "b.seg", kind))
        {
            writer.Add("column.1.data", [2, 0]);
            writer.Add("column.1.zones", new byte[ZoneEntry.Size]);
            writer.Add("segment", [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, (byte)TypeKind.Boolean, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0]);
            writer.Complete();
        }

        using var segment = SegmentReader.Open(files, "b.seg");
        Assert.Contains("neither 0 nor 1", Assert.Single(segment.Verify()).What);
    }

    [Fact]
    public void Any_kind_of_block_file_is_checked_alike()
    {
        var faulty = new FaultyFiles();
        var kind = new BlockFileKind("deletes", 4);
        ObjectFileEntry entry;
        using (var writer = new BlockFileWriter(faulty.Files.Objects, "d", kind))
        {
            writer.Add("bitmap", new byte[40_000]);
            writer.Add("empty", default);
            entry = writer.Complete();
        }

        using (var reader = BlockFileReader.Open(faulty.Files.Objects, entry, kind))
        {
            Assert.Equal(40_000, reader.GetMemory(reader.Find("bitmap")).Length);
            Assert.Equal(0, reader.GetMemory(reader.Find("empty")).Length);
            Assert.Empty(reader.Verify());
            Assert.Throws<CorruptDataException>(() => reader.Find("other"));
        }

        faulty.Flip("d", 20_000);
        using var damaged = BlockFileReader.Open(faulty.Files.Objects, entry, kind);
        Assert.Throws<CorruptDataException>(() => damaged.GetMemory(damaged.Find("bitmap")));
        Assert.Throws<CorruptDataException>(() => damaged.GetIndexBlock(damaged.Find("bitmap")));
        Assert.Single(damaged.Verify());
    }

    private byte[] Header(uint container, string kind, uint version)
    {
        var bytes = (byte[])_sound.Clone();
        BlockFileFormat.EncodeHeader(new BlockFileKind(kind, version)).CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), container);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(56), XxHash3.HashToUInt64(bytes.AsSpan(0, 56)));
        return bytes;
    }

    private static void Reseal(byte[] bytes, int footerOffset)
    {
        var trailer = bytes.AsSpan(bytes.Length - 64);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[48..], BlockFileFormat.FooterHash(bytes.AsSpan(footerOffset, bytes.Length - 64 - footerOffset), trailer));
    }

    private static MemoryObjectFiles Files(byte[] bytes)
    {
        var files = new MemoryObjectFiles();
        using var writer = files.Create(Name);
        writer.Write(bytes);
        writer.Complete();
        return files;
    }

    private void OpenAndReadAll(IObjectFiles files, bool compare = true)
    {
        using var segment = SegmentReader.Open(files, Name);
        foreach (var column in segment.Columns)
        {
            var read = segment.ReadColumn(column.Id, 0, segment.RowCount);
            for (var row = 0; row < read.Length; row++)
            {
                var actual = SegmentSamples.Raw(read, row);
                if (!compare)
                    continue;
                var expected = SegmentSamples.Raw(_columns[column.Id.Value - 1], row);
                Assert.True(expected is null ? actual is null : expected.AsSpan().SequenceEqual(actual), $"row {row} of {column.Type} is wrong");
            }
        }

        if (segment.Verify() is [var defect, ..])
            throw new CorruptDataException(defect.File, defect.Offset, defect.What);
    }
}
