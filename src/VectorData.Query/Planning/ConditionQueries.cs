using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;

namespace VectorData.Query.Planning;

/// <summary>
/// Makes conditions that look into other tables into tests of one table's column against values that are the same for all its rows,
/// so that a vector search can have them as a bitmap.
/// </summary>
internal static class ConditionQueries
{
    /// <summary>EXISTS and NOT EXISTS with one equality to the outer row, as [NOT] column IN (query); null for anything else.</summary>
    public static BoundExpression? Uncorrelated(BoundExpression condition)
    {
        var (subquery, isNegated) = condition switch
        {
            BoundSubquery found => (found, false),
            BoundNot { Operand: BoundSubquery found } => (found, true),
            _ => (null, false),
        };
        if (subquery is not { Kind: SubqueryKind.Exists } || SemiJoins.Decorrelate(subquery) is not var (relation, pulled))
            return null;
        if (pulled is not [BoundComparison { Kind: ComparisonKind.Equal } key])
            return null;
        var outer = subquery.Source.OuterSlots;
        var inner = relation.OutputSlots();
        var straight = IsOver(key.Left, inner, outer) && key.Right.Slots().All(outer.Contains) ? key.Mirrored() : key;
        if (!straight.Left.Slots().All(outer.Contains) || !IsOver(straight.Right, inner, outer))
            return null;
        var test = In(straight.Left, relation, straight.Right);
        // NOT EXISTS is true where the comparison is unknown.
        return isNegated ? new BoundIsBoolean(test, true, Negated: true, condition.Position) : test;
    }

    /// <summary>operand IN (SELECT element FROM relation).</summary>
    public static BoundSubquery In(BoundExpression operand, BoundRelation relation, BoundExpression element)
    {
        // The column is only seen inside this query, under a slot that no other uses.
        var column = element as BoundColumn ?? new BoundColumn(int.MaxValue, "element", element.Type, -1);
        var query = new BoundQuery(
            new BoundProject(relation, [new BoundAssignment(column, element)], keepsInput: false),
            [new BoundOutput(new Core.Sessions.ResultColumn(column.Name, column.Type), column)]);
        var comparison = new BoundComparison(
            ComparisonKind.Equal,
            new BoundColumn(BoundQuantified.LeftSlot, "left", operand.Type, -1),
            new BoundColumn(BoundQuantified.ElementSlot, "element", element.Type, -1),
            operand.Position);
        return new BoundSubquery(
            SubqueryKind.Any, new SubquerySource(new NestedQuery(query), [element.Type], []), [operand], comparison, SqlType.Boolean, operand.Position);
    }

    private static bool IsOver(BoundExpression expression, HashSet<int> inner, IReadOnlyList<int> outer) =>
        expression.Slots() is { Count: > 0 } slots && slots.All(slot => inner.Contains(slot) && !outer.Contains(slot));
}
