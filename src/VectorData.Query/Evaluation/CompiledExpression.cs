using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation;

/// <summary>An expression over the columns of a batch.</summary>
internal sealed class CompiledExpression(EvalNode node)
{
    public SqlType Type => node.Type;

    /// <summary>The same value for all rows of an execution.</summary>
    public bool IsScalar => node.IsScalar;

    /// <summary>
    /// A column of <c>batch.Length</c> rows; rows outside the selection hold anything. Errors come only from selected rows.
    /// A plain column reference gives the batch's own column.
    /// </summary>
    public ColumnVector Evaluate(Batch batch, EvaluationContext context) => throw new NotImplementedException();

    /// <summary>The value of a scalar expression, or of the first selected row.</summary>
    public Value EvaluateScalar(EvaluationContext context) => throw new NotImplementedException();
}

/// <summary>A condition over the columns of a batch.</summary>
internal sealed class CompiledPredicate(EvalNode node)
{
    /// <summary>The batch with only the rows for which the condition is true; the batch itself when all are. The buffer is reused: valid until the next call.</summary>
    public Batch Select(Batch batch, EvaluationContext context, SelectionBuffer buffer) => throw new NotImplementedException();

    /// <summary>As the other, with memory of its own.</summary>
    public Batch Select(Batch batch, EvaluationContext context) => Select(batch, context, new SelectionBuffer());

    public EvalNode Node => node;
}

/// <summary>Memory for selections that one operator owns.</summary>
internal sealed class SelectionBuffer
{
    private int[] _rows = [];

    public int[] Rows(int capacity) => _rows.Length >= capacity ? _rows : _rows = new int[Math.Max(capacity, 16)];
}
