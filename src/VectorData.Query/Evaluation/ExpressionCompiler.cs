using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Evaluation;

/// <summary>Turns bound expressions into evaluators. What it gives is immutable and may be used by many executions at once.</summary>
internal static partial class ExpressionCompiler
{
    /// <summary>Slots that are not in the layout are looked up among the context's outer values.</summary>
    public static CompiledExpression Compile(BoundExpression expression, SlotLayout layout) => throw new NotImplementedException();

    public static CompiledPredicate CompilePredicate(BoundExpression expression, SlotLayout layout) => throw new NotImplementedException();

    /// <summary>The value of an expression without columns.</summary>
    public static Value Evaluate(BoundExpression expression, EvaluationContext context) => throw new NotImplementedException();
}
