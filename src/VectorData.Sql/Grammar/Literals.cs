using System.Globalization;
using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Constants and parameters.</summary>
internal static class Literals
{
    public static readonly TokenListParser<SqlToken, Expression> Integer =
        Token.EqualTo(SqlToken.IntegerNumber).Select(token => token.IntegerLiteral());

    public static readonly TokenListParser<SqlToken, Expression> Decimal =
        Token.EqualTo(SqlToken.DecimalNumber).Select(token => token.DecimalLiteral());

    public static readonly TokenListParser<SqlToken, Expression> String =
        from position in Combine.Here
        from value in Names.StringValue
        select (Expression)new StringLiteral(position, value);

    public static readonly TokenListParser<SqlToken, Expression> BitString = input =>
    {
        var token = input.ConsumeToken().Value;
        if (token.Bits() is { } bits)
            return TokenListParserResult.Value<SqlToken, Expression>(new BitStringLiteral(token.Start(), bits), input, input.Skip(1));
        var binary = token.Text()[0] is 'b' or 'B';
        return Combine.Fail<Expression>(input, binary ? Complaints.BadBinaryDigit : Complaints.BadHexDigit);
    };

    public static readonly TokenListParser<SqlToken, Expression> Null =
        Token.EqualTo(SqlToken.Null).Select(token => (Expression)new NullLiteral(token.Start()));

    public static readonly TokenListParser<SqlToken, Expression> True =
        Token.EqualTo(SqlToken.True).Select(token => (Expression)new BooleanLiteral(token.Start(), true));

    public static readonly TokenListParser<SqlToken, Expression> False =
        Token.EqualTo(SqlToken.False).Select(token => (Expression)new BooleanLiteral(token.Start(), false));

    public static readonly TokenListParser<SqlToken, Expression> Default =
        Token.EqualTo(SqlToken.Default).Select(token => (Expression)new DefaultExpression(token.Start()));

    public static readonly TokenListParser<SqlToken, Expression> NumberedParameter = input =>
    {
        var token = input.ConsumeToken().Value;
        return int.TryParse(token.Text()[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? TokenListParserResult.Value<SqlToken, Expression>(new ParameterReference(token.Start(), number, null), input, input.Skip(1))
            : Combine.Fail<Expression>(input, Complaints.ParameterNumber);
    };

    public static readonly TokenListParser<SqlToken, Expression> NamedParameter = Token.EqualTo(SqlToken.NamedParameter)
        .Select(token => (Expression)new ParameterReference(token.Start(), 0, TokenText.Fold(token.Text()[1..])));

    /// <summary>CURRENT_DATE and its kin; those with a time take a precision.</summary>
    public static TokenListParser<SqlToken, Expression> Session(SqlToken word, SessionValueKind kind)
    {
        var value = Token.EqualTo(word);
        if (kind is SessionValueKind.CurrentTime or SessionValueKind.CurrentTimestamp
            or SessionValueKind.LocalTime or SessionValueKind.LocalTimestamp)
        {
            return from token in value
                   from precision in Names.Integer.InParens().Select(digits => (int?)digits).Maybe(null, SqlToken.LeftParen)
                   select (Expression)new SessionValue(token.Start(), kind, precision);
        }

        return value.Select(token => (Expression)new SessionValue(token.Start(), kind, null));
    }

    /// <summary>A minus sign before a number belongs to the number, so that -9223372036854775808 is an integer.</summary>
    public static Expression Negate(Expression literal, bool negative)
    {
        if (!negative)
            return literal;
        switch (literal)
        {
            case IntegerLiteral { Value: not long.MinValue } integer:
                return integer with { Value = -integer.Value };
            case IntegerLiteral integer:
                return new DecimalLiteral(integer.Position, "9223372036854775808");
            case DecimalLiteral number:
                var text = number.Text.StartsWith('-') ? number.Text[1..] : "-" + number.Text;
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? new IntegerLiteral(number.Position, value)
                    : number with { Text = text };
            default:
                return new UnaryExpression(literal.Position, "-", literal);
        }
    }
}
