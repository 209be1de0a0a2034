using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tests.Segments;

public sealed class ZoneMapTests
{
    [Fact]
    public void Zones_bound_their_rows()
    {
        const int rows = 10_000;
        var values = Enumerable.Range(0, rows).ToArray();
        using var segment = Segment(SqlType.Integer, new FixedColumn<int>(SqlType.Integer, values));

        Assert.Equal(3, segment.ZoneCount);
        var zone = segment.GetZone(new ColumnId(1), 1);
        Assert.True(zone.HasBounds);
        Assert.Equal(4096, zone.Min.AsInt32());
        Assert.Equal(8191, zone.Max.AsInt32());
        Assert.Equal(0, zone.NullCount);
        Assert.Equal(9999, segment.GetZone(new ColumnId(1), 2).Max.AsInt32());
    }

    [Fact]
    public void Nulls_are_counted_and_not_bounded()
    {
        using var segment = Segment(SqlType.BigInt, new FixedColumn<long>(SqlType.BigInt, new long[] { 5, long.MaxValue, 7 }, new byte[] { 0, 1, 0 }));
        var zone = segment.GetZone(new ColumnId(1), 0);
        Assert.Equal(1, zone.NullCount);
        Assert.Equal(7, zone.Max.AsInt64());

        using var allNull = Segment(SqlType.BigInt, new FixedColumn<long>(SqlType.BigInt, new long[] { 5 }, new byte[] { 1 }));
        Assert.False(allNull.GetZone(new ColumnId(1), 0).HasBounds);
        Assert.Equal(1, allNull.GetZone(new ColumnId(1), 0).NullCount);
    }

    [Fact]
    public void NaN_stands_beside_the_bounds()
    {
        using var segment = Segment(SqlType.Double, new FixedColumn<double>(SqlType.Double, new[] { double.NaN, 1, double.NegativeInfinity }));
        var zone = segment.GetZone(new ColumnId(1), 0);
        Assert.True(zone.HasNaN);
        Assert.Equal(double.NegativeInfinity, zone.Min.AsDouble());
        Assert.Equal(1, zone.Max.AsDouble());

        using var onlyNaN = Segment(SqlType.Real, new FixedColumn<float>(SqlType.Real, new[] { float.NaN }));
        Assert.False(onlyNaN.GetZone(new ColumnId(1), 0).HasBounds);
        Assert.True(onlyNaN.GetZone(new ColumnId(1), 0).HasNaN);
    }

    [Fact]
    public void Text_is_bounded_by_its_beginning()
    {
        using var segment = Segment(SqlType.Text, SegmentSamples.Texts("pear", "an apple that is longer than a bound", "zebras and everything that follows"));
        var zone = segment.GetZone(new ColumnId(1), 0);

        Assert.Equal("an apple that is"u8.ToArray(), zone.MinBytes);
        Assert.True(zone.HasMaxBytes);
        Assert.Equal("zebras and everz"u8.ToArray(), zone.MaxBytes);
    }

    [Fact]
    public void Bytes_that_cannot_be_rounded_up_have_no_upper_bound()
    {
        var high = Enumerable.Repeat((byte)255, 17).ToArray();
        using var segment = Segment(SqlType.Bytea, SegmentSamples.Bytes(SqlType.Bytea, [high, [1]]));
        var zone = segment.GetZone(new ColumnId(1), 0);
        Assert.True(zone.HasBounds);
        Assert.False(zone.HasMaxBytes);

        using var exact = Segment(SqlType.Bytea, SegmentSamples.Bytes(SqlType.Bytea, [high[..16], [1]]));
        Assert.Equal(high[..16], exact.GetZone(new ColumnId(1), 0).MaxBytes);
    }

    [Fact]
    public void Random_text_never_leaves_its_bounds()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 500).Select(_ =>
        {
            var row = new byte[random.Next(40)];
            random.NextBytes(row);
            if (random.Next(3) == 0)
                row.AsSpan().Fill(255);
            return row;
        }).ToArray();
        for (var take = 1; take < rows.Length; take += 7)
        {
            using var segment = Segment(SqlType.Bytea, SegmentSamples.Bytes(SqlType.Bytea, rows[..take]));
            var zone = segment.GetZone(new ColumnId(1), 0);
            foreach (var row in rows[..take])
            {
                Assert.True(row.AsSpan().SequenceCompareTo(zone.MinBytes) >= 0, $"seed {seed}");
                Assert.True(!zone.HasMaxBytes || row.AsSpan().SequenceCompareTo(zone.MaxBytes) <= 0, $"seed {seed}");
            }
        }
    }

    private static SegmentReader Segment(SqlType type, ColumnVector column)
    {
        var files = new MemoryObjectFiles();
        using var writer = new SegmentWriter(files, "a.seg");
        writer.AddColumn(new ColumnId(1), type, column);
        return SegmentReader.Open(files, writer.Complete(column.Length));
    }
}
