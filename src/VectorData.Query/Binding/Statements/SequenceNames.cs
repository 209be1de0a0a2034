using System.Text;

namespace VectorData.Query.Binding.Statements;

/// <summary>Names in the argument of nextval and its kin: identifiers in a string.</summary>
internal static class SequenceNames
{
    /// <summary>Schema (null when not given) and name; unquoted parts are folded to lower case. Null when it is no name.</summary>
    public static (string? Schema, string Name)? Parse(string text)
    {
        var parts = new List<string>();
        var at = 0;
        text = text.Trim();
        while (at < text.Length)
        {
            if (Part(text, ref at) is not { Length: > 0 } part)
                return null;
            parts.Add(part);
            if (at == text.Length)
                break;
            if (text[at++] != '.' || at == text.Length)
                return null;
        }

        return parts.Count switch
        {
            1 => (null, parts[0]),
            2 => (parts[0], parts[1]),
            3 => (parts[1], parts[2]),
            _ => null,
        };
    }

    private static string? Part(string text, ref int at)
    {
        var part = new StringBuilder();
        if (text[at] != '"')
        {
            while (at < text.Length && text[at] is not ('.' or '"'))
                part.Append(char.ToLowerInvariant(text[at++]));
            return part.ToString().Trim();
        }

        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                part.Append(text[at]);
                continue;
            }

            if (at + 1 >= text.Length || text[at + 1] != '"')
            {
                at++;
                return part.ToString();
            }

            part.Append(text[++at]);
        }

        return null;
    }
}
