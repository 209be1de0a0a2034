using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Checks a new constraint against the rows a table has.</summary>
internal static class ExistingRows
{
    public static void RequireNotNull(StatementContext context, TableDefinition table, ColumnDefinition column)
    {
        foreach (var rows in TableRows.Scan(context.Transaction.LatestTable(table.Id), [column], context.CancellationToken))
        {
            var values = rows.Batch.Columns[0];
            for (var i = 0; values.MayHaveNulls && i < rows.Batch.Count; i++)
                if (values.IsNull(rows.Batch.RowAt(i)))
                    throw HasNulls(table, column);
        }
    }

    public static VectorDbException HasNulls(TableDefinition table, ColumnDefinition column) =>
        new(SqlStates.NotNullViolation, $"column \"{column.Name}\" of relation \"{table.Name}\" contains null values")
        {
            SchemaName = table.Schema,
            TableName = table.Name,
            ColumnName = column.Name,
        };

    public static void RequireCheck(StatementContext context, TableDefinition table, CheckDefinition check)
    {
        var compiled = ExpressionCompiler.Compile(TableExpressions.Check(table, check), TableExpressions.Layout(table));
        foreach (var rows in TableRows.Scan(context.Transaction.LatestTable(table.Id), table.Columns, context.CancellationToken))
        {
            if (CheckConstraints.FirstFailure(compiled.Evaluate(rows.Batch, context.Evaluation), rows.Batch) < 0)
                continue;
            throw new VectorDbException(SqlStates.CheckViolation, $"check constraint \"{check.Name}\" of relation \"{table.Name}\" is violated by some row")
            {
                SchemaName = table.Schema,
                TableName = table.Name,
                ConstraintName = check.Name,
            };
        }
    }

    public static void RequireForeignKey(StatementContext context, TableDefinition table, ForeignKeyDefinition foreignKey)
    {
        var parents = new ParentCheck(context.Catalog, table, foreignKey);
        var columns = foreignKey.Columns.Select(table.Column).ToArray();
        foreach (var rows in TableRows.Scan(context.Transaction.LatestTable(table.Id), columns, context.CancellationToken))
            parents.Require(context, [.. Enumerable.Range(0, columns.Length).Select(i => rows.Batch.Columns[i])], rows.Batch);
    }
}
