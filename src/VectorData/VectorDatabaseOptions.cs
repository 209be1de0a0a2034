namespace VectorData;

/// <summary>How a database is opened. Connection strings, configuration and code fill the same record.</summary>
public sealed record VectorDatabaseOptions
{
    /// <summary>Whether a folder that is not there is made.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>Statements kept parsed and planned per database.</summary>
    public int PlanCacheSize { get; init; } = 1_000;

    /// <summary>Values of settings that every session starts with, for example <c>hnsw.ef_search</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(PlanCacheSize);
        ArgumentNullException.ThrowIfNull(Settings);
        ArgumentNullException.ThrowIfNull(Clock);
    }
}
