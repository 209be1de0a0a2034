using Superpower;
using Superpower.Model;
using VectorData.Sql.Diagnostics;
using VectorData.Sql.Grammar;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql;

/// <summary>Parses with failures as values; their sentences are made when asked for.</summary>
internal static class ScriptParser
{
    /// <summary>The script, or how to describe why there is none.</summary>
    public readonly record struct ScriptOutcome(SqlScript? Script, Func<SqlFailure>? Failure);

    /// <summary>The expression, or how to describe why there is none.</summary>
    public readonly record struct ExpressionOutcome(Expression? Expression, Func<SqlFailure>? Failure);

    public static ScriptOutcome Parse(string text)
    {
        var (tokens, lexical) = SqlLexer.Tokenize(text);
        var statements = new List<ScriptStatement>();
        for (var start = 0; start < tokens.Length;)
        {
            var end = EndOfStatement(tokens, start);
            if (end > start)
            {
                var slice = start == 0 && end == tokens.Length ? tokens : tokens[start..end];
                var isCut = end == tokens.Length && lexical is not null;
                var failure = ParseOne(text, slice, Statements.Any, end < tokens.Length, out var statement);
                if (failure is not null)
                    return new ScriptOutcome(null, isCut && failure.Index >= slice.Length ? () => lexical! : failure.Describe);
                statements.Add(Place(statement!, slice));
            }

            start = end + 1;
        }

        return lexical is null ? new ScriptOutcome(new SqlScript(text, statements), null) : new ScriptOutcome(null, () => lexical);
    }

    public static ExpressionOutcome ParseExpression(string text)
    {
        var (tokens, lexical) = SqlLexer.Tokenize(text);
        var failure = ParseOne(text, tokens, Expressions.Any, false, out var expression);
        if (lexical is not null && (failure is null || failure.Index >= tokens.Length))
            return new ExpressionOutcome(null, () => lexical);
        return failure is null ? new ExpressionOutcome(expression, null) : new ExpressionOutcome(null, failure.Describe);
    }

    private static int EndOfStatement(Token<SqlToken>[] tokens, int start)
    {
        var end = start;
        while (end < tokens.Length && tokens[end].Kind != SqlToken.Semicolon)
            end++;
        return end;
    }

    private static FailedParse<T>? ParseOne<T>(
        string text, Token<SqlToken>[] tokens, TokenListParser<SqlToken, T> parser, bool semicolon, out T? value)
        where T : SyntaxNode
    {
        var result = parser(new TokenList<SqlToken>(tokens));
        value = result.HasValue ? result.Value : null;
        if (!result.HasValue || !result.Remainder.IsAtEnd)
            return new FailedParse<T>(text, tokens, result.Remainder.Position, semicolon, result.HasValue ? null : result.ErrorMessage, parser);
        return TreeDepth.Exceeds(value!, tokens.Length, SyntaxLimits.MaxDepth, out var deep)
            ? new FailedParse<T>(text, tokens, Array.FindIndex(tokens, token => token.Start() >= deep), semicolon, Complaints.TooComplex, parser)
            : null;
    }

    private static ScriptStatement Place(Statement statement, Token<SqlToken>[] tokens)
    {
        var start = tokens[0].Start();
        var last = tokens[^1];
        return new ScriptStatement(statement, start, last.Start() + last.Span.Length - start, Parameters(tokens));
    }

    private static ParameterList Parameters(Token<SqlToken>[] tokens)
    {
        var highest = 0;
        List<string>? names = null;
        HashSet<string>? seen = null;
        foreach (var token in tokens)
        {
            if (token.Kind == SqlToken.NumberedParameter)
            {
                highest = Math.Max(highest, int.Parse(token.Text()[1..], System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (token.Kind == SqlToken.NamedParameter)
            {
                names ??= [];
                seen ??= new HashSet<string>(StringComparer.Ordinal);
                var name = TokenText.Fold(token.Text()[1..]);
                if (seen.Add(name))
                    names.Add(name);
            }
        }

        return highest == 0 && names is null ? ParameterList.Empty : new ParameterList(highest, names ?? []);
    }
}
