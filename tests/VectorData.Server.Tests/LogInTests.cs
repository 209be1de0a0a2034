using Npgsql;

namespace VectorData.Server.Tests;

public sealed class LogInTests
{
    [Fact]
    public async Task The_right_password_lets_in()
    {
        await using var server = await StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString.Replace("Username=vectordata", "Username=ada;Password=secret", StringComparison.Ordinal));
        await connection.OpenAsync();
        Assert.Equal(1, await new NpgsqlCommand("SELECT 1", connection).ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("ada", "wrong")]
    [InlineData("eve", "secret")]
    public async Task A_wrong_password_and_an_unknown_name_fail_alike(string user, string password)
    {
        await using var server = await StartAsync();
        var error = await FailAsync(server, user, password);
        Assert.Equal(("28P01", $"password authentication failed for user \"{user}\""), (error.SqlState, error.MessageText));
    }

    [Fact]
    public async Task An_address_with_too_many_failures_has_to_wait()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 3; i++)
            await FailAsync(server, "ada", "wrong");
        var error = await FailAsync(server, "ada", "secret");
        Assert.Equal("28000", error.SqlState);
    }

    [Fact]
    public async Task Another_database_is_not_there()
    {
        await using var server = await TestServer.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString.Replace("Database=memory", "Database=other", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal("3D000", error.SqlState);
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_and_the_others_go_on()
    {
        await using var server = await TestServer.StartAsync(options => options with { MaxConnections = 1 });
        await using var first = await server.DataSource.OpenConnectionAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(async () => await server.DataSource.OpenConnectionAsync());
        Assert.Equal("53300", error.SqlState);
        Assert.Equal(1, await new NpgsqlCommand("SELECT 1", first).ExecuteScalarAsync());
    }

    private static Task<TestServer> StartAsync() =>
        TestServer.StartAsync(options => options with { TrustLoopback = false, BootstrapUser = "ada", BootstrapPassword = "secret", MaxFailedLogins = 3 });

    private static async Task<PostgresException> FailAsync(TestServer server, string user, string password)
    {
        await using var connection = new NpgsqlConnection(
            server.ConnectionString.Replace("Username=vectordata", $"Username={user};Password={password};Pooling=false", StringComparison.Ordinal));
        return await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
    }
}
