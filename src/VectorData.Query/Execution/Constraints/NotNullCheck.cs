using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Execution.Constraints;

/// <summary>NOT NULL over complete rows of a table.</summary>
internal static class NotNullCheck
{
    public static void Check(TableDefinition table, Batch rows)
    {
        var columns = table.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (!columns[i].NotNull || !rows.Columns[i].MayHaveNulls)
                continue;
            var nulls = rows.Columns[i].Nulls.Span;
            for (var row = 0; row < rows.Count; row++)
                if (nulls[rows.RowAt(row)] != 0)
                    throw Violation(table, columns[i], rows, rows.RowAt(row));
        }
    }

    private static VectorDbException Violation(TableDefinition table, ColumnDefinition column, Batch rows, int row) => new(
        SqlStates.NotNullViolation, $"null value in column \"{column.Name}\" of relation \"{table.Name}\" violates not-null constraint")
    {
        Detail = RowTexts.FailingRow(rows, row),
        SchemaName = table.Schema,
        TableName = table.Name,
        ColumnName = column.Name,
    };
}
