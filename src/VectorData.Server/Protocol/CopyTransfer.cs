using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.PgWire;
using VectorData.PgWire.Copy;
using VectorData.PgWire.Messages;
using VectorData.Server.Connections;

namespace VectorData.Server.Protocol;

/// <summary>COPY in both directions: the rows go between the channel and the session in batches.</summary>
internal sealed class CopyTransfer(SessionContext context)
{
    public async ValueTask RunAsync(IStatement statement)
    {
        var started = context.Clock.GetTimestamp();
        var request = statement.Copy ?? throw new VectorDbException(SqlStates.InternalError, "a COPY without a request");
        var rows = request.Direction == CopyDirection.In
            ? await ReceiveAsync(request).ConfigureAwait(false)
            : await SendAsync(request).ConfigureAwait(false);
        var tag = FormattableString.Invariant($"COPY {rows}");
        context.Channel.Output.WriteCommandComplete(tag);
        context.Ended(statement, tag, started);
    }

    private async ValueTask<long> SendAsync(CopyRequest request)
    {
        var channel = context.Channel;
        await using var cursor = await request.Query!.ExecuteAsync([], CancellationToken.None).ConfigureAwait(false);
        var encoder = new CopyEncoder(request, cursor.Columns!, context.RefreshFormats());
        channel.Output.WriteCopyOutResponse(encoder.Format, cursor.Columns!.Count);
        encoder.WriteHeader(channel.Output);
        long rows = 0;
        while (await cursor.NextAsync(CancellationToken.None).ConfigureAwait(false) is { } batch)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                encoder.Write(batch, i, 1, channel.Output);
                var flush = channel.FlushIfLargeAsync(CancellationToken.None);
                if (!flush.IsCompletedSuccessfully)
                    await flush.ConfigureAwait(false);
            }

            rows += batch.Count;
        }

        encoder.WriteTrailer(channel.Output);
        channel.Output.WriteCopyDone();
        context.Metrics.RowsSent.Inc(rows);
        return rows;
    }

    private async ValueTask<long> ReceiveAsync(CopyRequest request)
    {
        using var insert = context.Session.BeginBulkInsert(request.Schema!, request.Table!, request.Columns);
        var decoder = CopyDecoder.Create(request, insert.Columns, context.RefreshFormats(), context.Now());
        context.Channel.Output.WriteCopyInResponse(request.Format == CopyFormat.Binary ? FormatCode.Binary : FormatCode.Text, insert.Columns.Count);
        while (await NextAsync().ConfigureAwait(false) is { IsEmpty: false } data)
        {
            decoder.Write(data.Span);
            if (decoder.IsFull)
                Take(decoder, insert);
        }

        decoder.Complete();
        Take(decoder, insert);
        var rows = insert.Complete(CancellationToken.None);
        context.Metrics.RowsCopied.Inc(rows);
        return rows;
    }

    private static void Take(CopyDecoder decoder, IBulkInsert insert)
    {
        if (decoder.TakeBatch() is { } batch)
            insert.Write(batch, CancellationToken.None);
    }

    // The next bytes; empty when the client is done. Throws when it gives up, goes away, or is cancelled.
    private async ValueTask<ReadOnlyMemory<byte>> NextAsync()
    {
        while (await ReadAsync().ConfigureAwait(false))
        {
            var reader = context.Channel.Reader;
            switch (reader.Type)
            {
                case FrontendMessageType.CopyData when reader.Body.IsEmpty:
                    break;
                case FrontendMessageType.CopyData:
                    return reader.Body;
                case FrontendMessageType.CopyDone:
                    return default;
                case FrontendMessageType.CopyFail:
                    throw new VectorDbException(SqlStates.QueryCanceled, $"COPY from stdin failed: {CopyFailMessage.Parse(reader.Body.Span).Reason}");
                case FrontendMessageType.Flush or FrontendMessageType.Sync:
                    break;
                default:
                    throw new ProtocolViolationException($"unexpected message type {(byte)reader.Type} during COPY from stdin", isFatal: true);
            }
        }

        throw new ClientGoneException("the client left during COPY");
    }

    private async ValueTask<bool> ReadAsync()
    {
        var (channel, connection) = (context.Channel, context.Connection);
        if (channel.TryRead())
            return true;
        while (true)
        {
            connection.Enter(ConnectionState.CopyIn);
            if (connection.TakeCancelRequest())
                throw new VectorDbException(SqlStates.QueryCanceled, "canceling statement due to user request");
            try
            {
                var found = await channel.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                connection.Enter(ConnectionState.Active);
                return found;
            }
            catch (OperationCanceledException) when (connection.Termination is null)
            {
                // Look why we were woken.
            }
        }
    }
}
