using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A function of one argument, NULL for NULL.</summary>
internal sealed class FunctionNode<TArgument, TResult>(EvalNode argument, SqlType type, Func<TArgument, TResult> function)
    : EvalNode(type, argument.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = argument.Evaluate(rows, context);
        var input = new Input<TArgument>(column, argument.IsScalar);
        var target = Target(rows);
        var output = new Output<TResult>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (input.IsNull(row))
                output.SetNull(row);
            else
                output.Set(row, function(input[row]));
        }

        return output.Build();
    }
}

/// <summary>A function of two arguments, NULL when either is.</summary>
internal sealed class FunctionNode<TFirst, TSecond, TResult>(EvalNode first, EvalNode second, SqlType type, Func<TFirst, TSecond, TResult> function)
    : EvalNode(type, first.IsScalar && second.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var firstInput = new Input<TFirst>(first.Evaluate(rows, context), first.IsScalar);
        var secondInput = new Input<TSecond>(second.Evaluate(rows, context), second.IsScalar);
        var target = Target(rows);
        var output = new Output<TResult>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (firstInput.IsNull(row) || secondInput.IsNull(row))
                output.SetNull(row);
            else
                output.Set(row, function(firstInput[row], secondInput[row]));
        }

        return output.Build();
    }
}

/// <summary>A function of three arguments, NULL when any is.</summary>
internal sealed class FunctionNode<TFirst, TSecond, TThird, TResult>(
    EvalNode first, EvalNode second, EvalNode third, SqlType type, Func<TFirst, TSecond, TThird, TResult> function)
    : EvalNode(type, first.IsScalar && second.IsScalar && third.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var firstInput = new Input<TFirst>(first.Evaluate(rows, context), first.IsScalar);
        var secondInput = new Input<TSecond>(second.Evaluate(rows, context), second.IsScalar);
        var thirdInput = new Input<TThird>(third.Evaluate(rows, context), third.IsScalar);
        var target = Target(rows);
        var output = new Output<TResult>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (firstInput.IsNull(row) || secondInput.IsNull(row) || thirdInput.IsNull(row))
                output.SetNull(row);
            else
                output.Set(row, function(firstInput[row], secondInput[row], thirdInput[row]));
        }

        return output.Build();
    }
}

/// <summary>What a function over values may use.</summary>
internal delegate Value ValuesFunction(EvaluationContext context, ReadOnlySpan<Value> arguments);

/// <summary>A function of any arguments through values: for what is rare, needs the context, or takes NULLs.</summary>
internal sealed class ValuesNode(EvalNode[] arguments, SqlType type, bool isStrict, ValuesFunction function, bool isVolatile = false)
    : EvalNode(type, !isVolatile && AllScalar(arguments))
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var columns = new ColumnVector[arguments.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = arguments[i].Evaluate(rows, context);
        var target = Target(rows);
        var builder = ColumnBuilder.For(Type);
        var values = new Value[columns.Length];
        var next = 0;
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            for (; next < row; next++)
                builder.AppendNull();
            var hasNull = false;
            for (var j = 0; j < values.Length; j++)
            {
                values[j] = columns[j].GetValue(arguments[j].IsScalar ? 0 : row);
                hasNull |= values[j].IsNull;
            }

            if (isStrict && hasNull)
                builder.AppendNull();
            else
                builder.Append(function(context, values).WithType(Type));
            next++;
        }

        for (; next < target.Length; next++)
            builder.AppendNull();
        return builder.Build();
    }
}
