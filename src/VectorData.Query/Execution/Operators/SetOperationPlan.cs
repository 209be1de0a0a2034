using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Operators;

/// <summary>UNION ALL: the inputs one after another, columns by place.</summary>
internal sealed class AppendPlan(IReadOnlyList<PlanNode> inputs, IReadOnlyList<BoundColumn> columns) : PlanNode(columns)
{
    public override IReadOnlyList<PlanNode> Inputs => inputs;

    public override double EstimateRows(OperatorContext context) => inputs.Sum(input => input.EstimateRows(context));

    public override PlanDescription Describe(ExpressionText names) => new("Append");

    protected override Operator Start(OperatorContext context) => new IteratorOperator(Run(context), context.CancellationToken);

    private IEnumerable<Batch> Run(OperatorContext context)
    {
        foreach (var input in inputs)
        {
            using var source = input.Open(context);
            while (source.Next() is { } batch)
                yield return batch;
        }
    }
}

/// <summary>INTERSECT and EXCEPT, with or without ALL, from left to right.</summary>
internal sealed class SetOperationPlan(SetOperator operation, bool all, IReadOnlyList<PlanNode> inputs, IReadOnlyList<BoundColumn> columns) : PlanNode(columns)
{
    public override IReadOnlyList<PlanNode> Inputs => inputs;

    public override double EstimateRows(OperatorContext context) => Math.Max(1, inputs[0].EstimateRows(context) / 2);

    public override PlanDescription Describe(ExpressionText names) => new($"HashSetOp {(operation == SetOperator.Intersect ? "Intersect" : "Except")}{(all ? " All" : "")}");

    protected override Operator Start(OperatorContext context) => new IteratorOperator(Run(context), context.CancellationToken);

    private IEnumerable<Batch> Run(OperatorContext context)
    {
        var table = new KeyTable(Types);
        var counts = new List<long>();
        Count(inputs[0], table, counts, add: true, context);
        for (var i = 1; i < inputs.Count; i++)
        {
            var other = new List<long>(new long[counts.Count]);
            Count(inputs[i], table, other, add: false, context);
            for (var key = 0; key < counts.Count; key++)
                counts[key] = Combine(counts[key], other[key]);
        }

        var rows = new List<int>();
        for (var key = 0; key < counts.Count; key++)
            for (var i = 0L; i < (all ? counts[key] : Math.Min(1, counts[key])); i++)
                rows.Add(key);
        return Batches.InOrder(new Batch(table.ToColumns(), table.Count), rows.ToArray(), rows.Count);
    }

    private long Combine(long left, long right) => (operation, all) switch
    {
        (SetOperator.Intersect, true) => Math.Min(left, right),
        (SetOperator.Intersect, false) => right > 0 ? left : 0,
        (_, true) => Math.Max(0, left - right),
        _ => right > 0 ? 0 : left,
    };

    private static void Count(PlanNode input, KeyTable table, List<long> counts, bool add, OperatorContext context)
    {
        using var source = input.Open(context);
        var identity = Array.Empty<int>();
        var numbers = Array.Empty<int>();
        while (source.Next() is { } batch)
        {
            context.ThrowIfCancelled();
            if (numbers.Length < batch.Count)
                numbers = new int[Math.Max(batch.Count, Batches.Rows)];
            var found = numbers.AsSpan(0, batch.Count);
            var rows = ColumnGather.Rows(batch, ref identity);
            if (add)
                table.FindOrAdd(batch.Columns, rows, found);
            else
                table.Find(batch.Columns, rows, found);
            while (counts.Count < table.Count)
                counts.Add(0);
            foreach (var number in found)
                if (number >= 0)
                    counts[number]++;
        }
    }
}
