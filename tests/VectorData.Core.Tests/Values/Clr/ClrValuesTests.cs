using System.Collections;
using System.Numerics;
using System.Text.Json;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Clr;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Tests.Values.Clr;

public sealed class ClrValuesTests
{
    private enum Color : short
    {
        Red = 1,
        Blue = 7,
    }

    public static TheoryData<object, string> Natural => new()
    {
        { true, "boolean t" },
        { (byte)5, "smallint 5" },
        { (sbyte)-5, "smallint -5" },
        { (ushort)5, "integer 5" },
        { 5, "integer 5" },
        { 5u, "bigint 5" },
        { 5L, "bigint 5" },
        { ulong.MaxValue, "numeric 18446744073709551615" },
        { 1.5f, "real 1.5" },
        { 1.5, "double precision 1.5" },
        { 1.50m, "numeric 1.50" },
        { "x", "text x" },
        { 'x', "text x" },
        { new byte[] { 1, 255 }, "bytea \\x01ff" },
        { new DateOnly(2024, 5, 6), "date 2024-05-06" },
        { new TimeOnly(7, 8, 9), "time without time zone 07:08:09" },
        { TimeSpan.FromHours(30), "interval 30:00:00" },
        { new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), "timestamp with time zone 2024-05-06 07:08:09+00" },
        { new DateTime(2024, 5, 6, 7, 8, 9), "timestamp without time zone 2024-05-06 07:08:09" },
        { new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)), "timestamp with time zone 2024-05-06 05:08:09+00" },
        { new[] { 1f, 2.5f }, "vector [1,2.5]" },
        { (ReadOnlyMemory<float>)new[] { 1f }, "vector [1]" },
        { new[] { (Half)1, (Half)2 }, "halfvec [1,2]" },
        { new SparseVector(3, [1], [2]), "sparsevec {2:2}/3" },
        { new BitArray([true, false, true]), "bit varying 101" },
        { new[] { 1, 2 }, "integer[] {1,2}" },
        { new List<string?> { "a", null }, "text[] {a,NULL}" },
        { new int?[] { 1, null }, "integer[] {1,NULL}" },
        { new[,] { { 1, 2 }, { 3, 4 } }, "integer[] {{1,2},{3,4}}" },
        { new object[] { 1, 2L }, "bigint[] {1,2}" },
        { Array.Empty<Guid>(), "uuid[] {}" },
        { new List<float> { 1, 2 }, "real[] {1,2}" },
        { Color.Blue, "smallint 7" },
        { new BigInteger(12), "numeric 12" },
        { JsonDocument.Parse("{\"b\":1,\"a\":2}"), "jsonb {\"a\": 2, \"b\": 1}" },
    };

    [Theory]
    [MemberData(nameof(Natural))]
    public void Objects_have_a_natural_type(object given, string expected)
    {
        var value = ClrValues.FromObject(given);
        Assert.Equal(expected, $"{value.Type.Name} {ValueText.Format(value)}");
    }

    [Fact]
    public void Nulls_are_NULL_of_unknown_type()
    {
        Assert.True(ClrValues.FromObject(null).IsNull);
        Assert.True(ClrValues.FromObject(DBNull.Value).IsNull);
        Assert.Throws<InvalidCastException>(() => ClrValues.FromObject(new object()));
    }

    [Fact]
    public void Every_type_reads_back_as_its_natural_object()
    {
        var random = new Random(2);
        foreach (var type in SampleValues.Types)
        {
            if (type.Kind is TypeKind.Interval or TypeKind.Array)
                continue;
            var values = Enumerable.Range(0, 20).Select(_ => SampleValues.Random(type, random)).ToArray();
            var column = SampleValues.Column(type, values);
            for (var row = 0; row < values.Length; row++)
            {
                var natural = ClrValues.ToObject(column, row);
                Assert.IsType(ClrValues.NaturalType(type), natural);
                Assert.Equal(ValueText.Format(values[row]), ValueText.Format(ClrValues.FromObject(natural).WithType(type)));
            }
        }
    }

    [Fact]
    public void A_row_is_read_as_any_type_that_loses_nothing()
    {
        Assert.Equal(5L, Read<long>(Value.Of(5)));
        Assert.Equal(5, Read<int>(Value.Of(5L)));
        Assert.Equal((byte)5, Read<byte>(Value.Of(5)));
        Assert.Equal(5m, Read<decimal>(Value.Of(5)));
        Assert.Equal(5.0, Read<double>(Value.Of(5L)));
        Assert.Equal(2, Read<int>(Value.Of(2.00m)));
        Assert.Equal(1.5, Read<double>(Value.Of(1.5f)));
        Assert.Equal("5", Read<string>(Value.Of(5)));
        Assert.Equal(5, Read<int?>(Value.Of(5)));
        Assert.Null(Read<int?>(Value.Null(SqlType.Integer)));
        Assert.Null(Read<string>(Value.Null(SqlType.Text)));
        Assert.Equal(DBNull.Value, Read<object>(Value.Null(SqlType.Text)));
        Assert.Equal(Color.Blue, Read<Color>(Value.Of(7)));
        Assert.Equal(Color.Red, Read<Color>(Value.Of("red")));
        Assert.Equal([1, 2], Read<int[]>(Value.Of(new SqlArray(SqlType.Integer, [Value.Of(1), Value.Of(2)]))));
        Assert.Equal([1, null], Read<List<int?>>(Value.Of(new SqlArray(SqlType.Integer, [Value.Of(1), Value.Null(SqlType.Integer)]))));
        Assert.Equal([1f, 2f], Read<ReadOnlyMemory<float>>(Value.Of(new float[] { 1, 2 })).ToArray());
        Assert.Equal([1f, 2f], Read<float[]>(Value.Of(new Half[] { (Half)1, (Half)2 })));
        Assert.Equal([0f, 2f], Read<float[]>(Value.Of(new SparseVector(2, [1], [2]))));
        Assert.Equal(DateTimeKind.Utc, Read<DateTime>(Value.OfTimestampTz(0)).Kind);
        Assert.Equal(new DateTime(2000, 1, 1), Read<DateTime>(Value.OfDate(0)));
        Assert.Equal(new TimeSpan(1, 0, 0), Read<TimeSpan>(Value.OfTime(3_600_000_000)));
        Assert.Equal(new TimeSpan(2, 1, 0, 0), Read<TimeSpan>(Value.Of(new Interval(0, 2, 3_600_000_000))));
        Assert.Equal(1, Read<JsonElement>(Value.FromContent(SqlType.Jsonb, "{\"a\": 1}")).GetProperty("a").GetInt32());
    }

    [Fact]
    public void What_would_lose_something_is_refused()
    {
        Assert.Throws<OverflowException>(() => Read<int>(Value.Of(5_000_000_000)));
        Assert.Throws<OverflowException>(() => Read<byte>(Value.Of(-1)));
        Assert.Throws<InvalidCastException>(() => Read<int>(Value.Of(1.5m)));
        Assert.Throws<InvalidCastException>(() => Read<int>(Value.Of("5")));
        Assert.Throws<InvalidCastException>(() => Read<float>(Value.Of(0.1)));
        Assert.Throws<InvalidCastException>(() => Read<double>(Value.Of(long.MaxValue - 1)));
        Assert.Throws<InvalidCastException>(() => Read<int>(Value.Null(SqlType.Integer)));
        Assert.Throws<InvalidCastException>(() => Read<Guid>(Value.Of("x")));
        Assert.Throws<InvalidCastException>(() => Read<TimeSpan>(Value.Of(new Interval(1, 0, 0))));
        Assert.Throws<InvalidCastException>(() => Read<TimeOnly>(Value.OfTime(86_400_000_000)));
    }

    [Fact]
    public void Numbers_are_read_from_columns_without_allocation()
    {
        var integers = SampleValues.Column(SqlType.Integer, [Value.Of(5)]);
        var numerics = SampleValues.Column(SqlType.Numeric, [Value.Of(5m)]);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0L;
        for (var i = 0; i < 1000; i++)
            sum += Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(15_000, sum);

        long Read() => ClrValues.Get<int>(integers, 0) + ClrValues.Get<long>(integers, 0) + (long)ClrValues.Get<decimal>(numerics, 0);
    }

    private static T Read<T>(Value value) => ClrValues.Get<T>(SampleValues.Column(value.Type, [value]), 0);
}
