namespace VectorData.AdoNet;

/// <summary>How a connection opens its database: keyword Mode.</summary>
public enum VectorDbOpenMode
{
    /// <summary>Reads and writes; the folder is made when it is not there.</summary>
    ReadWriteCreate,

    /// <summary>Reads and writes a database that must be there.</summary>
    ReadWrite,

    /// <summary>Reads a database that must be there; statements that write fail with 25006.</summary>
    ReadOnly,

    /// <summary>A database in memory, named by Data Source.</summary>
    Memory,
}

/// <summary>Who sees a database in memory: keyword Cache.</summary>
public enum VectorDbCacheMode
{
    /// <summary>Each connection, or each data source, has its own.</summary>
    Private,

    /// <summary>All connections of the process with the same Data Source share one, as long as one of them is open.</summary>
    Shared,
}

/// <summary>When a commit returns: keyword Synchronous.</summary>
public enum VectorDbSynchronousMode
{
    /// <summary>When it is on disk.</summary>
    Full,

    /// <summary>When the operating system has it: a crash of the machine may lose the last commits, never half of one.</summary>
    Off,
}
