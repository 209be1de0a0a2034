using VectorData.Core.Errors;

namespace VectorData.Storage.Tables;

/// <summary>Bytes of committed rows that are in memory only. Writers wait while there are too many and the flush goes on.</summary>
internal sealed class MemoryBudget(StorageOptions options)
{
    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(100);

    private readonly object _changed = new();
    private long _unflushed;
    private VectorDbException? _flushFailure;

    public long Unflushed => Interlocked.Read(ref _unflushed);

    public bool IsOver => Unflushed > options.MaxUnflushedBytes;

    public void Add(long bytes)
    {
        var now = Interlocked.Add(ref _unflushed, bytes);
        if (bytes >= 0 || now > options.MaxUnflushedBytes)
            return;
        lock (_changed)
            Monitor.PulseAll(_changed);
    }

    /// <summary>What the last flush met, or null: without a flush waiting would not end.</summary>
    public void SetFlushFailure(VectorDbException? failure)
    {
        lock (_changed)
        {
            _flushFailure = failure;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>Waits until there is room. Throws the flush's error when it cannot make room.</summary>
    public void WaitForRoom(CancellationToken cancellationToken)
    {
        if (!IsOver || !options.BackgroundMaintenance)
            return;
        lock (_changed)
        {
            while (IsOver)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_flushFailure is { } failure)
                {
                    throw new VectorDbException(failure.SqlState, $"rows cannot be flushed and {Unflushed} bytes wait in memory: {failure.Message}", failure)
                    {
                        Hint = failure.Hint,
                    };
                }

                Monitor.Wait(_changed, Recheck);
            }
        }
    }
}
