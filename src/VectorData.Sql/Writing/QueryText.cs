using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Queries.</summary>
internal static class QueryText
{
    public static StringBuilder Query(this StringBuilder text, QueryStatement query)
    {
        if (query.With is not null)
            text.With(query.With);
        text.Body(query.Body);
        if (query.OrderBy.Count > 0)
            text.Append(" ORDER BY ").List(query.OrderBy, OrderItem);
        if (query.Limit is not null && !query.WithTies)
            text.Append(" LIMIT ").Expression(query.Limit);
        if (query.Offset is not null)
            text.Append(" OFFSET ").Expression(query.Offset);
        if (query.Limit is not null && query.WithTies)
            text.Append(" FETCH FIRST ").Restricted(query.Limit).Append(" ROWS WITH TIES");
        foreach (var locking in query.Locking)
            text.Locking(locking);
        return text;
    }

    public static StringBuilder With(this StringBuilder text, WithClause with) =>
        text.Append(with.Recursive ? "WITH RECURSIVE " : "WITH ").List(with.Tables, CommonTable).Append(' ');

    public static StringBuilder OrderItem(this StringBuilder text, OrderItem item)
    {
        text.Expression(item.Expression);
        if (item.UsingOperator is not null)
            text.Append(" USING ").Append(item.UsingOperator);
        return text.AppendIf(item.Descending, " DESC").Nulls(item.Nulls);
    }

    public static StringBuilder Nulls(this StringBuilder text, NullsOrder nulls) =>
        text.AppendIf(nulls == NullsOrder.First, " NULLS FIRST").AppendIf(nulls == NullsOrder.Last, " NULLS LAST");

    public static StringBuilder SelectItem(this StringBuilder text, SelectItem item)
    {
        text.Expression(item.Expression);
        return item.Alias is null ? text : text.Append(" AS ").Name(item.Alias);
    }

    public static StringBuilder Where(this StringBuilder text, Expression? condition) =>
        condition is null ? text : text.Append(" WHERE ").Expression(condition);

    private static StringBuilder CommonTable(this StringBuilder text, CommonTable table)
    {
        text.Name(table.Name).Parenthesized(" ", table.Columns, NameText.Name).Append(" AS ");
        text.AppendIf(table.Materialization == Materialization.Materialized, "MATERIALIZED ")
            .AppendIf(table.Materialization == Materialization.NotMaterialized, "NOT MATERIALIZED ");
        return text.Append('(').Statement(table.Statement).Append(')');
    }

    private static StringBuilder Body(this StringBuilder text, QueryBody body) => body switch
    {
        SelectBody select => text.Select(select),
        ValuesBody values => text.Append("VALUES ").List(
            values.Rows, (to, row) => to.Append('(').List(row.Values, ExpressionText.Expression).Append(')')),
        SetOperationBody set => text.List(
            set.Operands, SetOperand, $" {set.Operator.ToString().ToUpperInvariant()}{(set.All ? " ALL" : "")} "),
        NestedBody nested => text.Append('(').Query(nested.Query).Append(')'),
        _ => throw new ArgumentException($"{body.GetType().Name} cannot be written.", nameof(body)),
    };

    private static StringBuilder SetOperand(StringBuilder text, QueryBody operand) =>
        operand is SetOperationBody ? text.Append('(').Body(operand).Append(')') : text.Body(operand);

    private static StringBuilder Select(this StringBuilder text, SelectBody select)
    {
        text.Append("SELECT");
        if (select.Distinct is { } distinct)
            text.Append(" DISTINCT").Parenthesized(" ON ", distinct.On, ExpressionText.Expression);
        if (select.Items.Count > 0)
            text.Append(' ').List(select.Items, SelectItem);
        if (select.From.Count > 0)
            text.Append(" FROM ").List(select.From, TableText.Table);
        text.Where(select.Where);
        if (select.GroupBy.Count > 0)
            text.Append(" GROUP BY ").List(select.GroupBy, ExpressionText.Expression);
        if (select.Having is not null)
            text.Append(" HAVING ").Expression(select.Having);
        if (select.Windows.Count > 0)
            text.Append(" WINDOW ").List(select.Windows, (to, window) => to.Name(window.Name).Append(" AS ").Window(window.Specification));
        return text;
    }

    private static StringBuilder Locking(this StringBuilder text, LockingClause locking)
    {
        text.Append(locking.Strength switch
        {
            LockStrength.Update => " FOR UPDATE",
            LockStrength.NoKeyUpdate => " FOR NO KEY UPDATE",
            LockStrength.Share => " FOR SHARE",
            _ => " FOR KEY SHARE",
        });
        if (locking.Of.Count > 0)
            text.Append(" OF ").List(locking.Of, NameText.Name);
        return text.AppendIf(locking.Wait == LockWait.NoWait, " NOWAIT").AppendIf(locking.Wait == LockWait.SkipLocked, " SKIP LOCKED");
    }
}
