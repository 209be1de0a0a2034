using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tests;

/// <summary>A tree as text without positions, read by reflection so that it does not rely on the code under test.</summary>
internal static class TreeShape
{
    public static string Of(object node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    /// <summary>The child nodes that the properties of a node hold, in any order.</summary>
    public static IEnumerable<SyntaxNode> ChildrenByReflection(SyntaxNode node) => Properties(node)
        .Select(property => property.GetValue(node))
        .SelectMany(value => value switch
        {
            SyntaxNode child => [child],
            IEnumerable<SyntaxNode> children => children,
            _ => Array.Empty<SyntaxNode>(),
        });

    private static IEnumerable<PropertyInfo> Properties(object node) => node.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.Name is not ("Position" or "OperatorPosition" or "Children" or "EqualityContract"));

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string or bool or Enum or int or long:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Append(text, item);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name).Append('(');
                foreach (var property in Properties(value).Where(property => property.CanWrite))
                {
                    Append(text.Append(property.Name).Append('='), property.GetValue(value));
                    text.Append(' ');
                }

                text.Append(')');
                break;
        }
    }
}
