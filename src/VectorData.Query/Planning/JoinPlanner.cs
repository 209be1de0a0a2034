using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>Plans joins: orders inner joins so that each step has a key, pushes conditions to the side they belong to.</summary>
internal static class JoinPlanner
{
    public static PlanNode Build(BoundJoin join, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        if (join.IsLateral)
            return BuildLateral(join, need, conditions);
        if (join.Kind is BoundJoinKind.Left or BoundJoinKind.Right && RejectsNulls(conditions, join.Kind == BoundJoinKind.Left ? join.Right : join.Left))
            return BuildInner(new BoundJoin(BoundJoinKind.Inner, join.Left, join.Right, join.Condition), need, conditions);
        return join.Kind switch
        {
            BoundJoinKind.Inner => BuildInner(join, need, conditions),
            BoundJoinKind.Right => BuildOuter(new BoundJoin(BoundJoinKind.Left, join.Right, join.Left, join.Condition), need, conditions),
            _ => BuildOuter(join, need, conditions),
        };
    }

    private static PlanNode BuildInner(BoundJoin join, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var leaves = new List<BoundRelation>();
        var tests = new List<BoundExpression>(conditions);
        Flatten(join, leaves, tests);
        var wanted = QueryPlanner.With(need, tests);
        var slots = leaves.ConvertAll(leaf => leaf.OutputSlots());
        var all = slots.SelectMany(set => set).ToHashSet();
        var nodes = new PlanNode[leaves.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            var own = tests.FindAll(test => test.Slots().Where(all.Contains).ToArray() is { Length: > 0 } read && Array.TrueForAll(read, slots[i].Contains) && !test.IsVolatile);
            tests.RemoveAll(own.Contains);
            nodes[i] = QueryPlanner.Build(leaves[i], [.. wanted.Where(slots[i].Contains)], own);
        }

        var current = 0;
        var joined = new HashSet<int>(slots[0]);
        var node = nodes[0];
        var open = Enumerable.Range(1, nodes.Length - 1).ToList();
        while (open.Count > 0)
        {
            current = open.Find(next => tests.Exists(test => IsKey(test, joined, slots[next]))) is var found and > 0 ? found : open[0];
            open.Remove(current);
            var visible = new HashSet<int>(joined);
            visible.UnionWith(slots[current]);
            var ready = tests.FindAll(test => test.Slots().Where(all.Contains).All(visible.Contains) && !test.IsVolatile && test.Slots().Overlaps(all));
            tests.RemoveAll(ready.Contains);
            node = Make(BoundJoinKind.Inner, node, nodes[current], joined, slots[current], ready);
            joined = visible;
        }

        return QueryPlanner.Filtered(node, tests);
    }

    private static PlanNode BuildOuter(BoundJoin join, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var left = join.Left.OutputSlots();
        var right = join.Right.OutputSlots();
        var on = Conjuncts.Split(join.Condition);
        var isFull = join.Kind == BoundJoinKind.Full;
        var leftTests = isFull ? [] : conditions.Where(test => !test.IsVolatile && !test.Slots().Overlaps(right)).ToArray();
        var above = conditions.Except(leftTests, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        var rightTests = isFull ? [] : on.Where(test => !test.IsVolatile && test.Slots() is { Count: > 0 } slots && slots.Overlaps(right) && !slots.Overlaps(left)).ToArray();
        var joining = on.Except(rightTests, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        var wanted = QueryPlanner.With(QueryPlanner.With(need, above), joining);
        var node = Make(
            join.Kind,
            QueryPlanner.Build(join.Left, [.. wanted.Where(left.Contains)], leftTests),
            QueryPlanner.Build(join.Right, [.. wanted.Where(right.Contains)], rightTests),
            left,
            right,
            joining);
        return QueryPlanner.Filtered(node, above);
    }

    private static PlanNode BuildLateral(BoundJoin join, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var left = join.Left.OutputSlots();
        var right = join.Right.OutputSlots();
        var free = FromBinder.FreeSlots(join.Right);
        var leftTests = conditions.Where(test => !test.IsVolatile && !test.Slots().Overlaps(right)).ToArray();
        var above = conditions.Except(leftTests, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        var on = Conjuncts.Split(join.Condition);
        var wanted = QueryPlanner.With(QueryPlanner.With(need, above), on);
        wanted.UnionWith(free);
        var node = new LateralJoinPlan(
            join.Kind,
            QueryPlanner.Build(join.Left, [.. wanted.Where(left.Contains)], leftTests),
            QueryPlanner.Build(join.Right, [.. wanted.Where(right.Contains)], []),
            join.Condition,
            free.Where(left.Contains));
        return QueryPlanner.Filtered(node, above);
    }

    /// <summary>A join of two planned sides, given the slots each has and the conditions over both.</summary>
    internal static JoinPlan Make(
        BoundJoinKind kind, PlanNode left, PlanNode right, HashSet<int> leftSlots, HashSet<int> rightSlots, IReadOnlyList<BoundExpression> tests)
    {
        var leftKeys = new List<BoundExpression>();
        var rightKeys = new List<BoundExpression>();
        var rest = new List<BoundExpression>();
        foreach (var test in tests)
        {
            if (!IsKey(test, leftSlots, rightSlots))
            {
                rest.Add(test);
                continue;
            }

            var comparison = (BoundComparison)test;
            var isStraight = comparison.Left.Slots().Overlaps(leftSlots);
            leftKeys.Add(isStraight ? comparison.Left : comparison.Right);
            rightKeys.Add(isStraight ? comparison.Right : comparison.Left);
        }

        var residual = Conjuncts.Combine(rest);
        var spec = new JoinSpec(kind, left, right) { LeftKeys = leftKeys, RightKeys = rightKeys, Residual = residual, Lookup = Lookup(right, rightKeys) };
        if (kind == BoundJoinKind.Inner && Lookup(left, leftKeys) is { } lookup)
            spec = spec with { Mirrored = new JoinPlan(new JoinSpec(kind, right, left) { LeftKeys = rightKeys, RightKeys = leftKeys, Residual = residual, Lookup = lookup }) };
        return new JoinPlan(spec);
    }

    private static (ScanAccessByKey Access, ScanPlan Scan)? Lookup(PlanNode right, List<BoundExpression> keys)
    {
        if (right is not ScanPlan scan || scan.Scan.RowId is not null || scan.Access is { IsPoint: true } || keys.Count == 0)
            return null;
        var columns = keys.ConvertAll(key => key is BoundColumn column && KeyConversion.IsKeyType(column.Type)
            ? scan.Scan.TableColumns.ToList().FindIndex(candidate => candidate.Slot == column.Slot)
            : -1);
        return ScanAccessByKey.Choose(scan.Table, columns) is { } access ? (access, scan) : null;
    }

    // left = right with each side from another input, in one layout, so that a hash table can hold the keys.
    private static bool IsKey(BoundExpression test, HashSet<int> left, HashSet<int> right)
    {
        if (test is not BoundComparison { Kind: ComparisonKind.Equal } comparison || test.IsVolatile)
            return false;
        var (first, second) = (comparison.Left.Slots(), comparison.Right.Slots());
        var isSplit = (first.Overlaps(left) && !first.Overlaps(right) && second.Overlaps(right) && !second.Overlaps(left))
            || (first.Overlaps(right) && !first.Overlaps(left) && second.Overlaps(left) && !second.Overlaps(right));
        return isSplit
            && comparison.Left.Type.Physical == comparison.Right.Type.Physical
            && !comparison.Left.Type.IsVector
            && !test.DescendantsAndSelf().Any(node => node is BoundSubquery or BoundRow);
    }

    private static void Flatten(BoundRelation relation, List<BoundRelation> leaves, List<BoundExpression> tests)
    {
        switch (relation)
        {
            case BoundJoin { Kind: BoundJoinKind.Inner, IsLateral: false } join:
                Flatten(join.Left, leaves, tests);
                Flatten(join.Right, leaves, tests);
                tests.AddRange(Conjuncts.Split(join.Condition));
                break;
            default:
                leaves.Add(relation);
                break;
        }
    }

    // Whether a condition cannot be true for rows where all columns of the relation are NULL.
    private static bool RejectsNulls(IReadOnlyList<BoundExpression> conditions, BoundRelation relation)
    {
        var slots = relation.OutputSlots();
        return conditions.Any(condition => condition switch
        {
            BoundComparison comparison => IsStrict(comparison.Left, slots) || IsStrict(comparison.Right, slots),
            BoundInList list => IsStrict(list.Operand, slots),
            BoundIsNull { Negated: true } test => IsStrict(test.Operand, slots),
            _ => false,
        });
    }

    private static bool IsStrict(BoundExpression expression, HashSet<int> slots) => expression switch
    {
        BoundColumn column => slots.Contains(column.Slot),
        BoundCast cast => IsStrict(cast.Operand, slots),
        _ => false,
    };
}
