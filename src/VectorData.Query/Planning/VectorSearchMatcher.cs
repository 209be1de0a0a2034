using VectorData.Core.Schema;
using VectorData.Numerics;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Functions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Planning;

/// <summary>Recognises ORDER BY column op vector LIMIT k over a filtered table and plans it as a vector search.</summary>
internal static class VectorSearchMatcher
{
    /// <summary>The search, with <paramref name="exhaustive"/> for what it cannot answer; null when the sort is not one by distance.</summary>
    public static VectorSearchPlan? Match(BoundSort sort, HashSet<int> need, RowCount limit, RowCount offset, PlanNode exhaustive)
    {
        if (sort.Orderings[0] is not { Descending: false, NullsFirst: false, Expression: BoundColumn distance })
            return null;
        if (Unfold(sort.Input) is not var (scan, computed, conditions) || !computed.TryGetValue(distance.Slot, out var expression))
            return null;
        if (Distance(expression, scan) is not var (column, query, metric))
            return null;
        var wanted = QueryPlanner.With(need, sort.Expressions);
        // Other computed columns would have to be computed before the search: only the distance may be needed.
        if (wanted.Any(slot => slot != distance.Slot && computed.ContainsKey(slot)))
            return null;
        var thresholds = new List<BoundExpression>();
        var filters = new List<BoundExpression>();
        foreach (var condition in conditions)
        {
            if (Threshold(condition, expression, distance) is { } threshold)
                thresholds.Add(threshold);
            else if (condition.IsVolatile)
                return null;
            else
                filters.Add(condition);
        }

        return new VectorSearchPlan(new VectorSearchSpec(ScanPlan.Make(scan, new HashSet<int>(), filters).Whole, column, metric, Index(scan.Table, column, metric))
        {
            Distance = distance,
            DistanceExpression = expression,
            Query = query,
            Thresholds = thresholds,
            Orderings = sort.Orderings,
            Limit = limit,
            Offset = offset,
            Columns = [.. scan.TableColumns.Where(candidate => wanted.Contains(candidate.Slot))],
            Exhaustive = QueryPlanner.Pick(exhaustive, [.. scan.TableColumns.Where(candidate => wanted.Contains(candidate.Slot)), distance]),
        });
    }

    // Filters and computed columns over one scan; everything in terms of the scan's columns.
    private static (BoundScan Scan, Dictionary<int, BoundExpression> Computed, List<BoundExpression> Conditions)? Unfold(BoundRelation relation)
    {
        var computed = new Dictionary<int, BoundExpression>();
        var conditions = new List<BoundExpression>();
        var levels = new List<BoundRelation>();
        while (relation is BoundFilter or BoundProject)
        {
            levels.Add(relation);
            relation = relation.Inputs[0];
        }

        if (relation is not BoundScan { RowId: null } scan)
            return null;
        levels.Reverse();
        foreach (var level in levels)
        {
            if (level is BoundFilter filter)
            {
                foreach (var part in Conjuncts.Split(filter.Condition))
                {
                    var test = DependsOnRows(part) ? ConditionQueries.Uncorrelated(part) : part;
                    if (test is null)
                        return null;
                    conditions.Add(InScan(test));
                }

                continue;
            }

            foreach (var assignment in ((BoundProject)level).Assignments)
            {
                if (assignment.IsPassedOn)
                    continue;
                if (assignment.Expression.IsVolatile || DependsOnRows(assignment.Expression))
                    return null;
                computed[assignment.Column.Slot] = InScan(assignment.Expression);
            }
        }

        return (scan, computed, conditions);

        BoundExpression InScan(BoundExpression expression) =>
            expression.Rewrite(node => node is BoundColumn column && computed.TryGetValue(column.Slot, out var inner) ? inner : null);
    }

    // A nested query that is run for each row.
    private static bool DependsOnRows(BoundExpression expression) =>
        expression.DescendantsAndSelf().Any(node => node is BoundSubquery { Source.OuterSlots.Count: > 0 });

    // column op value, either way round, over a column with dimensions.
    private static (int Column, BoundExpression Query, VectorMetric Metric)? Distance(BoundExpression expression, BoundScan scan)
    {
        if (expression is not BoundCall { Arguments.Count: 2 } call || Metric(call.Function.Distance) is not { } metric)
            return null;
        var slots = scan.TableColumns.Select(column => column.Slot).ToHashSet();
        foreach (var (side, other) in new[] { (call.Arguments[0], call.Arguments[1]), (call.Arguments[1], call.Arguments[0]) })
        {
            if (Uncast(side) is not BoundColumn column || !slots.Contains(column.Slot) || column.Type.Modifier <= 0 || other.IsVolatile || other.Slots().Overlaps(slots))
                continue;
            if (column.Type.IsVector || column.Type.Kind == TypeKind.Bit)
                return (scan.TableColumns.ToList().FindIndex(candidate => candidate.Slot == column.Slot), other, metric);
        }

        return null;
    }

    // A cast that only drops the number of dimensions leaves the vector as it is.
    private static BoundExpression Uncast(BoundExpression expression) =>
        expression is BoundCast { Type.HasModifier: false } cast && cast.Operand.Type.Kind == cast.Type.Kind ? cast.Operand : expression;

    private static VectorMetric? Metric(DistanceFunction function) => function switch
    {
        DistanceFunction.L2 => VectorMetric.L2,
        DistanceFunction.NegativeInnerProduct => VectorMetric.InnerProduct,
        DistanceFunction.Cosine => VectorMetric.Cosine,
        DistanceFunction.L1 => VectorMetric.L1,
        DistanceFunction.Hamming => VectorMetric.Hamming,
        DistanceFunction.Jaccard => VectorMetric.Jaccard,
        _ => null,
    };

    // distance < value and distance <= value: what is nearer than the last hit needs no test, what is farther is cut off.
    private static BoundExpression? Threshold(BoundExpression condition, BoundExpression expression, BoundColumn distance)
    {
        if (condition is not BoundComparison comparison)
            return null;
        var straight = comparison.Left.Equals(expression) ? comparison : comparison.Right.Equals(expression) ? comparison.Mirrored() : null;
        return straight is { Kind: ComparisonKind.Less or ComparisonKind.LessOrEqual } && straight.Right.Slots().Count == 0 && !straight.Right.IsVolatile
            ? straight with { Left = distance }
            : null;
    }

    private static IndexDefinition? Index(TableDefinition table, int column, VectorMetric metric) => table.Indexes.FirstOrDefault(index =>
        index.Method == IndexMethod.Hnsw && index.Columns[0].Column == table.Columns[column].Id && OperatorClassMetric(index.Columns[0].OperatorClass) == metric);

    private static VectorMetric? OperatorClassMetric(string? name) => name?[(name.IndexOf('_', StringComparison.Ordinal) + 1)..] switch
    {
        "l2_ops" => VectorMetric.L2,
        "ip_ops" => VectorMetric.InnerProduct,
        "cosine_ops" => VectorMetric.Cosine,
        "l1_ops" => VectorMetric.L1,
        "hamming_ops" => VectorMetric.Hamming,
        "jaccard_ops" => VectorMetric.Jaccard,
        _ => null,
    };
}
