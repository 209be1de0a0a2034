using System.Data.Common;
using VectorData.AdoNet.Pooling;

namespace VectorData.AdoNet;

/// <summary>
/// Connections to one database, which stays open from the first connection until the data source is disposed. All connections of a data source
/// for a database in memory see the same one. Thread-safe.
/// </summary>
public sealed class VectorDbDataSource : DbDataSource
{
    private readonly SessionPools _pools;
    private readonly SessionPool _pool;
    private readonly ConnectionOptions _options;

    private VectorDbDataSource(string connectionString, ConnectionOptions options, SessionPools pools, SessionPool pool)
    {
        ConnectionString = connectionString;
        _options = options;
        _pools = pools;
        _pool = pool;
    }

    public override string ConnectionString { get; }

    public static VectorDbDataSource Create(string connectionString) => Create(connectionString, SessionPools.Process);

    /// <summary>Connections to a database that is open already; it stays the caller's to dispose.</summary>
    public static VectorDbDataSource Create(VectorDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var location = database.Path ?? ":memory:";
        var connectionString = new VectorDbConnectionStringBuilder { DataSource = location }.ConnectionString;
        var options = ConnectionOptions.Parse(connectionString);
        var pool = new SessionPool(() => new EmbeddedDatabase(database, null, location), options, keepOpen: true, TimeProvider.System);
        return new VectorDbDataSource(connectionString, options, SessionPools.Process, pool);
    }

    public new VectorDbConnection CreateConnection() => VectorDbConnection.OfDataSource(_pools, _pool, ConnectionString, _options);

    public new VectorDbConnection OpenConnection()
    {
        var connection = CreateConnection();
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public new ValueTask<VectorDbConnection> OpenConnectionAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<VectorDbConnection>(cancellationToken);
        try
        {
            return ValueTask.FromResult(OpenConnection());
        }
        catch (Exception error)
        {
            return ValueTask.FromException<VectorDbConnection>(error);
        }
    }

    internal static VectorDbDataSource Create(string connectionString, SessionPools pools)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var options = ConnectionOptions.Parse(connectionString);
        return new VectorDbDataSource(connectionString, options, pools, pools.CreatePrivate(options, keepOpen: true));
    }

    /// <summary>A batch that opens a connection for each execution.</summary>
    protected override DbBatch CreateDbBatch() => new VectorDbBatch(CreateConnection(), opensConnection: true);

    protected override DbConnection CreateDbConnection() => CreateConnection();

    protected override DbConnection OpenDbConnection() => OpenConnection();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pool.Dispose();
        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        _pool.Dispose();
        return ValueTask.CompletedTask;
    }
}
