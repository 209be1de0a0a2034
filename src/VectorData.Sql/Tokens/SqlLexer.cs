using Superpower.Model;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tokens;

/// <summary>Cuts SQL text into tokens by PostgreSQL's lexical rules, in one pass.</summary>
/// <remarks>
/// One rule differs: @ before a letter starts a named parameter, except in @@ and &lt;@ with another operator character before it.
/// Line numbers in the tokens' positions stay 1: errors are reported by character offset.
/// </remarks>
internal sealed class SqlLexer
{
    private readonly string _text;
    private readonly List<Token<SqlToken>> _tokens = [];
    private int _at;
    private int _nesting;
    private SqlFailure? _failure;

    private SqlLexer(string text) => _text = text;

    /// <summary>The tokens, and the failure that ended them if there was one.</summary>
    public static (Token<SqlToken>[] Tokens, SqlFailure? Failure) Tokenize(string text)
    {
        var lexer = new SqlLexer(text);
        while (lexer._failure is null && lexer.SkipBlanks())
            lexer.ReadToken();
        return ([.. lexer._tokens], lexer._failure);
    }

    private char Peek(int offset = 0) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    /// <summary>Skips white space and comments; false at the end of the text.</summary>
    private bool SkipBlanks()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsWhiteSpace(c) || (c == '\uFEFF' && _at == 0))
                _at++;
            else if (c == '-' && Peek(1) == '-')
                SkipLine();
            else if (c == '/' && Peek(1) == '*')
                SkipBlockComment();
            else
                return true;
        }

        return false;
    }

    private void SkipLine()
    {
        var length = _text.AsSpan(_at).IndexOfAny('\n', '\r');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private void SkipBlockComment()
    {
        var start = _at;
        var depth = 1;
        _at += 2;
        while (depth > 0)
        {
            var next = _text.AsSpan(_at).IndexOfAny('*', '/');
            if (next < 0)
            {
                FailToEnd("unterminated /* comment", start);
                return;
            }

            _at += next;
            if (_text[_at] == '/' && Peek(1) == '*')
            {
                depth++;
                _at += 2;
            }
            else if (_text[_at] == '*' && Peek(1) == '/')
            {
                depth--;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }
    }

    private void ReadToken()
    {
        var start = _at;
        var c = _text[_at];
        if (_failure is not null)
            return;
        if (c == '\'')
            ReadQuoted(start, start, SqlToken.String, escapes: false, "unterminated quoted string");
        else if (c == '"')
            ReadQuotedIdentifier(start);
        else if (LexicalRules.IsIdentifierStart(c))
            ReadWord(start);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            ReadNumber(start);
        else if (c == '$')
            ReadDollar(start);
        else if (c == '@' && LexicalRules.IsIdentifierStart(Peek(1)))
            ReadNamedParameter(start);
        else if (LexicalRules.IsOperator(c))
            ReadOperator(start);
        else
            ReadPunctuation(start, c);
    }

    private void Add(SqlToken kind, int start)
    {
        _tokens.Add(new Token<SqlToken>(kind, new TextSpan(_text, new Position(start, 1, start + 1), _at - start)));
        CountNesting(kind, start);
    }

    private void CountNesting(SqlToken kind, int start)
    {
        if (kind is SqlToken.LeftParen or SqlToken.LeftBracket or SqlToken.Case)
        {
            if (++_nesting > SyntaxLimits.MaxNesting)
            {
                _failure = SqlFailure.TooComplex(
                    start,
                    $"Parentheses, brackets and CASE are nested more than {SyntaxLimits.MaxNesting} levels deep.",
                    "Break the statement up, for instance with common table expressions (WITH) or a temporary table.");
            }
        }
        else if (kind is SqlToken.RightParen or SqlToken.RightBracket or SqlToken.End && _nesting > 0)
        {
            _nesting--;
        }
        else if (kind is SqlToken.Semicolon)
        {
            _nesting = 0;
        }
    }

    private void FailToEnd(string sentence, int start)
    {
        _failure = SqlFailure.Near(sentence, _text, start, _text.Length - start);
        _at = _text.Length;
    }

    private void ReadQuotedIdentifier(int start)
    {
        ReadQuoted(start, start, SqlToken.QuotedIdentifier, escapes: false, "unterminated quoted identifier", quote: '"');
        if (_failure is null && _at - start == 2)
            _failure = SqlFailure.Near("zero-length delimited identifier", _text, start, 2);
    }

    /// <summary>Reads what is quoted from <paramref name="open"/> on; the token starts before it when there is a prefix such as E.</summary>
    private void ReadQuoted(int start, int open, SqlToken kind, bool escapes, string unterminated, char quote = '\'')
    {
        _at = open + 1;
        while (true)
        {
            var rest = _text.AsSpan(_at);
            var length = escapes ? rest.IndexOfAny(quote, '\\') : rest.IndexOf(quote);
            if (length < 0)
            {
                FailToEnd(unterminated, start);
                return;
            }

            _at += length + 1;
            if (_text[_at - 1] == '\\')
            {
                if (_at < _text.Length)
                    _at++;
            }
            else if (Peek() == quote)
            {
                _at++;
            }
            else if (quote == '"' || !SkipToContinuation())
            {
                break;
            }
        }

        Add(kind, start);
    }

    /// <summary>A string goes on in the next quotes when only white space with a line break stands between.</summary>
    private bool SkipToContinuation()
    {
        var next = _at;
        var lineBreak = false;
        while (next < _text.Length && char.IsWhiteSpace(_text[next]))
            lineBreak |= _text[next++] is '\n' or '\r';
        if (!lineBreak || next >= _text.Length || _text[next] != '\'')
            return false;
        _at = next + 1;
        return true;
    }

    private void ReadWord(int start)
    {
        var second = Peek(1);
        if (second == '\'')
        {
            switch (_text[start])
            {
                case 'e' or 'E':
                    ReadQuoted(start, start + 1, SqlToken.String, escapes: true, "unterminated quoted string");
                    return;
                case 'b' or 'B':
                    ReadQuoted(start, start + 1, SqlToken.BitString, escapes: false, "unterminated bit string literal");
                    return;
                case 'x' or 'X':
                    ReadQuoted(start, start + 1, SqlToken.BitString, escapes: false, "unterminated hexadecimal string literal");
                    return;
                case 'n' or 'N':
                    ReadQuoted(start, start + 1, SqlToken.String, escapes: false, "unterminated quoted string");
                    return;
            }
        }
        else if (second == '&' && _text[start] is 'u' or 'U' && Peek(2) == '\'')
        {
            ReadQuoted(start, start + 2, SqlToken.String, escapes: false, "unterminated quoted string");
            return;
        }

        SkipIdentifier();
        var keyword = Keywords.Find(_text.AsSpan(start, _at - start));
        Add(keyword == SqlToken.EndOfInput ? SqlToken.Identifier : keyword, start);
    }

    private void SkipIdentifier()
    {
        while (_at < _text.Length && LexicalRules.IsIdentifierPart(_text[_at]))
            _at++;
    }

    private void ReadNumber(int start)
    {
        var kind = SqlToken.IntegerNumber;
        if (Peek() == '0' && LexicalRules.Radix(Peek(1)) is var radix and > 0)
        {
            _at += 2;
            if (!SkipDigits(radix))
            {
                FailAtWord("invalid " + LexicalRules.RadixName(radix) + " integer", start);
                return;
            }
        }
        else
        {
            SkipDigits(10);
            if (Peek() == '.' && Peek(1) != '.')
            {
                kind = SqlToken.DecimalNumber;
                _at++;
                SkipDigits(10);
            }

            if (Peek() is 'e' or 'E')
            {
                var digits = Peek(1) is '+' or '-' ? 2 : 1;
                if (char.IsAsciiDigit(Peek(digits)))
                {
                    kind = SqlToken.DecimalNumber;
                    _at += digits;
                    SkipDigits(10);
                }
            }
        }

        if (LexicalRules.IsIdentifierPart(Peek()))
            FailAtWord("trailing junk after numeric literal", start);
        else
            Add(kind, start);
    }

    /// <summary>Digits with single underscores between them; false when there is none.</summary>
    private bool SkipDigits(int radix)
    {
        var start = _at;
        while (LexicalRules.IsDigit(Peek(), radix) || (Peek() == '_' && _at > start - 1 && LexicalRules.IsDigit(Peek(1), radix)))
            _at++;
        return _at > start;
    }

    private void FailAtWord(string sentence, int start)
    {
        SkipIdentifier();
        _failure = SqlFailure.Near(sentence, _text, start, _at - start);
    }

    private void ReadDollar(int start)
    {
        _at++;
        if (char.IsAsciiDigit(Peek()))
        {
            while (char.IsAsciiDigit(Peek()))
                _at++;
            if (LexicalRules.IsIdentifierPart(Peek()))
                FailAtWord("trailing junk after parameter", start);
            else
                Add(SqlToken.NumberedParameter, start);
            return;
        }

        while (LexicalRules.IsIdentifierPart(Peek()) && Peek() != '$')
            _at++;
        if (Peek() != '$')
        {
            _failure = SqlFailure.Near("syntax error", _text, start, 1);
            return;
        }

        _at++;
        var tag = _text.AsSpan(start, _at - start);
        var length = _text.AsSpan(_at).IndexOf(tag);
        if (length < 0)
        {
            FailToEnd("unterminated dollar-quoted string", start);
            return;
        }

        _at += length + tag.Length;
        Add(SqlToken.String, start);
    }

    private void ReadNamedParameter(int start)
    {
        _at++;
        SkipIdentifier();
        Add(SqlToken.NamedParameter, start);
    }

    private void ReadOperator(int start)
    {
        var end = start;
        while (end < _text.Length && LexicalRules.IsOperator(_text[end]) && !StartsComment(end))
            end++;
        end = LexicalRules.TrimOperator(_text, start, end);
        _at = end;
        Add(LexicalRules.OperatorKind(_text.AsSpan(start, end - start)), start);
    }

    private bool StartsComment(int at) => at + 1 < _text.Length
        && ((_text[at] == '-' && _text[at + 1] == '-') || (_text[at] == '/' && _text[at + 1] == '*'));

    private void ReadPunctuation(int start, char c)
    {
        var kind = c switch
        {
            ',' => SqlToken.Comma,
            '.' => SqlToken.Dot,
            ';' => SqlToken.Semicolon,
            '(' => SqlToken.LeftParen,
            ')' => SqlToken.RightParen,
            '[' => SqlToken.LeftBracket,
            ']' => SqlToken.RightBracket,
            ':' when Peek(1) == ':' => SqlToken.DoubleColon,
            ':' when Peek(1) == '=' => SqlToken.ColonEqual,
            ':' => SqlToken.Colon,
            _ => SqlToken.EndOfInput,
        };
        if (kind == SqlToken.EndOfInput)
        {
            var length = char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
            _failure = SqlFailure.Near("syntax error", _text, start, length);
            return;
        }

        _at += kind is SqlToken.DoubleColon or SqlToken.ColonEqual ? 2 : 1;
        Add(kind, start);
    }
}
