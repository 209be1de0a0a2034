using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>x IN (query) and x NOT IN (query) where the query does not depend on the row: its values are hashed once for an execution.</summary>
internal sealed class InSubqueryNode(EvalNode operand, SubquerySource source, EvalNode element, bool negate) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) =>
        MembershipNode.Evaluate(operand, Items(context), negate, rows, Target(rows), context);

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output) =>
        rows.Count == 0 || IsScalar ? base.Filter(rows, context, output) : MembershipNode.Filter(operand, Items(context), negate, rows, context, output);

    private ItemSet Items(EvaluationContext context) => context.Cached(this, () =>
    {
        var runner = context.Subqueries ?? throw new InvalidOperationException("there is nothing to run nested queries with");
        var column = runner.Run(source, context, long.MaxValue)[0];
        return new ItemSet(element.IsScalar
            ? ColumnBuilder.Repeat(element.Evaluate(RowSet.One, context).GetValue(0), element.Type, column.Length)
            : element.Evaluate(new RowSet([column], column.Length), context));
    });
}
