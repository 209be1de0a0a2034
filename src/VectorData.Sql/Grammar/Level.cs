using Superpower.Model;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Grammar;

/// <summary>How tightly operators bind, by PostgreSQL's operator table; a higher number binds tighter.</summary>
internal static class Level
{
    public const int None = 0;
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Is = 4;
    public const int Comparison = 5;

    /// <summary>BETWEEN, IN, LIKE, ILIKE, SIMILAR.</summary>
    public const int Matching = 6;

    /// <summary>All operators that have no level of their own, ||, &lt;-&gt; and -> among them.</summary>
    public const int Other = 7;
    public const int Sum = 8;
    public const int Product = 9;
    public const int Power = 10;
    public const int AtTimeZone = 11;
    public const int Collate = 12;
    public const int Sign = 13;

    /// <summary>Casts, subscripts and everything that is one piece.</summary>
    public const int Primary = 14;

    /// <summary>The level of the operator that the next tokens begin, or <see cref="None"/>.</summary>
    public static int Of(TokenList<SqlToken> input, bool restricted)
    {
        var kind = input.Kind();
        var level = kind switch
        {
            SqlToken.Or => Or,
            SqlToken.And => And,
            SqlToken.Is => Is,
            SqlToken.IsNull or SqlToken.NotNull => Is,
            SqlToken.Not => StartsMatching(input.Kind(1)) ? Matching : None,
            SqlToken.Similar => input.Kind(1) == SqlToken.To ? Matching : None,
            SqlToken.Operator => input.Kind(1) == SqlToken.LeftParen ? Other : None,
            SqlToken.At => input.Kind(1) is SqlToken.Time or SqlToken.Local ? AtTimeZone : None,
            SqlToken.Collate => Collate,
            _ => StartsMatching(kind) ? Matching : OfSymbol(kind),
        };
        return restricted && !AllowedWhenRestricted(input, kind, level) ? None : level;
    }

    /// <summary>The level of an operator symbol between two operands.</summary>
    public static int OfSymbol(SqlToken kind) => kind switch
    {
        SqlToken.Less or SqlToken.Greater or SqlToken.Equal or SqlToken.LessEqual or SqlToken.GreaterEqual or SqlToken.NotEqual =>
            Comparison,
        SqlToken.OperatorSymbol or SqlToken.Operator => Other,
        SqlToken.Plus or SqlToken.Minus => Sum,
        SqlToken.Star or SqlToken.Slash or SqlToken.Percent => Product,
        SqlToken.Caret => Power,
        _ => None,
    };

    /// <summary>Whether an operator of this level may not follow another one without parentheses.</summary>
    public static bool IsNonAssociative(int level) => level is Is or Comparison or Matching;

    private static bool StartsMatching(SqlToken kind) =>
        kind is SqlToken.Between or SqlToken.In or SqlToken.Like or SqlToken.ILike or SqlToken.Similar;

    private static bool AllowedWhenRestricted(TokenList<SqlToken> input, SqlToken kind, int level)
    {
        if (kind == SqlToken.Is)
            return input.Kind(1) == SqlToken.Distinct || (input.Kind(1) == SqlToken.Not && input.Kind(2) == SqlToken.Distinct);
        return level is Comparison or (>= Other and <= Power);
    }
}
