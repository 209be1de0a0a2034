namespace VectorData.Testing.Faults;

/// <summary>What a power cut leaves of the bytes that were written and not synced.</summary>
public sealed record PowerCut
{
    /// <summary>Nothing of the unsynced end of the log survives.</summary>
    public static PowerCut LosesAll { get; } = new();

    /// <summary>Everything written survives, as when only the process dies.</summary>
    public static PowerCut ProcessOnly { get; } = new() { KeptBytes = long.MaxValue };

    /// <summary>How many bytes of the unsynced end of the log survive at most.</summary>
    public long KeptBytes { get; init; }

    /// <summary>When set, each 512-byte sector of what survives is lost (zeros) with a chance of one half.</summary>
    public Random? LostSectors { get; init; }

    /// <summary>Whether objects that were deleted are back.</summary>
    public bool DeletedObjectsReturn { get; init; }
}
