using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>What stands behind a function's name: arguments, FILTER, WITHIN GROUP, OVER.</summary>
internal static class FunctionCalls
{
    private sealed record Content(IReadOnlyList<Expression> Arguments)
    {
        public bool Star { get; init; }

        public bool Distinct { get; init; }

        public bool Variadic { get; init; }

        public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];
    }

    private static readonly TokenListParser<SqlToken, Expression> Named =
        from name in Combine.One(Keywords.IsTypeOrFunctionName).Select(token => token.ToIdentifier())
        from arrow in Combine.One(kind => kind is SqlToken.Arrow or SqlToken.ColonEqual)
        from value in Expressions.Any
        select (Expression)new NamedArgument(name.Position, name, value);

    private static readonly TokenListParser<SqlToken, (Expression Value, bool Variadic)> Argument =
        from variadic in Combine.Flag(SqlToken.Variadic)
        from value in Combine.Choose(
            input => Keywords.IsTypeOrFunctionName(input.Kind()) && input.Kind(1) is SqlToken.Arrow or SqlToken.ColonEqual,
            Named,
            Expressions.Any)
        select (value, variadic);

    private static readonly TokenListParser<SqlToken, Content> Arguments =
        from distinct in Combine.ByFirst(
                (SqlToken.Distinct, Token.EqualTo(SqlToken.Distinct).Value(true)),
                (SqlToken.All, Token.EqualTo(SqlToken.All).Value(false)))
            .When(input => input.Kind() is SqlToken.Distinct or SqlToken.All, false)
        from arguments in Argument.CommaList()
        from order in Ordering.OrderBy
        select new Content([.. arguments.Select(argument => argument.Value)])
        {
            Distinct = distinct,
            Variadic = arguments[^1].Variadic,
            OrderBy = order,
        };

    private static readonly TokenListParser<SqlToken, Content> Parenthesized = Combine.Choose(
        input => input.Kind() is SqlToken.Star or SqlToken.RightParen,
        Token.EqualTo(SqlToken.Star).Value(new Content([]) { Star = true }).Maybe(new Content([]), SqlToken.Star),
        Arguments).InParens();

    private static readonly TokenListParser<SqlToken, IReadOnlyList<OrderItem>> WithinGroup =
        Combine.Phrase(SqlToken.Within, SqlToken.Group).IgnoreThen(Ordering.RequiredOrderBy.InParens())
            .Maybe([], SqlToken.Within, SqlToken.Group);

    private static readonly TokenListParser<SqlToken, Expression?> Filter =
        Token.EqualTo(SqlToken.Filter).IgnoreThen(Token.EqualTo(SqlToken.Where).IgnoreThen(Expressions.Any).InParens())
            .MaybeWhen(input => input.Kind() == SqlToken.Filter && input.Kind(1) == SqlToken.LeftParen);

    private static readonly TokenListParser<SqlToken, WindowSpecification?> Over =
        Token.EqualTo(SqlToken.Over)
            .IgnoreThen(Combine.Choose(input => input.Kind() == SqlToken.LeftParen, Windows.Specification, Windows.Reference))
            .MaybeWhen(input => input.Kind() == SqlToken.Over);

    /// <summary>The call of the function with this name; the next token opens the parenthesis.</summary>
    public static TokenListParser<SqlToken, FunctionCall> After(QualifiedName name) =>
        from content in Parenthesized
        from within in WithinGroup
        from filter in Filter
        from over in Over
        select new FunctionCall(name.Position, name, content.Arguments)
        {
            Star = content.Star,
            Distinct = content.Distinct,
            Variadic = content.Variadic,
            OrderBy = content.OrderBy,
            WithinGroup = within,
            Filter = filter,
            Over = over,
        };
}
