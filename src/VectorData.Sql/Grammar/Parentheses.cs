using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Grammar;

/// <summary>What may stand in parentheses in an expression: a query or a list of expressions, told apart without trying both.</summary>
internal static class Parentheses
{
    /// <summary>Either the query is there, or the items are.</summary>
    public readonly record struct Inside(QueryStatement? Query, IReadOnlyList<Expression> Items);

    /// <summary>
    /// ( … ). When a first item was itself a query in parentheses and UNION or ORDER BY follows, it was the start of a query.
    /// </summary>
    public static readonly TokenListParser<SqlToken, Inside> Content = Combine.Choose(
        Expressions.QueryStarts,
        Expressions.Query.Select(query => new Inside(query, [])),
        Expressions.List.Then(items => items is [ScalarSubquery only]
            ? Parse.Ref(() => Queries.Continue(only.Query)).Select(query => new Inside(query, [])).When(
                Expressions.QueryContinues, new Inside(null, items))
            : Parse.Return<SqlToken, Inside>(new Inside(null, items)))).InParens();

    /// <summary>(x), a row (x, y), or (query), with subscripts and fields behind.</summary>
    public static readonly TokenListParser<SqlToken, Expression> Primary =
        from position in Combine.Here
        from inside in Content
        from value in Subscripts.After(ToExpression(position, inside))
        select value;

    private static Expression ToExpression(int position, Inside inside)
    {
        if (inside.Query is not null)
            return new ScalarSubquery(position, inside.Query);
        return inside.Items.Count == 1 ? inside.Items[0] : new RowExpression(position, inside.Items);
    }
}
