using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Query.Sessions;

/// <summary>A statement of one session's text.</summary>
internal sealed class EmbeddedStatement(EmbeddedSession session, ParsedStatement statement) : IStatement
{
    public string Text => statement.Text;

    public IReadOnlyList<string> ParameterNames => statement.ParameterNames;

    public StatementDescription Describe(IReadOnlyList<SqlType> parameterTypes) => session.Describe(statement, parameterTypes);

    public ICursor Execute(IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        var started = session.Start(statement, parameters, cancellationToken);
        session.Transactions.Finish(started, cancellationToken);
        return started.Cursor;
    }

    public async ValueTask<ICursor> ExecuteAsync(IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        var started = session.Start(statement, parameters, cancellationToken);
        await session.Transactions.FinishAsync(started, cancellationToken).ConfigureAwait(false);
        return started.Cursor;
    }
}
