using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>What a join of two plans does: kind (never Right), equal keys, and the rest of the condition over both sides' columns.</summary>
internal sealed record JoinSpec(BoundJoinKind Kind, PlanNode Left, PlanNode Right)
{
    public IReadOnlyList<BoundExpression> LeftKeys { get; init; } = [];

    public IReadOnlyList<BoundExpression> RightKeys { get; init; } = [];

    public BoundExpression? Residual { get; init; }

    /// <summary>An index of the right side's table that finds rows by the keys, with the key (by number) for each of its columns.</summary>
    public (ScanAccessByKey Access, ScanPlan Scan)? Lookup { get; init; }

    /// <summary>Of an inner join, the same with the sides exchanged, when rows of the left side can be looked up.</summary>
    public JoinPlan? Mirrored { get; init; }

    public IReadOnlyList<BoundColumn> Columns => Kind switch
    {
        BoundJoinKind.Semi or BoundJoinKind.Anti => Left.Columns,
        BoundJoinKind.Inner => [.. Left.Columns, .. Right.Columns],
        BoundJoinKind.Left => [.. Left.Columns, .. BoundJoin.Nullable(Right.Columns)],
        _ => [.. BoundJoin.Nullable(Left.Columns), .. BoundJoin.Nullable(Right.Columns)],
    };
}

/// <summary>
/// Joins by equal keys: by looking rows up in an index of the right side when the left one is small, else by a hash table on the smaller side.
/// Without keys every pair is tested.
/// </summary>
internal sealed class JoinPlan : PlanNode
{
    private const double LookupFactor = 50;

    private readonly JoinSpec _spec;

    public JoinPlan(JoinSpec spec)
        : base(spec.Columns)
    {
        _spec = spec;
        PairLayout = spec.Left.Layout.Concat(spec.Right.Layout);
        LeftKeys = [.. spec.LeftKeys.Select(key => ExpressionCompiler.Compile(key, spec.Left.Layout))];
        RightKeys = [.. spec.RightKeys.Select(key => ExpressionCompiler.Compile(key, spec.Right.Layout))];
        Residual = spec.Residual is null ? null : ExpressionCompiler.CompilePredicate(spec.Residual, PairLayout);
        Subqueries = spec.Residual is null ? [] : Nested([spec.Residual]);
    }

    public JoinSpec Spec => _spec;

    public SlotLayout PairLayout { get; }

    public CompiledExpression[] LeftKeys { get; }

    public CompiledExpression[] RightKeys { get; }

    public CompiledPredicate? Residual { get; }

    public override IReadOnlyList<PlanNode> Inputs => [_spec.Left, _spec.Right];

    public override double EstimateRows(OperatorContext context)
    {
        var left = _spec.Left.EstimateRows(context);
        var right = _spec.Right.EstimateRows(context);
        return _spec.Kind switch
        {
            BoundJoinKind.Semi or BoundJoinKind.Anti => left * 0.5,
            _ when LeftKeys.Length > 0 => Math.Max(left, right),
            BoundJoinKind.Inner when Residual is null => left * right,
            _ => Math.Max(1, left * right * 0.3),
        };
    }

    public override PlanDescription Describe(ExpressionText names)
    {
        var kind = _spec.Kind == BoundJoinKind.Inner ? "" : $" {_spec.Kind}";
        var keys = _spec.LeftKeys.Select((key, i) => $"{names.Write(key)} = {names.Write(_spec.RightKeys[i])}").ToArray();
        var title = keys.Length > 0 ? $"Hash{kind} Join" : $"Nested Loop{kind}";
        return new PlanDescription(keys.Length > 0 && kind.Length == 0 ? "Hash Join" : title)
            .With("Hash Cond", keys.Length == 0 ? null : "(" + string.Join(" AND ", keys) + ")")
            .With("Join Filter", _spec.Residual is null ? null : names.Write(_spec.Residual))
            .With("Lookup Index", (_spec.Lookup ?? _spec.Mirrored?.Spec.Lookup)?.Access.Index.Name);
    }

    protected override Operator Start(OperatorContext context)
    {
        var trace = context.Execution.Trace?.For(this);
        var left = _spec.Left.EstimateRows(context);
        var right = _spec.Right.EstimateRows(context);
        if (TryLookUp(left, context, trace) is { } looking)
            return looking;
        if (_spec.Mirrored is { } mirrored && mirrored.TryLookUp(right, context, trace) is { } lookingLeft)
            return new ReorderOperator(lookingLeft, [.. Columns.Select(column => mirrored.Layout.OrdinalOf(column.Slot))]);
        var buildLeft = left < right;
        trace?.Note(buildLeft ? "Built on the left side" : "Built on the right side");
        var build = (buildLeft ? _spec.Left : _spec.Right).Open(context);
        var probe = (buildLeft ? _spec.Right : _spec.Left).Open(context);
        var run = new JoinRun(this, buildLeft, context);
        return new IteratorOperator(run.Run(build, probe), context.CancellationToken, build, probe);
    }

    private Operator? TryLookUp(double leftRows, OperatorContext context, PlanTrace.Entry? trace)
    {
        if (_spec.Lookup is not { } lookup || !context.Settings.EnableNestedLoop || !context.Settings.EnableIndexScan
            || leftRows * LookupFactor > context.Table(lookup.Scan.Table.Id).RowCount)
        {
            return null;
        }

        var operation = LookupJoin.TryStart(this, lookup.Access, lookup.Scan, context);
        if (operation is not null)
            trace?.Note($"Rows looked up by {lookup.Access.Index.Name}");
        return operation;
    }

    /// <summary>Columns in another order.</summary>
    private sealed class ReorderOperator(Operator input, int[] ordinals) : Operator
    {
        public override Batch? Next() => input.Next() is { } batch
            ? new Batch(Array.ConvertAll(ordinals, ordinal => batch.Columns[ordinal]), batch.Length, batch.Selection, batch.HasSelection)
            : null;

        public override void Dispose() => input.Dispose();
    }
}
