using VectorData.Storage.Files;

namespace VectorData.Storage.Tables;

/// <summary>When a commit returns.</summary>
public enum SynchronousMode
{
    /// <summary>When its record is durable.</summary>
    Full = 0,

    /// <summary>When its record is handed to the operating system: the last commits may be lost with a power failure, never halves of them.</summary>
    Off = 1,
}

/// <summary>How a database stores its tables. Sizes in bytes.</summary>
public sealed record StorageOptions
{
    public static readonly StorageOptions Default = new();

    public SynchronousMode Synchronous { get; init; } = SynchronousMode.Full;

    /// <summary>A segment in memory that has reached this size is closed and flushed to a file.</summary>
    public long GrowingSegmentBytes { get; init; } = 128L << 20;

    /// <summary>A segment in memory that has this many rows is closed and flushed to a file.</summary>
    public int GrowingSegmentRows { get; init; } = 262_144;

    /// <summary>Inserted rows of a transaction become a segment of their own from this number on; fewer are added to the table's growing segment.</summary>
    public int AdoptRows { get; init; } = 4096;

    /// <summary>Writers wait for the flush while more than this is in memory only.</summary>
    public long MaxUnflushedBytes { get; init; } = 512L << 20;

    /// <summary>Rows a transaction has inserted go to the log when this much has come together, so that its commit is small.</summary>
    public int LogChunkBytes { get; init; } = 4 << 20;

    /// <summary>A transaction that has inserted more than this writes its full segments to files before its commit.</summary>
    public long SpillBytes { get; init; } = 256L << 20;

    /// <summary>A log longer than this is made superfluous by a checkpoint.</summary>
    public long CheckpointLogBytes { get; init; } = 256L << 20;

    /// <summary>This many segments of similar size are merged into one.</summary>
    public int CompactionFanIn { get; init; } = 4;

    /// <summary>Segments are not merged into one beyond this size.</summary>
    public long MaxSegmentBytes { get; init; } = 4L << 30;

    /// <summary>Segments are not merged into one with more rows.</summary>
    public int MaxSegmentRows { get; init; } = 4_000_000;

    /// <summary>A segment with a larger share of deleted rows is rewritten.</summary>
    public double CompactionDeletedShare { get; init; } = 0.25;

    /// <summary>A segment in memory with more rows carries a graph for each vector index.</summary>
    public int GraphRows { get; init; } = 8192;

    /// <summary>Threads that build one vector index.</summary>
    public int IndexBuildThreads { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>False leaves flush, compaction, index build and checkpoint to explicit calls.</summary>
    public bool BackgroundMaintenance { get; init; } = true;

    /// <summary>The layout of a local database folder.</summary>
    public LocalFilesOptions Files { get; init; } = new();

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(GrowingSegmentBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(GrowingSegmentRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AdoptRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnflushedBytes, GrowingSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(LogChunkBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(SpillBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointLogBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompactionFanIn, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSegmentBytes, GrowingSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSegmentRows, GrowingSegmentRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompactionDeletedShare, 0.01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CompactionDeletedShare, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GraphRows, SegmentSnapshot.BlockRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(IndexBuildThreads, 1);
        Files.Validate();
    }
}
