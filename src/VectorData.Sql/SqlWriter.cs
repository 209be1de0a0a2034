using System.Text;
using VectorData.Sql.Syntax;
using VectorData.Sql.Writing;

namespace VectorData.Sql;

/// <summary>Prints syntax trees as canonical SQL text; parsing the text gives the same tree up to positions.</summary>
public static class SqlWriter
{
    /// <summary>The text of an expression, a type, a query or any other statement.</summary>
    /// <exception cref="ArgumentException">The node is only a part of a statement.</exception>
    public static string Write(SyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var text = new StringBuilder();
        switch (node)
        {
            case Expression expression:
                text.Expression(expression);
                break;
            case Statement statement:
                text.Statement(statement);
                break;
            case TypeName type:
                text.Type(type);
                break;
            case QualifiedName name:
                text.Name(name);
                break;
            case Identifier identifier:
                text.Name(identifier);
                break;
            case OrderItem item:
                text.OrderItem(item);
                break;
            case IndexElement element:
                text.IndexElement(element);
                break;
            default:
                throw new ArgumentException($"{node.GetType().Name} has no text of its own.", nameof(node));
        }

        return text.ToString();
    }

    /// <summary>A name as it must stand in SQL: quoted unless it is a plain lower-case word that is no keyword.</summary>
    public static string QuoteIdentifier(string name) => new StringBuilder().Name(name).ToString();

    /// <summary>A string as a literal in single quotes.</summary>
    public static string QuoteString(string value) => new StringBuilder().String(value).ToString();
}
