using VectorData.Core.Errors;

namespace VectorData.AdoNet.Execution;

/// <summary>
/// Stops what a connection runs: after the command's timeout, by Cancel, or by the caller's token. One token and one timer serve all commands
/// of a connection; the timer runs ahead of the deadlines, so that a command that ends in time only writes a number.
/// </summary>
internal sealed class CommandWatch(TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private ITimer? _timer;
    private bool _isRunning;
    private bool _isTimerArmed;
    private long _timerFires;
    private long _deadline;
    private int _timeout;
    private StopReason _reason;

    private enum StopReason : byte
    {
        None,
        Cancel,
        Timeout,
        Caller,
    }

    /// <summary>A command begins: what stopped an earlier one is forgotten.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_source.IsCancellationRequested)
                _source = new CancellationTokenSource();
            _reason = StopReason.None;
            _isRunning = true;
        }
    }

    /// <summary>The command and its reader have ended: Cancel has nothing to stop.</summary>
    public void Stop()
    {
        lock (_lock)
            _isRunning = false;
    }

    /// <summary>A call into the engine begins; it may take <paramref name="timeout"/> seconds, 0 for no limit.</summary>
    public CancellationToken Enter(int timeout, CancellationToken caller)
    {
        CancellationToken token;
        lock (_lock)
        {
            token = _source.Token;
            _timeout = timeout;
            if (timeout > 0)
                SetDeadline();
        }

        // Outside the lock: a token that is cancelled already calls back at once.
        if (caller.CanBeCanceled)
            _caller = caller.UnsafeRegister(static state => ((CommandWatch)state!).Cancel(StopReason.Caller), this);
        return token;
    }

    public void Leave()
    {
        _caller.Dispose();
        _caller = default;
        lock (_lock)
            _deadline = 0;
    }

    public void Cancel() => Cancel(StopReason.Cancel);

    /// <summary>The exception for the caller when a call ended by 57014 or OperationCanceledException.</summary>
    public Exception Translate(Exception error, CancellationToken caller)
    {
        StopReason reason;
        lock (_lock)
            reason = _reason;
        return reason switch
        {
            StopReason.Caller => new OperationCanceledException("the caller's token was cancelled", AsQueryCanceled(error, null), caller),
            StopReason.Timeout => new VectorDbException(
                SqlStates.QueryCanceled,
                $"canceling statement due to the command timeout of {_timeout} s",
                new TimeoutException($"the command did not end within {_timeout} s", error))
            {
                Hint = "Raise CommandTimeout, or 'Command Timeout' in the connection string; 0 means no limit.",
            },
            _ => AsQueryCanceled(error, null),
        };
    }

    /// <summary>Whether an error is a stop that <see cref="Translate"/> words.</summary>
    public static bool IsStop(Exception error) =>
        error is OperationCanceledException or VectorDbException { SqlState: SqlStates.QueryCanceled };

    public void Dispose()
    {
        lock (_lock)
        {
            _isRunning = false;
            _timer?.Dispose();
            _timer = null;
            _isTimerArmed = false;
        }
    }

    private static VectorDbException AsQueryCanceled(Exception error, Exception? inner) =>
        error as VectorDbException ?? new VectorDbException(SqlStates.QueryCanceled, "canceling statement due to user request", inner ?? error);

    private void Cancel(StopReason reason)
    {
        lock (_lock)
        {
            if (!_isRunning || _reason != StopReason.None)
                return;
            _reason = reason;
            _source.Cancel();
        }
    }

    // Under the lock.
    private void SetDeadline()
    {
        var time = TimeSpan.FromSeconds(_timeout);
        _deadline = clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);
        if (_isTimerArmed && _timerFires <= _deadline)
            return;
        Arm(time);
    }

    private void Arm(TimeSpan time)
    {
        if (time > MaxTimerPeriod)
            time = MaxTimerPeriod;
        _timer ??= clock.CreateTimer(static state => ((CommandWatch)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timerFires = clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);
        _isTimerArmed = _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    private static readonly TimeSpan MaxTimerPeriod = TimeSpan.FromDays(20);

    private void OnTimer()
    {
        lock (_lock)
        {
            _isTimerArmed = false;
            if (_deadline == 0 || !_isRunning || _timer is null)
                return;
            var left = _deadline - clock.GetTimestamp();
            if (left > 0)
                Arm(TimeSpan.FromSeconds(Math.Max((double)left / clock.TimestampFrequency, 0.001)));
            else
                Cancel(StopReason.Timeout);
        }
    }
}
