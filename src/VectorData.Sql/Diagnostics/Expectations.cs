using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Diagnostics;

/// <summary>Says what could have stood at the place of an error: kinds of things first, then marks and keywords.</summary>
internal static class Expectations
{
    private const int MostKeywords = 10;

    /// <summary>Beyond so many tokens only the common ones are tried.</summary>
    private const int LongStatement = 300;

    private static readonly SqlToken[] CommonTokens =
    [
        SqlToken.Identifier, SqlToken.IntegerNumber, SqlToken.String, SqlToken.Slash, SqlToken.Equal, SqlToken.Comma,
        SqlToken.LeftParen, SqlToken.RightParen, SqlToken.RightBracket, SqlToken.As, SqlToken.From, SqlToken.Where,
        SqlToken.End, SqlToken.Then, SqlToken.And, SqlToken.By, SqlToken.Set, SqlToken.To,
    ];

    private static readonly SqlToken[] AllTokens =
        [.. Enum.GetValues<SqlToken>().Where(kind => kind is not (SqlToken.EndOfInput or SqlToken.Semicolon))];

    /// <summary>The keywords that are most likely meant, in the order in which they are named.</summary>
    private static readonly SqlToken[] NamedFirst =
    [
        SqlToken.From, SqlToken.Into, SqlToken.Set, SqlToken.Values, SqlToken.As, SqlToken.On, SqlToken.Using, SqlToken.Where,
        SqlToken.Group, SqlToken.Order, SqlToken.Limit,
    ];

    private static readonly SqlToken[] Literals =
    [
        SqlToken.Identifier, SqlToken.QuotedIdentifier, SqlToken.IntegerNumber, SqlToken.DecimalNumber, SqlToken.String,
        SqlToken.BitString, SqlToken.NumberedParameter, SqlToken.NamedParameter,
    ];

    private static readonly SqlToken[] ExpressionStarts =
    [
        .. Literals, SqlToken.LeftParen, SqlToken.Plus, SqlToken.Minus, SqlToken.OperatorSymbol, SqlToken.Star, SqlToken.Not,
        SqlToken.Case, SqlToken.Cast, SqlToken.Exists, SqlToken.Null, SqlToken.True, SqlToken.False, SqlToken.Array, SqlToken.Row,
        SqlToken.CurrentDate, SqlToken.CurrentTime, SqlToken.CurrentTimestamp, SqlToken.LocalTime, SqlToken.LocalTimestamp,
        SqlToken.CurrentUser, SqlToken.CurrentRole, SqlToken.SessionUser, SqlToken.User, SqlToken.CurrentCatalog, SqlToken.Variadic,
    ];

    private static readonly SqlToken[] OperatorWords =
    [
        SqlToken.And, SqlToken.Or, SqlToken.Not, SqlToken.Is, SqlToken.IsNull, SqlToken.NotNull, SqlToken.Between, SqlToken.In,
        SqlToken.Like, SqlToken.ILike, SqlToken.Similar, SqlToken.Collate, SqlToken.At, SqlToken.Operator,
        SqlToken.DoubleColon, SqlToken.LeftBracket, SqlToken.LeftParen, SqlToken.Dot,
    ];

    private static readonly HashSet<SqlToken> QueryStarts =
        [SqlToken.Select, SqlToken.Values, SqlToken.Table, SqlToken.LeftParen];

    public static string Describe<T>(TokenProbe<T> probe)
    {
        if (probe.Index == 0)
            return typeof(T) == typeof(Statement) ? "a statement" : "an expression";
        var accepted = Candidates(probe).Where(probe.Accepts).ToHashSet();
        var phrases = new List<string>();
        AddKinds(accepted, phrases);
        var marks = accepted.Where(kind => !Keywords.IsKeyword(kind)).Select(SampleTokens.Name);
        var keywords = accepted.Where(Keywords.IsKeyword)
            .OrderBy(Rank)
            .ThenBy(SampleTokens.Name, StringComparer.Ordinal)
            .Select(SampleTokens.Name).ToList();
        phrases.AddRange(marks);
        phrases.AddRange(keywords.Take(MostKeywords));
        if (keywords.Count > MostKeywords)
            phrases.Add("another keyword");
        if (probe.AcceptsEnd())
            phrases.Add("the end of the statement");
        return phrases.Count switch
        {
            0 => "something else",
            1 => phrases[0],
            _ => $"{string.Join(", ", phrases.SkipLast(1))} or {phrases[^1]}",
        };
    }

    /// <summary>The tokens worth trying: where a name may stand, free keywords stand for names.</summary>
    private static IEnumerable<SqlToken> Candidates<T>(TokenProbe<T> probe)
    {
        if (probe.Index > LongStatement)
            return CommonTokens;
        return probe.Accepts(SqlToken.Identifier)
            ? AllTokens.Where(kind => !Keywords.IsKeyword(kind) || Keywords.Category(kind) == KeywordCategory.Reserved || kind == SqlToken.Overlaps)
            : AllTokens;
    }

    /// <summary>The place of a keyword in messages: those most likely meant come first.</summary>
    public static int Rank(SqlToken keyword) => Array.IndexOf(NamedFirst, keyword) is var place and >= 0 ? place : NamedFirst.Length;

    /// <summary>Moves tokens that together mean an expression, a name, an operator from the set to the phrases.</summary>
    private static void AddKinds(HashSet<SqlToken> accepted, List<string> phrases)
    {
        AddValues(accepted, phrases);
        if (accepted.Contains(SqlToken.Slash))
        {
            phrases.Add("an operator");
            accepted.RemoveWhere(kind => kind is >= SqlToken.Plus and <= SqlToken.OperatorSymbol);
            accepted.ExceptWith(OperatorWords);
        }

        if (QueryStarts.IsSubsetOf(accepted))
        {
            phrases.Add("a query");
            accepted.ExceptWith(QueryStarts);
            accepted.Remove(SqlToken.With);
        }
    }

    private static void AddValues(HashSet<SqlToken> accepted, List<string> phrases)
    {
        var named = accepted.Contains(SqlToken.Identifier);
        if (named && accepted.Contains(SqlToken.IntegerNumber) && accepted.Contains(SqlToken.LeftParen))
        {
            phrases.Add("an expression");
            accepted.ExceptWith(ExpressionStarts);
        }
        else if (named)
        {
            phrases.Add("a name");
        }
        else if (accepted.Contains(SqlToken.IntegerNumber))
        {
            phrases.Add("a number");
        }

        if (!named && accepted.Contains(SqlToken.String) && !accepted.Contains(SqlToken.Slash))
            phrases.Add("a string");
        if (named)
            RemoveWordsThatAreNames(accepted);
        accepted.ExceptWith(Literals);
    }

    /// <summary>Where any word may be a label, keywords are worth naming only when they cannot be one.</summary>
    private static void RemoveWordsThatAreNames(HashSet<SqlToken> accepted)
    {
        var anyLabel = accepted.Contains(SqlToken.Overlaps);
        var bareLabel = accepted.Contains(SqlToken.Analyse);
        accepted.RemoveWhere(kind => Keywords.IsKeyword(kind)
            && (anyLabel || (bareLabel && Keywords.IsBareLabel(kind)) || Keywords.Category(kind) != KeywordCategory.Reserved));
    }
}
