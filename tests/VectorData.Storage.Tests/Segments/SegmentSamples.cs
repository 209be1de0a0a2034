using System.Runtime.InteropServices;
using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tests.Segments;

/// <summary>Random columns of every physical form, and segments of them.</summary>
internal static class SegmentSamples
{
    public static readonly SqlType[] Types =
    [
        SqlType.Boolean, SqlType.SmallInt, SqlType.Integer, SqlType.BigInt, SqlType.Real, SqlType.Double, SqlType.NumericOf(10, 2),
        SqlType.Uuid, SqlType.Interval, SqlType.Text, SqlType.Bytea, SqlType.TimestampTz, SqlType.VectorOf(5), new(TypeKind.HalfVec, 3),
        SqlType.ArrayOf(SqlType.Integer),
    ];

    /// <summary>A column of random values; every nullEvery-th row is NULL, none when 0.</summary>
    public static ColumnVector Column(SqlType type, int rows, Random random, int nullEvery = 0)
    {
        var nulls = nullEvery == 0 ? default : (ReadOnlyMemory<byte>)Enumerable.Range(0, rows).Select(i => (byte)(i % nullEvery == 0 ? 1 : 0)).ToArray();
        return type.Physical switch
        {
            PhysicalType.Boolean => new FixedColumn<bool>(type, Fill(rows, () => random.Next(2) == 1), nulls),
            PhysicalType.Int16 => new FixedColumn<short>(type, Fill(rows, () => (short)random.Next(-9, 9)), nulls),
            PhysicalType.Int32 => new FixedColumn<int>(type, Fill(rows, random.Next), nulls),
            PhysicalType.Int64 => new FixedColumn<long>(type, Fill(rows, () => random.NextInt64()), nulls),
            PhysicalType.Float32 => new FixedColumn<float>(type, Fill(rows, random.NextSingle), nulls),
            PhysicalType.Float64 => new FixedColumn<double>(type, Fill(rows, random.NextDouble), nulls),
            PhysicalType.Decimal => new FixedColumn<decimal>(type, Fill(rows, () => random.Next() / 100m), nulls),
            PhysicalType.Guid => new FixedColumn<Guid>(type, Fill(rows, Guid.NewGuid), nulls),
            PhysicalType.Interval => new FixedColumn<Interval>(type, Fill(rows, () => new Interval(random.Next(12), random.Next(30), random.Next())), nulls),
            PhysicalType.DenseFloat32 => new DenseVectorColumn<float>(type, Fill(rows * type.Modifier, random.NextSingle), rows, nulls),
            PhysicalType.DenseFloat16 => new DenseVectorColumn<Half>(type, Fill(rows * type.Modifier, () => (Half)random.NextSingle()), rows, nulls),
            _ => Bytes(type, Fill(rows, () => Text(random)), nulls),
        };
    }

    public static PackedBytesColumn Bytes(SqlType type, byte[][] rows, ReadOnlyMemory<byte> nulls = default)
    {
        var offsets = new uint[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
            offsets[i + 1] = offsets[i] + (uint)rows[i].Length;
        return new PackedBytesColumn(type, offsets, rows.SelectMany(row => row).ToArray(), nulls);
    }

    public static PackedBytesColumn Texts(params string[] rows) => Bytes(SqlType.Text, [.. rows.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>The bytes of a row in its physical form; null for NULL.</summary>
    public static byte[]? Raw(ColumnVector column, int row) => column.IsNull(row) ? null : column switch
    {
        BytesColumn c => c.GetSpan(row).ToArray(),
        DenseVectorColumn<float> c => MemoryMarshal.AsBytes(c.GetRow(row)).ToArray(),
        DenseVectorColumn<Half> c => MemoryMarshal.AsBytes(c.GetRow(row)).ToArray(),
        FixedColumn<bool> c => Of(c, row),
        FixedColumn<short> c => Of(c, row),
        FixedColumn<int> c => Of(c, row),
        FixedColumn<long> c => Of(c, row),
        FixedColumn<float> c => Of(c, row),
        FixedColumn<double> c => Of(c, row),
        FixedColumn<decimal> c => Of(c, row),
        FixedColumn<Guid> c => Of(c, row),
        FixedColumn<Interval> c => Of(c, row),
        _ => throw new ArgumentException(column.GetType().Name),
    };

    /// <summary>Writes a segment with one column of every type, in chunks of uneven size; column i has id i + 1.</summary>
    public static (ObjectFileEntry Entry, ColumnVector[] Columns) Write(IObjectFiles files, string name, int rows, int seed = 1)
    {
        var random = new Random(seed);
        var columns = Types.Select((type, i) => Column(type, rows, random, i % 3 == 0 ? 0 : (i * 7) + 2)).ToArray();
        using var writer = new SegmentWriter(files, name);
        for (var i = 0; i < columns.Length; i++)
        {
            writer.BeginColumn(new ColumnId(i + 1), Types[i]);
            for (var start = 0; start < rows;)
            {
                var count = Math.Min(random.Next(1, 3000), rows - start);
                writer.Append(columns[i].Slice(start, count));
                start += count;
            }

            writer.EndColumn();
        }

        writer.AddBlock("key.1.hash", "the table"u8);
        return (writer.Complete(rows), columns);
    }

    private static byte[] Of<T>(FixedColumn<T> column, int row)
        where T : unmanaged => MemoryMarshal.AsBytes(column.Span.Slice(row, 1)).ToArray();

    private static byte[] Text(Random random) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("wört", random.Next(8))) + random.Next(1000));

    private static T[] Fill<T>(int count, Func<T> next)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
            values[i] = next();
        return values;
    }
}
