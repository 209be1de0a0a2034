using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>COPY, its options in parentheses.</summary>
internal static class CopyText
{
    public static StringBuilder Copy(this StringBuilder text, CopyStatement copy)
    {
        text.Append("COPY ");
        if (copy.Query is { } query)
            text.Append('(').Statement(query).Append(')');
        else
            text.Name(copy.Table!).Parenthesized(" ", copy.Columns, NameText.Name);
        text.Append(copy.From ? " FROM " : " TO ");
        if (copy.Path is not { } path)
            text.Append(copy.From ? "STDIN" : "STDOUT");
        else
            text.AppendIf(copy.End == CopyEnd.Program, "PROGRAM ").String(path);
        text.Parenthesized(" WITH ", copy.Options, Option);
        return copy.Where is null ? text : text.Append(" WHERE ").Expression(copy.Where);
    }

    private static StringBuilder Option(StringBuilder text, CopyOption option)
    {
        text.Label(option.Name);
        if (option.AllColumns)
            return text.Append(" *");
        return option.Value is { } value ? text.Append(' ').OptionValue(value) : text.Parenthesized(" ", option.Columns, NameText.Name);
    }
}
