using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Segments;
using VectorData.Storage.Tests.Files;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Segments;

public sealed class SegmentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(10_001)]
    public void Every_type_is_read_back(int rows)
    {
        using var files = new LocalObjectFiles(_folder.Path);
        var (entry, columns) = SegmentSamples.Write(files, "a.seg", rows);

        using var segment = SegmentReader.Open(files, entry);
        Assert.Equal(rows, segment.RowCount);
        Assert.Equal(SegmentSamples.Types, segment.Columns.Select(column => column.Type));
        for (var i = 0; i < columns.Length; i++)
            AssertSame(columns[i], 0, segment.ReadColumn(new ColumnId(i + 1), 0, rows));
        Assert.Empty(segment.Verify());
        Assert.True(segment.TryGetBlock("key.1.hash", out var block));
        Assert.Equal("the table"u8.ToArray(), block.ToArray());
        Assert.False(segment.TryGetBlock("key.2.hash", out _));
        Assert.False(segment.HasColumn(new ColumnId(99)));
    }

    [Fact]
    public void Any_range_and_any_rows_are_read()
    {
        const int rows = 9000;
        using var files = new MemoryObjectFiles();
        var (entry, columns) = SegmentSamples.Write(files, "a.seg", rows);
        using var segment = SegmentReader.Open(files, entry);
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var c = random.Next(columns.Length);
            var start = random.Next(rows + 1);
            var count = random.Next(rows - start + 1);
            AssertSame(columns[c], start, segment.ReadColumn(new ColumnId(c + 1), start, count));

            var ordinals = Enumerable.Range(0, random.Next(50)).Select(_ => random.Next(rows)).ToArray();
            var gathered = segment.Gather(new ColumnId(c + 1), ordinals);
            Assert.Equal(ordinals.Select(row => SegmentSamples.Raw(columns[c], row)), ordinals.Select((_, row) => SegmentSamples.Raw(gathered, row)));
        }
    }

    [Fact]
    public void Rows_outside_the_segment_are_refused()
    {
        using var files = new MemoryObjectFiles();
        var (entry, _) = SegmentSamples.Write(files, "a.seg", 100);
        using var segment = SegmentReader.Open(files, entry);

        Assert.Throws<ArgumentOutOfRangeException>(() => segment.ReadColumn(new ColumnId(1), 50, 51));
        Assert.Throws<ArgumentOutOfRangeException>(() => segment.ReadColumn(new ColumnId(1), int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => segment.Gather(new ColumnId(1), [100]));
        Assert.Throws<ArgumentOutOfRangeException>(() => segment.Gather(new ColumnId(1), [-1]));
    }

    [Fact]
    public void Vectors_are_read_by_ordinal_where_they_lie()
    {
        using var files = new LocalObjectFiles(_folder.Path);
        var (entry, columns) = SegmentSamples.Write(files, "a.seg", 3000);
        using var segment = SegmentReader.Open(files, entry);
        var id = new ColumnId(Array.IndexOf(SegmentSamples.Types, SqlType.VectorOf(5)) + 1);
        var column = (DenseVectorColumn<float>)columns[id.Value - 1];

        var vectors = segment.GetVectors<float>(id);
        Assert.Equal(column.GetRow(2999).ToArray(), vectors.GetVector(2999).ToArray());
        Assert.False(vectors.IsVerified);
        var memory = vectors.ToMemory();
        Assert.True(vectors.IsVerified);
        for (var row = 0; row < 3000; row++)
            Assert.True(memory.GetVector(row).SequenceEqual(column.GetRow(row)));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.GetVector(3000).Length);
        Assert.Throws<ArgumentException>(() => segment.GetVectors<Half>(id));
    }

    [Fact]
    public void Reading_a_column_allocates_next_to_nothing()
    {
        const int rows = 200_000;
        using var files = new LocalObjectFiles(_folder.Path);
        using (var writer = new SegmentWriter(files, "a.seg"))
        {
            writer.AddColumn(new ColumnId(1), SqlType.VectorOf(16), SegmentSamples.Column(SqlType.VectorOf(16), rows, new Random(1)));
            writer.AddColumn(new ColumnId(2), SqlType.Text, SegmentSamples.Column(SqlType.Text, rows, new Random(2)));
            writer.AddColumn(new ColumnId(3), SqlType.Integer, SegmentSamples.Column(SqlType.Integer, rows, new Random(3), nullEvery: 5));
            writer.Complete(rows);
        }

        using var segment = SegmentReader.Open(files, "a.seg");
        Scan(segment);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scan(segment);
        var perBatch = (GC.GetAllocatedBytesForCurrentThread() - before) / (rows / 4096 * 3);
        Assert.InRange(perBatch, 0, 400);
    }

    [Fact]
    public void A_stream_of_bytes_becomes_a_block_that_an_index_reads_in_place()
    {
        using var files = new LocalObjectFiles(_folder.Path);
        var expected = new byte[300_000];
        new Random(3).NextBytes(expected);
        using (var writer = new SegmentWriter(files, "a.seg"))
        {
            writer.AddBlock("index.7", stream =>
            {
                for (var at = 0; at < expected.Length; at += 1000)
                    stream.Write(expected.AsSpan(at, 1000));
            });
            Assert.Throws<ArgumentException>(() => writer.AddBlock("column.1.data", default(ReadOnlySpan<byte>)));
            writer.Complete(0);
        }

        using var segment = SegmentReader.Open(files, "a.seg");
        Assert.True(BlockEquals(segment, expected));
        Assert.Null(segment.OpenIndexBlock("index.8"));
    }

    [Fact]
    public void Columns_of_different_length_are_refused()
    {
        using var files = new MemoryObjectFiles();
        using var writer = new SegmentWriter(files, "a.seg");
        writer.AddColumn(new ColumnId(1), SqlType.Integer, SegmentSamples.Column(SqlType.Integer, 10, new Random(1)));

        Assert.Throws<InvalidOperationException>(() => writer.AddColumn(new ColumnId(2), SqlType.Integer, SegmentSamples.Column(SqlType.Integer, 11, new Random(1))));
        Assert.Throws<ArgumentException>(() => writer.Append(SegmentSamples.Column(SqlType.BigInt, 1, new Random(1))));
    }

    [Fact]
    public void A_thousand_columns_open_and_read()
    {
        using var files = new MemoryObjectFiles();
        using (var writer = new SegmentWriter(files, "wide.seg"))
        {
            for (var i = 0; i < 1000; i++)
                writer.AddColumn(new ColumnId(i), SqlType.Integer, new FixedColumn<int>(SqlType.Integer, new[] { i, -i }));
            writer.Complete(2);
        }

        using var segment = SegmentReader.Open(files, "wide.seg");
        Assert.Equal(-777, segment.ReadColumn(new ColumnId(777), 1, 1).GetValue(0).AsInt32());
        Assert.Empty(segment.Verify());
    }

    [Fact]
    public void Vectors_beyond_two_gigabytes_are_read()
    {
        // 2.2 GiB of zeros but for the last chunk, in a sparse file.
        const int chunkRows = 1 << 14;
        const int chunks = 36;
        var type = SqlType.VectorOf(1000);
        using var files = new HollowFiles(_folder.Path);
        using (var writer = new SegmentWriter(files, "big.seg"))
        {
            var zeros = new DenseVectorColumn<float>(type, new float[chunkRows * 1000], chunkRows);
            writer.BeginColumn(new ColumnId(1), type);
            for (var i = 0; i < chunks; i++)
                writer.Append(zeros);
            writer.Append(new DenseVectorColumn<float>(type, Enumerable.Range(0, 1000).Select(i => (float)i).ToArray(), 1));
            writer.EndColumn();
            writer.AddColumn(new ColumnId(2), SqlType.Integer, new FixedColumn<int>(SqlType.Integer, Enumerable.Range(0, (chunkRows * chunks) + 1).ToArray()));
            Assert.True(writer.Position > int.MaxValue);
            writer.Complete((chunkRows * chunks) + 1);
        }

        using var local = new LocalObjectFiles(_folder.Path);
        using var segment = SegmentReader.Open(local, "big.seg");
        var last = segment.RowCount - 1;
        Assert.Equal(999f, segment.GetVectors<float>(new ColumnId(1)).GetVector(last)[999]);
        Assert.Equal(999f, ((DenseVectorColumn<float>)segment.ReadColumn(new ColumnId(1), last - 1, 2)).GetRow(1)[999]);
        Assert.Equal(5f, ((DenseVectorColumn<float>)segment.Gather(new ColumnId(1), [0, last])).GetRow(1)[5]);
        Assert.Equal(last, segment.ReadColumn(new ColumnId(2), last, 1).GetValue(0).AsInt32());
    }

    [Fact]
    public void Data_beyond_the_reach_of_narrow_offsets_has_wide_ones()
    {
        using var files = new MemoryObjectFiles();
        var column = SegmentSamples.Column(SqlType.Text, 5000, new Random(1), nullEvery: 9);
        using (var writer = new SegmentWriter(files, "a.seg", wideOffsetsBeyond: 1000))
        {
            writer.AddColumn(new ColumnId(1), SqlType.Text, column);
            writer.Complete(5000);
        }

        using var segment = SegmentReader.Open(files, "a.seg");
        Assert.True(segment.GetColumn(new ColumnId(1)).HasWideOffsets);
        AssertSame(column, 0, segment.ReadColumn(new ColumnId(1), 0, 5000));
        AssertSame(column, 4321, segment.ReadColumn(new ColumnId(1), 4321, 99));
        Assert.Equal(SegmentSamples.Raw(column, 4999), SegmentSamples.Raw(segment.Gather(new ColumnId(1), [4999]), 0));
        Assert.Empty(segment.Verify());
    }

    [Fact]
    public void Rows_of_more_than_four_gigabytes_are_read()
    {
        if (Environment.GetEnvironmentVariable("VECTORDATA_SOAK") is null)
            return;
        using var files = new HollowFiles(_folder.Path);
        using (var writer = new SegmentWriter(files, "big.seg"))
        {
            var row = new byte[1 << 20];
            var chunk = new SlicedBytesColumn(SqlType.Bytea, Enumerable.Repeat((ReadOnlyMemory<byte>)row, 100).ToArray());
            writer.BeginColumn(new ColumnId(1), SqlType.Bytea);
            for (var i = 0; i < 41; i++)
                writer.Append(chunk);
            writer.Append(SegmentSamples.Bytes(SqlType.Bytea, [[1, 2, 3], [], [4]]));
            writer.EndColumn();
            Assert.True(writer.Position > uint.MaxValue);
            writer.Complete(4103);
        }

        using var local = new LocalObjectFiles(_folder.Path);
        using var segment = SegmentReader.Open(local, "big.seg");
        Assert.True(segment.GetColumn(new ColumnId(1)).HasWideOffsets);
        var all = (BytesColumn)segment.ReadColumn(new ColumnId(1), 0, 4103);
        Assert.Equal(1 << 20, all.GetSpan(4099).Length);
        Assert.Equal([1, 2, 3], all.GetSpan(4100).ToArray());
        Assert.Equal([4], all.GetSpan(4102).ToArray());
        Assert.Equal([4], ((BytesColumn)segment.Gather(new ColumnId(1), [0, 4102])).GetSpan(1).ToArray());
    }

    [Fact]
    public void A_fault_at_any_operation_leaves_no_file_and_the_next_try_succeeds()
    {
        for (var failing = 0; ; failing++)
        {
            var faulty = new FaultyFiles { Faults = { FailAt = failing, TornShare = 0.5 } };
            try
            {
                SegmentSamples.Write(faulty.Files.Objects, "a.seg", 5000);
                break;
            }
            catch (VectorDbException e)
            {
                Assert.Equal(SqlStates.IoError, e.SqlState);
            }

            Assert.Empty(faulty.Files.Objects.List());
            var (entry, columns) = SegmentSamples.Write(faulty.Files.Objects, "a.seg", 100);
            using var segment = SegmentReader.Open(faulty.Cut().Files.Objects, entry);
            AssertSame(columns[0], 0, segment.ReadColumn(new ColumnId(1), 0, 100));
        }
    }

    [Fact]
    public void What_was_read_survives_the_reader()
    {
        using var files = new LocalObjectFiles(_folder.Path);
        var (entry, columns) = SegmentSamples.Write(files, "a.seg", 5000);
        var read = ReadAndForget(files, entry);
        files.Delete("a.seg");
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        for (var i = 0; i < columns.Length; i++)
            AssertSame(columns[i], 0, read[i]);
    }

    private static ColumnVector[] ReadAndForget(IObjectFiles files, ObjectFileEntry entry)
    {
        var segment = SegmentReader.Open(files, entry);
        return [.. segment.Columns.Select(column => segment.ReadColumn(column.Id, 0, segment.RowCount))];
    }

    private static unsafe bool BlockEquals(SegmentReader segment, byte[] expected)
    {
        using var block = segment.OpenIndexBlock("index.7")!;
        return new ReadOnlySpan<byte>(block.Address, (int)block.Length).SequenceEqual(expected);
    }

    private static void Scan(SegmentReader segment)
    {
        for (var start = 0; start < segment.RowCount; start += 4096)
            for (var column = 1; column <= 3; column++)
                segment.ReadColumn(new ColumnId(column), start, Math.Min(4096, segment.RowCount - start));
    }

    private static void AssertSame(ColumnVector expected, int start, ColumnVector actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        for (var row = 0; row < actual.Length; row++)
            if (!Same(SegmentSamples.Raw(expected, start + row), SegmentSamples.Raw(actual, row)))
                Assert.Fail($"row {start + row} of {expected.Type} differs");
    }

    private static bool Same(byte[]? a, byte[]? b) => a is null || b is null ? a is null && b is null : a.AsSpan().SequenceEqual(b);
}
