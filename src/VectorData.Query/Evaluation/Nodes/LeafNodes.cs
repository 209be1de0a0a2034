using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A column of the batch, as it is.</summary>
internal sealed class ColumnNode(SqlType type, int ordinal) : EvalNode(type, isScalar: false)
{
    public int Ordinal { get; } = ordinal;

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => rows.Columns[Ordinal];
}

internal sealed class ConstantNode : EvalNode
{
    private readonly ColumnVector _column;

    public ConstantNode(in Value value, SqlType type)
        : base(type, isScalar: true)
    {
        Value = value;
        _column = ColumnBuilder.Repeat(value.WithType(type), type, 1);
    }

    public Value Value { get; }

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => _column;
}

internal sealed class ParameterNode(SqlType type, int index) : EvalNode(type, isScalar: true)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => context.ParameterColumn(index, Type);
}

/// <summary>A column of an outer query's row.</summary>
internal sealed class OuterColumnNode(SqlType type, int slot) : EvalNode(type, isScalar: true)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => context.OuterColumn(slot, Type);
}

/// <summary>A column that a nested query reads, whatever its type.</summary>
internal sealed class OuterSlotNode(int ordinal) : EvalNode(SqlType.Unknown, isScalar: false)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) => rows.Columns[ordinal];
}

/// <summary>A value from a query further out that a nested query reads.</summary>
internal sealed class InheritedSlotNode(int slot) : EvalNode(SqlType.Unknown, isScalar: true)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) =>
        context.OuterValues is not null && context.OuterValues.TryGetValue(slot, out var value)
            ? ColumnBuilder.Repeat(value, value.Type, 1)
            : throw new InvalidOperationException($"slot {slot} is neither in the row nor in an outer row");
}
