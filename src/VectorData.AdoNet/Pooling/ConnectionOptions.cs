namespace VectorData.AdoNet.Pooling;

/// <summary>A connection string, read once.</summary>
internal sealed record ConnectionOptions
{
    private const string MemoryDataSource = ":memory:";

    public string DataSource { get; private init; } = "";

    public VectorDbOpenMode Mode { get; private init; }

    public VectorDbCacheMode Cache { get; private init; }

    public bool Pooling { get; private init; }

    public int MaxPoolSize { get; private init; }

    public TimeSpan IdleLifetime { get; private init; }

    public int CommandTimeout { get; private init; } = 30;

    public VectorDbSynchronousMode Synchronous { get; private init; }

    public long SegmentMemory { get; private init; }

    public long MaxMemory { get; private init; }

    public string ApplicationName { get; private init; } = "";

    public bool IsMemory => Mode == VectorDbOpenMode.Memory || DataSource == MemoryDataSource;

    public bool IsReadOnly => Mode == VectorDbOpenMode.ReadOnly;

    /// <summary>The name that connections to one database in memory share; null for a private one.</summary>
    public string? SharedName => IsMemory && Cache == VectorDbCacheMode.Shared ? DataSource : null;

    /// <summary>The same options with the folder's full path: a later change of the current directory does not count.</summary>
    public ConnectionOptions Located() => IsMemory || DataSource.Length == 0 ? this : this with { DataSource = Path.GetFullPath(DataSource) };

    /// <summary>Reads a connection string; ArgumentException for one that contradicts itself.</summary>
    public static ConnectionOptions Parse(string connectionString)
    {
        var builder = new VectorDbConnectionStringBuilder(connectionString);
        var options = new ConnectionOptions
        {
            DataSource = builder.DataSource.Trim(),
            Mode = builder.Mode,
            Cache = builder.Cache,
            Pooling = builder.Pooling,
            MaxPoolSize = builder.MaxPoolSize,
            IdleLifetime = TimeSpan.FromSeconds(builder.IdleLifetime),
            CommandTimeout = builder.CommandTimeout,
            Synchronous = builder.Synchronous,
            SegmentMemory = builder.SegmentMemory,
            MaxMemory = builder.MaxMemory,
            ApplicationName = builder.ApplicationName,
        };
        if (options is { DataSource: MemoryDataSource, Mode: VectorDbOpenMode.ReadOnly or VectorDbOpenMode.ReadWrite })
            throw new ArgumentException($"Mode={options.Mode} needs a database that is there; a database in memory never is: use Mode=Memory.");
        if (options.Cache == VectorDbCacheMode.Shared && !options.IsMemory)
            throw new ArgumentException("Cache=Shared is for databases in memory: a folder is shared by all connections of the process anyway.");
        return options;
    }
}
