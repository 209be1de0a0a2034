using VectorData.Core.Sessions;

namespace VectorData.Query.Sessions;

/// <summary>Statements that share one implicit transaction.</summary>
internal sealed class EmbeddedPipeline : IPipeline
{
    private readonly EmbeddedSession _session;
    private bool _done;

    public EmbeddedPipeline(EmbeddedSession session)
    {
        _session = session;
        session.Transactions.EnterPipeline();
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (_done)
            return;
        _done = true;
        var started = _session.Transactions.LeavePipeline();
        _session.Transactions.Finish(started, cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_done)
            return;
        _done = true;
        var started = _session.Transactions.LeavePipeline();
        await _session.Transactions.FinishAsync(started, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_done)
            return;
        _done = true;
        _session.Transactions.AbandonPipeline();
    }
}
