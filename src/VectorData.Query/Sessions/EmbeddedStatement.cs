using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>A statement of one session's text.</summary>
internal sealed class EmbeddedStatement(EmbeddedSession session, ParsedStatement statement) : IStatement
{
    public string Text => statement.Text;

    public IReadOnlyList<string> ParameterNames => statement.ParameterNames;

    public StatementKind Kind => statement.Syntax switch
    {
        QueryStatement or ShowStatement or ExplainStatement or FetchStatement { Move: false } => StatementKind.Query,
        InsertStatement or UpdateStatement or DeleteStatement or TruncateStatement => StatementKind.Change,
        CopyStatement => StatementKind.Copy,
        BeginStatement or CommitStatement or RollbackStatement or SavepointStatement or RollbackToSavepointStatement or ReleaseSavepointStatement
            => StatementKind.TransactionControl,
        SetStatement or SetTransactionStatement or ResetStatement or DiscardStatement or PrepareStatement or ExecuteStatement or DeallocateStatement
            or VacuumStatement or AnalyzeStatement or CheckpointStatement or DeclareCursorStatement or FetchStatement or CloseCursorStatement or LockTableStatement or UnlistenStatement => StatementKind.Other,
        _ => StatementKind.Definition,
    };

    public CopyRequest? Copy => statement.Syntax is CopyStatement copy ? session.Copy(copy) : null;

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
