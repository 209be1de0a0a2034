using VectorData.Core.Errors;

namespace VectorData.Sql.Tokens;

/// <summary>Why a text could not be parsed, as a value; the exception is made at the door.</summary>
/// <param name="Position">0-based character offset.</param>
internal sealed record SqlFailure(string SqlState, int Position, string Message)
{
    private const int LongestExcerpt = 80;

    public string? Detail { get; init; }

    public string? Hint { get; init; }

    /// <summary>"sentence at or near "excerpt"", or "sentence at end of input" when nothing is left.</summary>
    public static SqlFailure Near(string sentence, string text, int position, int length)
    {
        if (length == 0)
            return new SqlFailure(SqlStates.SyntaxError, position, $"{sentence} at end of input");
        return new SqlFailure(SqlStates.SyntaxError, position, $"{sentence} at or near \"{Excerpt(text, position, length)}\"");
    }

    public static SqlFailure TooComplex(int position, string detail, string hint) =>
        new(SqlStates.StatementTooComplex, position, "statement too complex") { Detail = detail, Hint = hint };

    public VectorDbException ToException() =>
        new(SqlState, Message) { Position = Position + 1, Detail = Detail, Hint = Hint };

    private static string Excerpt(string text, int position, int length)
    {
        if (length <= LongestExcerpt)
            return text.Substring(position, length);
        var cut = char.IsHighSurrogate(text[position + LongestExcerpt - 1]) ? LongestExcerpt - 1 : LongestExcerpt;
        return string.Concat(text.AsSpan(position, cut), "...");
    }
}
