using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>Picks the node for a comparison of two operands of one type.</summary>
internal static class ComparisonNodes
{
    public static EvalNode Create(ComparisonKind kind, EvalNode left, EvalNode right)
    {
        // The fast paths want the scalar on the right.
        if (left.IsScalar && !right.IsScalar)
            (left, right, kind) = (right, left, BoundComparison.Mirror(kind));
        return kind switch
        {
            ComparisonKind.Equal => Create<EqualTest>(left, right, negate: false),
            ComparisonKind.NotEqual => Create<EqualTest>(left, right, negate: true),
            ComparisonKind.Less => Create<LessTest>(left, right, negate: false),
            ComparisonKind.GreaterOrEqual => Create<LessTest>(left, right, negate: true),
            ComparisonKind.LessOrEqual => Create<LessOrEqualTest>(left, right, negate: false),
            _ => Create<LessOrEqualTest>(left, right, negate: true),
        };
    }

    private static EvalNode Create<TTest>(EvalNode left, EvalNode right, bool negate)
        where TTest : IComparisonTest => left.Type.Physical switch
        {
            PhysicalType.Boolean => new FixedComparisonNode<bool, TTest>(left, right, negate),
            PhysicalType.Int16 => new FixedComparisonNode<short, TTest>(left, right, negate),
            PhysicalType.Int32 => new FixedComparisonNode<int, TTest>(left, right, negate),
            PhysicalType.Int64 => new FixedComparisonNode<long, TTest>(left, right, negate),
            PhysicalType.Float32 => new FixedComparisonNode<float, TTest>(left, right, negate),
            PhysicalType.Float64 => new FixedComparisonNode<double, TTest>(left, right, negate),
            PhysicalType.Decimal => new FixedComparisonNode<decimal, TTest>(left, right, negate),
            PhysicalType.Guid => new FixedComparisonNode<Guid, TTest>(left, right, negate),
            PhysicalType.Interval => new FixedComparisonNode<Interval, TTest>(left, right, negate),
            _ when left.Type.IsText || left.Type.Kind == TypeKind.Bytea =>
                new BytesComparisonNode<TTest>(left, right, negate, left.Type.Kind == TypeKind.Char && right.Type.Kind == TypeKind.Char),
            _ => new ColumnComparisonNode<TTest>(left, right, negate),
        };
}
