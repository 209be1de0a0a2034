using System.Text;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Writing;

/// <summary>Names, strings and lists.</summary>
internal static class NameText
{
    public static StringBuilder Name(this StringBuilder text, string name) =>
        IsPlain(name) && (Keywords.Find(name) is var word && !Keywords.IsKeyword(word) || Keywords.Category(word) == KeywordCategory.Unreserved)
            ? text.Append(name)
            : text.Quoted(name);

    public static StringBuilder Name(this StringBuilder text, Identifier name) => text.Name(name.Name);

    public static StringBuilder Name(this StringBuilder text, QualifiedName name) => text.List(name.Parts, Name, ".");

    /// <summary>The name of a function or type: LEFT needs no quotes there, but SUBSTRING does.</summary>
    public static StringBuilder FunctionName(this StringBuilder text, QualifiedName name) =>
        name.Parts.Count == 1 && IsPlain(name.Name) && Keywords.IsTypeOrFunctionName(Token(name.Name))
            ? text.Append(name.Name)
            : text.Name(name);

    /// <summary>A dotted string as settings have it.</summary>
    public static StringBuilder SettingName(this StringBuilder text, string name) => text.List(name.Split('.'), Name, ".");

    /// <summary>A label where every word may stand.</summary>
    public static StringBuilder Label(this StringBuilder text, string name) => IsPlain(name) ? text.Append(name) : text.Quoted(name);

    public static StringBuilder String(this StringBuilder text, string value) =>
        text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');

    public static StringBuilder List<T>(
        this StringBuilder text, IEnumerable<T> items, Func<StringBuilder, T, StringBuilder> append, string separator = ", ")
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(separator);
            first = false;
            append(text, item);
        }

        return text;
    }

    /// <summary>Items in parentheses behind a prefix; nothing when there are none.</summary>
    public static StringBuilder Parenthesized<T>(
        this StringBuilder text, string prefix, IReadOnlyList<T> items, Func<StringBuilder, T, StringBuilder> append) =>
        items.Count == 0 ? text : text.Append(prefix).Append('(').List(items, append).Append(')');

    public static StringBuilder AppendIf(this StringBuilder text, bool condition, string words) =>
        condition ? text.Append(words) : text;

    private static StringBuilder Quoted(this StringBuilder text, string name) =>
        text.Append('"').Append(name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');

    private static SqlToken Token(string name) =>
        Keywords.Find(name) is var word && Keywords.IsKeyword(word) ? word : SqlToken.Identifier;

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || !(char.IsAsciiLetterLower(name[0]) || name[0] == '_'))
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '$'))
                return false;
        }

        return true;
    }
}
