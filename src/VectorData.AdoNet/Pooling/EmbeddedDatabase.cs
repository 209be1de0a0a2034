using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Pooling;

/// <summary>A database in this process, shared with all who hold a lease on it.</summary>
internal sealed class EmbeddedDatabase(VectorDatabase database, IDisposable? lease, string location) : IDatabaseSource
{
    private static readonly string EngineVersion = typeof(VectorDatabase).Assembly.GetName().Version!.ToString(3);

    public string Location => location;

    public string ServerVersion => EngineVersion;

    public Catalog Catalog => database.Catalog;

    public static IDatabaseSource Open(ConnectionOptions options)
    {
        var database = ToDatabaseOptions(options);
        var lease = options.IsMemory
            ? VectorDatabaseRegistry.Process.AcquireInMemory(options.SharedName, database)
            : VectorDatabaseRegistry.Process.Acquire(options.DataSource, database);
        return new EmbeddedDatabase(lease.Database, lease, lease.Database.Path ?? options.DataSource);
    }

    public ISession OpenSession() => database.OpenSession();

    public void Dispose() => lease?.Dispose();

    private static VectorDatabaseOptions ToDatabaseOptions(ConnectionOptions options) => new()
    {
        CreateIfMissing = options.Mode is VectorDbOpenMode.ReadWriteCreate or VectorDbOpenMode.Memory,
        SyncCommits = options.Synchronous == VectorDbSynchronousMode.Full,
        SegmentMemoryBytes = options.SegmentMemory,
        MaxMemoryBytes = options.MaxMemory,
    };
}
