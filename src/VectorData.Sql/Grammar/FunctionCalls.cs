using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using CallResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.FunctionCall>;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>What stands behind a function's name: arguments, FILTER, WITHIN GROUP, OVER.</summary>
internal static class FunctionCalls
{
    private static readonly TokenListParser<SqlToken, Expression> Named =
        from name in Combine.One(Keywords.IsTypeOrFunctionName).Select(token => token.ToIdentifier())
        from arrow in Combine.One(kind => kind is SqlToken.Arrow or SqlToken.ColonEqual)
        from value in Expressions.Any
        select (Expression)new NamedArgument(name.Position, name, value);

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
    /// <remarks>Written out by hand, because calls nest and every combinator between two levels costs stack.</remarks>
    public static TokenListParser<SqlToken, FunctionCall> After(QualifiedName name) => input => Read(input, name);

    private static CallResult Read(Input input, QualifiedName name)
    {
        if (input.Kind() != SqlToken.LeftParen)
            return Combine.Fail<FunctionCall>(input);
        var result = ReadArguments(input.Skip(1), new FunctionCall(name.Position, name, []));
        if (!result.HasValue)
            return result;
        if (result.Remainder.Kind() != SqlToken.RightParen)
            return Combine.Fail<FunctionCall>(result.Remainder);
        var rest = result.Remainder.Skip(1);
        return rest.Kind() is SqlToken.Within or SqlToken.Filter or SqlToken.Over
            ? Suffixes(result.Value)(rest)
            : TokenListParserResult.Value(result.Value, input, rest);
    }

    private static CallResult ReadArguments(Input input, FunctionCall call)
    {
        var rest = input;
        switch (rest.Kind())
        {
            case SqlToken.RightParen:
                return TokenListParserResult.Value(call, input, rest);
            case SqlToken.Star:
                return TokenListParserResult.Value(call with { Star = true }, input, rest.Skip(1));
            case SqlToken.Distinct or SqlToken.All:
                call = call with { Distinct = rest.Kind() == SqlToken.Distinct };
                rest = rest.Skip(1);
                break;
        }

        var arguments = new List<Expression>();
        var variadic = false;
        while (true)
        {
            variadic = rest.Kind() == SqlToken.Variadic;
            var argument = Argument(variadic ? rest.Skip(1) : rest);
            if (!argument.HasValue)
                return TokenListParserResult.CastEmpty<SqlToken, Expression, FunctionCall>(argument);
            arguments.Add(argument.Value);
            rest = argument.Remainder;
            if (rest.Kind() != SqlToken.Comma || variadic)
                break;
            rest = rest.Skip(1);
        }

        call = call with { Arguments = arguments, Variadic = variadic };
        if (rest.Kind() != SqlToken.Order)
            return TokenListParserResult.Value(call, input, rest);
        return Ordering.RequiredOrderBy.Select(order => call with { OrderBy = order })(rest);
    }

    private static TokenListParserResult<SqlToken, Expression> Argument(Input input) =>
        Keywords.IsTypeOrFunctionName(input.Kind()) && input.Kind(1) is SqlToken.Arrow or SqlToken.ColonEqual
            ? Named(input)
            : Expressions.Any(input);

    private static TokenListParser<SqlToken, FunctionCall> Suffixes(FunctionCall call) =>
        from within in WithinGroup
        from filter in Filter
        from over in Over
        select call with { WithinGroup = within, Filter = filter, Over = over };
}
