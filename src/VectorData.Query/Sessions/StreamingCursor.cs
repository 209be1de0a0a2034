using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>A query that runs as its rows are taken; outside a block it holds a transaction of its own until the end.</summary>
internal sealed class StreamingCursor(
    EmbeddedSession session, IReadOnlyList<ResultColumn> columns, Operator root, StatementCancellation cancellation, StorageTransaction? own) : ICursor
{
    private long _rows;
    private bool _closed;

    public IReadOnlyList<ResultColumn>? Columns => columns;

    public string CommandTag => FormattableString.Invariant($"SELECT {_rows}");

    public long RowsAffected => -1;

    public Batch? Next(CancellationToken cancellationToken)
    {
        if (_closed)
            return null;
        try
        {
            using var watch = cancellation.Enter(session.Settings.Current.StatementTimeout, cancellationToken);
            cancellation.Token.ThrowIfCancellationRequested();
            if (root.Next() is { } batch)
            {
                _rows += batch.Count;
                return batch;
            }

            // Functions such as nextval may have written.
            own?.Commit(cancellation.Token);
        }
        catch (Exception e)
        {
            var error = session.Failed(e, cancellation);
            Close();
            throw error;
        }

        Close();
        return null;
    }

    public ValueTask<Batch?> NextAsync(CancellationToken cancellationToken) => new(Next(cancellationToken));

    public void Dispose() => Close();

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private void Close()
    {
        if (_closed)
            return;
        _closed = true;
        root.Dispose();
        own?.Dispose();
        session.Return(cancellation);
    }
}
