using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Grammar;

/// <summary>The ways in which this grammar joins parsers: phrases, lists, parentheses, choices by the next tokens. None backtracks.</summary>
internal static class Combine
{
    /// <summary>The kind of the token at an offset ahead, <see cref="SqlToken.EndOfInput"/> beyond the last.</summary>
    public static SqlToken Kind(this TokenList<SqlToken> input, int offset = 0)
    {
        for (; offset > 0 && !input.IsAtEnd; offset--)
            input = input.ConsumeToken().Remainder;
        return input.IsAtEnd ? SqlToken.EndOfInput : input.ConsumeToken().Value.Kind;
    }

    /// <summary>The offset in the text of the next token; -1 behind the last, where only a parser that fails next may ask.</summary>
    public static int Start(this TokenList<SqlToken> input) => input.IsAtEnd ? -1 : input.ConsumeToken().Value.Start();

    public static TokenList<SqlToken> Skip(this TokenList<SqlToken> input, int count)
    {
        for (; count > 0; count--)
            input = input.ConsumeToken().Remainder;
        return input;
    }

    /// <summary>A parser that always fails at the next token.</summary>
    public static TokenListParserResult<SqlToken, T> Fail<T>(TokenList<SqlToken> at) => TokenListParserResult.Empty<SqlToken, T>(at);

    /// <summary>Fails with a sentence of <see cref="Complaints"/> at the next token.</summary>
    public static TokenListParserResult<SqlToken, T> Fail<T>(TokenList<SqlToken> at, string complaint) =>
        TokenListParserResult.Empty<SqlToken, T>(at, complaint);

    /// <summary>A position of the next token as a value; consumes nothing.</summary>
    public static readonly TokenListParser<SqlToken, int> Here = input => TokenListParserResult.Value(input.Start(), input, input);

    /// <summary>One token whose kind is accepted.</summary>
    public static TokenListParser<SqlToken, Token<SqlToken>> One(Func<SqlToken, bool> accepts) => input =>
    {
        var next = input.ConsumeToken();
        return next.HasValue && accepts(next.Value.Kind)
            ? TokenListParserResult.Value(next.Value, input, next.Remainder)
            : Fail<Token<SqlToken>>(input);
    };

    /// <summary>All these words in a row; gives the first token.</summary>
    public static TokenListParser<SqlToken, Token<SqlToken>> Phrase(params SqlToken[] words) => input =>
    {
        var rest = input;
        foreach (var word in words)
        {
            if (rest.Kind() != word)
                return Fail<Token<SqlToken>>(rest);
            rest = rest.ConsumeToken().Remainder;
        }

        return TokenListParserResult.Value(input.ConsumeToken().Value, input, rest);
    };

    /// <summary>True when the phrase was there. Words that may be names are taken only when the second word follows.</summary>
    public static TokenListParser<SqlToken, bool> Flag(params SqlToken[] words) => Phrase(words).Value(true).Maybe(false, words);

    /// <summary>The parser's value when the next tokens begin with these words, else the other value.</summary>
    public static TokenListParser<SqlToken, T> Maybe<T>(this TokenListParser<SqlToken, T> parser, T otherwise, params SqlToken[] words)
    {
        var count = Keywords.IsKeyword(words[0]) && Keywords.Category(words[0]) != KeywordCategory.Reserved && words.Length > 1 ? 2 : 1;
        return input => input.Kind() == words[0] && (count == 1 || input.Kind(1) == words[1])
            ? parser(input)
            : TokenListParserResult.Value(otherwise, input, input);
    }

    /// <summary>What follows a phrase, or null where the phrase does not stand.</summary>
    public static TokenListParser<SqlToken, T?> MaybeAfter<T>(this TokenListParser<SqlToken, T> parser, params SqlToken[] words)
        where T : class => Phrase(words).IgnoreThen(parser).Select(value => (T?)value).Maybe(null, words);

    /// <summary>The list that follows a phrase, or an empty one.</summary>
    public static TokenListParser<SqlToken, IReadOnlyList<T>> ListAfter<T>(
        this TokenListParser<SqlToken, IReadOnlyList<T>> parser, params SqlToken[] words) =>
        Phrase(words).IgnoreThen(parser).Maybe([], words);

    /// <summary>The parser's value when the next token is accepted, else null.</summary>
    public static TokenListParser<SqlToken, T?> MaybeWhen<T>(this TokenListParser<SqlToken, T> parser, Func<TokenList<SqlToken>, bool> accepts)
        where T : class => parser.Select(value => (T?)value).When(accepts, null);

    public static TokenListParser<SqlToken, T> When<T>(
        this TokenListParser<SqlToken, T> parser, Func<TokenList<SqlToken>, bool> accepts, T otherwise) => input =>
        accepts(input) ? parser(input) : TokenListParserResult.Value(otherwise, input, input);

    /// <summary>One parser or the other by a look at the next tokens.</summary>
    public static TokenListParser<SqlToken, T> Choose<T>(
        Func<TokenList<SqlToken>, bool> first, TokenListParser<SqlToken, T> then, TokenListParser<SqlToken, T> otherwise) => input =>
        first(input) ? then(input) : otherwise(input);

    /// <summary>The parser that belongs to the next token; fails when there is none.</summary>
    public static TokenListParser<SqlToken, T> ByFirst<T>(params (SqlToken Word, TokenListParser<SqlToken, T> Parser)[] choices)
    {
        var table = new TokenListParser<SqlToken, T>?[Keywords.TokenKinds];
        foreach (var (word, parser) in choices)
            table[(int)word] = parser;
        return input => table[(int)input.Kind()] is { } parser ? parser(input) : Fail<T>(input);
    }

    /// <summary>One or more items between commas.</summary>
    public static TokenListParser<SqlToken, IReadOnlyList<T>> CommaList<T>(this TokenListParser<SqlToken, T> item) => input =>
    {
        var result = item(input);
        if (!result.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, T, IReadOnlyList<T>>(result);
        if (result.Remainder.Kind() != SqlToken.Comma)
            return TokenListParserResult.Value<SqlToken, IReadOnlyList<T>>([result.Value], input, result.Remainder);

        var items = new List<T> { result.Value };
        while (result.Remainder.Kind() == SqlToken.Comma)
        {
            result = item(result.Remainder.ConsumeToken().Remainder);
            if (!result.HasValue)
                return TokenListParserResult.CastEmpty<SqlToken, T, IReadOnlyList<T>>(result);
            items.Add(result.Value);
        }

        return TokenListParserResult.Value<SqlToken, IReadOnlyList<T>>(items, input, result.Remainder);
    };

    /// <summary>Items as long as the next token starts one.</summary>
    public static TokenListParser<SqlToken, IReadOnlyList<T>> While<T>(
        this TokenListParser<SqlToken, T> item, Func<TokenList<SqlToken>, bool> starts) => input =>
    {
        var items = new List<T>();
        var rest = input;
        while (starts(rest))
        {
            var result = item(rest);
            if (!result.HasValue)
                return TokenListParserResult.CastEmpty<SqlToken, T, IReadOnlyList<T>>(result);
            items.Add(result.Value);
            rest = result.Remainder;
        }

        return TokenListParserResult.Value<SqlToken, IReadOnlyList<T>>(items, input, rest);
    };

    /// <summary>A parser that may nest without end, kept from running out of stack.</summary>
    public static TokenListParser<SqlToken, T> Guarded<T>(this TokenListParser<SqlToken, T> parser) => input =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack() ? parser(input) : Fail<T>(input, Complaints.TooComplex);

    public static TokenListParser<SqlToken, T> InParens<T>(this TokenListParser<SqlToken, T> inner) => input =>
    {
        if (input.Kind() != SqlToken.LeftParen)
            return Fail<T>(input);
        var result = inner(input.ConsumeToken().Remainder);
        if (!result.HasValue)
            return result;
        return result.Remainder.Kind() == SqlToken.RightParen
            ? TokenListParserResult.Value(result.Value, input, result.Remainder.ConsumeToken().Remainder)
            : Fail<T>(result.Remainder);
    };

    /// <summary>A list in parentheses when a parenthesis opens here, else an empty one.</summary>
    public static TokenListParser<SqlToken, IReadOnlyList<T>> MaybeInParens<T>(this TokenListParser<SqlToken, IReadOnlyList<T>> inner) =>
        inner.InParens().Maybe([], SqlToken.LeftParen);

    /// <summary>Folds what follows into a value step by step, as long as the next token starts a step.</summary>
    public static TokenListParser<SqlToken, T> Fold<T>(
        TokenListParser<SqlToken, T> seed, Func<TokenList<SqlToken>, bool> starts, Func<T, TokenListParser<SqlToken, T>> step) => input =>
    {
        var result = seed(input);
        while (result.HasValue && starts(result.Remainder))
        {
            var next = step(result.Value)(result.Remainder);
            result = next.HasValue ? TokenListParserResult.Value(next.Value, input, next.Remainder) : next;
        }

        return result;
    };
}
