using Superpower;
using Superpower.Model;
using VectorData.Sql.Grammar;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Diagnostics;

/// <summary>A statement that did not parse: its tokens and the place where they stopped making sense. The sentences are made on demand.</summary>
/// <param name="Index">The token that does not fit; the number of tokens when more were needed.</param>
/// <param name="EndsWithSemicolon">A semicolon follows the tokens, not the end of the text.</param>
/// <param name="Complaint">A sentence of <see cref="Complaints"/>, or null for a plain syntax error.</param>
internal sealed record FailedParse<T>(
    string Text, Token<SqlToken>[] Tokens, int Index, bool EndsWithSemicolon, string? Complaint, TokenListParser<SqlToken, T> Parser)
{
    /// <summary>Probing parses the good tokens again and again; beyond so many that would take longer than anyone waits.</summary>
    private const int LongestProbed = 20_000;

    /// <summary>The 0-based offset in the text.</summary>
    public int Position => Index < Tokens.Length ? Tokens[Index].Start() : EndPosition;

    private int EndPosition => EndsWithSemicolon
        ? Text.IndexOf(';', Tokens.Length == 0 ? 0 : Tokens[^1].Start() + Tokens[^1].Span.Length)
        : Text.Length;

    public SqlFailure Describe()
    {
        if (Complaint is not null)
            return DescribeComplaint(Complaint);
        var length = Index < Tokens.Length ? Tokens[Index].Span.Length : EndsWithSemicolon ? 1 : 0;
        var failure = SqlFailure.Near("syntax error", Text, Position, length);
        if (Index > LongestProbed)
            return failure with { Detail = $"Found {Found()}, which does not fit here." };
        var probe = new TokenProbe<T>(Parser, Tokens, Index);
        return failure with
        {
            Detail = $"Found {Found()}, expected {Expectations.Describe(probe)}.",
            Hint = SpellingHints.Find(probe),
        };
    }

    private SqlFailure DescribeComplaint(string complaint)
    {
        var failure = new SqlFailure(Complaints.State(complaint), Position, complaint)
        {
            Detail = Complaints.Detail(complaint),
            Hint = Complaints.Hint(complaint),
        };
        switch (complaint)
        {
            case Complaints.StringEscape:
                Tokens[Index].StringValue(out var problem);
                return failure with { SqlState = problem.SqlState ?? failure.SqlState, Message = problem.Sentence ?? complaint, Hint = problem.Hint };
            case Complaints.ParameterNumber:
                return failure with { Message = $"there is no parameter {Tokens[Index].ToStringValue()}" };
            default:
                return failure;
        }
    }

    private string Found()
    {
        if (Index >= Tokens.Length)
            return EndsWithSemicolon ? "the end of the statement" : "the end of the text";
        var token = Tokens[Index];
        return token.Kind switch
        {
            SqlToken.Identifier => $"the name \"{Shorten(token)}\"",
            SqlToken.QuotedIdentifier => $"the name {Shorten(token)}",
            SqlToken.IntegerNumber or SqlToken.DecimalNumber => $"the number {Shorten(token)}",
            SqlToken.String or SqlToken.BitString => "a string",
            SqlToken.NumberedParameter or SqlToken.NamedParameter => $"the parameter {Shorten(token)}",
            _ when Keywords.IsKeyword(token.Kind) => $"the keyword {Keywords.Spelling(token.Kind)}",
            _ => $"\"{token.ToStringValue()}\"",
        };
    }

    private static string Shorten(Token<SqlToken> token) =>
        token.Span.Length <= SyntaxLimits.MaxIdentifierBytes
            ? token.ToStringValue()
            : string.Concat(token.Text()[..SyntaxLimits.MaxIdentifierBytes], "...");
}
