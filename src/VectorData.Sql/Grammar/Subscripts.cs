using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>What may follow a column, a parameter or parentheses: [index], [lower:upper], .field.</summary>
internal static class Subscripts
{
    private static readonly TokenListParser<SqlToken, Expression?> Bound =
        Expressions.Any.MaybeWhen(input => input.Kind() is not (SqlToken.Colon or SqlToken.RightBracket));

    /// <summary>[index], as in SET a[1] = 2.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> Indexes =
        (from open in Token.EqualTo(SqlToken.LeftBracket)
         from index in Expressions.Any
         from close in Token.EqualTo(SqlToken.RightBracket)
         select index).While(input => input.Kind() == SqlToken.LeftBracket);

    /// <summary>The operand with all subscripts and fields that follow it.</summary>
    public static TokenListParser<SqlToken, Expression> After(Expression operand) => Combine.Fold(
        Parse.Return<SqlToken, Expression>(operand),
        input => input.Kind() == SqlToken.LeftBracket || (input.Kind() == SqlToken.Dot && input.Kind(1) != SqlToken.Star),
        inner => Combine.Choose(input => input.Kind() == SqlToken.Dot, Field(inner), Bracket(inner)));

    private static TokenListParser<SqlToken, Expression> Field(Expression operand) =>
        Token.EqualTo(SqlToken.Dot).IgnoreThen(Names.Label)
            .Select(name => (Expression)new FieldExpression(operand.Position, operand, name));

    private static TokenListParser<SqlToken, Expression> Bracket(Expression operand) =>
        from open in Token.EqualTo(SqlToken.LeftBracket)
        from lower in Bound
        from colon in Combine.Flag(SqlToken.Colon).When(input => lower is null || input.Kind() == SqlToken.Colon, false)
        from upper in colon ? Bound : Parse.Return<SqlToken, Expression?>(null)
        from close in lower is null && !colon ? Token.EqualTo(SqlToken.Colon) : Token.EqualTo(SqlToken.RightBracket)
        select colon
            ? new SliceExpression(operand.Position, operand, lower, upper)
            : (Expression)new SubscriptExpression(operand.Position, operand, lower!);
}
