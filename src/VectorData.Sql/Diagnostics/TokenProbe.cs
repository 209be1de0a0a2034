using Superpower;
using Superpower.Model;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Diagnostics;

/// <summary>Asks the grammar itself what may follow: it parses the good tokens again with one other token behind them.</summary>
internal sealed class TokenProbe<T>(TokenListParser<SqlToken, T> parser, Token<SqlToken>[] tokens, int index)
{
    public Token<SqlToken>[] Tokens => tokens;

    /// <summary>The token that does not fit.</summary>
    public int Index => index;

    /// <summary>Whether the statement may end here.</summary>
    public bool AcceptsEnd() => index > 0 && Fits(tokens[..index], index);

    /// <summary>Whether a token of this kind may stand here.</summary>
    public bool Accepts(SqlToken kind) => Fits([.. tokens[..index], SampleTokens.Of(kind)], index + 1);

    /// <summary>Whether the tokens up to and with the bad one fit when the one before it is replaced.</summary>
    public bool AcceptsInsteadOfPrevious(SqlToken kind) =>
        index > 0 && Fits([.. tokens[..(index - 1)], SampleTokens.Of(kind), .. tokens[index..Math.Min(index + 1, tokens.Length)]], index + 1);

    /// <summary>Whether these tokens parse, or could if more followed.</summary>
    private bool Fits(Token<SqlToken>[] trial, int good)
    {
        var result = parser(new TokenList<SqlToken>(trial));
        return result.HasValue
            ? result.Remainder.IsAtEnd || result.Remainder.Position >= good
            : result.Remainder.Position >= good && good > index;
    }
}
