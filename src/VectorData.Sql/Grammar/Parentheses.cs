using Superpower.Model;
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
    /// Written out by hand, because parentheses nest and every combinator between two levels costs stack.
    /// </summary>
    public static TokenListParserResult<SqlToken, Inside> Content(TokenList<SqlToken> input)
    {
        if (input.Kind() != SqlToken.LeftParen)
            return Combine.Fail<Inside>(input);
        var start = input.Skip(1);
        if (Expressions.QueryStarts(start))
            return Close(Expressions.Query(start));
        var items = Expressions.List(start);
        if (!items.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, IReadOnlyList<Expression>, Inside>(items);
        if (items.Value is [ScalarSubquery only] && Expressions.QueryContinues(items.Remainder))
            return Close(Queries.Continue(only.Query)(items.Remainder));
        return items.Remainder.Kind() == SqlToken.RightParen
            ? TokenListParserResult.Value(new Inside(null, items.Value), input, items.Remainder.Skip(1))
            : Combine.Fail<Inside>(items.Remainder);
    }

    /// <summary>(x), a row (x, y), or (query), with subscripts and fields behind.</summary>
    public static TokenListParserResult<SqlToken, Expression> Primary(TokenList<SqlToken> input)
    {
        var content = Content(input);
        if (!content.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, Inside, Expression>(content);
        var value = ToExpression(input.Start(), content.Value);
        return content.Remainder.Kind() is SqlToken.LeftBracket or SqlToken.Dot
            ? Subscripts.After(value)(content.Remainder)
            : TokenListParserResult.Value(value, input, content.Remainder);
    }

    private static TokenListParserResult<SqlToken, Inside> Close(TokenListParserResult<SqlToken, QueryStatement> query)
    {
        if (!query.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, QueryStatement, Inside>(query);
        return query.Remainder.Kind() == SqlToken.RightParen
            ? TokenListParserResult.Value(new Inside(query.Value, []), query.Location, query.Remainder.Skip(1))
            : Combine.Fail<Inside>(query.Remainder);
    }

    private static Expression ToExpression(int position, Inside inside)
    {
        if (inside.Query is not null)
            return new ScalarSubquery(position, inside.Query);
        return inside.Items.Count == 1 ? inside.Items[0] : new RowExpression(position, inside.Items);
    }
}
