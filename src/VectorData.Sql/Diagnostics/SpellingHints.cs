using VectorData.Sql.Tokens;

namespace VectorData.Sql.Diagnostics;

/// <summary>Finds keywords that were misspelt, and names that are reserved words.</summary>
internal static class SpellingHints
{
    public static string? Find<T>(TokenProbe<T> probe)
    {
        if (ReservedName(probe) is { } reserved)
            return reserved;
        var here = probe.Index < probe.Tokens.Length ? Nearest(probe.Tokens[probe.Index], probe.Accepts) : null;
        if (here is not null)
            return $"Perhaps you meant {here}.";
        if (probe.Index == 0)
            return null;
        var previous = probe.Tokens[probe.Index - 1];
        return Nearest(previous, probe.AcceptsInsteadOfPrevious) is { } before
            ? $"Perhaps you meant {before} instead of \"{previous.ToStringValue()}\"."
            : null;
    }

    private static string? ReservedName<T>(TokenProbe<T> probe)
    {
        if (probe.Index >= probe.Tokens.Length || probe.Index == 0)
            return null;
        var kind = probe.Tokens[probe.Index].Kind;
        if (!Keywords.IsKeyword(kind) || !probe.Accepts(SqlToken.QuotedIdentifier) || probe.Accepts(SqlToken.IntegerNumber))
            return null;
        if (probe.AcceptsEnd() || probe.Accepts(SqlToken.Comma))
            return null;
        var word = Keywords.Spelling(kind);
        return $"{word} is a keyword; to use it as a name, write it in double quotes: \"{word.ToLowerInvariant()}\".";
    }

    private static string? Nearest(Superpower.Model.Token<SqlToken> token, Func<SqlToken, bool> fits)
    {
        if (token.Kind != SqlToken.Identifier || token.Span.Length is < 2 or > 20)
            return null;
        var word = token.ToStringValue().ToUpperInvariant();
        var most = word.Length <= 4 ? 1 : 2;
        return Keywords.All
            .Select(keyword => (Keyword: keyword, Distance: Distance(word, Keywords.Spelling(keyword))))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => Expectations.Rank(candidate.Keyword))
            .ThenBy(candidate => Keywords.Spelling(candidate.Keyword), StringComparer.Ordinal)
            .Where(candidate => fits(candidate.Keyword))
            .Select(candidate => Keywords.Spelling(candidate.Keyword))
            .FirstOrDefault();
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    internal static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replace, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    table[i, j] = Math.Min(table[i, j], 1 + table[i - 2, j - 2]);
            }
        }

        return table[left.Length, right.Length];
    }
}
