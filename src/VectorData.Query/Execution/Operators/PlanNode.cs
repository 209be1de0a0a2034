using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Planning;

namespace VectorData.Query.Execution.Operators;

/// <summary>
/// A step of a physical plan. Immutable, so that a cached plan serves many executions at once; what depends on the data
/// (which index, which side to build on) is decided from exact counts when it is opened.
/// </summary>
internal abstract class PlanNode
{
    protected PlanNode(IReadOnlyList<BoundColumn> columns)
    {
        Columns = columns;
        Layout = new SlotLayout([.. columns.Select(column => column.Slot)]);
        Types = [.. columns.Select(column => column.Type)];
    }

    /// <summary>The columns of the batches, in order.</summary>
    public IReadOnlyList<BoundColumn> Columns { get; }

    public SlotLayout Layout { get; }

    public SqlType[] Types { get; }

    public virtual IReadOnlyList<PlanNode> Inputs => [];

    /// <summary>Slots that the node computes and by what, for EXPLAIN.</summary>
    public virtual IEnumerable<(int Slot, BoundExpression Expression)> Computed => [];

    /// <summary>Nested queries in the node's expressions, for EXPLAIN.</summary>
    public IReadOnlyList<BoundSubquery> Subqueries { get; protected init; } = [];

    /// <summary>Starts an execution.</summary>
    public Operator Open(OperatorContext context)
    {
        if (context.Execution.Trace is not { } trace)
            return Start(context);
        var entry = trace.For(this);
        return new TracedOperator(() => Start(context), entry);
    }

    /// <summary>About how many rows it will give, from the counts of the snapshot.</summary>
    public abstract double EstimateRows(OperatorContext context);

    /// <summary>The node's line and details for EXPLAIN, without its inputs.</summary>
    public abstract PlanDescription Describe(ExpressionText names);

    /// <summary>The same for a node that would not use its index under the settings.</summary>
    public virtual PlanDescription DescribeWithoutIndex(ExpressionText names) => Describe(names);

    protected abstract Operator Start(OperatorContext context);

    /// <summary>The nested queries in expressions.</summary>
    protected static IReadOnlyList<BoundSubquery> Nested(IEnumerable<BoundExpression> expressions) =>
        [.. expressions.SelectMany(expression => expression.DescendantsAndSelf().OfType<BoundSubquery>())];
}

/// <summary>What EXPLAIN prints of a node: its title and lines such as "Filter: (a &gt; 1)".</summary>
internal sealed record PlanDescription(string Title)
{
    private readonly List<string> _details = [];

    public IReadOnlyList<string> Details => _details;

    public PlanDescription With(string label, string? text)
    {
        if (text is not null)
            _details.Add($"{label}: {text}");
        return this;
    }
}
