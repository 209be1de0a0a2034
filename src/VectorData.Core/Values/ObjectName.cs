using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Values;

/// <summary>
/// The content of regclass, regtype and their like: an object's oid and how it is shown ("-" for oid 0, the number where nothing has it).
/// Stored as uint32 oid and UTF-8 name; equal and ordered by oid.
/// </summary>
public sealed record ObjectName(uint Oid, string Name)
{
    /// <summary>Most bytes of type name.</summary>
    private const int MaxNameBytes = 63;

    public bool Equals(ObjectName? other) => other is not null && other.Oid == Oid;

    public override int GetHashCode() => (int)Oid;

    public override string ToString() => Name;

    /// <summary>Text as type name holds it: cut to 63 bytes at a character's edge.</summary>
    public static string Truncate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length * 3 <= MaxNameBytes || Encoding.UTF8.GetByteCount(text) <= MaxNameBytes)
            return text;
        var bytes = 0;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxNameBytes)
                break;
            at += rune.Utf16SequenceLength;
        }

        return text[..at];
    }

    internal static Value ParseVector(SqlType type, string text)
    {
        var element = type.ElementType;
        var items = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => ValueText.Parse(element, item)).ToArray();
        return Value.FromContent(type, Vector(element, items));
    }

    /// <summary>An array from 0, as int2vector and oidvector are.</summary>
    public static SqlArray Vector(SqlType element, Value[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Length == 0 ? new SqlArray(element, items) : new SqlArray(element, items, [items.Length], [0]);
    }
}
