using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>Groups rows by a hash table of their keys; without keys all rows are one group, also when there are none.</summary>
internal sealed class AggregatePlan : PlanNode
{
    private readonly PlanNode _input;
    private readonly IReadOnlyList<BoundAssignment> _keys;
    private readonly CompiledExpression[] _compiledKeys;
    private readonly AggregateCall[] _calls;

    public AggregatePlan(PlanNode input, IReadOnlyList<BoundAssignment> keys, IReadOnlyList<BoundAggregateColumn> aggregates)
        : base([.. keys.Select(key => key.Column), .. aggregates.Select(aggregate => aggregate.Column)])
    {
        _input = input;
        _keys = keys;
        _compiledKeys = [.. keys.Select(key => ExpressionCompiler.Compile(key.Expression, input.Layout))];
        _calls = [.. aggregates.Select(aggregate => new AggregateCall(aggregate.Aggregate, input.Layout))];
        Subqueries = Nested([.. keys.Select(key => key.Expression), .. aggregates.SelectMany(aggregate => BoundGrouping.Parts(aggregate.Aggregate))]);
    }

    public override IReadOnlyList<PlanNode> Inputs => [_input];

    public override IEnumerable<(int Slot, BoundExpression Expression)> Computed => _keys
        .Where(key => key.Expression is not BoundColumn)
        .Select(key => (key.Column.Slot, key.Expression));

    public override double EstimateRows(OperatorContext context) => _compiledKeys.Length == 0 ? 1 : Math.Max(1, _input.EstimateRows(context) / 10);

    public override PlanDescription Describe(ExpressionText names) => _keys.Count == 0
        ? new PlanDescription("Aggregate")
        : new PlanDescription("HashAggregate").With("Group Key", string.Join(", ", _keys.Select(key => names.Write(key.Expression))));

    protected override Operator Start(OperatorContext context)
    {
        if (_compiledKeys.Length == 0 && _input is ScanPlan { Condition: null } scan && Array.TrueForAll(_calls, call => call.IsPlainCount))
            return new IteratorOperator([Counted(context.Table(scan.Table.Id).RowCount)], context.CancellationToken);
        var source = _input.Open(context);
        return new IteratorOperator(Run(source, context), context.CancellationToken, source);
    }

    private Batch Counted(long rows) =>
        new(Array.ConvertAll(_calls, _ => (ColumnVector)new FixedColumn<long>(SqlType.BigInt, new[] { rows })), 1);

    private IEnumerable<Batch> Run(Operator source, OperatorContext context)
    {
        var table = _compiledKeys.Length == 0 ? null : new KeyTable([.. _keys.Select(key => key.Expression.Type)]);
        var runs = Array.ConvertAll(_calls, call => call.Start());
        var identity = Array.Empty<int>();
        var groups = Array.Empty<int>();
        while (source.Next() is { } batch)
        {
            context.ThrowIfCancelled();
            Add(batch, table, runs, ref identity, ref groups, context);
        }

        var count = table?.Count ?? 1;
        if (count == 0)
            return [];
        var columns = new List<ColumnVector>(Columns.Count);
        if (table is not null)
            columns.AddRange(table.ToColumns());
        foreach (var run in runs)
            columns.Add(run.Finish(count, context.Evaluation));
        return Batches.Slices(new Batch([.. columns], count));
    }

    private void Add(Batch batch, KeyTable? table, AggregateRun[] runs, ref int[] identity, ref int[] groups, OperatorContext context)
    {
        var numbers = default(ReadOnlySpan<int>);
        if (table is not null)
        {
            var keys = Batches.Evaluate(_compiledKeys, batch, context.Evaluation);
            if (groups.Length < batch.Count)
                groups = new int[Math.Max(batch.Count, Batches.Rows)];
            table.FindOrAdd(keys, ColumnGather.Rows(batch, ref identity), groups.AsSpan(0, batch.Count));
            numbers = groups.AsSpan(0, batch.Count);
        }

        foreach (var run in runs)
            run.Add(batch, numbers, table?.Count ?? 1, context.Evaluation);
    }
}
