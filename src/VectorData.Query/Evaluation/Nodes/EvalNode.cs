using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>
/// A step of evaluation. A scalar node gives a column of one row, others a column of <c>rows.Length</c> rows.
/// Immutable: one node serves many executions at once.
/// </summary>
internal abstract class EvalNode(SqlType type, bool isScalar)
{
    public SqlType Type { get; } = type;

    public bool IsScalar { get; } = isScalar;

    /// <summary>Rows outside the selection may hold anything and never raise errors.</summary>
    public abstract ColumnVector Evaluate(in RowSet rows, EvaluationContext context);
}
