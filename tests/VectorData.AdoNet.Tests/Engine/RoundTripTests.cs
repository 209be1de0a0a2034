using System.Collections;
using System.Data;
using System.Text.Json;
using VectorData.Core.Errors;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests.Engine;

/// <summary>Values go in as parameters and come out of columns the same.</summary>
public sealed class RoundTripTests : EngineTest
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_type_comes_back_as_it_went_in(bool isAsync)
    {
        await Is("boolean", true, isAsync);
        await Is("smallint", short.MinValue, isAsync);
        await Is("integer", int.MaxValue, isAsync);
        await Is("bigint", long.MinValue, isAsync);
        await Is("real", 1.1f, isAsync);
        await Is("double precision", double.Epsilon, isAsync);
        await Is("numeric", 79228162514264337593543950335m, isAsync);
        await Is("numeric(10,2)", -12345678.90m, isAsync);
        await Is("text", "ünï\u0001😀 'quoted' \\ \"x\"\n", isAsync);
        await Is("text", "", isAsync);
        await Is("varchar(5)", "abcde", isAsync);
        await Is("bytea", new byte[] { 0, 1, 255 }, isAsync);
        await Is("uuid", Guid.NewGuid(), isAsync);
        await Is("date", new DateOnly(1999, 12, 31), isAsync);
        await Is("date", DateOnly.MaxValue, isAsync);
        await Is("time", new TimeOnly(23, 59, 59, 999, 999), isAsync);
        await Is("timestamp", new DateTime(1969, 7, 20, 20, 17, 40, 123), isAsync);
        await Is("timestamptz", new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), isAsync);
        await Is("timestamptz", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero), isAsync);
        await Is("interval", new Interval(14, -3, 4_000_005), isAsync);
        await Is("interval", new TimeSpan(1, 2, 3), isAsync);
        await Is("jsonb", "{\"a\": [1, 2]}", isAsync);
        await Is("vector(3)", new[] { 1.5f, -2, 0 }, isAsync);
        await Is("vector", new[] { 1f }, isAsync);
        await Is("halfvec(2)", new[] { (Half)1.5, (Half)(-2) }, isAsync);
        await Is("sparsevec(5)", new SparseVector(5, [1, 3], [1f, -2f]), isAsync);
        await Is("bit(3)", new BitArray(new[] { true, false, true }), isAsync);
        await Is("varbit", new BitArray(new[] { true }), isAsync);
        await Is("integer[]", new[] { 1, 2, 3 }, isAsync);
        await Is("integer[]", System.Array.Empty<int>(), isAsync);
        await Is("integer[]", new int?[] { 1, null }, isAsync);
        await Is("text[]", new[] { "a", "b,c", "\"" }, isAsync);
        await Is("real[]", new[] { 1f, 2f }, isAsync);
        await Is("float8[]", new List<double> { 1, 2 }, isAsync);
        await Is("uuid[]", new[] { Guid.NewGuid() }, isAsync);
        await Is("integer[]", new[,] { { 1, 2 }, { 3, 4 } }, isAsync);
    }

    [Fact]
    public void Null_comes_back_as_null_for_every_type()
    {
        foreach (var type in new[] { "int", "text", "numeric(5,1)", "uuid", "vector(3)", "sparsevec(3)", "bit(3)", "int[]", "jsonb", "interval", "timestamptz" })
            Assert.Equal((type, DBNull.Value), (type, Scalar($"SELECT $1::{type}", DBNull.Value)));
    }

    [Fact]
    public void Text_is_read_as_the_type_its_place_asks()
    {
        Run("CREATE TABLE t (d date, v vector(2), n numeric(5,1), u uuid, j jsonb, a int[])");
        Run(
            "INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6)",
            "2024-05-06", "[1,2]", "12.5", "0f8fad5b-d9cb-469f-a165-70867728950e", "{\"b\":1}", "{1,2}");
        Assert.Equal(1L, Scalar("SELECT count(*) FROM t WHERE d = $1 AND v = $2 AND n = $3", new DateOnly(2024, 5, 6), new[] { 1f, 2f }, 12.5m));
        Assert.Equal(SqlStates.InvalidDatetimeFormat, Assert.Throws<VectorDbException>(() => Run("INSERT INTO t (d) VALUES ($1)", "nope")).SqlState);
    }

    [Fact]
    public void Jsonb_takes_documents_and_gives_them_back()
    {
        using var document = JsonDocument.Parse("{\"a\":{\"b\":[true,null,1.5]}}");
        using var command = Connection.CreateCommand("SELECT @j::jsonb");
        command.Parameters.AddWithValue("j", document);
        using var reader = command.ExecuteReader();
        reader.Read();
        Assert.Equal(1.5, reader.GetFieldValue<JsonDocument>(0).RootElement.GetProperty("a").GetProperty("b")[2].GetDouble());
    }

    [Fact]
    public void Wrong_vectors_are_refused_with_pgvectors_words()
    {
        Run("CREATE TABLE t (v vector(3))");
        Assert.Equal("expected 3 dimensions, not 2", Assert.Throws<VectorDbException>(() => Run("INSERT INTO t VALUES ($1)", new float[2])).Message);
        Assert.Equal("NaN not allowed in vector", Assert.Throws<VectorDbException>(() => Run("INSERT INTO t VALUES ($1)", new[] { 1, float.NaN, 2 })).Message);
        Assert.Equal(
            "infinite value not allowed in vector",
            Assert.Throws<VectorDbException>(() => Run("INSERT INTO t VALUES ($1)", new[] { 1, float.PositiveInfinity, 2 })).Message);
        Assert.Equal(0L, Scalar("SELECT count(*) FROM t"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_string_of_100_MB_goes_in_and_comes_out(bool isAsync)
    {
        Run("CREATE TABLE t (id int, s text)");
        var text = string.Create(100 << 20, 0, (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)('a' + (i % 26));
        });
        var insert = Connection.CreateCommand("INSERT INTO t VALUES (1, @s)");
        insert.Parameters.AddWithValue("s", text);
        Assert.Equal(1, await insert.NonQueryBoth(isAsync));
        await using (var reader = await Connection.CreateCommand("SELECT s FROM t").ReaderBoth(isAsync))
        {
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.Equal(text.Length, reader.GetChars(0, 0, null, 0, 0));
            Assert.Equal(text, reader.GetString(0));
        }

        Assert.Equal(1, Run("DELETE FROM t"));
    }

    [Fact]
    public void Ten_thousand_columns_are_one_clear_error_and_the_database_goes_on()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"c{i} int"));
        Assert.Equal(SqlStates.TooManyColumns, Assert.Throws<VectorDbException>(() => Run($"CREATE TABLE t ({columns})")).SqlState);
        Assert.Equal(1, Scalar("SELECT 1"));
    }

    private async Task Is<T>(string type, T value, bool isAsync)
        where T : notnull
    {
        Run($"DROP TABLE IF EXISTS t; CREATE TABLE t (v {type})");
        var insert = Connection.CreateCommand("INSERT INTO t VALUES (@v)");
        if (isAsync)
            insert.Parameters.AddWithValue("v", value);
        else
            insert.Parameters.Add("v", value);
        await insert.NonQueryBoth(isAsync);
        await using (var reader = await Connection.CreateCommand("SELECT v FROM t").ReaderBoth(isAsync, CommandBehavior.SequentialAccess))
        {
            Assert.True(await reader.ReadBoth(isAsync));
            Assert.Equal(value, isAsync ? await reader.GetFieldValueAsync<T>(0) : reader.GetFieldValue<T>(0));
            if (reader.GetFieldType(0) == typeof(T))
                Assert.Equal(value, reader.GetValue(0));
        }

        var cast = Connection.CreateCommand($"SELECT $1::{type}");
        cast.Parameters.AddWithValue(value);
        await using var casting = await cast.ReaderBoth(isAsync);
        Assert.True(await casting.ReadBoth(isAsync));
        Assert.Equal(value, casting.GetFieldValue<T>(0));
    }
}
