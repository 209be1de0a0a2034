using System.Text.RegularExpressions;
using VectorData.Core.Errors;
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

    /// <summary>The column of the batch that this is, or -1.</summary>
    public int ColumnOrdinal => node is ColumnNode column ? column.Ordinal : -1;

    /// <summary>
    /// A column of <c>batch.Length</c> rows; rows outside the selection hold anything. Errors come only from selected rows.
    /// A plain column reference gives the batch's own column.
    /// </summary>
    public ColumnVector Evaluate(Batch batch, EvaluationContext context)
    {
        if (node is ColumnNode column)
            return batch.Columns[column.Ordinal];
        if (batch.Count == 0)
            return NullMask.AllNull(Type, batch.Length);
        try
        {
            var result = node.Evaluate(RowSet.Of(batch), context);
            return !node.IsScalar || batch.Length == 1 ? result : ColumnBuilder.Repeat(result.GetValue(0), Type, batch.Length);
        }
        catch (Exception e) when (EvaluationErrors.Translate(e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>The value of an expression that reads no columns.</summary>
    public Value EvaluateScalar(EvaluationContext context)
    {
        try
        {
            return node.Evaluate(RowSet.One, context).GetValue(0);
        }
        catch (Exception e) when (EvaluationErrors.Translate(e) is { } error)
        {
            throw error;
        }
    }
}

/// <summary>A condition over the columns of a batch.</summary>
internal sealed class CompiledPredicate(EvalNode node)
{
    /// <summary>
    /// The batch with only the rows for which the condition is true; the batch itself when all are.
    /// The buffer is reused: valid until the next call. The batch's own selection may be in the same buffer.
    /// </summary>
    public Batch Select(Batch batch, EvaluationContext context, SelectionBuffer buffer)
    {
        if (batch.Count == 0)
            return batch;
        var rows = buffer.Rows(batch.Count);
        try
        {
            var count = node.Filter(RowSet.Of(batch), context, rows);
            return count == batch.Count ? batch : batch.Select(rows.AsMemory(0, count));
        }
        catch (Exception e) when (EvaluationErrors.Translate(e) is { } error)
        {
            throw error;
        }
    }

    /// <summary>As the other, with memory of its own.</summary>
    public Batch Select(Batch batch, EvaluationContext context) => Select(batch, context, new SelectionBuffer());

    /// <summary>Whether the condition is true for the one row of a batch, or for a condition without columns.</summary>
    public bool IsTrue(Batch batch, EvaluationContext context)
    {
        Span<int> rows = stackalloc int[1];
        try
        {
            return node.Filter(RowSet.Of(batch), context, rows) == 1;
        }
        catch (Exception e) when (EvaluationErrors.Translate(e) is { } error)
        {
            throw error;
        }
    }
}

/// <summary>What the runtime throws inside functions, as the engine's errors.</summary>
internal static class EvaluationErrors
{
    public static VectorDbException? Translate(Exception exception) => exception switch
    {
        OverflowException => new VectorDbException(SqlStates.NumericValueOutOfRange, "value out of range: overflow", exception),
        RegexMatchTimeoutException => new VectorDbException(SqlStates.StatementTooComplex, "regular expression is too complex: matching took too long", exception)
        {
            Hint = "Avoid back references and look-around, which need the slower engine.",
        },
        _ => null,
    };
}

/// <summary>Memory for selections that one operator owns.</summary>
internal sealed class SelectionBuffer
{
    private int[] _rows = [];

    public int[] Rows(int capacity) => _rows.Length >= capacity ? _rows : _rows = new int[Math.Max(capacity, 16)];
}
