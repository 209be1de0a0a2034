using System.Text;

namespace VectorData.AdoNet.Bulk;

/// <summary>Names as SQL writes them: lower-cased unless in double quotes, with dots between the parts.</summary>
internal static class SqlName
{
    /// <summary>One name; ArgumentException when the text is more or less than that.</summary>
    public static string Parse(string text)
    {
        var parts = Split(text);
        return parts.Count == 1 ? parts[0] : throw new ArgumentException($"'{text}' is no column name", nameof(text));
    }

    /// <summary>A table's name with or without its schema.</summary>
    public static (string? Schema, string Table) ParseTable(string text)
    {
        var parts = Split(text);
        return parts.Count switch
        {
            1 => (null, parts[0]),
            2 => (parts[0], parts[1]),
            _ => throw new ArgumentException($"'{text}' is no table name: expected table or schema.table", nameof(text)),
        };
    }

    private static List<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        for (var at = 0; ; at++)
        {
            parts.Add(text.AsSpan(at).TrimStart().StartsWith('"') ? Quoted(text, ref at) : Plain(text, ref at));
            if (at >= text.Length)
                return parts;
            if (text[at] != '.')
                throw new ArgumentException($"'{text}' is no name: expected a dot or the end after {text[..at]}", nameof(text));
        }
    }

    private static string Quoted(string text, ref int at)
    {
        at = text.IndexOf('"', at) + 1;
        var name = new StringBuilder();
        while (true)
        {
            var end = text.IndexOf('"', at);
            if (end < 0)
                throw new ArgumentException($"the quoted name in '{text}' has no end", nameof(text));
            name.Append(text, at, end - at);
            at = end + 1;
            if (at >= text.Length || text[at] != '"')
                return name.ToString();
            name.Append('"');
            at++;
        }
    }

    private static string Plain(string text, ref int at)
    {
        var end = text.IndexOf('.', at);
        if (end < 0)
            end = text.Length;
        var name = text[at..end].Trim();
        at = end;
        return name.Length > 0 ? name.ToLowerInvariant() : throw new ArgumentException($"'{text}' has an empty name", nameof(text));
    }
}
