using VectorData.Core.Errors;

namespace VectorData.Query.Sessions;

/// <summary>How one running statement is stopped: by its caller's token, by <c>ISession.Cancel</c> or by statement_timeout.</summary>
internal sealed class StatementCancellation(TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, clock);
    private volatile bool _requested;

    public CancellationToken Token => _source.Token;

    /// <summary>From any thread.</summary>
    public void Cancel()
    {
        _requested = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The statement ended in the meantime.
        }
    }

    /// <summary>Until the result is disposed, the caller's token and the timeout (zero: none) stop the statement.</summary>
    public Watch Enter(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout > TimeSpan.Zero)
            _source.CancelAfter(timeout);
        var registration = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static state => ((StatementCancellation)state!).Cancel(), this)
            : default;
        return new Watch(timeout > TimeSpan.Zero ? _source : null, registration);
    }

    /// <summary>Makes it ready for another statement; false when it was used up.</summary>
    public bool TryReset() => !_requested && _source.TryReset();

    /// <summary>57014 with the reason.</summary>
    public VectorDbException Error(Exception cause) => new(
        SqlStates.QueryCanceled,
        _requested || !_source.IsCancellationRequested ? "canceling statement due to user request" : "canceling statement due to statement timeout",
        cause);

    public void Dispose() => _source.Dispose();

    public readonly struct Watch(CancellationTokenSource? timed, CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            timed?.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
