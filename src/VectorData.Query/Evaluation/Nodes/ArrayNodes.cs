using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>Arrays that expressions make and take apart.</summary>
internal static class ArrayFunctions
{
    /// <summary>ARRAY[…] of elements, or of arrays of one shape.</summary>
    public static Value Build(ReadOnlySpan<Value> items, SqlType elementType, bool isNested)
    {
        if (!isNested)
            return Value.Of(new SqlArray(elementType, items.ToArray()));
        var elements = new List<Value>();
        SqlArray? first = null;
        foreach (var item in items)
        {
            if (item.IsNull)
                throw Mismatch();
            var array = item.AsArray();
            first ??= array;
            if (!array.Lengths.AsSpan().SequenceEqual(first.Lengths))
                throw Mismatch();
            elements.AddRange(array.Elements);
        }

        if (first is null || first.Rank == 0)
            return Value.Of(new SqlArray(elementType, []));
        int[] lengths = [items.Length, .. first.Lengths];
        return Value.Of(new SqlArray(elementType, [.. elements], lengths, [.. Enumerable.Repeat(1, lengths.Length)]));

        static VectorDbException Mismatch() =>
            new(SqlStates.ArraySubscriptError, "multidimensional arrays must have array expressions with matching dimensions");
    }

    /// <summary>One element; NULL outside the bounds or with another number of subscripts than dimensions.</summary>
    public static Value Subscript(SqlArray array, ReadOnlySpan<Value> indexes)
    {
        if (array.Rank != indexes.Length)
            return Value.Null(array.ElementType);
        var at = 0;
        for (var i = 0; i < indexes.Length; i++)
        {
            var index = indexes[i].AsInt64() - array.LowerBounds[i];
            if (index < 0 || index >= array.Lengths[i])
                return Value.Null(array.ElementType);
            at = (at * array.Lengths[i]) + (int)index;
        }

        return array.Elements[at];
    }

    /// <summary>x[lower:upper] of the first dimension, bounds starting at 1.</summary>
    public static Value Slice(SqlArray array, long? lower, long? upper)
    {
        if (array.Rank == 0)
            return Value.Of(array);
        var from = Math.Max(lower ?? array.LowerBounds[0], array.LowerBounds[0]) - array.LowerBounds[0];
        var to = Math.Min(upper ?? long.MaxValue, (long)array.LowerBounds[0] + array.Lengths[0] - 1) - array.LowerBounds[0];
        if (from > to)
            return Value.Of(new SqlArray(array.ElementType, []));
        var width = array.Elements.Length / array.Lengths[0];
        int[] lengths = [(int)(to - from + 1), .. array.Lengths[1..]];
        var elements = array.Elements[(int)(from * width)..(int)((to + 1) * width)];
        return Value.Of(new SqlArray(array.ElementType, elements, lengths, [.. Enumerable.Repeat(1, lengths.Length)]));
    }
}

/// <summary>x op ANY or ALL of an array: the comparison is run over the elements of each row's array.</summary>
internal sealed class QuantifiedNode(EvalNode left, EvalNode array, EvalNode comparison, bool isAll)
    : EvalNode(SqlType.Boolean, left.IsScalar && array.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var arrayColumn = array.Evaluate(rows, context);
        var target = Target(rows);
        var output = new Output<bool>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            var arrayRow = array.IsScalar ? 0 : row;
            bool? result = null;
            if (!arrayColumn.IsNull(arrayRow))
            {
                var items = arrayColumn.GetValue(arrayRow).AsArray();
                var elements = ColumnBuilder.For(items.ElementType, items.Elements.Length);
                foreach (var element in items.Elements)
                    elements.Append(element);
                result = Test(comparison, leftColumn.GetValue(left.IsScalar ? 0 : row), left.Type, elements.Build(), isAll, context);
            }

            if (result is { } known)
                output.Set(row, known);
            else
                output.SetNull(row);
        }

        return output.Build();
    }

    /// <summary>Three-valued ANY or ALL of a comparison over two columns, the left value repeated.</summary>
    public static bool? Test(EvalNode comparison, in Value leftValue, SqlType leftType, ColumnVector elements, bool isAll, EvaluationContext context)
    {
        if (elements.Length == 0)
            return isAll;
        var column = (FixedColumn<bool>)comparison.Evaluate(
            new RowSet([ColumnBuilder.Repeat(leftValue, leftType, elements.Length), elements], elements.Length), context);
        return Combine(column, comparison.IsScalar ? 1 : elements.Length, isAll);
    }

    /// <summary>True as soon as one decides, NULL when none does and one is NULL.</summary>
    public static bool? Combine(FixedColumn<bool> tests, int count, bool isAll)
    {
        var hasNull = false;
        for (var i = 0; i < count; i++)
        {
            if (tests.IsNull(i))
                hasNull = true;
            else if (tests.Span[i] != isAll)
                return !isAll;
        }

        return hasNull ? null : isAll;
    }
}
