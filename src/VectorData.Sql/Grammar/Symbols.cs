using Superpower;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Operator symbols: +, &lt;=&gt;, or OPERATOR(schema.+), whose schema is dropped.</summary>
internal static class Symbols
{
    private static readonly TokenListParser<SqlToken, string> Plain =
        Combine.One(IsSymbol).Select(token => token.Kind == SqlToken.NotEqual ? "<>" : token.ToStringValue());

    private static readonly TokenListParser<SqlToken, string> Qualified =
        (from schema in Names.Name.Then(name => Token.EqualTo(SqlToken.Dot).Value(name))
             .MaybeWhen(input => Keywords.IsColumnName(input.Kind()))
         from symbol in Plain
         select symbol).InParens();

    /// <summary>Any operator symbol.</summary>
    public static readonly TokenListParser<SqlToken, string> Any = Combine.Choose(
        input => input.Kind() == SqlToken.Operator,
        Token.EqualTo(SqlToken.Operator).IgnoreThen(Qualified),
        Plain);

    private static bool IsSymbol(SqlToken kind) => kind != SqlToken.Operator && Level.OfSymbol(kind) != Level.None;
}
