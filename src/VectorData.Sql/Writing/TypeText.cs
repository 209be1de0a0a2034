using System.Globalization;
using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Type names.</summary>
internal static class TypeText
{
    private static readonly string[] KeywordTypes =
    [
        "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "character", "character varying",
        "bit", "bit varying", "interval",
    ];

    private static readonly string[] TimeTypes =
    [
        "time with time zone", "time without time zone", "timestamp with time zone", "timestamp without time zone",
    ];

    public static StringBuilder Type(this StringBuilder text, TypeName type)
    {
        text.ScalarType(type).Fields(type);
        for (var i = 0; i < type.ArrayDimensions; i++)
            text.Append("[]");
        return text;
    }

    /// <summary>type 'value', the fields of an interval behind it.</summary>
    public static StringBuilder TypedLiteral(this StringBuilder text, TypedLiteral literal) =>
        text.ScalarType(literal.Type).Append(' ').String(literal.Value).Fields(literal.Type);

    private static StringBuilder ScalarType(this StringBuilder text, TypeName type)
    {
        var name = type.Name.Name;
        if (type.Name.Parts.Count > 1)
            return text.Name(type.Name).Modifiers(type);
        if (TimeTypes.Contains(name))
        {
            var space = name.IndexOf(' ', StringComparison.Ordinal);
            return text.Append(name, 0, space).Modifiers(type).Append(name, space, name.Length - space);
        }

        if (name == "interval" && type.IntervalFields is not null)
            return text.Append(name);
        return KeywordTypes.Contains(name) ? text.Append(name).Modifiers(type) : text.FunctionName(type.Name).Modifiers(type);
    }

    private static StringBuilder Fields(this StringBuilder text, TypeName type) =>
        type.IntervalFields is null ? text : text.Append(' ').Append(type.IntervalFields).Modifiers(type);

    private static StringBuilder Modifiers(this StringBuilder text, TypeName type) =>
        text.Parenthesized("", type.Modifiers, (to, number) => to.Append(number.ToString(CultureInfo.InvariantCulture)));
}
