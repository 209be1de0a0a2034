using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Runs the right side for each row of the left one, whose columns it reads. Inner or left.</summary>
internal sealed class LateralJoinPlan : PlanNode
{
    private readonly BoundJoinKind _kind;
    private readonly PlanNode _left;
    private readonly PlanNode _right;
    private readonly BoundExpression? _condition;
    private readonly CompiledPredicate? _predicate;
    private readonly (int Slot, int Ordinal)[] _outer;

    public LateralJoinPlan(BoundJoinKind kind, PlanNode left, PlanNode right, BoundExpression? condition, IEnumerable<int> outerSlots)
        : base(kind == BoundJoinKind.Left ? [.. left.Columns, .. BoundJoin.Nullable(right.Columns)] : [.. left.Columns, .. right.Columns])
    {
        _kind = kind;
        _left = left;
        _right = right;
        _condition = condition;
        _predicate = condition is null ? null : ExpressionCompiler.CompilePredicate(condition, left.Layout.Concat(right.Layout));
        _outer = [.. outerSlots.Select(slot => (slot, left.Layout.OrdinalOf(slot))).Where(outer => outer.Item2 >= 0)];
    }

    public override IReadOnlyList<PlanNode> Inputs => [_left, _right];

    public override double EstimateRows(OperatorContext context) => _left.EstimateRows(context) * Math.Max(1, _right.EstimateRows(context));

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription(_kind == BoundJoinKind.Left ? "Nested Loop Left Join (lateral)" : "Nested Loop (lateral)")
        .With("Join Filter", _condition is null ? null : names.Write(_condition));

    protected override Operator Start(OperatorContext context)
    {
        var left = _left.Open(context);
        return new IteratorOperator(Run(left, context), context.CancellationToken, left);
    }

    private IEnumerable<Batch> Run(Operator left, OperatorContext context)
    {
        while (left.Next() is { } batch)
        {
            var collector = new RowCollector(Types);
            for (var i = 0; i < batch.Count; i++)
            {
                context.ThrowIfCancelled();
                Join(batch, batch.RowAt(i), context, collector);
                if (collector.Count >= Batches.Rows)
                    foreach (var slice in Batches.Slices(collector.Take()))
                        yield return slice;
            }

            if (collector.Count > 0)
                yield return collector.Take();
        }
    }

    private void Join(Batch batch, int row, OperatorContext context, RowCollector collector)
    {
        var values = new Dictionary<int, Value>();
        foreach (var (slot, ordinal) in _outer)
            values[slot] = batch.Columns[ordinal].GetValue(row);
        var inner = new OperatorContext(context.Execution, context.Evaluation.WithOuter(values));
        var matched = false;
        using (var right = _right.Open(inner))
        {
            while (right.Next() is { } rows)
            {
                rows = ColumnGather.Compact(rows);
                var repeated = new int[rows.Length];
                Array.Fill(repeated, row);
                var pairs = new Batch([.. ColumnGather.GatherAll(batch.Columns, repeated).Columns, .. rows.Columns], rows.Length);
                if (_predicate is not null)
                    pairs = _predicate.Select(pairs, context.Evaluation);
                if (pairs.Count == 0)
                    continue;
                matched = true;
                collector.Add(pairs);
            }
        }

        if (!matched && _kind == BoundJoinKind.Left)
        {
            var nulls = Array.ConvertAll(_right.Types, type => ColumnGather.AllNull(type, 1));
            collector.Add(new Batch([.. ColumnGather.GatherAll(batch.Columns, [row]).Columns, .. nulls], 1));
        }
    }
}
