using System.Text.Json;
using System.Text.Json.Nodes;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Json;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>Operators and functions of json and jsonb.</summary>
internal static class JsonFunctions
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4 };

    public static void AddTo(FunctionList list)
    {
        AddSteps(list, "json", isBinary: false);
        AddSteps(list, "jsonb", isBinary: true);
        AddTests(list);
        AddBuilders(list, "json", isBinary: false);
        AddBuilders(list, "jsonb", isBinary: true);
        AddChanges(list);
    }

    private static void AddSteps(FunctionList list, string type, bool isBinary)
    {
        list.Add($"->({type}, text) {type}", V((_, a) => Member(a[0], a[1].AsString(), isBinary)));
        list.Add($"->({type}, integer) {type}", V((_, a) => Item(a[0], a[1].AsInt32(), isBinary)));
        list.Add($"->>({type}, text) text", V((_, a) => MemberText(a[0], a[1].AsString(), isBinary)));
        list.Add($"->>({type}, integer) text", V((_, a) => ItemText(a[0], a[1].AsInt32(), isBinary)));
        list.Add($"#>({type}, text[]) {type}", V((_, a) => PathJson(a[0], a[1].AsArray(), isBinary)));
        list.Add($"#>>({type}, text[]) text", V((_, a) => PathText(a[0], a[1].AsArray(), isBinary)));
        list.Add($"{type}_extract_path({type}, text...) {type}", V((_, a) => PathJson(a[0], new SqlArray(SqlType.Text, a[1..].ToArray()), isBinary)));
        list.Add($"{type}_extract_path_text({type}, text...) text", V((_, a) => PathText(a[0], new SqlArray(SqlType.Text, a[1..].ToArray()), isBinary)));
        list.Add($"{type}_typeof({type}) text", F<string, string>(text => With(text, JsonValues.KindName)));
        list.Add($"{type}_array_length({type}) integer", F<string, int>(text => With(text, ArrayLength)));
    }

    private static void AddTests(FunctionList list)
    {
        list.Add("@>(jsonb, jsonb) boolean", F<string, string, bool>(Contains));
        list.Add("<@(jsonb, jsonb) boolean", F<string, string, bool>((x, y) => Contains(y, x)));
        list.Add("?(jsonb, text) boolean", F<string, string, bool>((x, key) => With(x, root => JsonValues.HasKey(root, key))));
        list.Add("jsonb_exists(jsonb, text) boolean", F<string, string, bool>((x, key) => With(x, root => JsonValues.HasKey(root, key))));
        list.Add("?|(jsonb, text[]) boolean",
            F<string, SqlArray, bool>((x, keys) => With(x, root => keys.Elements.Any(key => !key.IsNull && JsonValues.HasKey(root, key.AsString())))));
        list.Add("?&(jsonb, text[]) boolean",
            F<string, SqlArray, bool>((x, keys) => With(x, root => keys.Elements.All(key => !key.IsNull && JsonValues.HasKey(root, key.AsString())))));
    }

    private static void AddBuilders(FunctionList list, string type, bool isBinary)
    {
        list.Add($"to_{type}(any) {type}", V((context, a) => JsonValues.From(a[0], context, isBinary)), Volatility.Stable);
        list.Add($"{type}_build_object() {type}", N((context, a) => JsonValues.BuildObject(context, a, isBinary)), Volatility.Stable);
        list.Add($"{type}_build_object(any...) {type}", N((context, a) => JsonValues.BuildObject(context, a, isBinary)), Volatility.Stable);
        list.Add($"{type}_build_array() {type}", N((context, a) => JsonValues.BuildArray(context, a, isBinary)), Volatility.Stable);
        list.Add($"{type}_build_array(any...) {type}", N((context, a) => JsonValues.BuildArray(context, a, isBinary)), Volatility.Stable);
    }

    private static void AddChanges(FunctionList list)
    {
        list.Add("||(jsonb, jsonb) jsonb", V((_, a) => Concat(a[0].AsString(), a[1].AsString())));
        list.Add("-(jsonb, text) jsonb", V((_, a) => RemoveKey(a[0].AsString(), [a[1].AsString()])));
        list.Add("-(jsonb, text[]) jsonb", V((_, a) => RemoveKey(a[0].AsString(), [.. a[1].AsArray().Elements.Where(key => !key.IsNull).Select(key => key.AsString())])));
        list.Add("-(jsonb, integer) jsonb", V((_, a) => RemoveItem(a[0].AsString(), a[1].AsInt32())));
        list.Add("#-(jsonb, text[]) jsonb", V((_, a) => RemovePath(a[0].AsString(), a[1].AsArray())));
        list.Add("jsonb_set(jsonb, text[], jsonb) jsonb", V((_, a) => Set(a[0].AsString(), a[1].AsArray(), a[2].AsString(), create: true)));
        list.Add("jsonb_set(jsonb, text[], jsonb, boolean) jsonb", V((_, a) => Set(a[0].AsString(), a[1].AsArray(), a[2].AsString(), a[3].AsBoolean())));
        list.Add("jsonb_strip_nulls(jsonb) jsonb", V((_, a) => JsonValues.FromTree(StripNulls(JsonValues.Tree(a[0].AsString())))));
        list.Add("jsonb_pretty(jsonb) text", F<string, string>(Pretty));
    }

    private static T With<T>(string text, Func<JsonElement, T> function)
    {
        using var document = JsonText.Open(text);
        return function(document.RootElement);
    }

    private static Value With(in Value value, Func<JsonElement, Value> function) => With(value.AsString(), function);

    private static Value Json(JsonElement? element, bool isBinary) => element is { } found
        ? Value.FromContent(isBinary ? SqlType.Jsonb : SqlType.Json, JsonValues.Raw(found, isBinary))
        : Value.Null(isBinary ? SqlType.Jsonb : SqlType.Json);

    private static Value Text(JsonElement? element, bool isBinary) =>
        element is { } found ? JsonValues.Text(found, isBinary) : Value.Null(SqlType.Text);

    private static Value Member(in Value value, string name, bool isBinary) => With(value, root => Json(JsonValues.Member(root, name), isBinary));

    private static Value Item(in Value value, int index, bool isBinary) => With(value, root => Json(JsonValues.Item(root, index), isBinary));

    private static Value MemberText(in Value value, string name, bool isBinary) => With(value, root => Text(JsonValues.Member(root, name), isBinary));

    private static Value ItemText(in Value value, int index, bool isBinary) => With(value, root => Text(JsonValues.Item(root, index), isBinary));

    private static Value PathJson(in Value value, SqlArray path, bool isBinary) => With(value, root => Json(JsonValues.Path(root, path), isBinary));

    private static Value PathText(in Value value, SqlArray path, bool isBinary) => With(value, root => Text(JsonValues.Path(root, path), isBinary));

    private static int ArrayLength(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.GetArrayLength(),
        JsonValueKind.Object => throw new VectorDbException(SqlStates.InvalidParameterValue, "cannot get array length of a non-array"),
        _ => throw new VectorDbException(SqlStates.InvalidParameterValue, "cannot get array length of a scalar"),
    };

    private static bool Contains(string whole, string part)
    {
        using var left = JsonText.Open(whole);
        using var right = JsonText.Open(part);
        return JsonValues.Contains(left.RootElement, right.RootElement);
    }

    private static Value Concat(string left, string right)
    {
        var x = JsonValues.Tree(left);
        var y = JsonValues.Tree(right);
        if (x is JsonObject first && y is JsonObject second)
        {
            foreach (var (key, value) in second)
                first[key] = value?.DeepClone();
            return JsonValues.FromTree(first);
        }

        var items = new JsonArray();
        foreach (var side in (JsonNode?[])[x, y])
        {
            if (side is JsonArray array)
                foreach (var item in array)
                    items.Add(item?.DeepClone());
            else
                items.Add(side?.DeepClone());
        }

        return JsonValues.FromTree(items);
    }

    private static Value RemoveKey(string text, string[] keys)
    {
        var tree = JsonValues.Tree(text);
        switch (tree)
        {
            case JsonObject members:
                foreach (var key in keys)
                    members.Remove(key);
                break;
            case JsonArray items:
                for (var i = items.Count - 1; i >= 0; i--)
                    if (items[i] is JsonValue item && item.TryGetValue<string>(out var name) && keys.Contains(name))
                        items.RemoveAt(i);
                break;
            default:
                throw new VectorDbException(SqlStates.InvalidParameterValue, "cannot delete from scalar");
        }

        return JsonValues.FromTree(tree);
    }

    private static Value RemoveItem(string text, int index)
    {
        var tree = JsonValues.Tree(text);
        if (tree is not JsonArray items)
            throw new VectorDbException(SqlStates.InvalidParameterValue, tree is JsonObject ? "cannot delete from object using integer index" : "cannot delete from scalar");
        var at = index < 0 ? items.Count + index : index;
        if (at >= 0 && at < items.Count)
            items.RemoveAt(at);
        return JsonValues.FromTree(items);
    }

    private static Value RemovePath(string text, SqlArray path)
    {
        var tree = JsonValues.Tree(text);
        if (path.Elements.Length > 0 && Parent(tree, path) is { } parent)
        {
            var last = path.Elements[^1].AsString();
            if (parent is JsonObject members)
                members.Remove(last);
            else if (parent is JsonArray items && IndexOf(items, last) is >= 0 and var at && at < items.Count)
                items.RemoveAt(at);
        }

        return JsonValues.FromTree(tree);
    }

    private static Value Set(string text, SqlArray path, string value, bool create)
    {
        var tree = JsonValues.Tree(text);
        if (tree is not (JsonObject or JsonArray))
            throw new VectorDbException(SqlStates.InvalidParameterValue, "cannot set path in scalar");
        if (path.Elements.Length == 0 || Parent(tree, path) is not { } parent)
            return JsonValues.FromTree(tree);
        var last = path.Elements[^1].AsString();
        var item = JsonValues.Tree(value);
        if (parent is JsonObject members && (create || members.ContainsKey(last)))
        {
            members[last] = item;
        }
        else if (parent is JsonArray items)
        {
            var at = IndexOf(items, last);
            if (at >= 0 && at < items.Count)
                items[at] = item;
            else if (create && at < 0)
                items.Insert(0, item);
            else if (create)
                items.Add(item);
        }

        return JsonValues.FromTree(tree);
    }

    private static JsonNode? Parent(JsonNode? tree, SqlArray path)
    {
        foreach (var step in path.Elements.AsSpan(0, path.Elements.Length - 1))
        {
            var name = step.AsString();
            tree = tree switch
            {
                JsonObject members => members[name],
                JsonArray items when IndexOf(items, name) is >= 0 and var at && at < items.Count => items[at],
                _ => null,
            };
        }

        return tree;
    }

    private static int IndexOf(JsonArray items, string step) =>
        int.TryParse(step, System.Globalization.CultureInfo.InvariantCulture, out var index)
            ? index < 0 ? items.Count + index : index
            : throw new VectorDbException(SqlStates.InvalidTextRepresentation, $"path element is not an integer: \"{step}\"");

    private static JsonNode? StripNulls(JsonNode? tree)
    {
        switch (tree)
        {
            case JsonObject members:
                foreach (var key in members.Where(member => member.Value is null).Select(member => member.Key).ToArray())
                    members.Remove(key);
                foreach (var (_, value) in members)
                    StripNulls(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    StripNulls(item);
                break;
        }

        return tree;
    }

    private static string Pretty(string text)
    {
        using var document = JsonText.Open(text);
        return JsonSerializer.Serialize(document.RootElement, Indented).ReplaceLineEndings("\n");
    }
}
