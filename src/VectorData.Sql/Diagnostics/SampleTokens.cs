using Superpower.Model;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Diagnostics;

/// <summary>One token of each kind, and how kinds are called in messages.</summary>
internal static class SampleTokens
{
    public static Token<SqlToken> Of(SqlToken kind) => new(kind, new TextSpan(Text(kind)));

    /// <summary>A mark in quotes, a keyword in capitals.</summary>
    public static string Name(SqlToken kind) => Keywords.IsKeyword(kind) ? Keywords.Spelling(kind) : $"\"{Text(kind)}\"";

    private static string Text(SqlToken kind) => kind switch
    {
        SqlToken.Identifier => "x",
        SqlToken.QuotedIdentifier => "\"x\"",
        SqlToken.IntegerNumber => "1",
        SqlToken.DecimalNumber => "1.5",
        SqlToken.String => "'x'",
        SqlToken.BitString => "B'1'",
        SqlToken.NumberedParameter => "$1",
        SqlToken.NamedParameter => "@x",
        SqlToken.Comma => ",",
        SqlToken.Dot => ".",
        SqlToken.Semicolon => ";",
        SqlToken.Colon => ":",
        SqlToken.DoubleColon => "::",
        SqlToken.ColonEqual => ":=",
        SqlToken.Arrow => "=>",
        SqlToken.LeftParen => "(",
        SqlToken.RightParen => ")",
        SqlToken.LeftBracket => "[",
        SqlToken.RightBracket => "]",
        SqlToken.Plus => "+",
        SqlToken.Minus => "-",
        SqlToken.Star => "*",
        SqlToken.Slash => "/",
        SqlToken.Percent => "%",
        SqlToken.Caret => "^",
        SqlToken.Less => "<",
        SqlToken.Greater => ">",
        SqlToken.Equal => "=",
        SqlToken.LessEqual => "<=",
        SqlToken.GreaterEqual => ">=",
        SqlToken.NotEqual => "<>",
        SqlToken.OperatorSymbol => "||",
        _ => Keywords.Spelling(kind),
    };
}
