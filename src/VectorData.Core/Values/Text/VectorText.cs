using System.Globalization;
using System.Text;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Text forms of vector and halfvec <c>[1,2.5,-3]</c> and sparsevec <c>{1:0.5,3:2}/5</c>, with pgvector's limits and errors.</summary>
public static class VectorText
{
    /// <summary>Reads a vector; <paramref name="type"/> gives the expected dimensions, if any.</summary>
    public static float[] ParseVector(string text, SqlType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        var elements = new List<float>(type.Modifier > 0 ? type.Modifier : 16);
        ParseDense(text, type, elements);
        var vector = elements.ToArray();
        CheckDimensions(type, vector.Length);
        return vector;
    }

    public static Half[] ParseHalfVector(string text, SqlType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        var elements = new List<float>(type.Modifier > 0 ? type.Modifier : 16);
        ParseDense(text, type, elements);
        var vector = new Half[elements.Count];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = ToHalf(elements[i]);
        CheckDimensions(type, vector.Length);
        return vector;
    }

    public static SparseVector ParseSparse(string text, SqlType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        var commas = text.AsSpan().Count(',');
        if (commas + 1 > TypeNames.MaxSparseElements)
            throw TextErrors.Limit($"sparsevec cannot have more than {TypeNames.MaxSparseElements} non-zero elements");
        var cursor = new Cursor(text);
        if (!cursor.Take('{'))
            throw TextErrors.Syntax("sparsevec", text, "Vector contents must start with \"{\".");
        var elements = new List<(int Index, float Value)>(commas + 1);
        if (!cursor.Take('}'))
            ParseSparseElements(ref cursor, text, elements);
        if (!cursor.Take('/'))
            throw TextErrors.Syntax("sparsevec", text, "Unexpected end of input.");
        if (cursor.TakeInteger() is not { } dimensions)
            throw TextErrors.Syntax("sparsevec", text);
        if (!cursor.AtEnd)
            throw TextErrors.Syntax("sparsevec", text, "Junk after closing.");
        return FromElements(dimensions, elements, type);
    }

    /// <summary>A sparsevec from 0-based elements in any order, checked as pgvector checks them.</summary>
    public static SparseVector FromElements(long dimensions, List<(int Index, float Value)> elements, SqlType type)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (dimensions < 1)
            throw TextErrors.Data("sparsevec must have at least 1 dimension");
        if (dimensions > TypeNames.MaxSparseDimensions)
            throw TextErrors.Limit($"sparsevec cannot have more than {TypeNames.MaxSparseDimensions} dimensions");
        CheckDimensions(type with { Kind = TypeKind.SparseVec }, (int)dimensions);
        elements.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i].Index < 0 || elements[i].Index >= dimensions)
                throw TextErrors.Data("sparsevec index out of bounds");
            if (i > 0 && elements[i].Index == elements[i - 1].Index)
                throw TextErrors.Data("sparsevec indices must not contain duplicates");
        }

        return new SparseVector((int)dimensions, [.. elements.Select(e => e.Index)], [.. elements.Select(e => e.Value)]);
    }

    public static string Format(ReadOnlySpan<float> vector)
    {
        var text = new StringBuilder(vector.Length * 8).Append('[');
        Span<byte> number = stackalloc byte[NumberText.MaxFloatChars];
        for (var i = 0; i < vector.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            AppendAscii(text, number[..NumberText.FormatSingle(vector[i], number)]);
        }

        return text.Append(']').ToString();
    }

    public static string Format(ReadOnlySpan<Half> vector)
    {
        var floats = new float[vector.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)vector[i];
        return Format(floats);
    }

    public static string Format(SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var text = new StringBuilder().Append('{');
        for (var i = 0; i < vector.NonZeroCount; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{vector.Indices[i] + 1}:").Append(NumberText.Format(vector.Values[i]));
        }

        return text.Append(CultureInfo.InvariantCulture, $"}}/{vector.Dimensions}").ToString();
    }

    /// <summary>22000 or 54000 when a vector has no or too many dimensions or not those its type asks for.</summary>
    public static void CheckDimensions(SqlType type, int dimensions)
    {
        if (dimensions < 1)
            throw TextErrors.Data($"{type.Name} must have at least 1 dimension");
        if (type.Kind != TypeKind.SparseVec && dimensions > TypeNames.MaxDimensions)
            throw TextErrors.Limit($"{type.Name} cannot have more than {TypeNames.MaxDimensions} dimensions");
        if (type.Modifier > 0 && type.Modifier != dimensions)
            throw TextErrors.Data($"expected {type.Modifier} dimensions, not {dimensions}");
    }

    /// <summary>22000 for NaN and infinity, which no vector may hold.</summary>
    public static void CheckElement(float value, string typeName)
    {
        if (float.IsNaN(value))
            throw TextErrors.Data($"NaN not allowed in {typeName}");
        if (float.IsInfinity(value))
            throw TextErrors.Data($"infinite value not allowed in {typeName}");
    }

    /// <summary>22000 for NaN and infinity in any element.</summary>
    public static void CheckElements(ReadOnlySpan<float> values, string typeName)
    {
        foreach (var value in values)
            CheckElement(value, typeName);
    }

    /// <summary>The nearest half; 22003 when it is too large.</summary>
    public static Half ToHalf(float value)
    {
        var half = (Half)value;
        return Half.IsInfinity(half) && !float.IsInfinity(value) ? throw TextErrors.OutOfRange("halfvec", NumberText.Format(value)) : half;
    }

    private static void ParseDense(string text, SqlType type, List<float> elements)
    {
        var name = type.Name;
        var cursor = new Cursor(text);
        if (!cursor.Take('['))
            throw TextErrors.Syntax(name, text, "Vector contents must start with \"[\".");
        if (cursor.Peek(']'))
            throw TextErrors.Data($"{name} must have at least 1 dimension");
        while (true)
        {
            if (elements.Count == TypeNames.MaxDimensions)
                throw TextErrors.Limit($"{name} cannot have more than {TypeNames.MaxDimensions} dimensions");
            elements.Add(TakeElement(ref cursor, text, name));
            if (cursor.Take(','))
                continue;
            if (cursor.Take(']'))
                break;
            throw TextErrors.Syntax(name, text);
        }

        if (!cursor.AtEnd)
            throw TextErrors.Syntax(name, text, "Junk after closing right brace.");
    }

    private static void ParseSparseElements(ref Cursor cursor, string text, List<(int Index, float Value)> elements)
    {
        while (true)
        {
            if (cursor.TakeInteger() is not { } index || !cursor.Take(':'))
                throw TextErrors.Syntax("sparsevec", text);
            var value = TakeElement(ref cursor, text, "sparsevec");
            if (value != 0)
                elements.Add(((int)Math.Clamp(index - 1, -1, int.MaxValue), value));
            if (cursor.Take(','))
                continue;
            if (cursor.Take('}'))
                return;
            throw TextErrors.Syntax("sparsevec", text);
        }
    }

    private static float TakeElement(ref Cursor cursor, string text, string typeName)
    {
        var number = cursor.TakeFloat();
        if (number.IsEmpty)
            throw TextErrors.Syntax(typeName, text);
        var value = NumberText.ParsePrefix(number);
        if (float.IsInfinity(value) && char.IsAsciiDigit(number[^1]))
            throw TextErrors.OutOfRange(typeName, number);
        CheckElement(value, typeName);
        if (typeName == "halfvec" && Half.IsInfinity((Half)value))
            throw TextErrors.OutOfRange(typeName, number);
        return value;
    }

    private static void AppendAscii(StringBuilder text, ReadOnlySpan<byte> ascii)
    {
        foreach (var c in ascii)
            text.Append((char)c);
    }

    /// <summary>Walks over a text; every take skips blanks before it.</summary>
    private ref struct Cursor(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public bool AtEnd
        {
            get
            {
                SkipBlanks();
                return _rest.IsEmpty;
            }
        }

        public bool Peek(char c)
        {
            SkipBlanks();
            return !_rest.IsEmpty && _rest[0] == c;
        }

        public bool Take(char c)
        {
            if (!Peek(c))
                return false;
            _rest = _rest[1..];
            return true;
        }

        public ReadOnlySpan<char> TakeFloat()
        {
            SkipBlanks();
            var number = _rest[..NumberText.FloatPrefix(_rest)];
            _rest = _rest[number.Length..];
            return number;
        }

        public long? TakeInteger()
        {
            SkipBlanks();
            var at = !_rest.IsEmpty && _rest[0] is '+' or '-' ? 1 : 0;
            var negative = at == 1 && _rest[0] == '-';
            var start = at;
            var value = 0L;
            for (; at < _rest.Length && char.IsAsciiDigit(_rest[at]); at++)
                value = Math.Min((value * 10) + (_rest[at] - '0'), uint.MaxValue);
            if (at == start)
                return null;
            _rest = _rest[at..];
            return negative ? -value : value;
        }

        private void SkipBlanks()
        {
            var at = 0;
            while (at < _rest.Length && _rest[at] is (' ' or '\t' or '\n' or '\r' or '\v' or '\f'))
                at++;
            _rest = _rest[at..];
        }
    }
}
