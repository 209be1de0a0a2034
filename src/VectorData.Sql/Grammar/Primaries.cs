using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using ExpressionResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.Expression>;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Expressions that are one piece, and casts behind them. The first token says which.</summary>
internal static class Primaries
{
    private static readonly TokenListParser<SqlToken, Expression> Cast =
        from word in Token.EqualTo(SqlToken.Cast)
        from cast in (from operand in Expressions.Any
                      from keyword in Token.EqualTo(SqlToken.As)
                      from type in Types.TypeName
                      select (Expression)new CastExpression(word.Start(), operand, type)).InParens()
        select cast;

    private static readonly TokenListParser<SqlToken, Expression> Exists =
        from word in Token.EqualTo(SqlToken.Exists)
        from query in Expressions.Subquery
        select (Expression)new ExistsExpression(word.Start(), query);

    private static readonly TokenListParser<SqlToken, WhenClause> When =
        from word in Token.EqualTo(SqlToken.When)
        from condition in Expressions.Any
        from then in Token.EqualTo(SqlToken.Then)
        from result in Expressions.Any
        select new WhenClause(word.Start(), condition, result);

    private static readonly TokenListParser<SqlToken, Expression> Case =
        from word in Token.EqualTo(SqlToken.Case)
        from operand in Expressions.Any.MaybeWhen(input => input.Kind() != SqlToken.When)
        from first in When
        from others in When.While(input => input.Kind() == SqlToken.When)
        from otherwise in Expressions.Any.MaybeAfter(SqlToken.Else)
        from end in Token.EqualTo(SqlToken.End)
        select (Expression)new CaseExpression(word.Start(), operand, [first, .. others], otherwise);

    private static readonly TokenListParser<SqlToken, Expression> Row =
        from word in Token.EqualTo(SqlToken.Row)
        from open in Token.EqualTo(SqlToken.LeftParen)
        from items in Expressions.List.When(input => input.Kind() != SqlToken.RightParen, [])
        from close in Token.EqualTo(SqlToken.RightParen)
        select (Expression)new RowExpression(word.Start(), items);

    private static readonly TokenListParser<SqlToken, Expression> ArrayElement = input =>
        input.Kind() == SqlToken.LeftBracket ? Elements(input) : Expressions.Any(input);

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> ArrayElements = ArrayElement.CommaList();

    private static readonly TokenListParser<SqlToken, Expression> ArrayQuery =
        from word in Token.EqualTo(SqlToken.Array)
        from query in Expressions.Subquery
        select (Expression)new ArraySubqueryExpression(word.Start(), query);

    private static readonly TokenListParser<SqlToken, Expression> Typed =
        Combine.Choose(Types.TypedLiteralStarts, Types.TypedLiteral, ColumnsAndCalls.Any);

    private static readonly TokenListParser<SqlToken, Expression>?[] Table = BuildTable();

    /// <summary>One piece with all its casts.</summary>
    public static ExpressionResult Read(Input input)
    {
        var parser = Table[(int)input.Kind()];
        if (parser is null)
            return Combine.Fail<Expression>(input);
        var result = parser(input);
        while (result.HasValue && result.Remainder.Kind() == SqlToken.DoubleColon)
        {
            var type = Types.TypeName(result.Remainder.Skip(1));
            if (!type.HasValue)
                return TokenListParserResult.CastEmpty<SqlToken, TypeName, Expression>(type);
            result = TokenListParserResult.Value<SqlToken, Expression>(
                new CastExpression(result.Value.Position, result.Value, type.Value), input, type.Remainder);
        }

        return result;
    }

    private static ExpressionResult Array(Input input)
    {
        if (input.Kind(1) == SqlToken.LeftParen)
            return ArrayQuery(input);
        var elements = Elements(input.Skip(1));
        return elements.HasValue
            ? TokenListParserResult.Value(elements.Value with { Position = input.Start() }, input, elements.Remainder)
            : elements;
    }

    /// <summary>[a, b, …] behind ARRAY or inside another such list.</summary>
    private static ExpressionResult Elements(Input input)
    {
        if (input.Kind() != SqlToken.LeftBracket)
            return Combine.Fail<Expression>(input);
        if (input.Kind(1) == SqlToken.RightBracket)
            return TokenListParserResult.Value<SqlToken, Expression>(new ArrayExpression(input.Start(), []), input, input.Skip(2));
        var items = ArrayElements(input.Skip(1));
        if (!items.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, IReadOnlyList<Expression>, Expression>(items);
        return items.Remainder.Kind() == SqlToken.RightBracket
            ? TokenListParserResult.Value<SqlToken, Expression>(
                new ArrayExpression(input.Start(), items.Value), input, items.Remainder.Skip(1))
            : Combine.Fail<Expression>(items.Remainder);
    }

    private static TokenListParser<SqlToken, Expression>?[] BuildTable()
    {
        var table = new TokenListParser<SqlToken, Expression>?[Keywords.TokenKinds];
        for (var kind = SqlToken.EndOfInput; (int)kind < table.Length; kind++)
        {
            if (Keywords.IsColumnName(kind) || Keywords.IsTypeOrFunctionName(kind))
                table[(int)kind] = ColumnsAndCalls.Any;
        }

        SqlToken[] typeWords =
        [
            SqlToken.BigInt, SqlToken.Bit, SqlToken.Boolean, SqlToken.Char, SqlToken.Character, SqlToken.Dec, SqlToken.Decimal,
            SqlToken.Double, SqlToken.Float, SqlToken.Int, SqlToken.Integer, SqlToken.Interval, SqlToken.National, SqlToken.NChar,
            SqlToken.Numeric, SqlToken.Real, SqlToken.SmallInt, SqlToken.Time, SqlToken.Timestamp, SqlToken.Varchar,
        ];
        foreach (var word in typeWords)
            table[(int)word] = Typed;
        foreach (var (word, parser) in SpecialCalls.ByWord)
            table[(int)word] = Combine.Choose(input => input.Kind(1) == SqlToken.LeftParen, parser, ColumnsAndCalls.Any);
        foreach (var (word, kind) in SessionWords)
            table[(int)word] = Literals.Session(word, kind);
        foreach (var (kind, parser) in Pieces)
            table[(int)kind] = parser;
        return table;
    }

    private static (SqlToken, TokenListParser<SqlToken, Expression>)[] Pieces =>
    [
        (SqlToken.IntegerNumber, Literals.Integer),
        (SqlToken.DecimalNumber, Literals.Decimal),
        (SqlToken.String, Literals.String),
        (SqlToken.BitString, Literals.BitString),
        (SqlToken.NumberedParameter, Literals.NumberedParameter.Then(Subscripts.After)),
        (SqlToken.NamedParameter, Literals.NamedParameter.Then(Subscripts.After)),
        (SqlToken.LeftParen, Parentheses.Primary),
        (SqlToken.Null, Literals.Null),
        (SqlToken.True, Literals.True),
        (SqlToken.False, Literals.False),
        (SqlToken.Case, Case),
        (SqlToken.Cast, Cast),
        (SqlToken.Exists, Combine.Choose(input => input.Kind(1) == SqlToken.LeftParen, Exists, ColumnsAndCalls.Any)),
        (SqlToken.Row, Combine.Choose(input => input.Kind(1) == SqlToken.LeftParen, Row, ColumnsAndCalls.Any)),
        (SqlToken.Array, Array),
        (SqlToken.CurrentSchema, Combine.Choose(
            input => input.Kind(1) == SqlToken.LeftParen,
            ColumnsAndCalls.Any,
            Literals.Session(SqlToken.CurrentSchema, SessionValueKind.CurrentSchema))),
    ];

    private static (SqlToken, SessionValueKind)[] SessionWords =>
    [
        (SqlToken.CurrentDate, SessionValueKind.CurrentDate),
        (SqlToken.CurrentTime, SessionValueKind.CurrentTime),
        (SqlToken.CurrentTimestamp, SessionValueKind.CurrentTimestamp),
        (SqlToken.LocalTime, SessionValueKind.LocalTime),
        (SqlToken.LocalTimestamp, SessionValueKind.LocalTimestamp),
        (SqlToken.CurrentUser, SessionValueKind.CurrentUser),
        (SqlToken.CurrentRole, SessionValueKind.CurrentRole),
        (SqlToken.SessionUser, SessionValueKind.SessionUser),
        (SqlToken.User, SessionValueKind.User),
        (SqlToken.CurrentCatalog, SessionValueKind.CurrentCatalog),
    ];
}
