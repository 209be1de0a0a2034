using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Sessions;

/// <summary>The result of a statement that has run to its end.</summary>
internal sealed class StoredCursor(IReadOnlyList<ResultColumn>? columns, StatementOutcome outcome) : ICursor
{
    private int _next;

    public IReadOnlyList<ResultColumn>? Columns => columns;

    public string CommandTag => outcome.Tag;

    public long RowsAffected => outcome.RowsAffected;

    public Batch? Next(CancellationToken cancellationToken)
    {
        while (outcome.Rows is { } rows && _next < rows.Count)
            if (rows[_next++] is { Count: > 0 } batch)
                return batch;
        return null;
    }

    public ValueTask<Batch?> NextAsync(CancellationToken cancellationToken) => new(Next(cancellationToken));

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
