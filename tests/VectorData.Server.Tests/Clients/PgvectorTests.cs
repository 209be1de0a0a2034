using System.Collections;
using Npgsql;
using Pgvector;

namespace VectorData.Server.Tests.Clients;

public sealed class PgvectorTests
{
    [Fact]
    public async Task The_types_go_in_and_come_out()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS vector");
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, v vector(3), h halfvec(3), s sparsevec(5), b bit(3))");
        await using var source = WithVectors(server);
        await using (var insert = source.CreateCommand("INSERT INTO t VALUES (1, $1, $2, $3, $4)"))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = new Vector(new float[] { 1, 2, 3 }) });
            insert.Parameters.Add(new NpgsqlParameter { Value = new HalfVector(new[] { (Half)0.5, (Half)1, (Half)2 }) });
            insert.Parameters.Add(new NpgsqlParameter { Value = new SparseVector(new float[] { 0, 1.5f, 0, 0, 2 }) });
            insert.Parameters.Add(new NpgsqlParameter { Value = new BitArray([true, false, true]) });
            Assert.Equal(1, await insert.ExecuteNonQueryAsync());
        }

        await using var select = source.CreateCommand("SELECT v, h, s, b FROM t");
        await using var reader = await select.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal([1, 2, 3], reader.GetFieldValue<Vector>(0).ToArray());
        Assert.Equal([(Half)0.5, (Half)1, (Half)2], reader.GetFieldValue<HalfVector>(1).ToArray());
        Assert.Equal([0, 1.5f, 0, 0, 2], reader.GetFieldValue<SparseVector>(2).ToArray());
        Assert.Equal([true, false, true], reader.GetFieldValue<BitArray>(3).Cast<bool>());
    }

    [Theory]
    [InlineData("<->")]
    [InlineData("<=>")]
    [InlineData("<+>")]
    public async Task The_nearest_row_comes_first(string distance)
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, embedding vector(3))");
        await server.ExecuteAsync("INSERT INTO t VALUES (1, '[1,0,0]'), (2, '[0,1,0]'), (3, '[0,0.9,0.1]')");
        await using var source = WithVectors(server);
        await using var select = source.CreateCommand($"SELECT id FROM t ORDER BY embedding {distance} $1 LIMIT 2");
        select.Parameters.Add(new NpgsqlParameter { Value = new Vector(new float[] { 0, 1, 0 }) });
        await using var reader = await select.ExecuteReaderAsync();
        var ids = new List<int>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetInt32(0));
        Assert.Equal([2, 3], ids);
    }

    private static NpgsqlDataSource WithVectors(TestServer server)
    {
        var builder = new NpgsqlDataSourceBuilder(server.ConnectionString);
        builder.UseVector();
        return builder.Build();
    }
}
