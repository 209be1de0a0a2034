using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Statements;

/// <summary>RETURNING: expressions over the rows a statement wrote.</summary>
internal sealed class Returning
{
    private readonly CompiledExpression[] _values;

    public Returning(IReadOnlyList<(ResultColumn Description, BoundExpression Expression)> items, SlotLayout layout)
    {
        Columns = [.. items.Select(item => item.Description)];
        _values = [.. items.Select(item => ExpressionCompiler.Compile(item.Expression, layout))];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public Batch Evaluate(Batch rows, EvaluationContext context) =>
        new(Array.ConvertAll(_values, value => value.Evaluate(rows, context)), rows.Length);
}
