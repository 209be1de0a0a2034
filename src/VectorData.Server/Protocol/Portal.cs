using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;

namespace VectorData.Server.Protocol;

/// <summary>A statement with its values, run and read in parts.</summary>
internal sealed class Portal(SessionContext context, IStatement? statement, Value[] parameters, IReadOnlyList<ResultColumn>? columns, FormatCode[] formats) : IDisposable
{
    private ICursor? _cursor;
    private DataRowEncoder? _rows;
    private Batch? _batch;
    private int _next;
    private bool _isDone;
    private bool _wasSuspended;
    private string _tag = "";

    /// <summary>Null for an empty text.</summary>
    public IStatement? Statement => statement;

    public IReadOnlyList<ResultColumn>? Columns => columns;

    public FormatCode[] Formats => formats;

    /// <summary>Runs, or goes on; at most so many rows, 0 for all. Ends with CommandComplete or PortalSuspended.</summary>
    public async ValueTask ExecuteAsync(int maxRows)
    {
        var output = context.Channel.Output;
        if (statement is null)
        {
            output.WriteEmptyQueryResponse();
            return;
        }

        var started = context.Clock.GetTimestamp();
        if (_cursor is null)
            await StartAsync().ConfigureAwait(false);
        else if (columns is null)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, "portal cannot be run again");
        long sent = 0;
        if (columns is not null && !_isDone)
            sent = await SendRowsAsync(maxRows).ConfigureAwait(false);
        context.Metrics.RowsSent.Inc(sent);
        if (columns is not null && !_isDone)
        {
            _wasSuspended = true;
            output.WritePortalSuspended();
            return;
        }

        var tag = _wasSuspended && _tag.StartsWith("SELECT ", StringComparison.Ordinal) ? FormattableString.Invariant($"SELECT {sent}") : _tag;
        output.WriteCommandComplete(tag);
        context.Ended(statement, tag, started);
    }

    public void Dispose()
    {
        _batch = null;
        _cursor?.Dispose();
    }

    private async ValueTask StartAsync()
    {
        _cursor = await statement!.ExecuteAsync(parameters, CancellationToken.None).ConfigureAwait(false);
        if (columns is not null)
            _rows = new DataRowEncoder(_cursor.Columns!, formats, context.RefreshFormats());
        else
            Finish();
    }

    private async ValueTask<long> SendRowsAsync(int maxRows)
    {
        long sent = 0;
        while (maxRows == 0 || sent < maxRows)
        {
            if (_batch is null || _next == _batch.Count)
            {
                _batch = await _cursor!.NextAsync(CancellationToken.None).ConfigureAwait(false);
                _next = 0;
                if (_batch is null)
                {
                    Finish();
                    return sent;
                }
            }

            _rows!.WriteRow(_batch, _batch.RowAt(_next++), context.Channel.Output);
            sent++;
            var flush = context.Channel.FlushIfLargeAsync(CancellationToken.None);
            if (!flush.IsCompletedSuccessfully)
                await flush.ConfigureAwait(false);
        }

        return sent;
    }

    private void Finish()
    {
        _isDone = true;
        _tag = _cursor!.CommandTag;
        _cursor.Dispose();
    }
}
