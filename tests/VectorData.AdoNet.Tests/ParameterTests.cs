using System.Collections;
using System.Data;
using System.Text.Json;
using VectorData.AdoNet.Types;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void A_new_parameter_has_the_usual_defaults()
    {
        var parameter = new VectorDbParameter();
        Assert.Equal(("", "", ParameterDirection.Input, DbType.String), (parameter.ParameterName, parameter.SourceColumn, parameter.Direction, parameter.DbType));
        Assert.Equal((0, false, DataRowVersion.Current), (parameter.Size, parameter.IsNullable, parameter.SourceVersion));
        Assert.Null(parameter.Value);
        Assert.Throws<ArgumentException>(() => parameter.Direction = ParameterDirection.Output);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.VectorDbType = VectorDbType.Array);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.VectorDbType = (VectorDbType)99);
    }

    [Fact]
    public void Clr_types_have_a_natural_sql_type()
    {
        Natural("boolean", "true", true);
        Natural("smallint", "7", (byte)7);
        Natural("smallint", "-7", (sbyte)-7);
        Natural("smallint", "7", (short)7);
        Natural("integer", "7", (ushort)7);
        Natural("integer", "7", 7);
        Natural("bigint", "7", 7u);
        Natural("bigint", "7", 7L);
        Natural("numeric", "18446744073709551615", ulong.MaxValue);
        Natural("real", "1.5", (Half)1.5);
        Natural("real", "1.5", 1.5f);
        Natural("double precision", "1.5", 1.5);
        Natural("numeric", "1.50", 1.50m);
        Natural("text", "x", 'x');
        Natural("text", "x", "x");
        Natural("text", "xy", "xy".ToCharArray());
        Natural("uuid", "0f8fad5b-d9cb-469f-a165-70867728950e", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));
        Natural("integer", "5", DayOfWeek.Friday);
        Natural("date", "1", new DateOnly(2000, 1, 2));
        Natural("time without time zone", "1000000", new TimeOnly(0, 0, 1));
        Natural("timestamp without time zone", "1000000", new DateTime(2000, 1, 1, 0, 0, 1));
        Natural("timestamp with time zone", "1000000", new DateTime(2000, 1, 1, 0, 0, 1, DateTimeKind.Utc));
        Natural("timestamp with time zone", "0", new DateTimeOffset(2000, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)));
        Natural("timestamp without time zone", "-1", new DateTime(2000, 1, 1).AddTicks(-1));
        Assert.Equal(new Interval(0, 0, 1_000_000), Convert(TimeSpan.FromSeconds(1)).AsInterval());
        Assert.Equal(new Interval(1, 2, 3), Convert(new Interval(1, 2, 3)).AsInterval());
        Assert.Equal("bytea", Convert(new byte[] { 1 }).Type.ToString());
        Assert.Equal([1], Convert(new byte[] { 1 }).AsBytes());
        Assert.Equal([1], Convert(new ReadOnlyMemory<byte>([1])).AsBytes());
        Assert.Equal("vector(2)", Convert(new[] { 1f, 2f }).Type.ToString());
        Assert.Equal([1f, 2f], Convert(new ReadOnlyMemory<float>([1f, 2f])).AsVector());
        Assert.Equal("halfvec(1)", Convert(new[] { (Half)1 }).Type.ToString());
        Assert.Equal("sparsevec(9)", Convert(new SparseVector(9, [1], [1f])).Type.ToString());
        Assert.Equal("bit varying", Convert(new BitArray(3)).Type.ToString());
        Assert.Equal(("jsonb", "{\"a\":1}"), (Convert(JsonDocument.Parse("{ \"a\": 1 }")).Type.ToString(), Convert(JsonDocument.Parse("{ \"a\": 1 }")).AsString()));
        Assert.Equal("integer[]", Convert(new[] { 1, 2 }).Type.ToString());
        Assert.Equal("text[]", Convert(new List<string?> { "a", null }).Type.ToString());
        Assert.True(Convert(new List<string?> { "a", null }).AsArray().Elements[1].IsNull);
        Assert.Equal("double precision[]", Convert(new[] { 1.0 }).Type.ToString());
        Assert.Equal([2, 1], Convert(new[,] { { 1 }, { 2 } }).AsArray().Lengths);
        Assert.Equal("integer[]", Convert(new int?[] { null, 1 }).Type.ToString());
        Assert.Equal("timestamp with time zone[]", Convert(new[] { DateTime.UnixEpoch }).Type.ToString());
        Assert.True(Convert(DBNull.Value).IsNull);
    }

    [Fact]
    public void Typed_parameters_convert_the_same_without_boxing()
    {
        foreach (var (typed, boxed) in new (VectorDbParameter, object)[]
        {
            (new VectorDbParameter<int>("p", 7), 7), (new VectorDbParameter<long>("p", 7), 7L), (new VectorDbParameter<short>("p", 7), (short)7),
            (new VectorDbParameter<bool>("p", true), true), (new VectorDbParameter<float>("p", 1.5f), 1.5f), (new VectorDbParameter<double>("p", 1.5), 1.5),
            (new VectorDbParameter<decimal>("p", 1.5m), 1.5m), (new VectorDbParameter<Guid>("p", Guid.Empty), Guid.Empty),
            (new VectorDbParameter<string>("p", "x"), "x"), (new VectorDbParameter<DateOnly>("p", new(2000, 1, 2)), new DateOnly(2000, 1, 2)),
            (new VectorDbParameter<DateTime>("p", DateTime.UnixEpoch), DateTime.UnixEpoch), (new VectorDbParameter<int?>("p", 7), 7),
        })
        {
            Assert.Equal(Convert(boxed).Type, typed.ToValue().Type);
            Assert.Equal(Convert(boxed).ToString(), typed.ToValue().ToString());
            Assert.Equal(boxed, typed.Value);
            Assert.Equal(typed.DbType, typed.Clone().DbType);
        }

        Assert.True(new VectorDbParameter<string>("p", null).ToValue().IsNull);
        Assert.True(new VectorDbParameter<int?>("p", null).ToValue().IsNull);
        var parameter = new VectorDbParameter<int>("p", 1) { Value = 5 };
        Assert.Equal(5, parameter.TypedValue);
        Assert.Throws<InvalidCastException>(() => parameter.Value = "x");
        Assert.Equal([1f], new VectorDbParameter<ReadOnlyMemory<float>>("p", new[] { 1f }).ToValue().AsVector());
    }

    [Fact]
    public void A_given_type_converts_what_fits_it()
    {
        Given("bigint", "7", 7, VectorDbType.BigInt);
        Given("smallint", "7", 7L, VectorDbType.SmallInt);
        Given("numeric", "7", 7, VectorDbType.Numeric);
        Given("double precision", "7", 7, VectorDbType.Double);
        Given("real", "1.5", 1.5, VectorDbType.Real);
        Given("character varying", "x", "x", VectorDbType.VarChar);
        Given("jsonb", "{}", "{}", VectorDbType.Jsonb);
        Given("json", "{\"a\":1}", JsonDocument.Parse("{\"a\":1}"), VectorDbType.Json);
        Given("unknown", "2024-01-01", "2024-01-01", VectorDbType.Date);
        Given("date", "1", new DateTime(2000, 1, 2, 3, 4, 5), VectorDbType.Date);
        Given("time without time zone", "1000000", TimeSpan.FromSeconds(1), VectorDbType.Time);
        Assert.Equal("halfvec(1)", Convert(new[] { 1f }, VectorDbType.HalfVec).Type.ToString());
        Assert.Equal("vector(1)", Convert(new[] { 1.0 }.ToList().ConvertAll(d => (float)d), VectorDbType.Vector).Type.ToString());
        Assert.Equal("real[]", Convert(new[] { 1f }, VectorDbType.Array | VectorDbType.Real).Type.ToString());
        Assert.Equal("double precision[]", Convert(new[] { 1f }, VectorDbType.Array | VectorDbType.Double).Type.ToString());
        Assert.Equal("bigint[]", Convert(new[] { 1, 2 }, VectorDbType.Array | VectorDbType.BigInt).Type.ToString());
        Assert.Equal("bit", Convert(new BitArray(3), VectorDbType.Bit).Type.ToString());
        Assert.Equal("timestamp with time zone", Convert(DateTime.Now, VectorDbType.TimestampTz).Type.ToString());
        Assert.Equal(("integer", true), (Convert(DBNull.Value, VectorDbType.Integer).Type.ToString(), Convert(DBNull.Value, VectorDbType.Integer).IsNull));
    }

    [Fact]
    public void A_given_type_refuses_what_does_not_fit()
    {
        Assert.Equal(
            "Parameter 'p': 70000 does not fit type smallint.",
            Assert.Throws<OverflowException>(() => Convert(70_000, VectorDbType.SmallInt)).Message);
        Assert.Equal(
            "Parameter 'p' has a value of type integer, which cannot be sent as date.",
            Assert.Throws<InvalidCastException>(() => Convert(1, VectorDbType.Date)).Message);
        Assert.Throws<OverflowException>(() => Convert(0.1, VectorDbType.Real));
        Assert.Throws<OverflowException>(() => Convert(TimeSpan.FromDays(2), VectorDbType.Time));
        Assert.Throws<InvalidCastException>(() => Convert(1, VectorDbType.Array | VectorDbType.Integer));
        Assert.Contains("Kind Unspecified", Assert.Throws<InvalidCastException>(() => Convert(new DateTime(2000, 1, 1), VectorDbType.TimestampTz)).Message);
        Assert.Contains("Kind Utc", Assert.Throws<InvalidCastException>(() => Convert(DateTime.UtcNow, VectorDbType.Timestamp)).Message);
    }

    [Fact]
    public void Types_without_a_sql_form_are_named_with_what_is_supported()
    {
        var error = Assert.Throws<InvalidCastException>(() => Convert(new Uri("http://x")));
        Assert.StartsWith("Parameter 'p' has a value of type Uri, which has no SQL type. Supported are bool, byte,", error.Message);
        Assert.Contains("int[][]", Assert.Throws<InvalidCastException>(() => Convert(new int[][] { [1] })).Message);
        Assert.Throws<InvalidCastException>(() => Convert(new object()));
        Assert.Throws<InvalidCastException>(() => Convert(Enumerable.Range(0, 3)));
    }

    [Fact]
    public void DbType_and_VectorDbType_follow_each_other_and_the_value()
    {
        var parameter = new VectorDbParameter("p", 7);
        Assert.Equal((DbType.Int32, VectorDbType.Integer), (parameter.DbType, parameter.VectorDbType));
        parameter.DbType = DbType.Int64;
        Assert.Equal(VectorDbType.BigInt, parameter.VectorDbType);
        Assert.Equal("bigint", parameter.ToValue().Type.ToString());
        parameter.VectorDbType = VectorDbType.Numeric;
        Assert.Equal(DbType.Decimal, parameter.DbType);
        parameter.ResetDbType();
        Assert.Equal(DbType.Int32, parameter.DbType);
        parameter.DbType = DbType.DateTime;
        parameter.Value = DateTime.UnixEpoch;
        Assert.Equal((DbType.DateTime, "timestamp with time zone"), (parameter.DbType, parameter.ToValue().Type.ToString()));
        foreach (var type in Enum.GetValues<DbType>().Where(type => type != DbType.Xml))
            Assert.Equal(type, new VectorDbParameter { DbType = type }.DbType);
        Assert.Throws<NotSupportedException>(() => parameter.DbType = DbType.Xml);
    }

    [Fact]
    public void Size_cuts_strings_and_bytes()
    {
        Assert.Equal("ab", new VectorDbParameter("p", "abc") { Size = 2 }.ToValue().AsString());
        Assert.Equal([1], new VectorDbParameter("p", new byte[] { 1, 2 }) { Size = 1 }.ToValue().AsBytes());
        Assert.Equal("abc", new VectorDbParameter("p", "abc") { Size = -1 }.ToValue().AsString());
        Assert.Equal(3, new VectorDbParameter("p", "abc").Size);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDbParameter { Size = -2 });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void The_collection_finds_names_with_and_without_their_sign(int count)
    {
        var parameters = new VectorDbCommand().Parameters;
        for (var i = 0; i < count; i++)
            parameters.AddWithValue("@p" + i, i);
        parameters.AddWithValue("Name", 1);
        parameters.AddWithValue("name", 2);
        Assert.Equal(1, parameters.IndexOf("p1"));
        Assert.Equal(1, parameters.IndexOf("@p1"));
        Assert.Equal(1, parameters.IndexOf("@P1"));
        Assert.Equal(1, parameters["Name"].Value);
        Assert.Equal(2, parameters["@name"].Value);
        Assert.Equal(-1, parameters.IndexOf("none"));
        Assert.Throws<IndexOutOfRangeException>(() => parameters["none"]);
        parameters["name"].ParameterName = "other";
        Assert.Equal(2, parameters["other"].Value);
        Assert.True(parameters.Contains("other"));
        parameters.RemoveAt("other");
        Assert.False(parameters.Contains("other"));
        Assert.Equal(count + 1, parameters.Count);
    }

    [Fact]
    public void The_collection_takes_only_its_own_free_parameters()
    {
        var parameters = new VectorDbCommand().Parameters;
        var parameter = parameters.AddWithValue("a", 1);
        Assert.Throws<InvalidCastException>(() => parameters.Add(new object()));
        Assert.Throws<ArgumentException>(() => new VectorDbCommand().Parameters.Add(parameter));
        Assert.Throws<ArgumentException>(() => parameters.Add(parameter));
        parameters.Remove(parameter);
        new VectorDbCommand().Parameters.Add(parameter);
        parameters.AddRange(new[] { new VectorDbParameter("x", 1), new VectorDbParameter("y", 2) });
        parameters.Insert(1, new VectorDbParameter("z", 3));
        Assert.Equal(["x", "z", "y"], parameters.Cast<VectorDbParameter>().Select(item => item.ParameterName));
        parameters["z"] = new VectorDbParameter("w", 4);
        parameters[0] = new VectorDbParameter("v", 5);
        Assert.Equal([5, 4, 2], parameters.Cast<VectorDbParameter>().Select(item => item.Value));
        parameters.Clear();
        Assert.Empty(parameters);
    }

    private static void Natural(string type, string text, object value) =>
        Assert.Equal((type, text), (Convert(value).Type.ToString(), Convert(value).ToString()));

    private static void Given(string type, string text, object value, VectorDbType given) =>
        Assert.Equal((type, text), (Convert(value, given).Type.ToString(), Convert(value, given).ToString()));

    private static Value Convert(object value, VectorDbType? type = null) => ParameterConversion.FromObject(value, type, ValuePlace.Parameter("p"));
}
