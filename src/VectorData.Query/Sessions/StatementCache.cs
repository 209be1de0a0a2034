using System.Collections.Concurrent;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Sql;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>
/// Parsed texts by text, for all sessions of a database. Two generations: when the young one is full it becomes the old one, and what is
/// used of the old one comes back, so that texts in use stay and others go.
/// </summary>
internal sealed class StatementCache(int capacity)
{
    // Texts beyond this are parsed each time: they carry data and do not come again.
    private const int MaxTextLength = 64 * 1024;

    private readonly int _generation = Math.Max(1, capacity / 2);
    private ConcurrentDictionary<string, ParsedScript> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, ParsedScript> _old = new(StringComparer.Ordinal);

    public ParsedScript Parse(string text)
    {
        if (capacity == 0 || text.Length > MaxTextLength)
            return ParseNew(text);
        if (_young.TryGetValue(text, out var script))
            return script;
        if (!_old.TryGetValue(text, out script))
            script = ParseNew(text);
        _young[text] = script;
        if (_young.Count > _generation)
        {
            _old = _young;
            _young = new ConcurrentDictionary<string, ParsedScript>(StringComparer.Ordinal);
        }

        return script;
    }

    private static ParsedScript ParseNew(string text)
    {
        var script = SqlParser.Parse(text);
        return new ParsedScript(
            [.. script.Statements.Select(statement => new ParsedStatement(statement.Statement, text.Substring(statement.Start, statement.Length)))],
            Truncations(script));
    }

    // Names beyond 63 bytes arrive cut; what was cut is in the text.
    private static IReadOnlyList<Notice> Truncations(SqlScript script)
    {
        if (!HasLongWord(script.Text))
            return [];
        var notices = new List<Notice>();
        foreach (var name in script.Statements.SelectMany(statement => statement.Statement.DescendantsAndSelf()).OfType<Identifier>())
        {
            if (Encoding.UTF8.GetByteCount(name.Name) < SyntaxLimits.MaxIdentifierBytes - 3 || Written(script.Text, name.Position) is not { } written)
                continue;
            if (Encoding.UTF8.GetByteCount(written) > SyntaxLimits.MaxIdentifierBytes && notices.TrueForAll(notice => !notice.Message.Contains(written, StringComparison.Ordinal)))
                notices.Add(new Notice("NOTICE", SqlStates.NameTooLong, $"identifier \"{written}\" will be truncated to \"{name.Name}\""));
        }

        return notices;
    }

    private static bool HasLongWord(string text)
    {
        var length = 0;
        foreach (var character in text)
        {
            length = char.IsLetterOrDigit(character) || character is '_' or '$' ? length + (char.IsAscii(character) ? 1 : 3) : 0;
            if (length > SyntaxLimits.MaxIdentifierBytes)
                return true;
        }

        return text.Contains('"', StringComparison.Ordinal) && text.Length > SyntaxLimits.MaxIdentifierBytes;
    }

    private static string? Written(string text, int position)
    {
        if (position < 0 || position >= text.Length)
            return null;
        var end = position + 1;
        if (text[position] == '"')
        {
            end = text.IndexOf('"', end);
            return end < 0 ? null : text[(position + 1)..end];
        }

        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$'))
            end++;
        return text[position..end].ToLowerInvariant();
    }
}
