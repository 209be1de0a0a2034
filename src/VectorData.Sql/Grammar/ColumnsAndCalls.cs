using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using ExpressionResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.Expression>;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;

namespace VectorData.Sql.Grammar;

/// <summary>What starts with a name: a column, t.*, a call, or a type before a string. What follows the name decides.</summary>
internal static class ColumnsAndCalls
{
    private const int MostParts = 4;

    public static readonly TokenListParser<SqlToken, Expression> Any = Read;

    private static ExpressionResult Read(Input input)
    {
        var first = input.Kind();
        var parts = new List<Identifier> { input.ConsumeToken().Value.ToIdentifier() };
        var rest = input.Skip(1);
        while (rest.Kind() == SqlToken.Dot)
        {
            rest = rest.Skip(1);
            if (rest.Kind() == SqlToken.Star)
            {
                var qualifier = new QualifiedName(parts[0].Position, parts);
                return TokenListParserResult.Value<SqlToken, Expression>(
                    new StarExpression(qualifier.Position, qualifier), input, rest.Skip(1));
            }

            if (!Keywords.IsLabel(rest.Kind()))
                return Combine.Fail<Expression>(rest);
            parts.Add(rest.ConsumeToken().Value.ToIdentifier());
            rest = rest.Skip(1);
        }

        if (parts.Count > MostParts)
            return Combine.Fail<Expression>(input, Complaints.TooManyDots);
        var name = new QualifiedName(parts[0].Position, parts);
        var callable = parts.Count > 1 || Keywords.IsTypeOrFunctionName(first);
        if (callable && rest.Kind() == SqlToken.LeftParen)
            return ParseCall(input, name, rest);
        if (callable && rest.Kind() == SqlToken.String)
            return ParseTyped(input, name, [], rest);
        if (!Keywords.IsColumnName(first))
            return Combine.Fail<Expression>(rest);
        var column = new ColumnReference(name.Position, name);
        return rest.Kind() == SqlToken.LeftBracket
            ? Subscripts.After(column)(rest)
            : TokenListParserResult.Value<SqlToken, Expression>(column, input, rest);
    }

    private static ExpressionResult ParseCall(Input input, QualifiedName name, Input at)
    {
        var call = FunctionCalls.After(name)(at);
        if (!call.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, FunctionCall, Expression>(call);
        if (call.Remainder.Kind() == SqlToken.String && MayBeModifiers(call.Value))
        {
            var modifiers = call.Value.Arguments.Select(argument => (int)((IntegerLiteral)argument).Value).ToList();
            return ParseTyped(input, name, modifiers, call.Remainder);
        }

        return TokenListParserResult.Value<SqlToken, Expression>(call.Value, input, call.Remainder);
    }

    private static bool MayBeModifiers(FunctionCall call) =>
        call is { Arguments.Count: > 0, Star: false, Distinct: false, Variadic: false, OrderBy.Count: 0, WithinGroup.Count: 0, Filter: null, Over: null }
        && call.Arguments.All(argument => argument is IntegerLiteral { Value: >= int.MinValue and <= int.MaxValue });

    private static ExpressionResult ParseTyped(Input input, QualifiedName name, IReadOnlyList<int> modifiers, Input at)
    {
        var value = Names.StringValue(at);
        if (!value.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, string, Expression>(value);
        var type = new TypeName(name.Position, name, modifiers, 0, null);
        return TokenListParserResult.Value<SqlToken, Expression>(
            new TypedLiteral(name.Position, type, value.Value), input, value.Remainder);
    }
}
