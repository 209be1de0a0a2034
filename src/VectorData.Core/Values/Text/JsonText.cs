using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VectorData.Core.Errors;

namespace VectorData.Core.Values.Text;

/// <summary>json is kept as written; jsonb is normalised: keys ordered by length then bytes, the last of equal keys wins, one layout.</summary>
public static class JsonText
{
    private const int MaxDepth = 1000;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    /// <summary>22P02 when the text is not JSON.</summary>
    public static void Validate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), ReaderOptions);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>The normal form of a JSON text.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text, DocumentOptions);
            return Write(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>Opens a valid JSON text; 22P02 otherwise.</summary>
    public static JsonDocument Open(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return JsonDocument.Parse(text, DocumentOptions);
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>The jsonb text of an element.</summary>
    public static string Write(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return text.ToString();
    }

    /// <summary>Appends a JSON string literal with PostgreSQL's escapes.</summary>
    public static void AppendString(StringBuilder text, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(value);
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    /// <summary>Orders the keys of a jsonb object: shorter first, then by bytes.</summary>
    public static int CompareKeys(string left, string right)
    {
        var leftBytes = Encoding.UTF8.GetBytes(left);
        var rightBytes = Encoding.UTF8.GetBytes(right);
        return leftBytes.Length != rightBytes.Length
            ? leftBytes.Length.CompareTo(rightBytes.Length)
            : leftBytes.AsSpan().SequenceCompareTo(rightBytes);
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first)
                        text.Append(", ");
                    first = false;
                    Append(text, item);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                AppendString(text, StringOf(element));
                break;
            case JsonValueKind.Number:
                text.Append(Number(element.GetRawText()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[member.Name] = member.Value;
        var keys = members.Keys.ToArray();
        Array.Sort(keys, CompareKeys);
        text.Append('{');
        for (var i = 0; i < keys.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            AppendString(text, keys[i]);
            text.Append(": ");
            Append(text, members[keys[i]]);
        }

        text.Append('}');
    }

    private static string StringOf(JsonElement element)
    {
        string value;
        try
        {
            value = element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new VectorDbException(SqlStates.InvalidTextRepresentation, "invalid input syntax for type json", e)
            {
                Detail = "Unicode high surrogate must be followed by a low surrogate.",
            };
        }

        return value.Contains('\0')
            ? throw new VectorDbException("22P05", "unsupported Unicode escape sequence") { Detail = "\\u0000 cannot be converted to text." }
            : value;
    }

    // jsonb numbers are numerics: 1e2 is 100, 1.50 stays. What decimal cannot hold exactly stays as written.
    private static string Number(string raw)
    {
        if (raw.AsSpan().IndexOfAny('e', 'E') < 0)
            return raw is "-0" ? "0" : raw;
        try
        {
            return NumericText.Format(NumericText.Parse(raw, Schema.SqlType.Numeric));
        }
        catch (VectorDbException)
        {
            return raw;
        }
    }

    private static VectorDbException Invalid(JsonException e)
    {
        var message = e.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new VectorDbException(SqlStates.InvalidTextRepresentation, "invalid input syntax for type json", e)
        {
            Detail = end > 0 ? message[..end] : message,
        };
    }
}
