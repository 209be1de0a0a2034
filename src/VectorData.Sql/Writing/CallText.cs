using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Function calls and windows.</summary>
internal static class CallText
{
    public static StringBuilder Call(this StringBuilder text, FunctionCall call)
    {
        if (IsPlain(call))
        {
            switch (call.Name.Name, call.Arguments)
            {
                case ("coalesce" or "greatest" or "least" or "grouping", { Count: > 0 }):
                case ("nullif", { Count: 2 }):
                case ("substring" or "overlay", { Count: > 0 }):
                    return text.Append(call.Name.Name).Append('(').List(call.Arguments, ExpressionText.Expression).Append(')');
                case ("extract", [StringLiteral field, var source]):
                    return text.Append("extract(").Field(field.Value).Append(" FROM ").Expression(source).Append(')');
                case ("position", [var whole, var part]):
                    return text.Append("position(").Restricted(part).Append(" IN ").Restricted(whole).Append(')');
            }
        }

        text.FunctionName(call.Name).Append('(').Arguments(call).Append(')');
        if (call.WithinGroup.Count > 0)
            text.Append(" WITHIN GROUP (ORDER BY ").List(call.WithinGroup, QueryText.OrderItem).Append(')');
        if (call.Filter is not null)
            text.Append(" FILTER (WHERE ").Expression(call.Filter).Append(')');
        return call.Over is null ? text : text.Append(" OVER ").Window(call.Over);
    }

    public static StringBuilder Window(this StringBuilder text, WindowSpecification window)
    {
        if (window.IsReference)
            return text.Name(window.Name!);
        var parts = new List<Func<StringBuilder, StringBuilder>>();
        if (window.Name is { } name)
            parts.Add(to => to.Name(name));
        if (window.PartitionBy.Count > 0)
            parts.Add(to => to.Append("PARTITION BY ").List(window.PartitionBy, ExpressionText.Expression));
        if (window.OrderBy.Count > 0)
            parts.Add(to => to.Append("ORDER BY ").List(window.OrderBy, QueryText.OrderItem));
        if (window.Frame is { } frame)
            parts.Add(to => to.Frame(frame));
        return text.Append('(').List(parts, (to, part) => part(to), " ").Append(')');
    }

    private static bool IsPlain(FunctionCall call) => call is
    {
        Name.Parts.Count: 1, Star: false, Distinct: false, Variadic: false, OrderBy.Count: 0, WithinGroup.Count: 0, Filter: null, Over: null,
    } && !call.Arguments.Any(argument => argument is NamedArgument);

    private static StringBuilder Field(this StringBuilder text, string field) =>
        field.Length > 0 && field.All(char.IsAsciiLetterLower) ? text.Append(field) : text.String(field);

    private static StringBuilder Arguments(this StringBuilder text, FunctionCall call)
    {
        if (call.Star)
            return text.Append('*');
        text.AppendIf(call.Distinct, "DISTINCT ");
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            text.AppendIf(i > 0, ", ").AppendIf(call.Variadic && i == call.Arguments.Count - 1, "VARIADIC ");
            text.Expression(call.Arguments[i]);
        }

        return call.OrderBy.Count == 0 ? text : text.Append(" ORDER BY ").List(call.OrderBy, QueryText.OrderItem);
    }

    private static StringBuilder Frame(this StringBuilder text, WindowFrame frame)
    {
        text.Append(frame.Unit.ToString().ToUpperInvariant()).Append(' ');
        if (frame.End is null)
            text.Bound(frame.Start);
        else
            text.Append("BETWEEN ").Bound(frame.Start).Append(" AND ").Bound(frame.End);
        return frame.Exclusion switch
        {
            FrameExclusion.CurrentRow => text.Append(" EXCLUDE CURRENT ROW"),
            FrameExclusion.Group => text.Append(" EXCLUDE GROUP"),
            FrameExclusion.Ties => text.Append(" EXCLUDE TIES"),
            _ => text,
        };
    }

    private static StringBuilder Bound(this StringBuilder text, FrameBound bound) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => text.Append("UNBOUNDED PRECEDING"),
        FrameBoundKind.UnboundedFollowing => text.Append("UNBOUNDED FOLLOWING"),
        FrameBoundKind.CurrentRow => text.Append("CURRENT ROW"),
        FrameBoundKind.Preceding => text.Restricted(bound.Offset!).Append(" PRECEDING"),
        _ => text.Restricted(bound.Offset!).Append(" FOLLOWING"),
    };
}
