using System.Globalization;
using System.Text;
using VectorData.Core.Schema;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Names that constraints, indexes and sequences get when the statement gives none: table_columns_label, as PostgreSQL makes them.</summary>
internal static class ObjectNames
{
    /// <summary>A name for an index or sequence that no relation of the schema has yet.</summary>
    public static string ForRelation(Catalog catalog, string schema, string table, string? columns, string label, Func<string, bool>? alsoTaken = null) =>
        FirstFree(table, columns, label, name => catalog.RelationExists(schema, name) || alsoTaken?.Invoke(name) == true);

    /// <summary>A name that no constraint of the table has yet.</summary>
    public static string ForConstraint(string table, string? columns, string label, Func<string, bool> taken) =>
        FirstFree(table, columns, label, taken);

    /// <summary>The part of a name that stands for columns, cut at 63 bytes.</summary>
    public static string JoinColumns(IEnumerable<string> columns)
    {
        var joined = string.Join('_', columns);
        return Cut(joined, SyntaxLimits.MaxIdentifierBytes);
    }

    private static string FirstFree(string table, string? columns, string label, Func<string, bool> taken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var suffix = attempt == 0 ? label : label + attempt.ToString(CultureInfo.InvariantCulture);
            var name = Make(table, columns, suffix);
            if (!taken(name))
                return name;
        }
    }

    // The longer of table and columns gives way until all fits into an identifier.
    private static string Make(string table, string? columns, string label)
    {
        var overhead = label.Length + 1 + (columns is null ? 0 : 1);
        var room = SyntaxLimits.MaxIdentifierBytes - overhead;
        var first = Encoding.UTF8.GetByteCount(table);
        var second = columns is null ? 0 : Encoding.UTF8.GetByteCount(columns);
        while (first + second > room)
        {
            if (first > second)
                first--;
            else
                second--;
        }

        var start = Cut(table, first);
        return columns is null ? $"{start}_{label}" : $"{start}_{Cut(columns, second)}_{label}";
    }

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        var used = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > bytes)
                break;
            used += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
