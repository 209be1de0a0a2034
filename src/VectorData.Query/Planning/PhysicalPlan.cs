using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>A plan that can be run any number of times, also at once. Depends on the catalog it was bound with, not on the data.</summary>
internal sealed class PhysicalPlan(PlanNode root, IReadOnlyList<ResultColumn> columns)
{
    /// <summary>The last step; its batches have the result's columns in order.</summary>
    public PlanNode Root { get; } = root;

    /// <summary>Descriptions of the result's columns; empty for plans that only feed other steps.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; } = columns;

    /// <summary>The types of the batches' columns.</summary>
    public SqlType[] Types => Root.Types;

    /// <summary>Starts an execution. <paramref name="evaluation"/> must have <paramref name="execution"/> as its subquery runner.</summary>
    public Operator Open(QueryExecution execution, EvaluationContext evaluation) => Root.Open(new OperatorContext(execution, evaluation));
}
