using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>The first row of each combination of keys, in input order.</summary>
internal sealed class DistinctPlan(PlanNode input, IReadOnlyList<BoundColumn> keys) : PlanNode(input.Columns)
{
    private readonly int[] _ordinals = [.. keys.Select(key => input.Layout.OrdinalOf(key.Slot))];

    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override double EstimateRows(OperatorContext context) => Math.Max(1, input.EstimateRows(context) / 2);

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Unique").With("Key", string.Join(", ", keys.Select(key => key.Name)));

    protected override Operator Start(OperatorContext context) => new DistinctOperator(input.Open(context), this, context);

    private sealed class DistinctOperator(Operator source, DistinctPlan plan, OperatorContext context) : Operator
    {
        private readonly KeyTable _table = new([.. plan._ordinals.Select(ordinal => plan.Types[ordinal])]);
        private int[] _identity = [];
        private int[] _numbers = [];

        public override Batch? Next()
        {
            while (source.Next() is { } batch)
            {
                context.ThrowIfCancelled();
                var keys = Array.ConvertAll(plan._ordinals, ordinal => batch.Columns[ordinal]);
                var rows = ColumnGather.Rows(batch, ref _identity);
                if (_numbers.Length < rows.Length)
                    _numbers = new int[rows.Length];
                var known = _table.Count;
                _table.FindOrAdd(keys, rows, _numbers.AsSpan(0, rows.Length));
                if (_table.Count == known)
                    continue;
                var fresh = new int[_table.Count - known];
                var count = 0;
                for (var i = 0; i < rows.Length; i++)
                    if (_numbers[i] == known + count && count < fresh.Length)
                        fresh[count++] = rows[i];
                return batch.Select(fresh);
            }

            return null;
        }

        public override void Dispose() => source.Dispose();
    }
}
