using System.Text;
using System.Text.Json;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Values.Comparison;

/// <summary>PostgreSQL's order of jsonb: object &gt; array &gt; boolean &gt; number &gt; string &gt; null; containers by size, then by content.</summary>
public static class JsonOrder
{
    public static int Compare(string x, string y)
    {
        if (string.Equals(x, y, StringComparison.Ordinal))
            return 0;
        using var left = JsonText.Open(x);
        using var right = JsonText.Open(y);
        return Compare(left.RootElement, right.RootElement);
    }

    /// <summary>Equal for equal values, whatever the digits of their numbers.</summary>
    public static ulong Hash(string text)
    {
        using var document = JsonText.Open(text);
        return Hash(document.RootElement);
    }

    private static ulong Hash(JsonElement element)
    {
        var hash = ValueHash.Of(Rank(element));
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return ValueHash.Mix(hash, element.TryGetDecimal(out var number) ? ValueHash.Of(number) : ValueHash.Of(element.GetDouble()));
            case JsonValueKind.String:
                return ValueHash.Mix(hash, ValueHash.Of(Encoding.UTF8.GetBytes(element.GetString()!)));
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    hash = ValueHash.Mix(hash, Hash(item));
                return hash;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    hash = ValueHash.Mix(ValueHash.Mix(hash, ValueHash.Of(Encoding.UTF8.GetBytes(member.Name))), Hash(member.Value));
                return hash;
            default:
                return hash;
        }
    }

    private static int Compare(JsonElement x, JsonElement y)
    {
        var ranks = Rank(x).CompareTo(Rank(y));
        if (ranks != 0)
            return ranks;
        switch (x.ValueKind)
        {
            case JsonValueKind.Number:
                return x.TryGetDecimal(out var a) && y.TryGetDecimal(out var b)
                    ? a.CompareTo(b)
                    : x.GetDouble().CompareTo(y.GetDouble());
            case JsonValueKind.String:
                return Encoding.UTF8.GetBytes(x.GetString()!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y.GetString()!));
            case JsonValueKind.Array:
                return CompareArrays(x, y);
            case JsonValueKind.Object:
                return CompareObjects(x, y);
            default:
                return 0;
        }
    }

    private static int Rank(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => 0,
        JsonValueKind.String => 1,
        JsonValueKind.Number => 2,
        JsonValueKind.False => 3,
        JsonValueKind.True => 4,
        JsonValueKind.Array => 5,
        _ => 6,
    };

    private static int CompareArrays(JsonElement x, JsonElement y)
    {
        var sizes = x.GetArrayLength().CompareTo(y.GetArrayLength());
        if (sizes != 0)
            return sizes;
        foreach (var (left, right) in x.EnumerateArray().Zip(y.EnumerateArray()))
        {
            var order = Compare(left, right);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int CompareObjects(JsonElement x, JsonElement y)
    {
        var left = x.EnumerateObject().ToArray();
        var right = y.EnumerateObject().ToArray();
        if (left.Length != right.Length)
            return left.Length.CompareTo(right.Length);
        for (var i = 0; i < left.Length; i++)
        {
            var order = JsonText.CompareKeys(left[i].Name, right[i].Name);
            if (order == 0)
                order = Compare(left[i].Value, right[i].Value);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
