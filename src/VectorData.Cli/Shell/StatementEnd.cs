namespace VectorData.Cli.Shell;

/// <summary>Finds out whether typed text is complete: its last token is a semicolon outside of strings, quoted names and comments.</summary>
internal static class StatementEnd
{
    public static bool IsComplete(string text)
    {
        var at = 0;
        var isComplete = false;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (text.AsSpan(at).StartsWith("--", StringComparison.Ordinal))
            {
                at = After(text, "\n", at);
                continue;
            }

            if (text.AsSpan(at).StartsWith("/*", StringComparison.Ordinal))
            {
                if (AfterComment(text, ref at))
                    continue;
                return false;
            }

            isComplete = text[at] == ';';
            at = text[at] switch
            {
                '\'' => AfterQuote(text, at, at > 0 && text[at - 1] is 'e' or 'E'),
                '"' => AfterQuote(text, at, hasEscapes: false),
                '$' when Tag(text, at) is { } tag => After(text, tag, at + tag.Length),
                _ => at + 1,
            };
            if (at > text.Length)
                return false;
        }

        return isComplete;
    }

    // Behind the end of the mark; behind the end of the text by one when it is missing. A line comment may end with the text.
    private static int After(string text, string mark, int from)
    {
        var end = text.IndexOf(mark, from, StringComparison.Ordinal);
        return end >= 0 ? end + mark.Length : mark == "\n" ? text.Length : text.Length + 1;
    }

    private static int AfterQuote(string text, int start, bool hasEscapes)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (hasEscapes && text[at] == '\\')
                at++;
            else if (text[at] == text[start])
                return at + 1;
        }

        return text.Length + 1;
    }

    private static bool AfterComment(string text, ref int at)
    {
        var depth = 0;
        while (at < text.Length)
        {
            var rest = text.AsSpan(at);
            var step = rest.StartsWith("/*", StringComparison.Ordinal) ? 1 : rest.StartsWith("*/", StringComparison.Ordinal) ? -1 : 0;
            at += step == 0 ? 1 : 2;
            depth += step;
            if (depth == 0)
                return true;
        }

        return false;
    }

    // $$ or $tag$; null for a parameter such as $1 and for a dollar inside a name.
    private static string? Tag(string text, int start)
    {
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
            return null;
        var end = start + 1;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '_' || (end > start + 1 && char.IsAsciiDigit(text[end]))))
            end++;
        return end < text.Length && text[end] == '$' ? text[start..(end + 1)] : null;
    }
}
