using VectorData.Core.Sessions;
using VectorData.PgWire.Messages;

namespace VectorData.Server.Protocol;

/// <summary>A text of statements: several share one implicit transaction, the first error ends them all. Ends with ReadyForQuery in any case.</summary>
internal sealed class SimpleQuery(SessionContext context, ExtendedQuery extended)
{
    private readonly CopyTransfer _copy = new(context);

    public async ValueTask RunAsync(ReadOnlyMemory<byte> body)
    {
        var failed = false;
        try
        {
            var text = QueryMessage.Parse(body.Span).Sql;
            await RunAsync(context.Session.Prepare(text)).ConfigureAwait(false);
        }
        catch (Exception e) when (!SessionContext.IsFatal(e))
        {
            failed = true;
            context.Report(e);
        }

        try
        {
            await extended.EndTransactionAsync(failed).ConfigureAwait(false);
        }
        catch (Exception e) when (!SessionContext.IsFatal(e))
        {
            context.Report(e);
        }

        context.Channel.Output.WriteReadyForQuery(context.Session.Status);
    }

    private async ValueTask RunAsync(IReadOnlyList<IStatement> statements)
    {
        if (statements.Count == 0)
            context.Channel.Output.WriteEmptyQueryResponse();
        if (statements.Count > 1)
            context.EnterPipeline();
        foreach (var statement in statements)
        {
            var before = context.Session.Status;
            if (statement.Kind == StatementKind.Copy)
                await _copy.RunAsync(statement).ConfigureAwait(false);
            else
                await RunAsync(statement).ConfigureAwait(false);
            extended.StatementEnded(statement, before);
        }
    }

    private async ValueTask RunAsync(IStatement statement)
    {
        var started = context.Clock.GetTimestamp();
        var channel = context.Channel;
        await using var cursor = await statement.ExecuteAsync([], CancellationToken.None).ConfigureAwait(false);
        if (cursor.Columns is { } columns)
        {
            ResultFields.Write(channel.Output, columns, []);
            var rows = new PgWire.Types.DataRowEncoder(columns, new FormatCode[columns.Count], context.RefreshFormats());
            long sent = 0;
            while (await cursor.NextAsync(CancellationToken.None).ConfigureAwait(false) is { } batch)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    rows.WriteRow(batch, batch.RowAt(i), channel.Output);
                    var flush = channel.FlushIfLargeAsync(CancellationToken.None);
                    if (!flush.IsCompletedSuccessfully)
                        await flush.ConfigureAwait(false);
                }

                sent += batch.Count;
            }

            context.Metrics.RowsSent.Inc(sent);
        }

        channel.Output.WriteCommandComplete(cursor.CommandTag);
        context.Ended(statement, cursor.CommandTag, started);
    }
}
