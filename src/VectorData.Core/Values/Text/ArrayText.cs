using System.Globalization;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Arrays as text: <c>{1,2,NULL}</c>, <c>{{a,b},{"c d",e}}</c>, <c>[0:1]={5,6}</c>.</summary>
internal static class ArrayText
{
    public static SqlArray Parse(SqlType elementType, string text, Func<string, Value> parseElement)
    {
        var reader = new Reader(text);
        var bounds = reader.ReadBounds();
        var elements = new List<Value>();
        var lengths = new List<int>();
        reader.SkipBlanks();
        if (!reader.Peek('{'))
            throw Malformed(text, bounds is null ? "Array value must start with \"{\" or dimension information." : "Array contents must start with \"{\".");
        ReadLevel(ref reader, text, 0, lengths, elements, elementType, parseElement);
        reader.SkipBlanks();
        if (!reader.AtEnd)
            throw Malformed(text, "Junk after closing right brace.");
        if (elements.Count == 0)
            return new SqlArray(elementType, []);
        var lower = new int[lengths.Count];
        Array.Fill(lower, 1);
        if (bounds is not null)
        {
            if (bounds.Count != lengths.Count || bounds.Where((bound, i) => bound.Upper - bound.Lower + 1 != lengths[i]).Any())
                throw Malformed(text, "Specified array dimensions do not match array contents.");
            for (var i = 0; i < lower.Length; i++)
                lower[i] = bounds[i].Lower;
        }

        return new SqlArray(elementType, [.. elements], [.. lengths], lower);
    }

    public static string Format(SqlArray array, Func<Value, string> formatElement)
    {
        if (array.Rank == 0)
            return "{}";
        var text = new StringBuilder();
        if (array.LowerBounds.Any(bound => bound != 1))
        {
            for (var i = 0; i < array.Rank; i++)
                text.Append(CultureInfo.InvariantCulture, $"[{array.LowerBounds[i]}:{array.LowerBounds[i] + array.Lengths[i] - 1}]");
            text.Append('=');
        }

        var next = 0;
        AppendLevel(text, array, 0, ref next, formatElement);
        return text.ToString();
    }

    private static void AppendLevel(StringBuilder text, SqlArray array, int level, ref int next, Func<Value, string> formatElement)
    {
        text.Append('{');
        for (var i = 0; i < array.Lengths[level]; i++)
        {
            if (i > 0)
                text.Append(',');
            if (level + 1 < array.Rank)
                AppendLevel(text, array, level + 1, ref next, formatElement);
            else
                AppendElement(text, array.Elements[next++], formatElement);
        }

        text.Append('}');
    }

    private static void AppendElement(StringBuilder text, in Value element, Func<Value, string> formatElement)
    {
        if (element.IsNull)
        {
            text.Append("NULL");
            return;
        }

        var form = formatElement(element);
        if (!NeedsQuotes(form))
        {
            text.Append(form);
            return;
        }

        text.Append('"');
        foreach (var c in form)
        {
            if (c is '"' or '\\')
                text.Append('\\');
            text.Append(c);
        }

        text.Append('"');
    }

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || text.Equals("NULL", StringComparison.OrdinalIgnoreCase)
        || text.AsSpan().IndexOfAny("{},\"\\ \t\n\r\v\f") >= 0;

    private static void ReadLevel(
        ref Reader reader, string text, int level, List<int> lengths, List<Value> elements, SqlType elementType, Func<string, Value> parseElement)
    {
        if (level == SqlArray.MaxRank)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"number of array dimensions exceeds the maximum allowed ({SqlArray.MaxRank})");
        reader.Take('{', text);
        var count = 0;
        var isFirstOfLevel = lengths.Count == level;
        if (isFirstOfLevel)
            lengths.Add(-1);
        reader.SkipBlanks();
        if (reader.Peek('}'))
        {
            reader.Take('}', text);
        }
        else
        {
            while (true)
            {
                reader.SkipBlanks();
                if (reader.Peek('{'))
                {
                    // A sub-array where an earlier sibling was an element.
                    if (level + 1 >= lengths.Count && lengths.Exists(length => length >= 0) || (count > 0 && lengths.Count == level + 1))
                        throw Malformed(text, "Multidimensional arrays must have sub-arrays with matching dimensions.");
                    ReadLevel(ref reader, text, level + 1, lengths, elements, elementType, parseElement);
                }
                else
                {
                    if (lengths.Count > level + 1)
                        throw Malformed(text, "Multidimensional arrays must have sub-arrays with matching dimensions.");
                    elements.Add(reader.ReadElement(text) is { } element ? parseElement(element) : Value.Null(elementType));
                }

                count++;
                reader.SkipBlanks();
                if (reader.Peek('}'))
                {
                    reader.Take('}', text);
                    break;
                }

                reader.Take(',', text);
            }
        }

        if (lengths[level] < 0)
            lengths[level] = count;
        else if (lengths[level] != count)
            throw Malformed(text, "Multidimensional arrays must have sub-arrays with matching dimensions.");
    }

    private static VectorDbException Malformed(string text, string detail) =>
        new(SqlStates.InvalidTextRepresentation, $"malformed array literal: \"{(text.Length > 200 ? text[..200] + "..." : text)}\"") { Detail = detail };

    private ref struct Reader(string text)
    {
        private int _at;

        public readonly bool AtEnd => _at >= text.Length;

        public readonly bool Peek(char c) => _at < text.Length && text[_at] == c;

        public void SkipBlanks()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
        }

        public void Take(char c, string whole)
        {
            if (_at >= text.Length)
                throw Malformed(whole, "Unexpected end of input.");
            if (text[_at] != c)
                throw Malformed(whole, text[_at] == '"' || c != ',' ? "Unexpected array element." : $"Unexpected \"{text[_at]}\" character.");
            _at++;
        }

        /// <summary>[l:u][l:u]= before the braces, or null.</summary>
        public List<(int Lower, int Upper)>? ReadBounds()
        {
            SkipBlanks();
            if (!Peek('['))
                return null;
            var bounds = new List<(int, int)>();
            while (Peek('['))
            {
                var end = text.IndexOf(']', _at);
                if (end < 0)
                    throw Malformed(text, "Missing \"]\" after array dimensions.");
                var parts = text[(_at + 1)..end].Split(':');
                var lower = 1;
                if (parts.Length > 2 || !int.TryParse(parts[^1], CultureInfo.InvariantCulture, out var upper)
                    || (parts.Length == 2 && !int.TryParse(parts[0], CultureInfo.InvariantCulture, out lower)))
                    throw Malformed(text, "\"[\" must introduce explicitly-specified array dimensions.");
                if (upper < lower)
                    throw new VectorDbException(SqlStates.ArraySubscriptError, "upper bound cannot be less than lower bound");
                bounds.Add((lower, upper));
                _at = end + 1;
                SkipBlanks();
            }

            if (!Peek('='))
                throw Malformed(text, "Missing \"=\" after array dimensions.");
            _at++;
            return bounds;
        }

        /// <summary>One element; null for an unquoted NULL.</summary>
        public string? ReadElement(string whole)
        {
            var element = new StringBuilder();
            if (Peek('"'))
            {
                _at++;
                while (_at < text.Length && text[_at] != '"')
                {
                    if (text[_at] == '\\' && _at + 1 < text.Length)
                        _at++;
                    element.Append(text[_at++]);
                }

                if (_at >= text.Length)
                    throw Malformed(whole, "Unexpected end of input.");
                _at++;
                return element.ToString();
            }

            var escaped = false;
            var used = 0;
            while (_at < text.Length && text[_at] is not (',' or '}'))
            {
                if (text[_at] is '"' or '{')
                    throw Malformed(whole, text[_at] == '"' ? "Unexpected array element." : "Unexpected \"{\" character.");
                if (text[_at] == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                    escaped = true;
                    element.Append(text[_at++]);
                    used = element.Length;
                    continue;
                }

                element.Append(text[_at]);
                if (!char.IsWhiteSpace(text[_at++]))
                    used = element.Length;
            }

            if (_at >= text.Length)
                throw Malformed(whole, "Unexpected end of input.");
            if (used == 0)
                throw Malformed(whole, $"Unexpected \"{text[_at]}\" character.");
            element.Length = used;
            var result = element.ToString();
            return !escaped && result.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : result;
        }
    }
}
