using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>ORDER BY lists.</summary>
internal static class Ordering
{
    /// <summary>[NULLS FIRST | LAST].</summary>
    public static readonly TokenListParser<SqlToken, NullsOrder> Nulls =
        Token.EqualTo(SqlToken.Nulls).IgnoreThen(Combine.ByFirst(
                (SqlToken.First, Token.EqualTo(SqlToken.First).Value(NullsOrder.First)),
                (SqlToken.Last, Token.EqualTo(SqlToken.Last).Value(NullsOrder.Last))))
            .When(input => input.Kind() == SqlToken.Nulls && input.Kind(1) is SqlToken.First or SqlToken.Last, NullsOrder.Default);

    /// <summary>[ASC | DESC]; true for DESC.</summary>
    public static readonly TokenListParser<SqlToken, bool> Descending = Combine.ByFirst(
            (SqlToken.Asc, Token.EqualTo(SqlToken.Asc).Value(false)),
            (SqlToken.Desc, Token.EqualTo(SqlToken.Desc).Value(true)))
        .When(input => input.Kind() is SqlToken.Asc or SqlToken.Desc, false);

    private static readonly TokenListParser<SqlToken, OrderItem> Item =
        from expression in Expressions.Any
        from symbol in Symbols.Any.MaybeAfter(SqlToken.Using)
        from down in Descending
        from nulls in Nulls
        select new OrderItem(expression.Position, expression, down, nulls, symbol);

    /// <summary>ORDER BY items.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<OrderItem>> RequiredOrderBy =
        Combine.Phrase(SqlToken.Order, SqlToken.By).IgnoreThen(Item.CommaList());

    /// <summary>[ORDER BY items].</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<OrderItem>> OrderBy =
        RequiredOrderBy.Maybe([], SqlToken.Order);
}
