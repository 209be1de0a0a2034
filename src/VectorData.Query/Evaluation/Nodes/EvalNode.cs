using System.Buffers;
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

    /// <summary>Rows outside the selection may hold anything and never raise errors. There is at least one row.</summary>
    public abstract ColumnVector Evaluate(in RowSet rows, EvaluationContext context);

    /// <summary>
    /// Writes the rows for which this boolean is true, ascending, and gives their number. <paramref name="output"/> has room for all rows
    /// and may be the selection's own memory.
    /// </summary>
    public virtual int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0)
            return 0;
        var column = (FixedColumn<bool>)Evaluate(rows, context);
        return IsScalar
            ? FilterAll(rows, !column.IsNull(0) && column.Span[0], output)
            : Compress(rows, column, wanted: true, output);
    }

    /// <summary>The rows whose value is not NULL and as wanted.</summary>
    protected static int Compress(in RowSet rows, FixedColumn<bool> column, bool wanted, Span<int> output)
    {
        var values = column.Span;
        var nulls = column.Nulls.Span;
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            output[count] = row;
            if (values[row] == wanted && (nulls.IsEmpty || nulls[row] == 0))
                count++;
        }

        return count;
    }

    /// <summary>All rows or none.</summary>
    protected static int FilterAll(in RowSet rows, bool all, Span<int> output)
    {
        if (!all)
            return 0;
        if (rows.HasSelection)
        {
            rows.Selection.CopyTo(output);
            return rows.Count;
        }

        for (var i = 0; i < rows.Length; i++)
            output[i] = i;
        return rows.Length;
    }

    /// <summary>The rows that this node works on: one when it is scalar.</summary>
    protected RowSet Target(in RowSet rows) => IsScalar ? RowSet.One : rows;

    protected static bool AllScalar(ReadOnlySpan<EvalNode> nodes)
    {
        foreach (var node in nodes)
            if (!node.IsScalar)
                return false;
        return true;
    }

    protected static int[] Rent(int length) => ArrayPool<int>.Shared.Rent(length);

    protected static void Return(int[] rows) => ArrayPool<int>.Shared.Return(rows);
}
