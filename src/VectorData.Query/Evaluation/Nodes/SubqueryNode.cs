using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>
/// A nested query as a value. Without outer references it runs once for an execution; with them, once for each distinct combination of outer
/// values in a batch that follows another.
/// </summary>
internal sealed class SubqueryNode(
    SubqueryKind kind, SubquerySource source, EvalNode[] operands, EvalNode? comparison, (int Slot, EvalNode Node)[] outer, SqlType type)
    : EvalNode(type, outer.All(item => item.Node.IsScalar) && AllScalar(operands))
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var target = Target(rows);
        var outerColumns = new ColumnVector[outer.Length];
        for (var i = 0; i < outer.Length; i++)
            outerColumns[i] = outer[i].Node.Evaluate(rows, context);
        var operandColumns = new ColumnVector[operands.Length];
        for (var i = 0; i < operands.Length; i++)
            operandColumns[i] = operands[i].Evaluate(rows, context);
        var isCorrelated = !outer.All(item => item.Node.IsScalar);
        var builder = ColumnBuilder.For(Type);
        ColumnVector[]? result = isCorrelated ? null : context.Cached(this, () => Run(context, outerColumns, 0));
        Value[]? previous = null;
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            while (builder.Length < row)
                builder.AppendNull();
            if (isCorrelated && !IsSame(outerColumns, row, ref previous))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                result = Run(context, outerColumns, row);
            }

            builder.Append(ValueOf(result!, operandColumns, row, context).WithType(Type));
        }

        while (builder.Length < target.Length)
            builder.AppendNull();
        return builder.Build();
    }

    private bool IsSame(ColumnVector[] outerColumns, int row, ref Value[]? previous)
    {
        var same = previous is not null;
        previous ??= new Value[outer.Length];
        for (var i = 0; i < outer.Length; i++)
        {
            var value = outerColumns[i].GetValue(outer[i].Node.IsScalar ? 0 : row);
            same = same && Core.Values.Comparison.ValueComparer.Same(previous[i], value);
            previous[i] = value;
        }

        return same;
    }

    private ColumnVector[] Run(EvaluationContext context, ColumnVector[] outerColumns, int row)
    {
        var runner = context.Subqueries ?? throw new InvalidOperationException("there is nothing to run nested queries with");
        var inner = context;
        if (outer.Length > 0)
        {
            var values = new Dictionary<int, Value>(outer.Length);
            for (var i = 0; i < outer.Length; i++)
                values[outer[i].Slot] = outerColumns[i].GetValue(outer[i].Node.IsScalar ? 0 : row);
            inner = context.WithOuter(values);
        }

        return runner.Run(source, inner, kind switch
        {
            SubqueryKind.Scalar => 2,
            SubqueryKind.Exists => 1,
            _ => long.MaxValue,
        });
    }

    private Value ValueOf(ColumnVector[] result, ColumnVector[] operandColumns, int row, EvaluationContext context)
    {
        switch (kind)
        {
            case SubqueryKind.Exists:
                return Value.Of(result[0].Length > 0);
            case SubqueryKind.Scalar:
                return result[0].Length switch
                {
                    0 => Value.Null(Type),
                    1 => result[0].GetValue(0),
                    _ => throw new VectorDbException(SqlStates.CardinalityViolation, "more than one row returned by a subquery used as an expression"),
                };
            case SubqueryKind.Array:
                return ArrayOf(result[0]);
            default:
                return Quantify(result, operandColumns, row, context) is { } known ? Value.Of(known) : Value.Null(SqlType.Boolean);
        }
    }

    private bool? Quantify(ColumnVector[] result, ColumnVector[] operandColumns, int row, EvaluationContext context)
    {
        var length = result[0].Length;
        if (length == 0)
            return kind == SubqueryKind.All;
        var columns = new ColumnVector[operands.Length * 2];
        for (var i = 0; i < operands.Length; i++)
        {
            columns[2 * i] = ColumnBuilder.Repeat(operandColumns[i].GetValue(operands[i].IsScalar ? 0 : row), operands[i].Type, length);
            columns[(2 * i) + 1] = result[i];
        }

        var tests = (FixedColumn<bool>)comparison!.Evaluate(new RowSet(columns, length), context);
        return QuantifiedNode.Combine(tests, comparison.IsScalar ? 1 : length, kind == SubqueryKind.All);
    }

    private Value ArrayOf(ColumnVector column)
    {
        var items = new Value[column.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = column.GetValue(i);
        return ArrayFunctions.Build(items, Type.ElementType, column.Type.IsArray);
    }
}
