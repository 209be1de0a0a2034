using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>The items of FROM.</summary>
internal static class TableText
{
    public static StringBuilder Table(this StringBuilder text, TableReference table) => table switch
    {
        NamedTable named => text.Name(named.Name).Alias(named.Alias),
        DerivedTable derived => text.AppendIf(derived.Lateral, "LATERAL ").Append('(').Query(derived.Query).Append(')').Alias(derived.Alias),
        FunctionTable function => text.Function(function),
        JoinedTable { Alias: not null } join => text.Append('(').Join(join).Append(')').Alias(join.Alias),
        JoinedTable join => text.Join(join),
        _ => throw new ArgumentException($"{table.GetType().Name} cannot be written.", nameof(table)),
    };

    private static StringBuilder Alias(this StringBuilder text, TableAlias? alias) =>
        alias is null ? text : text.Append(" AS ").Name(alias.Name).Parenthesized(" ", alias.Columns, NameText.Name);

    private static StringBuilder Function(this StringBuilder text, FunctionTable function)
    {
        text.AppendIf(function.Lateral, "LATERAL ").Expression(function.Function).AppendIf(function.WithOrdinality, " WITH ORDINALITY");
        if (function.ColumnDefinitions.Count == 0)
            return text.Alias(function.Alias);
        text.Append(" AS");
        if (function.Alias is not null)
            text.Append(' ').Name(function.Alias.Name);
        return text.Parenthesized(" ", function.ColumnDefinitions, (to, column) => to.Name(column.Name).Append(' ').Type(column.Type));
    }

    private static StringBuilder Join(this StringBuilder text, JoinedTable join)
    {
        text.Table(join.Left).Append(join.Natural ? " NATURAL" : "").Append(join.Kind switch
        {
            JoinKind.Inner => " JOIN ",
            JoinKind.Left => " LEFT JOIN ",
            JoinKind.Right => " RIGHT JOIN ",
            JoinKind.Full => " FULL JOIN ",
            _ => " CROSS JOIN ",
        });
        if (join.Right is JoinedTable { Alias: null } right)
            text.Append('(').Table(right).Append(')');
        else
            text.Table(join.Right);
        if (join.Condition is not null)
            text.Append(" ON ").Expression(join.Condition);
        return text.Parenthesized(" USING ", join.Using, NameText.Name);
    }
}
