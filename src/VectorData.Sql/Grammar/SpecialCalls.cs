using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Functions that are keywords and whose arguments may be joined by words; each becomes a plain call.</summary>
internal static class SpecialCalls
{
    private static readonly TokenListParser<SqlToken, Expression> Two =
        from comma in Token.EqualTo(SqlToken.Comma)
        from second in Expressions.Any
        select second;

    private static readonly TokenListParser<SqlToken, string> Field = Combine.Choose(
        input => input.Kind() == SqlToken.String,
        Names.StringValue,
        Names.Label.Select(name => name.Name));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> Extract =
        from position in Combine.Here
        from field in Field
        from word in Token.EqualTo(SqlToken.From)
        from source in Expressions.Any
        select (IReadOnlyList<Expression>)[new StringLiteral(position, field), source];

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> Position =
        from part in Expressions.Restricted
        from word in Token.EqualTo(SqlToken.In)
        from whole in Expressions.Restricted
        select (IReadOnlyList<Expression>)[whole, part];

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> Substring =
        Expressions.Any.Then(text => Combine.Choose(
            input => input.Kind() is SqlToken.From or SqlToken.For, SubstringRange(text), Rest(text)));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> Overlay =
        Expressions.Any.Then(text => Combine.Choose(input => input.Kind() == SqlToken.Placing, OverlayRange(text), Rest(text)));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> NullIf =
        from first in Expressions.Any
        from second in Two
        select (IReadOnlyList<Expression>)[first, second];

    /// <summary>The parsers by the word they start with.</summary>
    public static IEnumerable<(SqlToken Word, TokenListParser<SqlToken, Expression> Parser)> ByWord =>
    [
        Call(SqlToken.Coalesce, Expressions.List),
        Call(SqlToken.Greatest, Expressions.List),
        Call(SqlToken.Least, Expressions.List),
        Call(SqlToken.NullIf, NullIf),
        Call(SqlToken.Extract, Extract),
        Call(SqlToken.Position, Position),
        Call(SqlToken.Substring, Substring),
        Call(SqlToken.Overlay, Overlay),
        Call(SqlToken.Grouping, Expressions.List),
        Call(SqlToken.Normalize, Normalize()),
        (SqlToken.Trim, Trim()),
    ];

    private static (SqlToken, TokenListParser<SqlToken, Expression>) Call(
        SqlToken word, TokenListParser<SqlToken, IReadOnlyList<Expression>> arguments) =>
        (word, from token in Token.EqualTo(word)
               from values in arguments.InParens()
               select ToCall(token, token.ToIdentifier().Name, values));

    private static Expression ToCall(Token<SqlToken> token, string name, IReadOnlyList<Expression> arguments) =>
        new FunctionCall(token.Start(), new QualifiedName(token.Start(), [new Identifier(token.Start(), name)]), arguments);

    private static TokenListParser<SqlToken, IReadOnlyList<Expression>> Rest(Expression first) =>
        Two.While(input => input.Kind() == SqlToken.Comma).Select(others => (IReadOnlyList<Expression>)[first, .. others]);

    /// <summary>FROM a [FOR b], FOR b [FROM a].</summary>
    private static TokenListParser<SqlToken, IReadOnlyList<Expression>> SubstringRange(Expression text) =>
        from start in Expressions.Any.MaybeAfter(SqlToken.From)
        from length in Expressions.Any.MaybeAfter(SqlToken.For)
        from late in start is null ? Expressions.Any.MaybeAfter(SqlToken.From) : Parse.Return<SqlToken, Expression?>(null)
        let first = start ?? late ?? new IntegerLiteral(text.Position, 1)
        select length is null ? (IReadOnlyList<Expression>)[text, first] : [text, first, length];

    private static TokenListParser<SqlToken, IReadOnlyList<Expression>> OverlayRange(Expression text) =>
        from placing in Token.EqualTo(SqlToken.Placing)
        from part in Expressions.Any
        from word in Token.EqualTo(SqlToken.From)
        from start in Expressions.Any
        from length in Expressions.Any.MaybeAfter(SqlToken.For)
        select length is null ? (IReadOnlyList<Expression>)[text, part, start] : [text, part, start, length];

    /// <summary>NORMALIZE(text [, NFC]): the form arrives as a string.</summary>
    private static TokenListParser<SqlToken, IReadOnlyList<Expression>> Normalize() =>
        from text in Expressions.Any
        from form in (from comma in Token.EqualTo(SqlToken.Comma)
                      from position in Combine.Here
                      from name in Names.Name
                      select new StringLiteral(position, name.Name)).MaybeWhen(input => input.Kind() == SqlToken.Comma)
        select form is null ? (IReadOnlyList<Expression>)[text] : [text, form];

    private static TokenListParser<SqlToken, Expression> Trim() =>
        from word in Token.EqualTo(SqlToken.Trim)
        from call in (from side in Combine.One(IsTrimSide).Select(token => token.Kind).When(input => IsTrimSide(input.Kind()), SqlToken.Both)
                      from characters in Expressions.Any.MaybeWhen(input => input.Kind() != SqlToken.From)
                      from separator in Combine.Flag(SqlToken.From)
                      from others in separator ? Expressions.List : characters is null ? Expressions.List : Rest(characters)
                      let values = separator && characters is not null ? [.. others, characters] : others
                      select ToCall(word, TrimName(side), values)).InParens()
        select call;

    private static bool IsTrimSide(SqlToken kind) => kind is SqlToken.Both or SqlToken.Leading or SqlToken.Trailing;

    private static string TrimName(SqlToken side) => side switch
    {
        SqlToken.Leading => "ltrim",
        SqlToken.Trailing => "rtrim",
        _ => "btrim",
    };
}
