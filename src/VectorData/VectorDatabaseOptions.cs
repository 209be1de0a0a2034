namespace VectorData;

/// <summary>How a database is opened. Connection strings, configuration and code fill the same record.</summary>
public sealed record VectorDatabaseOptions
{
    /// <summary>Whether a folder that is not there is made.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>Whether a commit returns only when it is on disk; otherwise a crash of the machine may lose the last commits, never half of one.</summary>
    public bool SyncCommits { get; init; } = true;

    /// <summary>Rows of one table are written to a file when they take this many bytes of memory.</summary>
    public long SegmentMemoryBytes { get; init; } = 128L << 20;

    /// <summary>Writers wait while more bytes than this are in memory only.</summary>
    public long MaxMemoryBytes { get; init; } = 512L << 20;

    /// <summary>Whether flush, compaction, index build and checkpoint happen by themselves.</summary>
    public bool BackgroundMaintenance { get; init; } = true;

    /// <summary>Statements kept parsed and planned per database.</summary>
    public int PlanCacheSize { get; init; } = 1_000;

    /// <summary>Values of settings that every session starts with, for example <c>hnsw.ef_search</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(PlanCacheSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentMemoryBytes, 64L << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMemoryBytes, SegmentMemoryBytes);
        ArgumentNullException.ThrowIfNull(Settings);
        ArgumentNullException.ThrowIfNull(Clock);
    }
}
