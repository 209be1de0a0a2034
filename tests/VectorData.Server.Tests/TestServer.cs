using Npgsql;

namespace VectorData.Server.Tests;

/// <summary>A server on a free port over a database in memory; gone with the test.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly VectorDatabase _database;
    private readonly PgServer _server;

    private TestServer(VectorDatabase database, PgServer server)
    {
        _database = database;
        _server = server;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public VectorDatabase Database => _database;

    public PgServer Server => _server;

    public NpgsqlDataSource DataSource { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={_server.Port};Username=vectordata;Database=memory;Timeout=10;Command Timeout=20";

    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? configure = null)
    {
        ThreadPool.SetMinThreads(64, 16);
        var database = VectorDatabase.OpenInMemory();
        var options = new ServerOptions { Host = "127.0.0.1", Port = 0, TrustLoopback = true, ShutdownGrace = TimeSpan.FromSeconds(2) };
        return new TestServer(database, await PgServer.StartAsync(database, configure?.Invoke(options) ?? options));
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DisposeAsync();
        _database.Dispose();
    }
}
