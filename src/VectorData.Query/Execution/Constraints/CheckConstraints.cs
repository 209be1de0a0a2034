using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Constraints;

/// <summary>The CHECK constraints of a table, compiled; in order of name, as PostgreSQL tries them.</summary>
internal sealed class CheckConstraints
{
    private readonly TableDefinition _table;
    private readonly (CheckDefinition Check, CompiledExpression Condition)[] _checks;

    public CheckConstraints(TableDefinition table)
    {
        _table = table;
        var layout = TableExpressions.Layout(table);
        _checks = [.. table.Checks.OrderBy(check => check.Name, StringComparer.Ordinal)
            .Select(check => (check, ExpressionCompiler.Compile(TableExpressions.Check(table, check), layout)))];
    }

    /// <summary>23514 for the first row for which a condition is false; unknown passes.</summary>
    public void Require(Batch rows, EvaluationContext context)
    {
        foreach (var (check, condition) in _checks)
        {
            var failed = FirstFailure(condition.Evaluate(rows, context), rows);
            if (failed < 0)
                continue;
            throw new VectorDbException(SqlStates.CheckViolation, $"new row for relation \"{_table.Name}\" violates check constraint \"{check.Name}\"")
            {
                Detail = RowTexts.FailingRow(rows, failed),
                SchemaName = _table.Schema,
                TableName = _table.Name,
                ConstraintName = check.Name,
            };
        }
    }

    /// <summary>The first row that counts whose value is false, or -1.</summary>
    public static int FirstFailure(ColumnVector conditions, Batch rows)
    {
        var values = ((FixedColumn<bool>)conditions).Span;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            if (!values[row] && !conditions.IsNull(row))
                return row;
        }

        return -1;
    }
}
