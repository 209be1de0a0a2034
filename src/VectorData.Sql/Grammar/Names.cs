using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Identifiers and dotted names. Which keywords may stand as names depends on the place.</summary>
internal static class Names
{
    /// <summary>A column, table, schema, alias, index, savepoint.</summary>
    public static readonly TokenListParser<SqlToken, Identifier> Name =
        Combine.One(Keywords.IsColumnName).Select(token => token.ToIdentifier());

    /// <summary>Any word, as behind AS.</summary>
    public static readonly TokenListParser<SqlToken, Identifier> Label =
        Combine.One(Keywords.IsLabel).Select(token => token.ToIdentifier());

    /// <summary>A label of a result without AS.</summary>
    public static readonly TokenListParser<SqlToken, Identifier> BareLabel =
        Combine.One(Keywords.IsBareLabel).Select(token => token.ToIdentifier());

    public static readonly TokenListParser<SqlToken, IReadOnlyList<Identifier>> NameList = Name.CommaList();

    /// <summary>(a, b, c).</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<Identifier>> Columns = NameList.InParens();

    /// <summary>name, schema.name or database.schema.name.</summary>
    public static readonly TokenListParser<SqlToken, QualifiedName> Qualified = input => Dotted(input, Keywords.IsColumnName, 3);

    /// <summary>The name of a type, function or collation.</summary>
    public static readonly TokenListParser<SqlToken, QualifiedName> TypeOrFunction =
        input => Dotted(input, Keywords.IsTypeOrFunctionName, 3);

    /// <summary>A dotted name of a column: [database.][schema.][table.]column.</summary>
    public static readonly TokenListParser<SqlToken, QualifiedName> Column = input => Dotted(input, Keywords.IsColumnName, 4);

    public static readonly TokenListParser<SqlToken, IReadOnlyList<QualifiedName>> QualifiedList = Qualified.CommaList();

    /// <summary>A string's value, escapes resolved.</summary>
    public static readonly TokenListParser<SqlToken, string> StringValue = input =>
    {
        var next = input.ConsumeToken();
        if (!next.HasValue || next.Value.Kind != SqlToken.String)
            return Combine.Fail<string>(input);
        return next.Value.StringValue(out _) is { } value
            ? TokenListParserResult.Value(value, input, next.Remainder)
            : Combine.Fail<string>(input, Complaints.StringEscape);
    };

    /// <summary>A whole number that fits 32 bits.</summary>
    public static readonly TokenListParser<SqlToken, int> Integer = input =>
    {
        var next = Token.EqualTo(SqlToken.IntegerNumber)(input);
        if (!next.HasValue)
            return Combine.Fail<int>(input);
        return next.Value.IntegerLiteral() is IntegerLiteral { Value: <= int.MaxValue } literal
            ? TokenListParserResult.Value((int)literal.Value, input, next.Remainder)
            : Combine.Fail<int>(input, Complaints.NumberTooLarge);
    };

    /// <summary>A whole number of 64 bits with an optional sign.</summary>
    public static readonly TokenListParser<SqlToken, long> SignedLong = input =>
    {
        var negative = input.Kind() == SqlToken.Minus;
        var rest = input.Kind() is SqlToken.Minus or SqlToken.Plus ? input.Skip(1) : input;
        if (rest.Kind() != SqlToken.IntegerNumber)
            return Combine.Fail<long>(rest);
        var literal = Literals.Negate(rest.ConsumeToken().Value.IntegerLiteral(), negative);
        return literal is IntegerLiteral integer
            ? TokenListParserResult.Value(integer.Value, input, rest.Skip(1))
            : Combine.Fail<long>(rest, Complaints.NumberTooLarge);
    };

    /// <summary>Whether AS or a name stands ahead.</summary>
    public static bool AliasStarts(TokenList<SqlToken> input) => input.Kind() == SqlToken.As || Keywords.IsColumnName(input.Kind());

    private static TokenListParserResult<SqlToken, QualifiedName> Dotted(TokenList<SqlToken> input, Func<SqlToken, bool> first, int most)
    {
        if (!first(input.Kind()))
            return Combine.Fail<QualifiedName>(input);
        var token = input.ConsumeToken();
        var identifier = token.Value.ToIdentifier();
        if (token.Remainder.Kind() != SqlToken.Dot)
        {
            return TokenListParserResult.Value(
                new QualifiedName(identifier.Position, [identifier]), input, token.Remainder);
        }

        var parts = new List<Identifier> { identifier };
        var rest = token.Remainder;
        while (rest.Kind() == SqlToken.Dot)
        {
            rest = rest.Skip(1);
            if (!Keywords.IsLabel(rest.Kind()))
                return Combine.Fail<QualifiedName>(rest);
            if (parts.Count == most)
                return Combine.Fail<QualifiedName>(input, Complaints.TooManyDots);
            token = rest.ConsumeToken();
            parts.Add(token.Value.ToIdentifier());
            rest = token.Remainder;
        }

        return TokenListParserResult.Value(new QualifiedName(identifier.Position, parts), input, rest);
    }
}
