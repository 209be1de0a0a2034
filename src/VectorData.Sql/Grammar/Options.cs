using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Options in parentheses: (m = 16, ef_construction = 64).</summary>
internal static class Options
{
    private static readonly TokenListParser<SqlToken, string> Number =
        from minus in Combine.Flag(SqlToken.Minus)
        from number in Combine.One(kind => kind is SqlToken.IntegerNumber or SqlToken.DecimalNumber)
        select minus ? "-" + number.ToStringValue() : number.ToStringValue();

    /// <summary>A word, a number or a string, as text.</summary>
    public static readonly TokenListParser<SqlToken, string> Value = input => input.Kind() switch
    {
        SqlToken.String => Names.StringValue(input),
        SqlToken.IntegerNumber or SqlToken.DecimalNumber or SqlToken.Minus => Number(input),
        _ => Names.Label.Select(name => name.Name)(input),
    };

    private static readonly TokenListParser<SqlToken, Identifier> Name =
        from first in Names.Label
        from second in Token.EqualTo(SqlToken.Dot).IgnoreThen(Names.Label)
            .MaybeWhen(input => input.Kind() == SqlToken.Dot)
        select second is null ? first : first with { Name = $"{first.Name}.{second.Name}" };

    private static readonly TokenListParser<SqlToken, StorageOption> Option =
        from name in Name
        from value in Value.MaybeAfter(SqlToken.Equal)
        select new StorageOption(name.Position, name, value);

    /// <summary>(options).</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<StorageOption>> List = Option.CommaList().InParens();

    /// <summary>[WITH (options)].</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<StorageOption>> With =
        Token.EqualTo(SqlToken.With).IgnoreThen(List)
            .When(input => input.Kind() == SqlToken.With && input.Kind(1) == SqlToken.LeftParen, []);
}
