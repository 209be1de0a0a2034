using VectorData.Core.Schema;
using VectorData.Query.Evaluation;
using VectorData.Query.Settings;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>What the operators of one run of a plan share: the execution they belong to and the values expressions see.</summary>
internal sealed class OperatorContext(QueryExecution execution, EvaluationContext evaluation)
{
    public QueryExecution Execution { get; } = execution;

    public EvaluationContext Evaluation { get; } = evaluation;

    public SettingValues Settings => Execution.Settings;

    public CancellationToken CancellationToken => Evaluation.CancellationToken;

    public TableSnapshot Table(TableId table) => Execution.Transaction.Table(table);

    /// <summary>57014 when the statement was cancelled.</summary>
    public void ThrowIfCancelled() => Evaluation.CancellationToken.ThrowIfCancellationRequested();
}
