using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire;
using VectorData.PgWire.Messages;
using VectorData.Server.Connections;

namespace VectorData.Server.Protocol;

/// <summary>Takes the client's messages one by one. After an error in the extended protocol everything up to the next Sync is left out.</summary>
internal sealed class MessageLoop
{
    private readonly SessionContext _context;
    private readonly SimpleQuery _simple;
    private readonly ExtendedQuery _extended;
    private bool _skipsToSync;

    public MessageLoop(SessionContext context)
    {
        _context = context;
        _extended = new ExtendedQuery(context);
        _simple = new SimpleQuery(context, _extended);
    }

    /// <summary>Until the client says good-bye; throws what ends the session.</summary>
    public async Task RunAsync()
    {
        using (_extended)
        {
            while (await NextAsync().ConfigureAwait(false))
            {
                var type = _context.Channel.Reader.Type;
                if (type == FrontendMessageType.Terminate)
                {
                    await _context.Channel.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                    return;
                }

                if (_skipsToSync && type != FrontendMessageType.Sync)
                    continue;
                try
                {
                    await TakeAsync(type).ConfigureAwait(false);
                }
                catch (Exception e) when (!SessionContext.IsFatal(e))
                {
                    _context.Report(e);
                    _skipsToSync = true;
                }

                await _context.Channel.FlushIfLargeAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> NextAsync()
    {
        var (channel, connection) = (_context.Channel, _context.Connection);
        if (channel.TryRead())
            return true;
        _context.RefreshFormats();
        while (true)
        {
            connection.Enter(_context.Session.Status == TransactionStatus.Idle && _context.Pipeline is null ? ConnectionState.Idle : ConnectionState.IdleInTransaction);
            if (connection.Termination is { } reason)
                throw reason;
            try
            {
                var found = await channel.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                connection.Enter(ConnectionState.Active);
                return found;
            }
            catch (OperationCanceledException) when (connection.Termination is null)
            {
                // A cancel request that came too late for its COPY.
            }
        }
    }

    private ValueTask TakeAsync(FrontendMessageType type)
    {
        var body = _context.Channel.Reader.Body;
        switch (type)
        {
            case FrontendMessageType.Query:
                return _simple.RunAsync(body);
            case FrontendMessageType.Parse:
                _extended.Parse(body.Span);
                return ValueTask.CompletedTask;
            case FrontendMessageType.Bind:
                _extended.Bind(body);
                return ValueTask.CompletedTask;
            case FrontendMessageType.Describe:
                _extended.Describe(body.Span);
                return ValueTask.CompletedTask;
            case FrontendMessageType.Execute:
                return _extended.ExecuteAsync(body);
            case FrontendMessageType.Close:
                _extended.Close(body.Span);
                return ValueTask.CompletedTask;
            case FrontendMessageType.Flush:
                EmptyMessage.Check(body.Span);
                return _context.Channel.FlushAsync(CancellationToken.None);
            case FrontendMessageType.Sync:
                return SyncAsync();
            case FrontendMessageType.CopyData or FrontendMessageType.CopyDone or FrontendMessageType.CopyFail:
                // What was under way when a COPY failed.
                return ValueTask.CompletedTask;
            case FrontendMessageType.FunctionCall:
                _context.Report(new VectorDbException(SqlStates.FeatureNotSupported, "function calls by message are not supported") { Hint = "Call the function in a SELECT." });
                _context.Channel.Output.WriteReadyForQuery(_context.Session.Status);
                return ValueTask.CompletedTask;
            default:
                throw new ProtocolViolationException($"unexpected message type {(byte)type}", isFatal: true);
        }
    }

    private async ValueTask SyncAsync()
    {
        var failed = _skipsToSync;
        _skipsToSync = false;
        try
        {
            await _extended.EndTransactionAsync(failed).ConfigureAwait(false);
        }
        catch (Exception e) when (!SessionContext.IsFatal(e))
        {
            _context.Report(e);
        }

        _context.Channel.Output.WriteReadyForQuery(_context.Session.Status);
    }
}
