using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>All rows in order, held in memory.</summary>
internal sealed class SortPlan(PlanNode input, IReadOnlyList<BoundOrdering> orderings) : PlanNode(input.Columns)
{
    private readonly SortKey[] _keys = SortKey.For(orderings, input.Layout);

    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override double EstimateRows(OperatorContext context) => input.EstimateRows(context);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Sort").With("Sort Key", names.Orderings(orderings));

    protected override Operator Start(OperatorContext context)
    {
        var source = input.Open(context);
        return new IteratorOperator(Run(source, context), context.CancellationToken, source);
    }

    private IEnumerable<Batch> Run(Operator source, OperatorContext context)
    {
        var all = Batches.Collect(source, input, context);
        return Batches.InOrder(all, RowSorter.Sort(all, _keys), all.Length);
    }
}

/// <summary>The first rows in order: keeps no more than a few times as many rows as it gives.</summary>
internal sealed class TopRowsPlan(PlanNode input, IReadOnlyList<BoundOrdering> orderings, RowCount limit, RowCount offset) : PlanNode(input.Columns)
{
    private readonly SortKey[] _keys = SortKey.For(orderings, input.Layout);

    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override double EstimateRows(OperatorContext context) => Math.Min(input.EstimateRows(context), limit.Evaluate(context.Evaluation) ?? double.MaxValue);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Top-K Sort")
        .With("Sort Key", names.Orderings(orderings)).With("Limit", limit.Text).With("Offset", offset.Text);

    protected override Operator Start(OperatorContext context)
    {
        var skip = offset.Evaluate(context.Evaluation) ?? 0;
        var take = limit.Evaluate(context.Evaluation);
        if (take == 0)
            return new IteratorOperator([], context.CancellationToken);
        var source = input.Open(context);
        var keep = take is { } count && count <= int.MaxValue - skip ? count + skip : long.MaxValue;
        return new IteratorOperator(Run(source, keep, skip, context), context.CancellationToken, source);
    }

    private IEnumerable<Batch> Run(Operator source, long keep, long skip, OperatorContext context)
    {
        var collector = new RowCollector(Types);
        var bound = new Bound(_keys[0]);
        var most = keep > int.MaxValue / 4 ? int.MaxValue : (int)Math.Max(keep * 2, keep + (2 * Batches.Rows));
        while (source.Next() is { } batch)
        {
            context.ThrowIfCancelled();
            batch = bound.Filter(batch);
            if (batch.Count == 0)
                continue;
            collector.Add(batch);
            if (collector.Count < most)
                continue;
            var best = Best(collector.Take(), (int)keep);
            collector.Add(best);
            bound.Set(best);
        }

        var all = collector.Take();
        var order = RowSorter.Sort(all, _keys);
        var count = (int)Math.Min(keep, order.Length);
        return skip >= count ? [] : Batches.InOrder(all, order[(int)skip..count], count - (int)skip);
    }

    private Batch Best(Batch all, int keep) => ColumnGather.GatherAll(all.Columns, RowSorter.Sort(all, _keys).AsSpan(0, Math.Min(keep, all.Length)));

    /// <summary>Leaves out rows whose first key is beyond the last row kept so far.</summary>
    private sealed class Bound(SortKey key)
    {
        private ulong[] _prefixes = [];
        private int[] _rows = [];
        private ulong? _last;

        public void Set(Batch best)
        {
            if (!key.Order.IsExact || key.NullsFirst || best.Columns[key.Column].IsNull(best.Length - 1))
                return;
            if (_prefixes.Length < best.Length)
                _prefixes = new ulong[best.Length];
            key.Order.Prefix(best.Columns[key.Column], _prefixes);
            _last = Directed(_prefixes[best.Length - 1]);
        }

        public Batch Filter(Batch batch)
        {
            if (_last is not { } last)
                return batch;
            var column = batch.Columns[key.Column];
            if (_prefixes.Length < batch.Length)
                _prefixes = new ulong[batch.Length];
            if (_rows.Length < batch.Length)
                _rows = new int[batch.Length];
            key.Order.Prefix(column, _prefixes);
            var count = 0;
            for (var i = 0; i < batch.Count; i++)
            {
                var row = batch.RowAt(i);
                if (Directed(_prefixes[row]) <= last && !column.IsNull(row))
                    _rows[count++] = row;
            }

            return batch.Select(_rows.AsMemory(0, count));
        }

        private ulong Directed(ulong prefix) => key.Descending ? ~prefix : prefix;
    }
}
