using System.Collections;
using System.Text.Json;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

/// <summary>Every getter on every column type: what it gives, and which error where it gives nothing.</summary>
public sealed class FieldTests
{
    private static readonly Value[] Samples =
    [
        Value.Of(true),
        Value.Of((short)7),
        Value.Of(7),
        Value.Of(7L),
        Value.Of(1.5f),
        Value.Of(1.5),
        Value.Of(7.00m),
        Value.Of("text"),
        Value.Of("varchar").WithType(new SqlType(TypeKind.VarChar, 10)),
        Value.Of("c").WithType(new SqlType(TypeKind.Char, 1)),
        Value.Of([1, 2, 3]),
        Value.Of(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e")),
        Value.OfDate(1),
        Value.OfTime(3_600_000_000),
        Value.OfTimestamp(86_400_000_000),
        Value.OfTimestampTz(86_400_000_000),
        Value.Of(new Interval(0, 1, 1_000_000)),
        Value.FromContent(SqlType.Json, "{\"a\":1}"),
        Value.FromContent(SqlType.Jsonb, "{\"a\":1}"),
        Value.Of([1f, 2f]),
        Value.FromContent(SqlType.Vector, new[] { 1f, 2f }),
        Value.Of([(Half)1, (Half)2]),
        Value.Of(new SparseVector(4, [1], [2f])),
        Value.Of(new BitString(3, [0b10100000])).WithType(new SqlType(TypeKind.Bit, 3)),
        Value.Of(new BitString(1, [0b10000000])),
        Value.Of(new SqlArray(SqlType.Integer, [Value.Of(1), Value.Of(2)])),
        Value.Of(new SqlArray(SqlType.Text, [Value.Of("a"), Value.Null(SqlType.Text)])),
    ];

    private static readonly (string Name, Func<VectorDbDataReader, object?> Get)[] Getters =
    [
        ("GetBoolean", reader => reader.GetBoolean(0)),
        ("GetByte", reader => reader.GetByte(0)),
        ("GetInt16", reader => reader.GetInt16(0)),
        ("GetInt32", reader => reader.GetInt32(0)),
        ("GetInt64", reader => reader.GetInt64(0)),
        ("GetFloat", reader => reader.GetFloat(0)),
        ("GetDouble", reader => reader.GetDouble(0)),
        ("GetDecimal", reader => reader.GetDecimal(0)),
        ("GetString", reader => reader.GetString(0)),
        ("GetChar", reader => reader.GetChar(0)),
        ("GetGuid", reader => reader.GetGuid(0)),
        ("GetDateTime", reader => reader.GetDateTime(0)),
        ("GetStream", reader => ((MemoryStream)reader.GetStream(0)).ToArray()),
        ("GetTextReader", reader => reader.GetTextReader(0).ReadToEnd()),
        ("GetBytes", reader => reader.GetBytes(0, 0, null, 0, 0)),
        ("GetChars", reader => reader.GetChars(0, 0, null, 0, 0)),
        .. Typed<sbyte>(), .. Typed<ushort>(), .. Typed<uint>(), .. Typed<ulong>(), .. Typed<Int128>(), .. Typed<Half>(), .. Typed<char[]>(),
        .. Typed<DayOfWeek>(), .. Typed<DateOnly>(), .. Typed<TimeOnly>(), .. Typed<DateTimeOffset>(), .. Typed<TimeSpan>(), .. Typed<Interval>(),
        .. Typed<byte[]>(), .. Typed<ReadOnlyMemory<byte>>(), .. Typed<JsonDocument>(), .. Typed<JsonElement>(), .. Typed<float[]>(),
        .. Typed<ReadOnlyMemory<float>>(), .. Typed<Memory<float>>(), .. Typed<Half[]>(), .. Typed<ReadOnlyMemory<Half>>(), .. Typed<double[]>(),
        .. Typed<SparseVector>(), .. Typed<BitArray>(), .. Typed<BitString>(), .. Typed<SqlArray>(), .. Typed<int[]>(), .. Typed<List<int>>(),
        .. Typed<IReadOnlyList<long>>(), .. Typed<string?[]>(), .. Typed<List<string?>>(),
    ];

    // What each type can be read as; every other getter is an InvalidCastException.
    private static readonly Dictionary<string, string> Readable = new()
    {
        ["boolean"] = "GetBoolean",
        ["smallint"] = "GetByte GetInt16 GetInt32 GetInt64 GetFloat GetDouble GetDecimal sbyte ushort uint ulong Int128 Half DayOfWeek",
        ["integer"] = "GetByte GetInt16 GetInt32 GetInt64 GetFloat GetDouble GetDecimal sbyte ushort uint ulong Int128 Half DayOfWeek",
        ["bigint"] = "GetByte GetInt16 GetInt32 GetInt64 GetFloat GetDouble GetDecimal sbyte ushort uint ulong Int128 Half DayOfWeek",
        ["real"] = "GetFloat GetDouble Half",
        ["double precision"] = "GetFloat GetDouble Half",
        ["numeric"] = "GetByte GetInt16 GetInt32 GetInt64 GetFloat GetDouble GetDecimal sbyte ushort uint ulong Int128 Half DayOfWeek",
        ["text"] = "GetString GetStream GetTextReader GetChars char[] byte[] ReadOnlyMemory<byte> !GetChar",
        ["character varying(10)"] = "GetString GetStream GetTextReader GetChars char[] byte[] ReadOnlyMemory<byte> !GetChar",
        ["character(1)"] = "GetString GetChar GetStream GetTextReader GetChars char[] byte[] ReadOnlyMemory<byte>",
        ["bytea"] = "GetStream GetBytes byte[] ReadOnlyMemory<byte>",
        ["uuid"] = "GetGuid",
        ["date"] = "GetDateTime DateOnly",
        ["time without time zone"] = "TimeOnly TimeSpan",
        ["timestamp without time zone"] = "GetDateTime",
        ["timestamp with time zone"] = "GetDateTime DateTimeOffset",
        ["interval"] = "TimeSpan Interval",
        ["json"] = "GetString GetStream GetTextReader GetChars char[] byte[] ReadOnlyMemory<byte> JsonDocument JsonElement !GetChar",
        ["jsonb"] = "GetString GetStream GetTextReader GetChars char[] byte[] ReadOnlyMemory<byte> JsonDocument JsonElement !GetChar",
        ["vector(2)"] = "float[] ReadOnlyMemory<float> Memory<float> double[] Half[] ReadOnlyMemory<Half>",
        ["vector"] = "float[] ReadOnlyMemory<float> Memory<float> double[] Half[] ReadOnlyMemory<Half>",
        ["halfvec(2)"] = "float[] ReadOnlyMemory<float> Memory<float> Half[] ReadOnlyMemory<Half> double[]",
        ["sparsevec(4)"] = "SparseVector",
        ["bit(3)"] = "BitArray BitString !GetBoolean",
        ["bit varying"] = "BitArray BitString GetBoolean",
        ["integer[]"] = "SqlArray int[] List<int> IReadOnlyList<long> float[] ReadOnlyMemory<float> Memory<float> Half[] ReadOnlyMemory<Half> double[]",
        ["text[]"] = "SqlArray string[] List<string>",
    };

    public static TheoryData<int> AllSamples => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(AllSamples))]
    public void Each_type_is_readable_as_listed_and_as_nothing_else(int sample)
    {
        using var reader = Open(Samples[sample]);
        reader.Read();
        var typeName = reader.GetDataTypeName(0);
        var readable = Readable[typeName].Split(' ');
        foreach (var (name, get) in Getters)
        {
            var error = Record.Exception(() => get(reader));
            if (readable.Contains(name))
                Assert.True(error is null, $"{typeName} as {name}: {error?.Message}");
            else if (readable.Contains("!" + name))
                Assert.True(error is OverflowException, $"{typeName} as {name}: expected an overflow, not {error}");
            else
                Assert.True(error is InvalidCastException, $"{typeName} as {name}: expected a failing cast, not {error?.ToString() ?? "a value"}");
        }
    }

    [Theory]
    [MemberData(nameof(AllSamples))]
    public void Every_getter_fails_on_null_before_the_first_and_past_the_last_row_and_when_closed(int sample)
    {
        var type = Samples[sample].Type;
        var getters = Getters.Concat([("IsDBNull", reader => reader.IsDBNull(0)), ("GetValue", reader => reader.GetValue(0))]).ToArray();
        using var reader = Open(Value.Null(type));
        foreach (var (name, get) in getters)
            Assert.Equal((name, "There is no row yet: call Read first."), (name, Assert.Throws<InvalidOperationException>(() => get(reader)).Message));
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.Equal(DBNull.Value, reader.GetFieldValue<object>(0));
        Assert.True(reader.GetFieldValue<Value>(0).IsNull);
        var readable = Readable[reader.GetDataTypeName(0)].Split(' ');
        foreach (var (name, get) in Getters)
        {
            var error = Assert.Throws<InvalidCastException>(() => get(reader));
            if (readable.Contains(name))
                Assert.Equal("Column 'x' is null: ask IsDBNull first, or read a nullable type.", error.Message);
        }

        Assert.False(reader.Read());
        foreach (var (_, get) in getters)
            Assert.Equal("There is no row: the reader is past the last one.", Assert.Throws<InvalidOperationException>(() => get(reader)).Message);
        reader.Close();
        foreach (var (_, get) in getters)
            Assert.Equal("The reader is closed.", Assert.Throws<InvalidOperationException>(() => get(reader)).Message);
    }

    [Theory]
    [MemberData(nameof(AllSamples))]
    public async Task Values_have_the_type_that_the_column_announces(int sample)
    {
        using var reader = Open(Samples[sample]);
        reader.Read();
        Assert.IsAssignableFrom(reader.GetFieldType(0), reader.GetValue(0));
        Assert.Equal(reader.GetValue(0), reader[0]);
        Assert.Equal(reader.GetValue(0), reader["x"]);
        Assert.Equal(reader.GetValue(0), await reader.GetFieldValueAsync<object>(0));
        Assert.False(await reader.IsDBNullAsync(0));
        var values = new object[3];
        Assert.Equal(1, reader.GetValues(values));
        Assert.Equal(reader.GetValue(0), values[0]);
    }

    [Fact]
    public void Fields_have_the_values_that_went_in()
    {
        Is(true, Value.Of(true));
        Is((short)-7, Value.Of((short)-7));
        Is(DayOfWeek.Friday, Value.Of(5));
        Is(5m, Value.Of(5L));
        Is(5.0, Value.Of(5L));
        Is(0.1, Value.Of(0.1m));
        Is(9_007_199_254_740_993m, Value.Of(9_007_199_254_740_993L));
        Is('ß', Value.Of("ß"));
        Is(new DateOnly(2000, 1, 2), Value.OfDate(1));
        Is(new DateTime(2000, 1, 2), Value.OfDate(1));
        Is(new TimeOnly(1, 0), Value.OfTime(3_600_000_000));
        Is(TimeSpan.FromHours(24), Value.OfTime(86_400_000_000));
        Is(new DateTime(2000, 1, 1).AddTicks(-10), Value.OfTimestamp(-1));
        Is(new DateTimeOffset(2000, 1, 2, 0, 0, 0, TimeSpan.Zero), Value.OfTimestampTz(86_400_000_000));
        Is(new TimeSpan(1, 0, 0, 1), Value.Of(new Interval(0, 1, 1_000_000)));
        Is(DateTime.MaxValue, Value.OfTimestamp(long.MaxValue));
        Is(DateOnly.MinValue, Value.OfDate(int.MinValue));
        Is((int?)7, Value.Of(7));
        Is((int?)null, Value.Null(SqlType.Integer));
        Is(new[] { 1.0, 2.0 }, Value.Of([1f, 2f]));
        Is(new[] { 1f, 2f }, Value.Of([(Half)1, (Half)2]));
        Is(new int?[] { 1, null }, Array(Value.Of(1), Value.Null(SqlType.Integer)));
        Is(new List<int?> { 1, null }, Array(Value.Of(1), Value.Null(SqlType.Integer)));
        Is(System.Array.Empty<int>(), Array());
        Is(new[,] { { 1, 2 }, { 3, 4 } }, Value.Of(new SqlArray(SqlType.Integer, [Value.Of(1), Value.Of(2), Value.Of(3), Value.Of(4)], [2, 2], [1, 1])));
        Assert.Equal(DateTimeKind.Utc, Read<DateTime>(Value.OfTimestampTz(0)).Kind);
        Assert.Equal(DateTimeKind.Unspecified, Read<DateTime>(Value.OfTimestamp(0)).Kind);
        Assert.Equal(1, Read<JsonDocument>(Value.FromContent(SqlType.Jsonb, "{\"a\":1}")).RootElement.GetProperty("a").GetInt32());
        Assert.Equal([true, false, true], Read<BitArray>(Value.Of(new BitString(3, [0b10100000]))).Cast<bool>());
        Assert.Equal([1f, 2f], Read<ReadOnlyMemory<float>>(Value.Of([1f, 2f])).ToArray());
    }

    [Fact]
    public void Arrays_read_as_objects_take_their_natural_form()
    {
        Assert.Equal(new[] { 1, 2 }, Read<object>(Array(Value.Of(1), Value.Of(2))));
        Assert.Equal(new int?[] { 1, null }, Read<object>(Array(Value.Of(1), Value.Null(SqlType.Integer))));
        var square = Value.Of(new SqlArray(SqlType.Integer, [Value.Of(1), Value.Of(2)], [1, 2], [1, 1]));
        Assert.Equal(new[,] { { 1, 2 } }, Read<object>(square));
        Assert.Throws<OverflowException>(() => Read<int[]>(square));
        Assert.Throws<OverflowException>(() => Read<int[]>(Array(Value.Null(SqlType.Integer))));
    }

    [Theory]
    [InlineData(typeof(byte), 256L)]
    [InlineData(typeof(byte), -1L)]
    [InlineData(typeof(sbyte), 128L)]
    [InlineData(typeof(short), 32768L)]
    [InlineData(typeof(ushort), -1L)]
    [InlineData(typeof(int), 2147483648L)]
    [InlineData(typeof(uint), 4294967296L)]
    [InlineData(typeof(ulong), -1L)]
    [InlineData(typeof(float), 16777217L)]
    [InlineData(typeof(double), 9007199254740993L)]
    [InlineData(typeof(double), long.MaxValue)]
    [InlineData(typeof(Half), 2049L)]
    public void Integers_that_do_not_fit_overflow_and_say_so(Type type, long number)
    {
        var error = Overflows(type, Value.Of(number));
        Assert.Contains($"The value {number} of column 'x' (bigint) does not fit", error.Message);
        Overflows(type, Value.Of((decimal)number));
    }

    [Fact]
    public void Other_values_that_do_not_fit_overflow()
    {
        Overflows(typeof(int), Value.Of(1.5m));
        Overflows(typeof(double), Value.Of(1.2345678901234567890m));
        Overflows(typeof(float), Value.Of(0.1));
        Overflows(typeof(float), Value.Of(1e300));
        Overflows(typeof(TimeOnly), Value.OfTime(86_400_000_000));
        Overflows(typeof(TimeSpan), Value.Of(new Interval(1, 0, 0)));
        Overflows(typeof(DateTime), Value.OfTimestamp(long.MaxValue - 1));
        Overflows(typeof(DateOnly), Value.OfDate(3_000_000));
        Overflows(typeof(char), Value.Of("😀"));
        Overflows(typeof(char), Value.Of(""));
    }

    [Fact]
    public void Casts_that_do_not_exist_name_column_type_and_asked_type()
    {
        using var reader = Open(Value.Of("x"));
        reader.Read();
        Assert.Equal("Column 'x' of type text cannot be read as int.", Assert.Throws<InvalidCastException>(() => reader.GetInt32(0)).Message);
        Assert.Equal(
            "Column 'x' of type text cannot be read as List<int?>.",
            Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<List<int?>>(0)).Message);
        Assert.Equal(
            "Column 'x' of type text cannot be read as FieldTests.",
            Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<FieldTests>(0)).Message);
    }

    [Fact]
    public void Bytes_and_chars_are_copied_in_parts()
    {
        using (var reader = Open(Value.Of([1, 2, 3, 4, 5])))
        {
            reader.Read();
            var buffer = new byte[4];
            Assert.Equal(5, reader.GetBytes(0, 0, null, 0, 0));
            Assert.Equal(3, reader.GetBytes(0, 1, buffer, 1, 3));
            Assert.Equal([0, 2, 3, 4], buffer);
            Assert.Equal(1, reader.GetBytes(0, 4, buffer, 0, 4));
            Assert.Equal(0, reader.GetBytes(0, 5, buffer, 0, 4));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, -1, buffer, 0, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, 0, buffer, 5, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, 0, buffer, 1, 4));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, 0, buffer, -1, 1));
        }

        using (var reader = Open(Value.Of("äbcde")))
        {
            reader.Read();
            var buffer = new char[4];
            Assert.Equal(5, reader.GetChars(0, 0, null, 0, 0));
            Assert.Equal(2, reader.GetChars(0, 0, buffer, 2, 2));
            Assert.Equal("\0\0äb", new string(buffer));
            Assert.Equal(1, reader.GetChars(0, 4, buffer, 0, 4));
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetChars(0, 0, buffer, 3, 2));
        }
    }

    [Fact]
    public void Streams_stay_readable_after_the_row()
    {
        var database = new ScriptedDatabase().On("SELECT x", ScriptedResult.Column("x", SqlType.Bytea, 1, Value.Of([1]), Value.Of([2])));
        using var connection = database.Connect();
        using var reader = connection.CreateCommand("SELECT x").ExecuteReader();
        reader.Read();
        var stream = reader.GetStream(0);
        reader.Read();
        Assert.Equal(1, stream.ReadByte());
        Assert.Equal(-1, stream.ReadByte());
    }

    private static Value Array(params Value[] elements) => Value.Of(new SqlArray(SqlType.Integer, elements));

    private static void Is<T>(T expected, Value value) => Assert.Equal(expected, Read<T>(value));

    private static T Read<T>(Value value)
    {
        using var reader = Open(value);
        reader.Read();
        return reader.GetFieldValue<T>(0);
    }

    private static OverflowException Overflows(Type type, Value value)
    {
        using var reader = Open(value);
        reader.Read();
        var get = typeof(VectorDbDataReader).GetMethod(nameof(VectorDbDataReader.GetFieldValue))!.MakeGenericMethod(type);
        return Assert.Throws<OverflowException>(() => get.Invoke(reader, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [0], null));
    }

    private static VectorDbDataReader Open(Value value)
    {
        var type = value.Type;
        var connection = new ScriptedDatabase().On("SELECT x", ScriptedResult.Column("x", type, 1, value)).Connect();
        return connection.CreateCommand("SELECT x").ExecuteReader();
    }

    private static (string, Func<VectorDbDataReader, object?>)[] Typed<T>() =>
        [(Types.TypeMap.NameOf(typeof(T)), reader => reader.GetFieldValue<T>(0))];
}
