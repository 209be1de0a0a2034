using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Gives untyped literals the type that their place asks for.</summary>
internal static class UnknownLiterals
{
    private static readonly TimeZoneInfo OtherZone = TimeZones.Fixed(TimeSpan.FromHours(5));

    /// <summary>The literal as a constant of the type; one that depends on the session's time zone or clock becomes a cast at run time.</summary>
    public static BoundExpression Give(BoundConstant literal, SqlType type, bool isExplicit)
    {
        if (literal.Value.IsNull)
            return new BoundConstant(Value.Null(type), literal.Position);
        var text = literal.Value.AsString();
        if (type.IsObjectName)
            return new BoundCast(new BoundConstant(Value.Of(text), literal.Position), type, isExplicit, literal.Position);
        try
        {
            var value = ValueText.Parse(type.Unmodified, text);
            if (type.IsDateTime && DependsOnSession(type, text, value))
                return new BoundCast(new BoundConstant(Value.Of(text), literal.Position), type, isExplicit, literal.Position);
            return new BoundConstant(ValueModifiers.Apply(value, type, isExplicit), literal.Position);
        }
        catch (VectorDbException e)
        {
            throw e.At(literal.Position + 1);
        }
    }

    private static bool DependsOnSession(SqlType type, string text, in Value value) =>
        type.Kind != TypeKind.Interval && !ValueComparer.Same(value, ValueText.Parse(type.Unmodified, text, OtherZone, now: 123_456_789_012_345));
}
