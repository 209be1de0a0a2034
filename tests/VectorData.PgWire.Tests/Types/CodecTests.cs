using System.Buffers;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Tests.Types;

public sealed class CodecTests
{
    [Theory]
    [InlineData(TypeKind.Boolean, "t", "01")]
    [InlineData(TypeKind.Boolean, "f", "00")]
    [InlineData(TypeKind.SmallInt, "-2", "FFFE")]
    [InlineData(TypeKind.Integer, "66051", "00010203")]
    [InlineData(TypeKind.BigInt, "-1", "FFFFFFFFFFFFFFFF")]
    [InlineData(TypeKind.Real, "1.5", "3FC00000")]
    [InlineData(TypeKind.Real, "1e+20", "60AD78EC")]
    [InlineData(TypeKind.Double, "-0.5", "BFE0000000000000")]
    [InlineData(TypeKind.Double, "NaN", "FFF8000000000000")]
    [InlineData(TypeKind.Numeric, "0", "0000000000000000")]
    [InlineData(TypeKind.Numeric, "12345.678", "00030001000000030001092 91A7C")]
    [InlineData(TypeKind.Numeric, "-0.0001", "0001FFFF400000040001")]
    [InlineData(TypeKind.Numeric, "10000", "00010001000000000001")]
    [InlineData(TypeKind.Numeric, "1.50", "0002000000000002000113 88")]
    [InlineData(TypeKind.Text, "häé€😀", "68C3A4C3A9E282ACF09F9880")]
    [InlineData(TypeKind.Text, "", "")]
    [InlineData(TypeKind.Bytea, "\\x00ff5c", "00FF5C")]
    [InlineData(TypeKind.Uuid, "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899AABBCCDDEEFF")]
    [InlineData(TypeKind.Date, "2000-01-02", "00000001")]
    [InlineData(TypeKind.Date, "1999-12-31", "FFFFFFFF")]
    [InlineData(TypeKind.Date, "infinity", "7FFFFFFF")]
    [InlineData(TypeKind.Time, "00:00:01.5", "000000000016E360")]
    [InlineData(TypeKind.Time, "24:00:00", "000000141DD76000")]
    [InlineData(TypeKind.Timestamp, "2000-01-01 00:00:00.000001", "0000000000000001")]
    [InlineData(TypeKind.Timestamp, "1999-12-31 23:59:59.999999", "FFFFFFFFFFFFFFFF")]
    [InlineData(TypeKind.Timestamp, "-infinity", "8000000000000000")]
    [InlineData(TypeKind.TimestampTz, "2000-01-01 00:00:01+00", "00000000000F4240")]
    [InlineData(TypeKind.Interval, "1 year 2 mons 3 days 04:05:06.7", "000000036D1014600000000030000000E")]
    [InlineData(TypeKind.Json, "{\"a\": 1}", "7B2261223A20317D")]
    [InlineData(TypeKind.Jsonb, "{\"a\": 1}", "017B2261223A20317D")]
    [InlineData(TypeKind.Vector, "[1,-2.5]", "000200003F800000C0200000")]
    [InlineData(TypeKind.HalfVec, "[1,-2.5]", "000200003C00C100")]
    [InlineData(TypeKind.SparseVec, "{1:1,3:-2}/5", "00000005000000020000000000000000000000023F800000C0000000")]
    [InlineData(TypeKind.VarBit, "1010000011", "0000000AA0C0")]
    [InlineData(TypeKind.VarBit, "", "00000000")]
    public void A_value_has_one_text_and_one_binary_form(TypeKind kind, string text, string hex)
    {
        var type = new SqlType(kind);
        var value = ValueText.Parse(type, text);
        Assert.Equal(text, Encoding.UTF8.GetString(Encode(type, value, FormatCode.Text)));
        if (kind != TypeKind.Interval)
            Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(Encode(type, value, FormatCode.Binary)));
        RoundTrips(type, value);
    }

    [Fact]
    public void An_interval_is_microseconds_days_and_months()
    {
        var bytes = Encode(SqlType.Interval, Value.Of(new Interval(1, 2, 3)), FormatCode.Binary);
        Assert.Equal("00000000000000030000000200000001", Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(TypeKind.Integer, "{1,NULL,3}")]
    [InlineData(TypeKind.Integer, "{}")]
    [InlineData(TypeKind.Integer, "{{1,2},{3,4}}")]
    [InlineData(TypeKind.Integer, "[0:1]={5,6}")]
    [InlineData(TypeKind.Text, "{a,\"b c\",\"q\\\"\\\\\",\"\",\"NULL\",NULL,\"{}\"}")]
    [InlineData(TypeKind.Boolean, "{t,f}")]
    [InlineData(TypeKind.Numeric, "{1.50,-2}")]
    [InlineData(TypeKind.TimestampTz, "{\"2024-01-02 03:04:05+00\"}")]
    [InlineData(TypeKind.Vector, "{\"[1,2]\",\"[3,4]\"}")]
    [InlineData(TypeKind.Jsonb, "{\"{\\\"a\\\": 1}\"}")]
    [InlineData(TypeKind.Bytea, "{\"\\\\x00ff\"}")]
    [InlineData(TypeKind.Uuid, "{00112233-4455-6677-8899-aabbccddeeff}")]
    [InlineData(TypeKind.Interval, "{\"1 day\",02:00:00}")]
    public void An_array_round_trips_in_both_forms(TypeKind element, string text)
    {
        var type = SqlType.ArrayOf(new SqlType(element));
        var value = ValueText.Parse(type, text);
        Assert.Equal(text, Encoding.UTF8.GetString(Encode(type, value, FormatCode.Text)));
        RoundTrips(type, value);
    }

    [Fact]
    public void An_arrays_binary_form_has_dimensions_flag_and_oid()
    {
        var type = SqlType.ArrayOf(SqlType.Integer);
        var bytes = Encode(type, ValueText.Parse(type, "[2:3]={7,NULL}"), FormatCode.Binary);
        Assert.Equal("00000001" + "00000001" + "00000017" + "00000002" + "00000002" + "0000000400000007" + "FFFFFFFF", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Text_forms_of_random_values_are_those_of_the_engine()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            foreach (var value in RandomValues(random))
            {
                var text = Encoding.UTF8.GetString(Encode(value.Type, value, FormatCode.Text));
                Assert.True(text == ValueText.Format(value), $"seed {seed}: {value.Type} {text}, engine {ValueText.Format(value)}");
                RoundTrips(value.Type, value);
            }
        }
    }

    [Fact]
    public void Settings_change_text_forms()
    {
        var berlin = FormatSettings.Default.With("TimeZone", "Europe/Berlin");
        var summer = ValueText.Parse(SqlType.TimestampTz, "2024-07-01 10:00:00+00");
        Assert.Equal("2024-07-01 12:00:00+02", Text(summer, berlin));
        Assert.Equal("2024-07-01 15:30:00+05:30", Text(summer, FormatSettings.Default.With("timezone", "Asia/Kolkata")));
        Assert.Equal("a\\\\\\000\\377", Text(Value.Of([(byte)'a', (byte)'\\', 0, 255]), FormatSettings.Default.With("bytea_output", "escape")));
        var rounded = FormatSettings.Default.With("extra_float_digits", "0");
        Assert.Equal("0.3", Text(Value.Of(0.1 + 0.2), rounded));
        Assert.Equal("0.30000000000000004", Text(Value.Of(0.1 + 0.2), FormatSettings.Default));
        Assert.Equal("1e+20", Text(Value.Of(1e20), rounded));
        Assert.Equal("1.23457e+06", Text(Value.Of(1234567f), rounded));
        Assert.Equal("100000", Text(Value.Of(100000f), rounded));
        Assert.Equal("0.0001", Text(Value.Of(0.0001), rounded));
        Assert.Equal("-0", Text(Value.Of(-0.0), rounded));
    }

    [Theory]
    [InlineData("1 year 2 mons -3 days +04:05:06.7", "P1Y2M-3DT4H5M6.7S", "+1-2 -3 +4:05:06.7", "@ 1 year 2 mons -3 days 4 hours 5 mins 6.7 secs")]
    [InlineData("-1 days -02:00:00", "P-1DT-2H", "-1 2:00:00", "@ 1 day 2 hours ago")]
    [InlineData("00:00:00", "PT0S", "0", "@ 0")]
    [InlineData("1 year 2 mons", "P1Y2M", "1-2", "@ 1 year 2 mons")]
    [InlineData("-00:00:01.5", "PT-1.5S", "-0:00:01.5", "@ 1.5 secs ago")]
    public void Intervals_are_printed_in_the_sessions_style(string postgres, string iso, string sql, string verbose)
    {
        var value = ValueText.Parse(SqlType.Interval, postgres);
        Assert.Equal(postgres, Text(value, FormatSettings.Default));
        Assert.Equal(iso, Text(value, FormatSettings.Default.With("intervalstyle", "iso_8601")));
        Assert.Equal(sql, Text(value, FormatSettings.Default.With("intervalstyle", "sql_standard")));
        Assert.Equal(verbose, Text(value, FormatSettings.Default.With("intervalstyle", "postgres_verbose")));
    }

    [Fact]
    public void Random_and_truncated_bytes_give_an_error_or_a_value_never_another_exception()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var types = Enum.GetValues<TypeKind>().Where(kind => kind is not (TypeKind.Array or TypeKind.Unknown)).Select(kind => new SqlType(kind)).ToList();
        types.AddRange([.. types.Where(type => TypeOids.ArrayOidOf(type) != 0).Select(SqlType.ArrayOf)]);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                for (var j = 0; j < bytes.Length; j++)
                    bytes[j] = (byte)(bytes[j] & 3);
            foreach (var type in types)
                foreach (var format in (FormatCode[])[FormatCode.Text, FormatCode.Binary])
                    TryRead(bytes, type, format, seed);
        }

        foreach (var value in RandomValues(random))
        {
            var bytes = Encode(value.Type, value, FormatCode.Binary);
            for (var length = 0; length < bytes.Length; length++)
                TryRead(bytes.AsSpan(0, length).ToArray(), value.Type, FormatCode.Binary, seed);
        }
    }

    [Theory]
    [InlineData(TypeKind.Integer, "0001", SqlStates.InvalidBinaryRepresentation)]
    [InlineData(TypeKind.Text, "FF", SqlStates.CharacterNotInRepertoire)]
    [InlineData(TypeKind.Text, "6100", SqlStates.CharacterNotInRepertoire)]
    [InlineData(TypeKind.Jsonb, "027B7D", SqlStates.InvalidBinaryRepresentation)]
    [InlineData(TypeKind.Vector, "000100007FC00000", SqlStates.DataException)]
    [InlineData(TypeKind.Vector, "0002000000000000", SqlStates.InvalidBinaryRepresentation)]
    [InlineData(TypeKind.SparseVec, "7FFFFFFF7FFFFFFF00000000", SqlStates.InvalidBinaryRepresentation)]
    [InlineData(TypeKind.Numeric, "00000000C0000000", SqlStates.NumericValueOutOfRange)]
    [InlineData(TypeKind.Numeric, "0001000000000000FFFF", SqlStates.InvalidBinaryRepresentation)]
    [InlineData(TypeKind.Timestamp, "7FFFFFFFFFFFFFFE", SqlStates.DatetimeFieldOverflow)]
    [InlineData(TypeKind.VarBit, "7FFFFFFF", SqlStates.InvalidBinaryRepresentation)]
    public void Wrong_binary_forms_are_refused(TypeKind kind, string hex, string state)
    {
        var error = Assert.ThrowsAny<VectorDbException>(() => Read(Convert.FromHexString(hex), new SqlType(kind), FormatCode.Binary));
        Assert.Equal(state, error.SqlState);
    }

    [Fact]
    public void An_array_that_claims_more_elements_than_bytes_is_refused_before_memory_is_taken()
    {
        var bytes = Convert.FromHexString("00000001" + "00000000" + "00000017" + "07FFFFFF" + "00000001");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsAny<VectorDbException>(() => Read(bytes, SqlType.ArrayOf(SqlType.Integer), FormatCode.Binary));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Rows_are_encoded_without_allocating()
    {
        var types = (SqlType[])[SqlType.Integer, SqlType.Numeric, SqlType.Text, SqlType.TimestampTz, SqlType.Uuid, SqlType.Bytea, SqlType.VectorOf(8), SqlType.HalfVec, SqlType.SparseVec, SqlType.VarBit, SqlType.Interval, SqlType.Date, SqlType.Double, SqlType.ArrayOf(SqlType.Text)];
        var texts = (string[])["7", "12345.678", "hello", "2024-07-01 10:00:00.5+00", "00112233-4455-6677-8899-aabbccddeeff", "\\x0011", "[1,2,3,4,5,6,7,8.5]", "[1,2]", "{1:2}/3", "101", "1 day 02:03:04", "2024-02-29", "0.1", "{a,\"b c\"}"];
        var columns = types.Select((type, i) => ColumnBuilder.Repeat(ValueText.Parse(type, texts[i]), type, 200)).ToArray();
        var batch = new Batch(columns, 200);
        foreach (var format in (FormatCode[])[FormatCode.Text, FormatCode.Binary])
        {
            var encoder = new DataRowEncoder(types.Select((type, i) => new ResultColumn("c" + i, type)).ToList(), [.. types.Select(_ => format)], FormatSettings.Default);
            using var output = new MessageBuffer();
            encoder.Write(batch, 0, 200, output);
            output.Truncate(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Write(batch, 0, 200, output);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    internal static IEnumerable<Value> RandomValues(Random random)
    {
        yield return Value.Of(random.Next());
        yield return Value.Of(random.NextInt64(long.MinValue, long.MaxValue));
        yield return Value.Of((short)random.Next(short.MinValue, short.MaxValue));
        yield return Value.Of(BitConverter.Int32BitsToSingle(random.Next()) is var single && float.IsNaN(single) ? 1 : single);
        yield return Value.Of(BitConverter.Int64BitsToDouble(random.NextInt64()) is var number && double.IsNaN(number) ? 1 : number);
        yield return Value.Of(new decimal(random.Next(), random.Next(), random.Next(2) * random.Next(), random.Next(2) == 0, (byte)random.Next(29)));
        yield return Value.OfDate(random.Next(-700_000, 2_000_000));
        yield return Value.OfTime(random.NextInt64(86_400_000_001));
        yield return Value.OfTimestamp(random.NextInt64(-60_000_000_000_000_000, 250_000_000_000_000_000));
        yield return Value.OfTimestampTz(random.NextInt64(-60_000_000_000_000_000, 250_000_000_000_000_000));
        yield return Value.Of(new Interval(random.Next(-100, 100), random.Next(-100, 100), random.NextInt64(-500_000_000_000, 500_000_000_000)));
        var bytes = new byte[16];
        random.NextBytes(bytes);
        yield return Value.Of(bytes);
        yield return Value.Of(new Guid(bytes));
        yield return Value.Of(new BitString(random.Next(121, 129), bytes));
        yield return Value.Of((float[])[random.NextSingle(), -random.NextSingle(), random.Next()]);
        yield return Value.Of((Half[])[(Half)random.NextSingle(), (Half)(-random.NextSingle())]);
    }

    private static void TryRead(byte[] bytes, SqlType type, FormatCode format, int seed)
    {
        try
        {
            Read(bytes, type, format);
        }
        catch (VectorDbException)
        {
        }
        catch (Exception e)
        {
            Assert.Fail($"seed {seed}: {type} {format} {Convert.ToHexString(bytes)}: {e}");
        }
    }

    private static string Text(Value value, FormatSettings settings) => Encoding.UTF8.GetString(Encode(value.Type, value, FormatCode.Text, settings));

    private static Value Read(byte[] bytes, SqlType type, FormatCode format) => TypeCodec.For(type).Read(bytes, type, format, FormatSettings.Default);

    private static void RoundTrips(SqlType type, Value value)
    {
        foreach (var format in (FormatCode[])[FormatCode.Text, FormatCode.Binary])
        {
            var read = Read(Encode(type, value, format), type, format);
            Assert.Equal(ValueText.Format(value), ValueText.Format(read));
        }
    }

    private static byte[] Encode(SqlType type, Value value, FormatCode format, FormatSettings? settings = null)
    {
        var column = ColumnBuilder.Repeat(value, type, 1);
        using var output = new MessageBuffer();
        var encoder = new DataRowEncoder([new ResultColumn("c", type)], [format], settings ?? FormatSettings.Default);
        encoder.Write(new Batch([column], 1), 0, 1, output);
        return output.Written.Span[11..].ToArray();
    }
}
