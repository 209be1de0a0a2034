using VectorData.Core.Errors;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

internal enum RowCountKind : byte
{
    Limit,
    Offset,
    FrameStart,
    FrameEnd,
}

/// <summary>The argument of LIMIT or OFFSET, or a distance of a window frame; absent or NULL means none.</summary>
internal sealed class RowCount(BoundExpression? expression, RowCountKind kind)
{
    private readonly CompiledExpression? _compiled = expression is null ? null : ExpressionCompiler.Compile(expression, SlotLayout.Empty);
    private readonly RowCount? _skipped;

    /// <summary>The rows that have to be made for a limit behind an offset.</summary>
    public RowCount(BoundExpression? limit, BoundExpression? offset)
        : this(limit, RowCountKind.Limit) => _skipped = offset is null ? null : new RowCount(offset, RowCountKind.Offset);

    public string? Text => expression is null ? null : ExpressionText.Plain.Write(expression) + (_skipped is null ? "" : " + " + _skipped.Text);

    /// <summary>2201W, 2201X or 22013 for a negative number.</summary>
    public long? Evaluate(EvaluationContext context)
    {
        if (_compiled is null || _compiled.EvaluateScalar(context) is not { IsNull: false } value)
            return null;
        var count = value.AsInt64();
        if (count < 0)
        {
            throw kind switch
            {
                RowCountKind.Limit => new VectorDbException(SqlStates.InvalidRowCountInLimitClause, "LIMIT must not be negative"),
                RowCountKind.Offset => new VectorDbException(SqlStates.InvalidRowCountInResultOffsetClause, "OFFSET must not be negative"),
                RowCountKind.FrameStart => new VectorDbException(SqlStates.InvalidPrecedingOrFollowingSize, "frame starting offset must not be negative"),
                _ => new VectorDbException(SqlStates.InvalidPrecedingOrFollowingSize, "frame ending offset must not be negative"),
            };
        }

        var skipped = _skipped?.Evaluate(context) ?? 0;
        return count <= long.MaxValue - skipped ? count + skipped : long.MaxValue;
    }
}

/// <summary>Skips rows and stops after some; WITH TIES goes on while rows are equal to the last in <paramref name="ties"/>.</summary>
internal sealed class LimitPlan(PlanNode input, RowCount limit, RowCount offset, IReadOnlyList<BoundOrdering> ties) : PlanNode(input.Columns)
{
    private readonly SortKey[] _ties = SortKey.For(ties, input.Layout);

    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override double EstimateRows(OperatorContext context) =>
        Math.Min(input.EstimateRows(context), limit.Evaluate(context.Evaluation) ?? double.MaxValue);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Limit").With("Rows", limit.Text).With("Offset", offset.Text);

    protected override Operator Start(OperatorContext context)
    {
        var take = limit.Evaluate(context.Evaluation) ?? long.MaxValue;
        var skip = offset.Evaluate(context.Evaluation) ?? 0;
        if (take == 0)
            return new IteratorOperator([], context.CancellationToken);
        var source = input.Open(context);
        return new IteratorOperator(Run(source, take, skip), context.CancellationToken, source);
    }

    private IEnumerable<Batch> Run(Operator source, long take, long skip)
    {
        Batch? last = null;
        while (source.Next() is { } batch)
        {
            if (skip >= batch.Count)
            {
                skip -= batch.Count;
                continue;
            }

            if (skip > 0)
                batch = ColumnGather.Slice(batch, (int)skip, batch.Count - (int)skip);
            skip = 0;
            if (take >= batch.Count)
            {
                take -= batch.Count;
                if (take == 0)
                    last = Last(batch);
                yield return batch;
                if (take == 0 && _ties.Length == 0)
                    yield break;
                continue;
            }

            if (take > 0)
                last = Last(ColumnGather.Slice(batch, 0, (int)take));
            var ties = _ties.Length == 0 ? 0 : CountTies(last!, batch, (int)take);
            yield return ColumnGather.Slice(batch, 0, (int)take + ties);
            yield break;
        }
    }

    private Batch Last(Batch batch) => _ties.Length == 0 ? batch : ColumnGather.GatherAll(batch.Columns, [batch.RowAt(batch.Count - 1)]);

    private int CountTies(Batch last, Batch batch, int from)
    {
        var collector = new RowCollector(Types);
        collector.Add(last);
        collector.Add(batch);
        var all = collector.Take();
        var ties = 0;
        while (from + ties < batch.Count && RowSorter.AreTies(all, _ties, 0, 1 + from + ties))
            ties++;
        return ties;
    }
}
