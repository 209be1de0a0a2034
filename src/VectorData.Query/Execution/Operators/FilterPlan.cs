using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Rows for which a condition is true.</summary>
internal sealed class FilterPlan : PlanNode
{
    private readonly PlanNode _input;
    private readonly BoundExpression _condition;
    private readonly CompiledPredicate _predicate;

    public FilterPlan(PlanNode input, BoundExpression condition)
        : base(input.Columns)
    {
        _input = input;
        _condition = condition;
        _predicate = ExpressionCompiler.CompilePredicate(condition, input.Layout);
        Subqueries = Nested([condition]);
    }

    public override IReadOnlyList<PlanNode> Inputs => [_input];

    public override double EstimateRows(OperatorContext context) => Math.Max(1, _input.EstimateRows(context) * 0.33);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Filter").With("Filter", names.Write(_condition));

    protected override Operator Start(OperatorContext context) => new FilterOperator(_input.Open(context), _predicate, context, context.Execution.Trace?.For(this));

    private sealed class FilterOperator(Operator input, CompiledPredicate predicate, OperatorContext context, PlanTrace.Entry? trace) : Operator
    {
        private readonly SelectionBuffer _buffer = new();

        public override Batch? Next()
        {
            while (input.Next() is { } batch)
            {
                context.ThrowIfCancelled();
                var selected = predicate.Select(batch, context.Evaluation, _buffer);
                if (trace is not null)
                    trace.RowsRemoved += batch.Count - selected.Count;
                if (selected.Count > 0)
                    return selected;
            }

            return null;
        }

        public override void Dispose() => input.Dispose();
    }
}

/// <summary>Passes columns on and computes further ones.</summary>
internal sealed class ProjectPlan : PlanNode
{
    private readonly PlanNode _input;
    private readonly BoundExpression[] _expressions;
    private readonly CompiledExpression?[] _compiled;
    private readonly int[] _ordinals;

    public ProjectPlan(PlanNode input, IReadOnlyList<BoundColumn> columns, IReadOnlyList<BoundExpression> expressions)
        : base(columns)
    {
        _input = input;
        _expressions = [.. expressions];
        _ordinals = new int[_expressions.Length];
        _compiled = new CompiledExpression?[_expressions.Length];
        for (var i = 0; i < _expressions.Length; i++)
        {
            _ordinals[i] = _expressions[i] is BoundColumn column ? input.Layout.OrdinalOf(column.Slot) : -1;
            if (_ordinals[i] < 0)
                _compiled[i] = ExpressionCompiler.Compile(_expressions[i], input.Layout);
        }

        Subqueries = Nested(expressions);
    }

    public override IEnumerable<(int Slot, BoundExpression Expression)> Computed =>
        _expressions.Select((expression, i) => (Columns[i].Slot, expression)).Where(pair => pair.expression is not BoundColumn);

    /// <summary>Only passes columns on.</summary>
    public bool IsPick => Array.TrueForAll(_compiled, compiled => compiled is null);

    public override IReadOnlyList<PlanNode> Inputs => [_input];

    public override double EstimateRows(OperatorContext context) => _input.EstimateRows(context);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription(_input is SingleRowPlan ? "Result" : "Project")
        .With("Output", string.Join(", ", _expressions.Select(names.Write)));

    protected override Operator Start(OperatorContext context) => new ProjectOperator(_input.Open(context), this, context);

    private sealed class ProjectOperator(Operator input, ProjectPlan plan, OperatorContext context) : Operator
    {
        public override Batch? Next()
        {
            if (input.Next() is not { } batch)
                return null;
            var columns = new ColumnVector[plan._ordinals.Length];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = plan._compiled[i]?.Evaluate(batch, context.Evaluation) ?? batch.Columns[plan._ordinals[i]];
            return new Batch(columns, batch.Length, batch.Selection, batch.HasSelection);
        }

        public override void Dispose() => input.Dispose();
    }
}
