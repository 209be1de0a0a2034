using System.Collections;
using Npgsql;
using NpgsqlTypes;

namespace VectorData.Server.Tests.Clients;

/// <summary>Npgsql's own codecs against ours, in both directions: it sends and asks for binary.</summary>
public sealed class NpgsqlTypeTests
{
    public static TheoryData<string, object, NpgsqlDbType, string> Values => new()
    {
        { "boolean", true, NpgsqlDbType.Boolean, "true" },
        { "smallint", (short)-2, NpgsqlDbType.Smallint, "-2" },
        { "integer", int.MinValue, NpgsqlDbType.Integer, "-2147483648" },
        { "bigint", long.MaxValue, NpgsqlDbType.Bigint, "9223372036854775807" },
        { "real", 1.5f, NpgsqlDbType.Real, "1.5" },
        { "double precision", -1e-7, NpgsqlDbType.Double, "-1e-07" },
        { "numeric", 12345.6780m, NpgsqlDbType.Numeric, "12345.6780" },
        { "numeric", -0.0001m, NpgsqlDbType.Numeric, "-0.0001" },
        { "numeric", 79228162514264337593543950335m, NpgsqlDbType.Numeric, "79228162514264337593543950335" },
        { "text", "ä€😀", NpgsqlDbType.Text, "ä€😀" },
        { "bytea", new byte[] { 0, 255, 92 }, NpgsqlDbType.Bytea, "\\x00ff5c" },
        { "uuid", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), NpgsqlDbType.Uuid, "00112233-4455-6677-8899-aabbccddeeff" },
        { "date", new DateOnly(1999, 12, 31), NpgsqlDbType.Date, "1999-12-31" },
        { "time", new TimeOnly(1, 2, 3, 4), NpgsqlDbType.Time, "01:02:03.004" },
        { "timestamp", new DateTime(1999, 12, 31, 23, 59, 59, 999), NpgsqlDbType.Timestamp, "1999-12-31 23:59:59.999" },
        { "timestamptz", new DateTime(2024, 7, 1, 10, 0, 0, DateTimeKind.Utc), NpgsqlDbType.TimestampTz, "2024-07-01 10:00:00+00" },
        { "interval", new TimeSpan(3, 4, 5, 6), NpgsqlDbType.Interval, "3 days 04:05:06" },
        { "jsonb", "{\"a\": 1}", NpgsqlDbType.Jsonb, "{\"a\": 1}" },
        { "json", "{\"a\":1}", NpgsqlDbType.Json, "{\"a\":1}" },
        { "varbit", new BitArray([true, false, true]), NpgsqlDbType.Varbit, "101" },
        { "integer[]", new[] { 1, 2, 3 }, NpgsqlDbType.Array | NpgsqlDbType.Integer, "{1,2,3}" },
        { "text[]", new[] { "a", "b c", "" }, NpgsqlDbType.Array | NpgsqlDbType.Text, "{a,\"b c\",\"\"}" },
        { "integer[]", new[,] { { 1, 2 }, { 3, 4 } }, NpgsqlDbType.Array | NpgsqlDbType.Integer, "{{1,2},{3,4}}" },
    };

    [Fact]
    public async Task Every_type_goes_and_comes_back_in_binary_and_in_text()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        foreach (var (type, value, dbType, text) in Values.Select(row => ((string)row[0], row[1], (NpgsqlDbType)row[2], (string)row[3])))
        {
            await using var command = new NpgsqlCommand($"SELECT $1::{type}, ($1::{type})::text", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = dbType });
            await using (var reader = await command.ExecuteReaderAsync())
            {
                Assert.True(await reader.ReadAsync());
                Assert.Equal(value, reader.GetValue(0));
                Assert.Equal(text, reader.GetString(1));
            }

            await using var asText = new NpgsqlCommand($"SELECT $1::{type}", connection) { AllResultTypesAreUnknown = true };
            asText.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = dbType });
            Assert.Equal(type == "boolean" ? "t" : text, await asText.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task Null_of_every_type_is_null()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        foreach (var type in Values.Select(row => (string)row[0]).Distinct())
        {
            await using var command = new NpgsqlCommand($"SELECT $1::{type}", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value });
            Assert.Equal(DBNull.Value, await command.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task An_error_comes_with_all_its_fields()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer CONSTRAINT pk PRIMARY KEY)");
        await server.ExecuteAsync("INSERT INTO t VALUES (1)");
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Include Error Detail=true");
        await using var duplicate = source.CreateCommand("INSERT INTO t VALUES (1)");
        var error = await Assert.ThrowsAsync<PostgresException>(() => duplicate.ExecuteNonQueryAsync());
        Assert.Equal(("23505", "public", "t", "pk", "Key (id)=(1) already exists."), (error.SqlState, error.SchemaName, error.TableName, error.ConstraintName, error.Detail));
        error = await Assert.ThrowsAsync<PostgresException>(() => server.ExecuteAsync("SELECT nothing FROM t"));
        Assert.Equal(("42703", 8), (error.SqlState, error.Position));
    }
}
