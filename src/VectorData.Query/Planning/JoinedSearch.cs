using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>
/// ORDER BY distance LIMIT k over a join that gives each row of the searched table at most one partner: the search runs first, over the rows
/// that have a partner, and only its hits are joined.
/// </summary>
internal static class JoinedSearch
{
    /// <summary>The join with the search below it, its rows not yet in order; null when the sort is of another kind.</summary>
    public static PlanNode? Match(BoundSort sort, HashSet<int> need, BoundLimit limit)
    {
        var computed = new List<BoundAssignment>();
        var conditions = new List<BoundExpression>();
        var relation = sort.Input;
        for (; relation is BoundFilter or BoundProject { KeepsInput: true }; relation = relation.Inputs[0])
        {
            if (relation is BoundProject project)
                computed.AddRange(project.Assignments);
            else if (computed.Count > 0)
                conditions.AddRange(Conjuncts.Split(((BoundFilter)relation).Condition));
            else
                return null;
        }

        if (relation is not BoundJoin { IsLateral: false, Kind: BoundJoinKind.Inner or BoundJoinKind.Left } join || computed is not [var distance])
            return null;
        if (Place(join, join.Left, join.Right, distance, conditions) is { } straight)
            return Plan(sort, need, limit, distance, straight);
        return join.Kind == BoundJoinKind.Inner && Place(join, join.Right, join.Left, distance, conditions) is { } turned
            ? Plan(sort, need, limit, distance, turned)
            : null;
    }

    // Where each condition belongs, when the partner is one row found by a unique key.
    private static Sides? Place(BoundJoin join, BoundRelation searched, BoundRelation partner, BoundAssignment distance, List<BoundExpression> conditions)
    {
        var searchedSlots = searched.OutputSlots();
        var partnerSlots = partner.OutputSlots();
        if (!distance.Expression.Slots().IsSubsetOf(searchedSlots))
            return null;
        var own = new List<BoundExpression>();
        var others = new List<BoundExpression>();
        BoundComparison? key = null;
        foreach (var condition in join.Kind == BoundJoinKind.Inner ? [.. Conjuncts.Split(join.Condition), .. conditions] : conditions)
        {
            if (condition.IsVolatile)
                return null;
            if (!condition.Slots().Overlaps(partnerSlots))
                own.Add(condition);
            else if (!condition.Slots().Overlaps(searchedSlots))
                others.Add(condition);
            else if (key is null && condition is BoundComparison { Kind: ComparisonKind.Equal } found)
                key = found;
            else
                return null;
        }

        if (join.Kind == BoundJoinKind.Left)
        {
            // Nothing but the join itself may look at the partner: then no row of the searched table goes.
            if (key is not null || others.Count > 0 || Conjuncts.Split(join.Condition) is not [BoundComparison { Kind: ComparisonKind.Equal } on])
                return null;
            key = on;
        }

        if (key is null)
            return null;
        var ordered = key.Left.Slots().Overlaps(searchedSlots) ? key : key.Mirrored();
        return ordered.Left.Slots().IsSubsetOf(searchedSlots) && ordered.Right is BoundColumn column && IsUnique(partner, column)
            ? new Sides(join, searched, partner, ordered, own, others)
            : null;
    }

    private static bool IsUnique(BoundRelation partner, BoundColumn column)
    {
        while (partner is BoundFilter filter)
            partner = filter.Input;
        if (partner is not BoundScan scan)
            return false;
        var place = scan.TableColumns.ToList().FindIndex(candidate => candidate.Slot == column.Slot);
        return place >= 0 && scan.Table.Indexes.Any(index => index.IsUnique && index.Columns.Length == 1 && index.Columns[0].Column == scan.Table.Columns[place].Id);
    }

    private static PlanNode? Plan(BoundSort sort, HashSet<int> need, BoundLimit limit, BoundAssignment distance, Sides sides)
    {
        if (sort.Orderings.Any(ordering => !ordering.Expression.Slots().All(slot => slot == distance.Column.Slot || sides.Searched.OutputSlots().Contains(slot))))
            return null;
        var partner = Conjuncts.Combine(sides.OfPartner) is { } filter ? new BoundFilter(sides.Partner, filter) : sides.Partner;
        var tests = new List<BoundExpression>(sides.OfSearched);
        if (sides.Join.Kind == BoundJoinKind.Inner)
            tests.Add(ConditionQueries.In(sides.Key.Left, partner, sides.Key.Right));
        var searched = Conjuncts.Combine(tests) is { } test ? new BoundFilter(sides.Searched, test) : sides.Searched;
        var inner = new BoundSort(new BoundProject(searched, [distance], keepsInput: true), sort.Orderings);
        var wanted = QueryPlanner.With(QueryPlanner.With(need, sort.Expressions), [sides.Key]);
        var searchedNeed = wanted.Where(inner.OutputSlots().Contains).ToHashSet();
        var take = new RowCount(limit.Limit, limit.Offset);
        var none = new RowCount(null, RowCountKind.Offset);
        var exhaustive = new TopRowsPlan(QueryPlanner.Build(inner.Input, QueryPlanner.With(searchedNeed, sort.Expressions), []), sort.Orderings, take, none);
        if (VectorSearchMatcher.Match(inner, searchedNeed, take, none, exhaustive) is not { } search)
            return null;
        var right = QueryPlanner.Build(partner, [.. wanted.Where(partner.OutputSlots().Contains)], []);
        return JoinPlanner.Make(sides.Join.Kind, search, right, inner.OutputSlots(), partner.OutputSlots(), [sides.Key]);
    }

    private sealed record Sides(
        BoundJoin Join,
        BoundRelation Searched,
        BoundRelation Partner,
        BoundComparison Key,
        IReadOnlyList<BoundExpression> OfSearched,
        IReadOnlyList<BoundExpression> OfPartner);
}
