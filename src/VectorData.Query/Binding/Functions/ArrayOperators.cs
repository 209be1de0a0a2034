using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Nodes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>Functions and operators of arrays.</summary>
internal static class ArrayOperators
{
    public static void AddTo(FunctionList list)
    {
        AddShape(list);
        AddChanges(list);
        AddTests(list);
        list.Add("string_to_array(text, text) text[]", N((_, a) => StringToArray(a[0], a[1], default)));
        list.Add("string_to_array(text, text, text) text[]", N((_, a) => StringToArray(a[0], a[1], a[2])));
        list.Add("array_to_string(anyarray, text) text", V((context, a) => Value.Of(ArrayToString(a[0].AsArray(), a[1].AsString(), null, context))), Volatility.Stable);
        list.Add("array_to_string(anyarray, text, text) text",
            N((context, a) => a[0].IsNull || a[1].IsNull
                ? Value.Null(SqlType.Text)
                : Value.Of(ArrayToString(a[0].AsArray(), a[1].AsString(), a[2].IsNull ? null : a[2].AsString(), context))), Volatility.Stable);
    }

    private static void AddShape(FunctionList list)
    {
        list.Add("array_length(anyarray, integer) integer", V((_, a) => Dimension(a[0].AsArray(), a[1].AsInt32(), (array, i) => array.Lengths[i])));
        list.Add("array_lower(anyarray, integer) integer", V((_, a) => Dimension(a[0].AsArray(), a[1].AsInt32(), (array, i) => array.LowerBounds[i])));
        list.Add("array_upper(anyarray, integer) integer",
            V((_, a) => Dimension(a[0].AsArray(), a[1].AsInt32(), (array, i) => array.LowerBounds[i] + array.Lengths[i] - 1)));
        list.Add("array_ndims(anyarray) integer", V((_, a) => a[0].AsArray().Rank is > 0 and var rank ? Value.Of(rank) : Value.Null(SqlType.Integer)));
        list.Add("array_dims(anyarray) text", V((_, a) => Dimensions(a[0].AsArray())));
        list.Add("cardinality(anyarray) integer", V((_, a) => Value.Of(a[0].AsArray().Elements.Length)));
    }

    private static void AddChanges(FunctionList list)
    {
        list.Add("array_append(anycompatiblearray, anycompatible) anycompatiblearray", (arguments, type) => Typed(arguments, type, (a, element) => Append(a[0], a[1], element)));
        list.Add("array_prepend(anycompatible, anycompatiblearray) anycompatiblearray", (arguments, type) => Typed(arguments, type, (a, element) => Prepend(a[0], a[1], element)));
        list.Add("array_cat(anycompatiblearray, anycompatiblearray) anycompatiblearray", (arguments, type) => Typed(arguments, type, (a, element) => Concat(a[0], a[1], element)));
        list.Add("array_remove(anycompatiblearray, anycompatible) anycompatiblearray", N((_, a) => Remove(a[0], a[1])));
        list.Add("array_replace(anycompatiblearray, anycompatible, anycompatible) anycompatiblearray", N((_, a) => Replace(a[0], a[1], a[2])));
        list.Add("array_fill(anyelement, integer[]) anyarray", (arguments, type) => Typed(arguments, type, (a, element) => Fill(a[0], a[1], element)));
        list.Add("trim_array(anyarray, integer) anyarray", V((_, a) => Trim(a[0].AsArray(), a[1].AsInt32())));
    }

    private static void AddTests(FunctionList list)
    {
        list.Add("array_position(anycompatiblearray, anycompatible) integer", N((_, a) => Position(a[0], a[1], 1)));
        list.Add("array_position(anycompatiblearray, anycompatible, integer) integer", N((_, a) => Position(a[0], a[1], a[2].AsInt32())));
        list.Add("array_positions(anycompatiblearray, anycompatible) integer[]", N((_, a) => Positions(a[0], a[1])));
        list.Add("@>(anyarray, anyarray) boolean", V((_, a) => Value.Of(Contains(a[0].AsArray(), a[1].AsArray()))));
        list.Add("<@(anyarray, anyarray) boolean", V((_, a) => Value.Of(Contains(a[1].AsArray(), a[0].AsArray()))));
        list.Add("&&(anyarray, anyarray) boolean", V((_, a) => Value.Of(Overlaps(a[0].AsArray(), a[1].AsArray()))));
    }

    private delegate Value TypedFunction(ReadOnlySpan<Value> arguments, SqlType elementType);

    private static ValuesNode Typed(EvalNode[] arguments, SqlType type, TypedFunction function) =>
        new(arguments, type, isStrict: false, (_, a) => function(a, type.ElementType));

    private static Value Dimension(SqlArray array, int dimension, Func<SqlArray, int, int> get) =>
        dimension >= 1 && dimension <= array.Rank ? Value.Of(get(array, dimension - 1)) : Value.Null(SqlType.Integer);

    private static Value Dimensions(SqlArray array)
    {
        if (array.Rank == 0)
            return Value.Null(SqlType.Text);
        var text = new StringBuilder();
        for (var i = 0; i < array.Rank; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"[{array.LowerBounds[i]}:{array.LowerBounds[i] + array.Lengths[i] - 1}]");
        return Value.Of(text.ToString());
    }

    private static Value Append(in Value array, in Value element, SqlType type)
    {
        var old = array.IsNull ? new SqlArray(type, []) : array.AsArray();
        CheckFlat(old);
        return Value.Of(new SqlArray(type, [.. old.Elements, element], [old.Elements.Length + 1], old.Rank == 0 ? [1] : old.LowerBounds));
    }

    private static Value Prepend(in Value element, in Value array, SqlType type)
    {
        var old = array.IsNull ? new SqlArray(type, []) : array.AsArray();
        CheckFlat(old);
        return Value.Of(new SqlArray(type, [element, .. old.Elements], [old.Elements.Length + 1], old.Rank == 0 ? [1] : old.LowerBounds));
    }

    private static Value Concat(in Value left, in Value right, SqlType type)
    {
        if (left.IsNull || right.IsNull)
            return left.IsNull ? right : left;
        var x = left.AsArray();
        var y = right.AsArray();
        if (x.Rank == 0 || y.Rank == 0)
            return x.Rank == 0 ? right : left;
        var lengths = x.Rank >= y.Rank ? [.. x.Lengths] : (int[])[.. y.Lengths];
        var isFitting = Math.Abs(x.Rank - y.Rank) switch
        {
            0 => x.Lengths.AsSpan(1).SequenceEqual(y.Lengths.AsSpan(1)),
            1 => x.Rank > y.Rank ? x.Lengths.AsSpan(1).SequenceEqual(y.Lengths) : y.Lengths.AsSpan(1).SequenceEqual(x.Lengths),
            _ => false,
        };
        if (!isFitting)
            throw new VectorDbException(SqlStates.ArraySubscriptError, "cannot concatenate incompatible arrays")
            {
                Detail = $"Arrays of {x.Rank} and {y.Rank} dimensions are not compatible for concatenation.",
            };
        lengths[0] = x.Rank == y.Rank ? x.Lengths[0] + y.Lengths[0] : lengths[0] + 1;
        return Value.Of(new SqlArray(type, [.. x.Elements, .. y.Elements], lengths, x.Rank >= y.Rank ? x.LowerBounds : y.LowerBounds));
    }

    private static Value Remove(in Value array, in Value element)
    {
        if (array.IsNull)
            return array;
        var old = array.AsArray();
        CheckFlat(old);
        var gone = element;
        return Value.Of(new SqlArray(old.ElementType, Array.FindAll(old.Elements, item => !ValueComparer.Same(item, gone))));
    }

    private static Value Replace(in Value array, in Value from, in Value to)
    {
        if (array.IsNull)
            return array;
        var old = array.AsArray();
        var (search, replacement) = (from, to);
        return Value.Of(new SqlArray(
            old.ElementType, Array.ConvertAll(old.Elements, item => ValueComparer.Same(item, search) ? replacement : item), old.Lengths, old.LowerBounds));
    }

    private static Value Fill(in Value element, in Value lengths, SqlType type)
    {
        if (lengths.IsNull || lengths.AsArray().Elements.Any(length => length.IsNull))
            throw new VectorDbException(SqlStates.NullValueNotAllowed, "dimension values cannot be null");
        var sizes = Array.ConvertAll(lengths.AsArray().Elements, length => length.AsInt32());
        var count = sizes.Aggregate(1L, (product, size) => product * Math.Max(size, 0));
        if (count > 134_217_727)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, "array size exceeds the maximum allowed (134217727)");
        var elements = new Value[count];
        Array.Fill(elements, element.IsNull ? Value.Null(type) : element);
        return count == 0
            ? Value.Of(new SqlArray(type, []))
            : Value.Of(new SqlArray(type, elements, sizes, [.. Enumerable.Repeat(1, sizes.Length)]));
    }

    private static Value Trim(SqlArray array, int count)
    {
        var length = array.Rank == 0 ? 0 : array.Lengths[0];
        if (count < 0 || count > length)
            throw new VectorDbException(SqlStates.ArraySubscriptError, $"number of elements to trim must be between 0 and {length}");
        return ArrayFunctions.Slice(array, null, length == 0 ? 0 : array.LowerBounds[0] + length - 1 - count);
    }

    private static Value Position(in Value array, in Value element, int start)
    {
        if (array.IsNull)
            return Value.Null(SqlType.Integer);
        var items = array.AsArray();
        CheckFlat(items);
        for (var i = Math.Max(0, start - 1); i < items.Elements.Length; i++)
            if (ValueComparer.Same(items.Elements[i], element))
                return Value.Of(i + items.LowerBounds[0]);
        return Value.Null(SqlType.Integer);
    }

    private static Value Positions(in Value array, in Value element)
    {
        if (array.IsNull)
            return Value.Null(SqlType.ArrayOf(SqlType.Integer));
        var items = array.AsArray();
        CheckFlat(items);
        var found = new List<Value>();
        for (var i = 0; i < items.Elements.Length; i++)
            if (ValueComparer.Same(items.Elements[i], element))
                found.Add(Value.Of(i + items.LowerBounds[0]));
        return Value.Of(new SqlArray(SqlType.Integer, [.. found]));
    }

    private static bool Contains(SqlArray array, SqlArray items)
    {
        var set = array.Elements.Where(element => !element.IsNull).ToHashSet(ValueComparer.Instance);
        return items.Elements.All(item => !item.IsNull && set.Contains(item));
    }

    private static bool Overlaps(SqlArray left, SqlArray right)
    {
        var set = left.Elements.Where(element => !element.IsNull).ToHashSet(ValueComparer.Instance);
        return right.Elements.Any(item => !item.IsNull && set.Contains(item));
    }

    private static Value StringToArray(in Value text, in Value delimiter, in Value nullText)
    {
        if (text.IsNull)
            return Value.Null(SqlType.ArrayOf(SqlType.Text));
        var source = text.AsString();
        string[] parts = source.Length == 0 ? []
            : delimiter.IsNull ? [.. source.EnumerateRunes().Select(rune => rune.ToString())]
            : delimiter.AsString().Length == 0 ? [source]
            : source.Split(delimiter.AsString());
        var marker = nullText.IsNull ? null : nullText.AsString();
        return Value.Of(new SqlArray(SqlType.Text, Array.ConvertAll(parts, part => part == marker ? Value.Null(SqlType.Text) : Value.Of(part))));
    }

    private static string ArrayToString(SqlArray array, string delimiter, string? nullText, EvaluationContext context)
    {
        var parts = new List<string>();
        foreach (var element in array.Elements)
        {
            if (!element.IsNull)
                parts.Add(ValueText.Format(element, context.TimeZone));
            else if (nullText is not null)
                parts.Add(nullText);
        }

        return string.Join(delimiter, parts);
    }

    private static void CheckFlat(SqlArray array)
    {
        if (array.Rank > 1)
            throw new VectorDbException(SqlStates.DataException, "argument must be empty or one-dimensional array");
    }
}
