namespace VectorData.Query.Evaluation.DateTimes;

/// <summary>A piece of a to_char or to_timestamp pattern: a field with its flags, or text.</summary>
internal readonly record struct PatternPiece(string Text, bool IsField, bool FillMode = false, string Suffix = "");

/// <summary>Cuts to_char's date patterns into pieces; the longest field name wins.</summary>
internal static class DateTimePattern
{
    private static readonly string[] Fields =
    [
        "Y,YYY", "YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "I", "MONTH", "Month", "month", "MON", "Mon", "mon", "MM", "MI", "MS",
        "DAY", "Day", "day", "DY", "Dy", "dy", "DDD", "IDDD", "DD", "D", "ID", "HH24", "HH12", "HH", "SSSSS", "SSSS", "SS", "US", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6",
        "AM", "PM", "am", "pm", "A.M.", "P.M.", "a.m.", "p.m.", "BC", "AD", "bc", "ad", "B.C.", "A.D.", "TZH", "TZM", "TZ", "tz", "OF",
        "WW", "IW", "W", "Q", "CC", "J", "RM", "rm",
    ];

    private static readonly string[] ByLength = [.. Fields.OrderByDescending(field => field.Length)];

    // Fields whose case does not matter for what they print.
    private static readonly HashSet<string> CaseSensitive =
        ["MONTH", "Month", "month", "MON", "Mon", "mon", "DAY", "Day", "day", "DY", "Dy", "dy", "AM", "PM", "am", "pm", "A.M.", "P.M.", "a.m.", "p.m.",
            "BC", "AD", "bc", "ad", "B.C.", "A.D.", "TZ", "tz", "RM", "rm"];

    public static List<PatternPiece> Parse(string pattern)
    {
        var pieces = new List<PatternPiece>();
        var at = 0;
        while (at < pattern.Length)
        {
            if (pattern[at] == '"')
            {
                var end = pattern.IndexOf('"', at + 1);
                end = end < 0 ? pattern.Length : end;
                pieces.Add(new PatternPiece(pattern[(at + 1)..end], IsField: false));
                at = end + 1;
                continue;
            }

            var fill = false;
            var start = at;
            while (pattern.AsSpan(at).StartsWith("FM") || pattern.AsSpan(at).StartsWith("fm") || pattern.AsSpan(at).StartsWith("FX") || pattern.AsSpan(at).StartsWith("TM"))
            {
                fill |= pattern[at] is 'F' or 'f' && pattern[at + 1] is 'M' or 'm';
                at += 2;
            }

            if (FindField(pattern.AsSpan(at)) is { } field)
            {
                at += field.Length;
                var suffix = "";
                if (pattern.AsSpan(at).StartsWith("TH") || pattern.AsSpan(at).StartsWith("th"))
                {
                    suffix = pattern.Substring(at, 2);
                    at += 2;
                }

                pieces.Add(new PatternPiece(field, IsField: true, fill, suffix));
                continue;
            }

            at = start == at ? at : start;
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                at++;
            pieces.Add(new PatternPiece(pattern[at].ToString(), IsField: false));
            at++;
        }

        return pieces;
    }

    private static string? FindField(ReadOnlySpan<char> text)
    {
        foreach (var field in ByLength)
        {
            if (text.StartsWith(field, StringComparison.Ordinal))
                return field;
            if (!CaseSensitive.Contains(field) && text.StartsWith(field, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }
}
