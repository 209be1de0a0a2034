using System.Collections.Concurrent;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>Facts about an open database at one moment. Sizes in bytes.</summary>
public sealed record StorageStatistics(
    CommitSequence Sequence,
    int ActiveTransactions,
    long UnflushedBytes,
    long LogBytes,
    IReadOnlyList<TableStatistics> Tables);

public sealed record TableStatistics(
    TableDefinition Table,
    long LiveRows,
    long DeletedRows,
    long FileBytes,
    long MemoryBytes,
    IReadOnlyList<SegmentStatistics> Segments);

public sealed record SegmentStatistics(
    SegmentId Segment,
    bool IsSealed,
    int Rows,
    int DeletedRows,
    long Bytes,
    IReadOnlyList<SegmentIndexStatistics> Indexes)
{
    /// <summary>The object file of a sealed segment.</summary>
    public string? File { get; init; }
}

/// <summary>An index of a segment; a vector index covers fewer rows while it is being built.</summary>
public sealed record SegmentIndexStatistics(IndexDefinition Index, int IndexedRows, long Bytes);

public enum MaintenanceKind
{
    Flush,
    Compaction,
    IndexBuild,
    Checkpoint,
}

/// <summary>A piece of background work.</summary>
public sealed class MaintenanceTask
{
    private readonly CancellationTokenSource _cancel;
    private double _progress;

    internal MaintenanceTask(long id, MaintenanceKind kind, TableId? table, string subject, DateTimeOffset started, CancellationTokenSource cancel)
    {
        Id = id;
        Kind = kind;
        Table = table;
        Subject = subject;
        Started = started;
        _cancel = cancel;
    }

    public long Id { get; }

    public MaintenanceKind Kind { get; }

    public TableId? Table { get; }

    /// <summary>What it works on, in words.</summary>
    public string Subject { get; }

    public DateTimeOffset Started { get; }

    /// <summary>0 to 1.</summary>
    public double Progress
    {
        get => Volatile.Read(ref _progress);
        internal set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Asks it to stop; what it has not published is dropped and done again later.</summary>
    public void Cancel() => _cancel.Cancel();
}

/// <summary>The work that runs now, for a view and for who wants to end it.</summary>
internal sealed class MaintenanceTasks(TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, MaintenanceTask> _running = new();
    private long _last;

    public IReadOnlyList<MaintenanceTask> Running => _running.Values.OrderBy(task => task.Id).ToArray();

    public T Run<T>(MaintenanceKind kind, TableId? table, string subject, CancellationToken cancellationToken, Func<MaintenanceTask, CancellationToken, T> work)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var task = new MaintenanceTask(Interlocked.Increment(ref _last), kind, table, subject, clock.GetUtcNow(), cancel);
        _running[task.Id] = task;
        try
        {
            return work(task, cancel.Token);
        }
        finally
        {
            _running.TryRemove(task.Id, out _);
        }
    }
}
