namespace VectorData;

/// <summary>
/// Shares open databases: one per folder (by full path) and one per name of a database in memory. A database is opened by the
/// first lease and closed with the last.
/// </summary>
public sealed class VectorDatabaseRegistry
{
    /// <summary>The registry of the process: a folder can be open only once in a process, whoever asks.</summary>
    public static VectorDatabaseRegistry Process { get; } = new();

    /// <summary>
    /// Opens or shares the database at <paramref name="path"/>. Options count for the one that opens.
    /// </summary>
    public VectorDatabaseLease Acquire(string path, VectorDatabaseOptions? options = null) => throw new NotImplementedException();

    /// <summary>Opens or shares the database in memory of that name; an empty or null name gives a new private one.</summary>
    public VectorDatabaseLease AcquireInMemory(string? name = null, VectorDatabaseOptions? options = null) => throw new NotImplementedException();
}

/// <summary>One user's hold on a shared database.</summary>
public sealed class VectorDatabaseLease : IDisposable
{
    public VectorDatabase Database => throw new NotImplementedException();

    /// <summary>Gives the hold back; the last one closes the database.</summary>
    public void Dispose() => throw new NotImplementedException();
}
