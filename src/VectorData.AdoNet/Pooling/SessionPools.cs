using System.Collections.Concurrent;

namespace VectorData.AdoNet.Pooling;

/// <summary>
/// The pools of the process, one per connection string; private databases in memory have a pool of their own. The one piece of process-wide
/// state of this project: connections that know nothing of each other share a folder, which can be open only once.
/// </summary>
internal sealed class SessionPools(Func<ConnectionOptions, IDatabaseSource> open, TimeProvider clock)
{
    private readonly ConcurrentDictionary<ConnectionOptions, SessionPool> _pools = new();

    public static SessionPools Process { get; } = new(EmbeddedDatabase.Open, TimeProvider.System);

    public SessionPool Get(ConnectionOptions options) => options.IsMemory && options.SharedName is null
        ? CreatePrivate(options, keepOpen: false)
        : _pools.GetOrAdd(options.Located(), key => new SessionPool(() => open(key), key, keepOpen: false, clock));

    /// <summary>A pool that keeps its database open from first use until it is disposed: a data source's.</summary>
    public SessionPool CreatePrivate(ConnectionOptions options, bool keepOpen) =>
        new(() => open(options.Located()), options, keepOpen, clock);

    /// <summary>Clears the pool of a connection string.</summary>
    public void Clear(ConnectionOptions options)
    {
        if (_pools.TryGetValue(options.Located(), out var pool))
            pool.Clear();
    }

    public void ClearAll()
    {
        foreach (var pool in _pools.Values)
            pool.Clear();
    }
}
