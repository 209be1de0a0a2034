using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Binds SET: for each column its new value, null for DEFAULT.</summary>
internal static class AssignmentBinder
{
    public static IReadOnlyList<(int Column, BoundExpression? Value)> Bind(
        StatementBinder binder, TableDefinition table, IReadOnlyList<Assignment> assignments, ExpressionBinder expressions)
    {
        var result = new List<(int Column, BoundExpression? Value)>();
        foreach (var assignment in assignments)
        {
            var values = Values(assignment);
            for (var i = 0; i < values.Count; i++)
            {
                var target = assignment.Targets[i];
                var at = StatementBinder.Column(table, target.Column);
                if (target.Subscripts.Count > 0)
                    throw new VectorDbException(SqlStates.FeatureNotSupported, "assignment to an element of an array is not supported") { Position = target.Position + 1 };
                if (result.Exists(other => other.Column == at))
                    throw new VectorDbException(SqlStates.SyntaxError, $"multiple assignments to same column \"{target.Column.Name}\"") { Position = target.Position + 1 };
                var column = table.Columns[at];
                if (values[i] is DefaultExpression)
                {
                    if (!column.IsComputed)
                        result.Add((at, null));
                    continue;
                }

                if (column.IsComputed || column.Identity == IdentityKind.Always)
                    throw StatementBinder.GivenAlways(column, isInsert: false, target.Position);
                result.Add((at, binder.Assign(expressions.Bind(values[i]), column)));
            }
        }

        return result;
    }

    private static IReadOnlyList<Expression> Values(Assignment assignment)
    {
        var count = assignment.Targets.Count;
        if (!assignment.IsRow)
            return [assignment.Value];
        switch (assignment.Value)
        {
            case RowExpression row:
                return row.Items.Count == count ? row.Items : throw Mismatch(assignment);
            case ScalarSubquery subquery:
                return count == 1 ? [subquery] : [.. Enumerable.Range(0, count).Select(i => Part(subquery, i, count))];
            default:
                return count == 1 ? [assignment.Value] : throw new VectorDbException(
                    SqlStates.FeatureNotSupported, "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression")
                { Position = assignment.Value.Position + 1 };
        }
    }

    // (SELECT column i FROM (the query)): each column is asked for by itself.
    private static ScalarSubquery Part(ScalarSubquery subquery, int number, int count)
    {
        var position = subquery.Position;
        var names = Enumerable.Range(1, count).Select(i => new Identifier(position, "column" + i.ToString(CultureInfo.InvariantCulture))).ToArray();
        var table = new DerivedTable(position, subquery.Query, Lateral: false, new TableAlias(position, new Identifier(position, "source"), names));
        var item = new SelectItem(position, new ColumnReference(position, new QualifiedName(position, [names[number]])), Alias: null);
        return subquery with { Query = new QueryStatement(position, new SelectBody(position, [item]) { From = [table] }) };
    }

    private static VectorDbException Mismatch(Assignment assignment) =>
        new(SqlStates.SyntaxError, "number of columns does not match number of values") { Position = assignment.Position + 1 };
}
