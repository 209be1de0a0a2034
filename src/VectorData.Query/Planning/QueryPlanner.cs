using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Planning;

/// <summary>
/// Makes physical plans of bound queries: conditions go down to where their columns come from, only columns that are used are read,
/// nested queries become joins where they can, and sorting by distance with a limit becomes a vector search.
/// </summary>
internal static class QueryPlanner
{
    /// <summary>A plan whose batches have the query's result columns.</summary>
    public static PhysicalPlan Plan(BoundQuery query)
    {
        var columns = query.Outputs.Select(output => output.Column).ToArray();
        var node = Build(query.Relation, [.. columns.Select(column => column.Slot)], []);
        return new PhysicalPlan(Pick(node, columns), [.. query.Outputs.Select(output => output.Description)]);
    }

    /// <summary>A plan whose batches have the values of expressions over a relation, in order: row addresses and new values of an UPDATE.</summary>
    public static PhysicalPlan Plan(BoundRelation relation, IReadOnlyList<BoundExpression> outputs)
    {
        var node = Build(relation, Slots(outputs), []);
        var next = outputs.Count == 0 ? 0 : Math.Max(0, relation.DescendantsAndSelf().SelectMany(part => part.Columns).Select(column => column.Slot).DefaultIfEmpty(0).Max()) + 1;
        var columns = outputs.Select((output, i) => output as BoundColumn ?? new BoundColumn(next + i, "?column?", output.Type, -1)).ToArray();
        return new PhysicalPlan(new ProjectPlan(node, columns, outputs), []);
    }

    /// <summary>A node for a relation under conditions on its columns; it gives at least the columns in <paramref name="need"/>.</summary>
    internal static PlanNode Build(BoundRelation relation, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        if (conditions.Any(condition => condition is BoundConstant { Value: var value } && (value.IsNull || !value.AsBoolean())))
            return new EmptyPlan([.. relation.Columns.Where(column => need.Contains(column.Slot))]);
        return relation switch
        {
            BoundScan scan => BuildScan(scan, need, conditions),
            BoundFilter filter => BuildFilter(filter, need, conditions),
            BoundProject project => BuildProject(project, need, conditions),
            BoundJoin join => JoinPlanner.Build(join, need, conditions),
            BoundGrouping grouping => BuildGrouping(grouping, need, conditions),
            BoundLimit limit => Filtered(BuildLimit(limit, With(need, conditions)), conditions),
            BoundSort sort => new SortPlan(Build(sort.Input, With(need, sort.Expressions), conditions), sort.Orderings),
            BoundDistinct distinct => BuildDistinct(distinct, need, conditions),
            BoundSetOperation operation => Filtered(BuildSetOperation(operation), conditions),
            BoundWindowing window => Filtered(BuildWindow(window, With(need, conditions)), conditions),
            BoundLocking locking => new LockRowsPlan(Build(locking.Input, With(need, locking.Expressions), conditions), locking.Tables, locking.Strength, locking.NoWait),
            _ => Filtered(BuildLeaf(relation), conditions),
        };
    }

    /// <summary>A filter around a node, if there is anything to test.</summary>
    internal static PlanNode Filtered(PlanNode node, IReadOnlyList<BoundExpression> conditions) =>
        Conjuncts.Combine(conditions) is { } condition ? new FilterPlan(node, condition) : node;

    /// <summary>The slots needed and those that expressions read.</summary>
    internal static HashSet<int> With(IEnumerable<int> need, IEnumerable<BoundExpression> expressions)
    {
        var slots = Slots(expressions);
        slots.UnionWith(need);
        return slots;
    }

    internal static HashSet<int> Slots(IEnumerable<BoundExpression> expressions)
    {
        var slots = new HashSet<int>();
        foreach (var expression in expressions)
            slots.UnionWith(expression.Slots());
        return slots;
    }

    /// <summary>The node with exactly these columns in this order.</summary>
    internal static PlanNode Pick(PlanNode node, IReadOnlyList<BoundColumn> columns) =>
        node.Columns.Select(column => column.Slot).SequenceEqual(columns.Select(column => column.Slot)) ? node : new ProjectPlan(node, columns, columns);

    private static PlanNode BuildScan(BoundScan scan, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        // What is volatile or runs a query is tested after everything that an index or a compiled predicate can decide.
        var late = conditions.Where(condition => condition.IsVolatile || IsCostly(condition)).ToArray();
        var early = conditions.Except(late, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        return Filtered(ScanPlan.Make(scan, With(need, late), early), late);
    }

    // A nested query that depends on the row is run for each; one that does not is a value like any other.
    private static bool IsCostly(BoundExpression condition) =>
        condition.DescendantsAndSelf().Any(node => node is BoundSubquery subquery && (subquery.Source.OuterSlots.Count > 0 || subquery.Kind != SubqueryKind.Scalar));

    private static PlanNode BuildFilter(BoundFilter filter, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var input = filter.Input;
        var rest = new List<BoundExpression>(conditions);
        foreach (var part in Conjuncts.Split(filter.Condition))
        {
            if (SemiJoins.TryConvert(input, part) is { } join)
                input = join;
            else
                rest.Add(part);
        }

        return Build(input, need, rest);
    }

    private static PlanNode BuildProject(BoundProject project, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var computed = project.Assignments.Where(assignment => !assignment.IsPassedOn).ToDictionary(assignment => assignment.Column.Slot);
        var below = new List<BoundExpression>();
        var above = new List<BoundExpression>();
        foreach (var condition in conditions)
        {
            if (Substitute(condition, computed) is { } substituted)
                below.Add(substituted);
            else
                above.Add(condition);
        }

        var wanted = With(need, above);
        var used = project.Assignments.Where(assignment => !assignment.IsPassedOn && wanted.Contains(assignment.Column.Slot)).ToArray();
        var inner = new HashSet<int>(wanted);
        inner.ExceptWith(computed.Keys);
        var input = Build(project.Input, With(inner, used.Select(assignment => assignment.Expression)), below);
        if (used.Length == 0)
            return Filtered(input, above);
        var passed = input.Columns.Where(column => inner.Contains(column.Slot)).ToArray();
        var node = new ProjectPlan(
            input,
            [.. passed, .. used.Select(assignment => assignment.Column)],
            [.. passed, .. used.Select(assignment => assignment.Expression)]);
        return Filtered(node, above);
    }

    // The condition over the input's columns; null when it has to wait for a computed one.
    private static BoundExpression? Substitute(BoundExpression condition, Dictionary<int, BoundAssignment> computed)
    {
        var slots = condition.Slots().Where(computed.ContainsKey).ToArray();
        if (slots.Length == 0)
            return condition;
        var inQueries = condition.DescendantsAndSelf().OfType<BoundSubquery>().SelectMany(subquery => subquery.Source.OuterSlots);
        if (inQueries.Any(computed.ContainsKey) || Array.Exists(slots, slot => computed[slot].Expression.IsVolatile || IsCostly(computed[slot].Expression)))
            return null;
        return condition.Rewrite(node => node is BoundColumn column && computed.TryGetValue(column.Slot, out var assignment) ? assignment.Expression : null);
    }

    private static PlanNode BuildGrouping(BoundGrouping grouping, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var passed = grouping.Keys.Where(key => key.IsPassedOn).Select(key => key.Column.Slot).ToHashSet();
        var below = conditions.Where(condition => !condition.IsVolatile && condition.Slots() is { Count: > 0 } slots && slots.All(passed.Contains)).ToArray();
        var above = conditions.Except(below, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        var wanted = With(need, above);
        var aggregates = grouping.Aggregates.Where(aggregate => wanted.Contains(aggregate.Column.Slot)).ToArray();
        var parts = aggregates.SelectMany(aggregate => BoundGrouping.Parts(aggregate.Aggregate));
        var input = Build(grouping.Input, Slots([.. grouping.Keys.Select(key => key.Expression), .. parts]), below);
        return Filtered(new AggregatePlan(input, grouping.Keys, aggregates), above);
    }

    private static PlanNode BuildDistinct(BoundDistinct distinct, HashSet<int> need, IReadOnlyList<BoundExpression> conditions)
    {
        var keys = distinct.Keys.Select(key => key.Slot).ToHashSet();
        var below = conditions.Where(condition => !condition.IsVolatile && condition.Slots().All(keys.Contains)).ToArray();
        var above = conditions.Except(below, ReferenceEqualityComparer.Instance).Cast<BoundExpression>().ToArray();
        return Filtered(new DistinctPlan(Build(distinct.Input, With(With(need, distinct.Keys), above), below), distinct.Keys), above);
    }

    private static PlanNode BuildLimit(BoundLimit limit, HashSet<int> need)
    {
        var take = new RowCount(limit.Limit, RowCountKind.Limit);
        var skip = new RowCount(limit.Offset, RowCountKind.Offset);
        if (limit.Input is not BoundSort sort)
            return new LimitPlan(Build(limit.Input, need, []), take, skip, []);
        if (limit.WithTies || limit.Limit is null)
            return new LimitPlan(Build(sort, With(need, sort.Expressions), []), take, skip, limit.WithTies ? sort.Orderings : []);
        var top = new TopRowsPlan(Build(sort.Input, With(need, sort.Expressions), []), sort.Orderings, take, skip);
        if (VectorSearchMatcher.Match(sort, need, take, skip, top) is { } search)
            return search;
        return JoinedSearch.Match(sort, need, limit) is { } joined ? new TopRowsPlan(joined, sort.Orderings, take, skip) : top;
    }

    private static PlanNode BuildSetOperation(BoundSetOperation operation)
    {
        var inputs = operation.Inputs.Select(input => Pick(Build(input, input.OutputSlots(), []), input.Columns)).ToArray();
        if (operation.Operator != SetOperator.Union)
            return new SetOperationPlan(operation.Operator, operation.All, inputs, operation.Columns);
        var append = new AppendPlan(inputs, operation.Columns);
        return operation.All ? append : new DistinctPlan(append, operation.Columns);
    }

    private static WindowPlan BuildWindow(BoundWindowing window, HashSet<int> need) =>
        new(Build(window.Input, With(need, window.Expressions), []), window.Window);

    private static PlanNode BuildLeaf(BoundRelation relation) => relation switch
    {
        BoundSingleRow => new SingleRowPlan(),
        BoundValues values => new ValuesPlan(values.Columns, values.Rows),
        BoundFunctionScan function => new FunctionScanPlan(function),
        BoundVirtualScan scan => new VirtualScanPlan(scan.Table, scan.Alias, scan.Columns),
        BoundCommonTableScan scan => new CommonTableScanPlan(scan.Table, scan.Table.Name, scan.Alias, Plan(scan.Table.Query), scan.Columns),
        _ => throw new ArgumentException($"no plan for {relation.GetType().Name}"),
    };
}
