using VectorData.Core.Values;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Statements;

/// <summary>SET: new values of some of a table's columns, from expressions over rows whose first columns are the table's, or from their fillers.</summary>
internal sealed class RowAssignments(int columns, IReadOnlyList<(int Column, CompiledExpression? Value, ColumnFiller? Filler)> assignments)
{
    /// <summary>The table's columns after the assignments.</summary>
    public ColumnVector[] Apply(Batch rows, StatementContext context)
    {
        var result = rows.Columns[..columns];
        foreach (var (column, value, filler) in assignments)
            result[column] = value?.Evaluate(rows, context.Evaluation) ?? filler!.Fill(rows.Length, context);
        return result;
    }
}
