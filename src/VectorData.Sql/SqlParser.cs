using VectorData.Sql.Syntax;

namespace VectorData.Sql;

/// <summary>Turns SQL text into syntax trees.</summary>
public static class SqlParser
{
    /// <summary>Parses any number of statements separated by semicolons.</summary>
    /// <exception cref="Core.Errors.VectorDbException">
    /// 42601 with position, what was found and what was expected; 54001 for what is nested too deep; 22025, 22003 and 22P02 for
    /// constants that mean nothing.
    /// </exception>
    public static SqlScript Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var outcome = ScriptParser.Parse(text);
        return outcome.Script ?? throw outcome.Failure!().ToException();
    }

    /// <summary>Parses one expression, as stored for defaults, checks and generated columns.</summary>
    /// <exception cref="Core.Errors.VectorDbException">As <see cref="Parse"/>.</exception>
    public static Expression ParseExpression(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var outcome = ScriptParser.ParseExpression(text);
        return outcome.Expression ?? throw outcome.Failure!().ToException();
    }
}
