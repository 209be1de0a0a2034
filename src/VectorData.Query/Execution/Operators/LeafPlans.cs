using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>One row without columns.</summary>
internal sealed class SingleRowPlan() : PlanNode([])
{
    public override double EstimateRows(OperatorContext context) => 1;

    public override PlanDescription Describe(ExpressionText names) => new("Result");

    protected override Operator Start(OperatorContext context) => new IteratorOperator([new Batch([], 1)], context.CancellationToken);
}

/// <summary>No rows: a condition is never true.</summary>
internal sealed class EmptyPlan(IReadOnlyList<BoundColumn> columns) : PlanNode(columns)
{
    public override double EstimateRows(OperatorContext context) => 0;

    public override PlanDescription Describe(ExpressionText names) => new PlanDescription("Result").With("One-Time Filter", "false");

    protected override Operator Start(OperatorContext context) => new IteratorOperator([], context.CancellationToken);
}

/// <summary>The rows of VALUES.</summary>
internal sealed class ValuesPlan : PlanNode
{
    private readonly CompiledExpression[][] _rows;

    public ValuesPlan(IReadOnlyList<BoundColumn> columns, IReadOnlyList<IReadOnlyList<BoundExpression>> rows)
        : base(columns)
    {
        _rows = [.. rows.Select(row => row.Select(value => ExpressionCompiler.Compile(value, SlotLayout.Empty)).ToArray())];
        Subqueries = Nested(rows.SelectMany(row => row));
    }

    public override double EstimateRows(OperatorContext context) => _rows.Length;

    public override PlanDescription Describe(ExpressionText names) => new("Values Scan");

    protected override Operator Start(OperatorContext context) => new IteratorOperator(Run(context), context.CancellationToken);

    private IEnumerable<Batch> Run(OperatorContext context)
    {
        for (var start = 0; start < _rows.Length; start += Batches.Rows)
        {
            var count = Math.Min(Batches.Rows, _rows.Length - start);
            var builders = Array.ConvertAll(Types, type => ColumnBuilder.For(type, count));
            for (var row = start; row < start + count; row++)
                for (var i = 0; i < builders.Length; i++)
                    builders[i].Append(_rows[row][i].EvaluateScalar(context.Evaluation));
            yield return new Batch(Array.ConvertAll(builders, builder => builder.Build()), count);
        }
    }
}

/// <summary>The rows of a table that is made when it is read.</summary>
internal sealed class VirtualScanPlan(VirtualTable table, string alias, IReadOnlyList<BoundColumn> columns) : PlanNode(columns)
{
    public override double EstimateRows(OperatorContext context) => 100;

    public override PlanDescription Describe(ExpressionText names) => new("Seq Scan on " + ExpressionText.Relation(table.Name, alias));

    protected override Operator Start(OperatorContext context) =>
        new IteratorOperator(Batches.Slices(table.Read(context.Execution.Transaction.Catalog)), context.CancellationToken);
}

/// <summary>The rows of a common table, computed by the first of its scans in an execution.</summary>
internal sealed class CommonTableScanPlan(object key, string name, string alias, PhysicalPlan plan, IReadOnlyList<BoundColumn> columns) : PlanNode(columns)
{
    public override IReadOnlyList<PlanNode> Inputs => [plan.Root];

    public override double EstimateRows(OperatorContext context) => plan.Root.EstimateRows(context);

    public override PlanDescription Describe(ExpressionText names) => new("CTE Scan on " + ExpressionText.Relation(name, alias));

    protected override Operator Start(OperatorContext context)
    {
        var rows = context.Execution.CommonTable(key, () =>
        {
            using var root = plan.Open(context.Execution, context.Evaluation);
            return [Batches.Collect(root, plan.Root, context)];
        });
        return new IteratorOperator(rows.SelectMany(Batches.Slices), context.CancellationToken);
    }
}
