using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Planning;

/// <summary>Conditions as lists of parts that all have to hold.</summary>
internal static class Conjuncts
{
    public static IReadOnlyList<BoundExpression> Split(BoundExpression? condition)
    {
        if (condition is null)
            return [];
        var parts = new List<BoundExpression>();
        Split(condition, parts);
        return parts;
    }

    public static BoundExpression? Combine(IReadOnlyList<BoundExpression> parts) => parts.Count switch
    {
        0 => null,
        1 => parts[0],
        _ => new BoundLogical(true, [.. parts], parts[0].Position),
    };

    private static void Split(BoundExpression condition, List<BoundExpression> parts)
    {
        if (condition is BoundLogical { IsAnd: true } all)
        {
            foreach (var operand in all.Operands)
                Split(operand, parts);
        }
        else
        {
            parts.Add(condition);
        }
    }
}
