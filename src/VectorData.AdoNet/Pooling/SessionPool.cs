using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Pooling;

/// <summary>
/// The sessions of one connection string. The database is opened by the first connection; when the last one has closed it stays open for the
/// idle lifetime, so that opening and closing connections in a loop is cheap, and is then closed, which frees its folder.
/// </summary>
internal sealed class SessionPool(Func<IDatabaseSource> open, ConnectionOptions options, bool keepOpen, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<ISession> _idle = new();
    private IDatabaseSource? _source;
    private ITimer? _idleTimer;
    private int _rented;
    private int _generation;
    private bool _closeWhenIdle;
    private bool _isDisposed;

    private bool KeepsSessions => options.Pooling;

    public PooledSession Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(VectorDbDataSource));
            _idleTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var source = _source ??= open();
            try
            {
                var session = _idle.TryPop(out var idle) ? idle : source.OpenSession();
                _rented++;
                return new PooledSession(this, source, session, _generation);
            }
            finally
            {
                if (_rented == 0)
                    OnIdle();
            }
        }
    }

    /// <summary>Takes a session back: reset for the next user, or closed.</summary>
    public void Return(PooledSession session)
    {
        var isReset = KeepsSessions && TryReset(session.Session);
        lock (_lock)
        {
            _rented--;
            if (isReset && !_isDisposed && session.Generation == _generation && _idle.Count < options.MaxPoolSize)
                _idle.Push(session.Session);
            else
                session.Session.Dispose();
            if (_rented == 0)
                OnIdle();
        }
    }

    /// <summary>Closes idle sessions now and rented ones when they come back; the database closes with the last of them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            CloseIdleSessions();
            if (_rented == 0)
                CloseDatabase();
            else
                _closeWhenIdle = true;
        }
    }

    /// <summary>No more sessions; those in use go on until they are returned.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            Clear();
        }
    }

    private static bool TryReset(ISession session)
    {
        try
        {
            session.Reset();
            return true;
        }
        catch (Exception)
        {
            // A session that cannot be reset is closed instead; its user has ended already.
            return false;
        }
    }

    // Under the lock, with no session in use.
    private void OnIdle()
    {
        if (_closeWhenIdle || _isDisposed || (!keepOpen && (!options.Pooling || options.IsMemory || options.IdleLifetime == TimeSpan.Zero)))
        {
            CloseIdleSessions();
            CloseDatabase();
        }
        else if (!keepOpen)
        {
            _idleTimer ??= clock.CreateTimer(
                static state => ((SessionPool)state!).OnIdleTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _idleTimer.Change(options.IdleLifetime, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnIdleTimer()
    {
        lock (_lock)
        {
            if (_rented > 0)
                return;
            CloseIdleSessions();
            CloseDatabase();
        }
    }

    private void CloseIdleSessions()
    {
        while (_idle.TryPop(out var session))
            session.Dispose();
    }

    private void CloseDatabase()
    {
        _closeWhenIdle = false;
        _generation++;
        _idleTimer?.Dispose();
        _idleTimer = null;
        _source?.Dispose();
        _source = null;
    }
}

/// <summary>A session lent to a connection.</summary>
internal sealed record PooledSession(SessionPool Pool, IDatabaseSource Source, ISession Session, int Generation)
{
    public void Return() => Pool.Return(this);
}
