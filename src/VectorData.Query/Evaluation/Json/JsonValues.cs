using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.Json;

/// <summary>Work on JSON texts: steps into them, tests, building.</summary>
internal static class JsonValues
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>A member by name, or null.</summary>
    public static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;

        // The last of equal keys wins.
        JsonElement? found = null;
        foreach (var member in element.EnumerateObject())
            if (member.NameEquals(name))
                found = member.Value;
        return found;
    }

    /// <summary>An item by index, from the end when negative, or null.</summary>
    public static JsonElement? Item(JsonElement element, long index)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return null;
        var length = element.GetArrayLength();
        index = index < 0 ? length + index : index;
        return index >= 0 && index < length ? element[(int)index] : null;
    }

    public static JsonElement? Path(JsonElement element, SqlArray path)
    {
        JsonElement? at = element;
        foreach (var step in path.Elements)
        {
            if (at is not { } current || step.IsNull)
                return null;
            var name = step.AsString();
            at = current.ValueKind == JsonValueKind.Array
                ? long.TryParse(name, CultureInfo.InvariantCulture, out var index) ? Item(current, index) : null
                : Member(current, name);
        }

        return at;
    }

    /// <summary>An element as text: strings without quotes, JSON null as NULL.</summary>
    public static Value Text(JsonElement element, bool isBinary) => element.ValueKind switch
    {
        JsonValueKind.Null => Value.Null(SqlType.Text),
        JsonValueKind.String => Value.Of(element.GetString()!),
        _ => Value.Of(Raw(element, isBinary)),
    };

    /// <summary>jsonb is written in its normal form, json as it stands.</summary>
    public static string Raw(JsonElement element, bool isBinary) => isBinary ? JsonText.Write(element) : element.GetRawText();

    public static string KindName(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    /// <summary>Whether the structure of <paramref name="part"/> is found in <paramref name="whole"/> (@&gt;).</summary>
    public static bool Contains(JsonElement whole, JsonElement part, bool isTop = true)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.Object:
                return whole.ValueKind == JsonValueKind.Object
                    && part.EnumerateObject().All(member => Member(whole, member.Name) is { } value && Contains(value, member.Value, isTop: false));
            case JsonValueKind.Array:
                return whole.ValueKind == JsonValueKind.Array
                    && part.EnumerateArray().All(item => whole.EnumerateArray().Any(other => Contains(other, item, isTop: false)));
            default:
                // An array at the top contains a primitive.
                return whole.ValueKind == JsonValueKind.Array && isTop
                    ? whole.EnumerateArray().Any(item => Contains(item, part, isTop: false))
                    : JsonText.Write(whole) is var left && Core.Values.Comparison.JsonOrder.Compare(left, JsonText.Write(part)) == 0;
        }
    }

    /// <summary>Whether a string is a key of the object or an item of the array (?).</summary>
    public static bool HasKey(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Object => Member(element, key) is not null,
        JsonValueKind.Array => element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(key)),
        JsonValueKind.String => element.ValueEquals(key),
        _ => false,
    };

    /// <summary>Appends any value as JSON.</summary>
    public static void Append(StringBuilder text, in Value value, EvaluationContext context, bool isBinary)
    {
        if (value.IsNull)
        {
            text.Append("null");
            return;
        }

        switch (value.Type.Kind)
        {
            case TypeKind.Boolean:
                text.Append(value.AsBoolean() ? "true" : "false");
                break;
            case TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt or TypeKind.Numeric:
                text.Append(ValueText.Format(value));
                break;
            case TypeKind.Real when float.IsFinite(value.AsSingle()):
            case TypeKind.Double when double.IsFinite(value.AsDouble()):
                text.Append(ValueText.Format(value));
                break;
            case TypeKind.Json or TypeKind.Jsonb:
                text.Append(value.AsString());
                break;
            case TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector:
                AppendArray(text, value.AsArray(), context, isBinary);
                break;
            case TypeKind.Timestamp or TypeKind.TimestampTz:
                JsonText.AppendString(text, ValueText.Format(value, context.TimeZone).Replace(' ', 'T') is var iso && value.Type.Kind == TypeKind.TimestampTz ? FullOffset(iso) : iso);
                break;
            default:
                JsonText.AppendString(text, ValueText.Format(value, context.TimeZone));
                break;
        }
    }

    /// <summary>A value as json or jsonb.</summary>
    public static Value From(in Value value, EvaluationContext context, bool isBinary)
    {
        var text = new StringBuilder();
        Append(text, value, context, isBinary);
        return Make(text.ToString(), isBinary);
    }

    /// <summary>{key: value, …} from a flat list of both.</summary>
    public static Value BuildObject(EvaluationContext context, ReadOnlySpan<Value> items, bool isBinary)
    {
        if (items.Length % 2 != 0)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "argument list must have even number of elements")
            {
                Hint = $"The arguments of {(isBinary ? "jsonb" : "json")}_build_object() must consist of alternating keys and values.",
            };
        var text = new StringBuilder("{");
        for (var i = 0; i < items.Length; i += 2)
        {
            if (items[i].IsNull)
                throw new VectorDbException(SqlStates.NullValueNotAllowed, $"argument {i + 1}: key must not be null");
            if (i > 0)
                text.Append(", ");
            JsonText.AppendString(text, ValueText.Format(items[i], context.TimeZone));
            text.Append(isBinary ? ": " : " : ");
            Append(text, items[i + 1], context, isBinary);
        }

        return Make(text.Append('}').ToString(), isBinary);
    }

    public static Value BuildArray(EvaluationContext context, ReadOnlySpan<Value> items, bool isBinary)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Append(text, items[i], context, isBinary);
        }

        return Make(text.Append(']').ToString(), isBinary);
    }

    public static Value Make(string text, bool isBinary) => isBinary
        ? Value.FromContent(SqlType.Jsonb, JsonText.Normalize(text))
        : Value.FromContent(SqlType.Json, text);

    /// <summary>A tree that can be changed.</summary>
    public static JsonNode? Tree(string text) => JsonNode.Parse(text, documentOptions: Options);

    public static Value FromTree(JsonNode? node) => Value.FromContent(SqlType.Jsonb, JsonText.Normalize(node?.ToJsonString() ?? "null"));

    private static void AppendArray(StringBuilder text, SqlArray array, EvaluationContext context, bool isBinary)
    {
        var next = 0;
        if (array.Rank == 0)
            text.Append("[]");
        else
            AppendLevel(text, array, 0, ref next, context, isBinary);
    }

    private static void AppendLevel(StringBuilder text, SqlArray array, int level, ref int next, EvaluationContext context, bool isBinary)
    {
        text.Append('[');
        for (var i = 0; i < array.Lengths[level]; i++)
        {
            if (i > 0)
                text.Append(',');
            if (level + 1 < array.Rank)
                AppendLevel(text, array, level + 1, ref next, context, isBinary);
            else
                Append(text, array.Elements[next++], context, isBinary);
        }

        text.Append(']');
    }

    // JSON wants +00:00 where SQL prints +00.
    private static string FullOffset(string iso) => iso.Length > 3 && iso[^3] is '+' or '-' ? iso + ":00" : iso;
}
