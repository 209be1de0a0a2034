using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData;

/// <summary>
/// One open database: a folder, or memory. A folder is owned by one process at a time; inside the process open it once and
/// share this object. All members are thread-safe; each session belongs to one thread at a time.
/// </summary>
public sealed class VectorDatabase : IDisposable, IAsyncDisposable
{
    /// <summary>The folder's full path; null for a database in memory.</summary>
    public string? Path => throw new NotImplementedException();

    public VectorDatabaseOptions Options => throw new NotImplementedException();

    /// <summary>The definitions committed last, for tools that list tables and columns.</summary>
    public Catalog Catalog => throw new NotImplementedException();

    /// <summary>Opens a database folder, creating it when it is not there (unless the options forbid it), and recovers it.</summary>
    public static VectorDatabase Open(string path, VectorDatabaseOptions? options = null) => throw new NotImplementedException();

    /// <summary>A new database in memory, gone when disposed.</summary>
    public static VectorDatabase OpenInMemory(VectorDatabaseOptions? options = null) => throw new NotImplementedException();

    /// <summary>Starts a conversation with the database.</summary>
    public ISession OpenSession() => throw new NotImplementedException();

    /// <summary>Tables, segments, sizes and the state of indexes.</summary>
    public VectorDatabaseReport Describe() => throw new NotImplementedException();

    /// <summary>Checks every checksum and invariant of the database's files; empty when nothing is damaged.</summary>
    public IReadOnlyList<DatabaseDefect> Verify(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Rolls back open transactions, finishes background work and closes the files.</summary>
    public void Dispose() => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
