using Npgsql;

namespace VectorData.Server.Tests.Clients;

public sealed class CopyTests
{
    [Fact]
    public async Task Text_goes_in_and_comes_out()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, name text, v vector(2))");
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using (var writer = await connection.BeginTextImportAsync("COPY t FROM STDIN"))
            await writer.WriteAsync("1\tone\t[1,2]\n2\t\\N\t[3,4]\n");
        using var reader = await connection.BeginTextExportAsync("COPY t TO STDOUT");
        Assert.Equal("1\tone\t[1,2]\n2\t\\N\t[3,4]\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Csv_comes_out_with_a_header()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = await server.DataSource.OpenConnectionAsync();
        using var reader = await connection.BeginTextExportAsync("COPY (SELECT 1 AS a, 'x,y' AS b) TO STDOUT WITH (FORMAT csv, HEADER)");
        Assert.Equal("a,b\n1,\"x,y\"\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Binary_goes_in_and_comes_out()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, name text, r real[])");
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using (var writer = await connection.BeginBinaryImportAsync("COPY t (id, name, r) FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < 10_000; i++)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(i);
                await writer.WriteAsync("name " + i);
                await writer.WriteNullAsync();
            }

            Assert.Equal(10_000UL, await writer.CompleteAsync());
        }

        await using var reader = await connection.BeginBinaryExportAsync("COPY (SELECT id, name FROM t ORDER BY id) TO STDOUT (FORMAT binary)");
        var next = 0;
        while (await reader.StartRowAsync() >= 0)
        {
            Assert.Equal(next, await reader.ReadAsync<int>());
            Assert.Equal("name " + next++, await reader.ReadAsync<string>());
        }

        Assert.Equal(10_000, next);
    }

    [Fact]
    public async Task A_copy_that_the_client_gives_up_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY)");
        await using var connection = await server.DataSource.OpenConnectionAsync();
        await using (var writer = await connection.BeginBinaryImportAsync("COPY t FROM STDIN (FORMAT binary)"))
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(1);
        }

        Assert.Equal(0L, await new NpgsqlCommand("SELECT count(*) FROM t", connection).ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_bad_line_says_where_it_is()
    {
        await using var server = await TestServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY)");
        await using var connection = await server.DataSource.OpenConnectionAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var writer = await connection.BeginTextImportAsync("COPY t FROM STDIN");
            await writer.WriteAsync("1\nx\n");
        });
        Assert.Equal("22P02", error.SqlState);
        Assert.Contains("line 2", error.Where, StringComparison.Ordinal);
        Assert.Equal(1, await new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync());
    }
}
