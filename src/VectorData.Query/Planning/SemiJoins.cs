using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;

namespace VectorData.Query.Planning;

/// <summary>Turns EXISTS, NOT EXISTS and IN with a nested query, where they stand as a condition of their own, into joins.</summary>
internal static class SemiJoins
{
    /// <summary>The join that keeps the rows of <paramref name="input"/> for which the condition is true, or null.</summary>
    public static BoundJoin? TryConvert(BoundRelation input, BoundExpression condition)
    {
        var (subquery, isNegated) = condition switch
        {
            BoundSubquery found => (found, false),
            BoundNot { Operand: BoundSubquery found } => (found, true),
            _ => (null, false),
        };
        return subquery switch
        {
            { Kind: SubqueryKind.Exists } when subquery.Source.OuterSlots.Count > 0 => Exists(input, subquery, isNegated),
            { Kind: SubqueryKind.Any } when !isNegated => In(input, subquery),
            _ => null,
        };
    }

    /// <summary>The relation that an EXISTS asks for without its conditions on the outer row, and those; null when they cannot be told apart.</summary>
    public static (BoundRelation Relation, IReadOnlyList<BoundExpression> Pulled)? Decorrelate(BoundSubquery subquery)
    {
        var query = ((NestedQuery)subquery.Source.Query).Query;
        var relation = query.Relation;
        if (relation is BoundProject project && !project.Assignments.Any(assignment => assignment.Expression.IsVolatile))
            relation = project.Input;
        if (relation is BoundLimit { Offset: null, Limit: BoundConstant { Value: { IsNull: false } count } } limit && count.AsInt64() > 0)
            relation = limit.Input;
        return Pull(relation, subquery.Source.OuterSlots);
    }

    private static BoundJoin? Exists(BoundRelation input, BoundSubquery subquery, bool isNegated) => Decorrelate(subquery) is var (inner, pulled)
        ? new BoundJoin(isNegated ? BoundJoinKind.Anti : BoundJoinKind.Semi, input, inner, Conjuncts.Combine(pulled))
        : null;

    private static BoundJoin? In(BoundRelation input, BoundSubquery subquery)
    {
        var query = ((NestedQuery)subquery.Source.Query).Query;
        if (subquery.Comparison is null || subquery.Comparison.IsVolatile || subquery.Operands.Any(operand => operand.IsVolatile || HasQuery(operand)))
            return null;
        var relation = query.Relation;
        var outputs = query.Outputs.Select(output => (BoundExpression)output.Column).ToArray();
        if (subquery.Source.OuterSlots.Count > 0)
        {
            if (relation is not BoundProject project || project.Assignments.Any(assignment => assignment.Expression.IsVolatile || HasQuery(assignment.Expression)))
                return null;
            relation = project.Input;
            for (var i = 0; i < outputs.Length; i++)
                outputs[i] = project.Assignments.FirstOrDefault(assignment => assignment.Column.Equals(outputs[i]))?.Expression ?? outputs[i];
        }

        if (Pull(relation, subquery.Source.OuterSlots) is not var (inner, pulled))
            return null;
        var comparison = subquery.Comparison.Rewrite(node => node is BoundColumn { Slot: < 0 } column
            ? column.Slot % 2 == 0 ? outputs[(-column.Slot / 2) - 1] : subquery.Operands[(-column.Slot - 1) / 2]
            : null);
        return new BoundJoin(BoundJoinKind.Semi, input, inner, Conjuncts.Combine([.. Conjuncts.Split(comparison), .. pulled]));
    }

    // Takes conditions that read outer columns out of the query; null when they are anywhere but in filters at its top.
    private static (BoundRelation Relation, IReadOnlyList<BoundExpression> Pulled)? Pull(BoundRelation relation, IReadOnlyList<int> outer)
    {
        var pulled = new List<BoundExpression>();
        var inner = Pull(relation, outer, pulled);
        return FromBinder.FreeSlots(inner).Overlaps(outer) ? null : (inner, pulled);
    }

    private static BoundRelation Pull(BoundRelation relation, IReadOnlyList<int> outer, List<BoundExpression> pulled)
    {
        switch (relation)
        {
            case BoundFilter filter:
                var kept = new List<BoundExpression>();
                foreach (var part in Conjuncts.Split(filter.Condition))
                    (part.Slots().Overlaps(outer) && !part.IsVolatile ? pulled : kept).Add(part);
                var input = Pull(filter.Input, outer, pulled);
                return Conjuncts.Combine(kept) is { } rest ? new BoundFilter(input, rest) : input;
            case BoundJoin { Kind: BoundJoinKind.Inner, IsLateral: false, Condition: { } condition } join:
                var on = new List<BoundExpression>();
                foreach (var part in Conjuncts.Split(condition))
                    (part.Slots().Overlaps(outer) && !part.IsVolatile ? pulled : on).Add(part);
                return new BoundJoin(join.Kind, join.Left, join.Right, Conjuncts.Combine(on));
            default:
                return relation;
        }
    }

    private static bool HasQuery(BoundExpression expression) => expression.DescendantsAndSelf().Any(node => node is BoundSubquery);
}
