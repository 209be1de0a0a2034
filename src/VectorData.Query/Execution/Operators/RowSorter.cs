using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Execution.Operators;

/// <summary>A key of an order: a column of the batch by number, its direction and the place of NULLs.</summary>
internal readonly record struct SortKey(int Column, bool Descending, bool NullsFirst, ColumnOrder Order)
{
    /// <summary>Keys whose expressions are columns of a layout.</summary>
    public static SortKey[] For(IReadOnlyList<BoundOrdering> orderings, SlotLayout layout) =>
        [.. orderings.Select(ordering => new SortKey(
            layout.OrdinalOf(((BoundColumn)ordering.Expression).Slot), ordering.Descending, ordering.NullsFirst, ColumnOrder.For(ordering.Expression.Type)))];
}

/// <summary>Orders rows by keys; equal rows keep their order.</summary>
internal static class RowSorter
{
    /// <summary>Row numbers of the batch (which has no selection) in order.</summary>
    public static int[] Sort(Batch batch, SortKey[] keys)
    {
        var rows = new int[batch.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i;
        if (keys.Length == 0)
            return rows;
        var nulls = MoveNulls(batch.Columns[keys[0].Column], rows, keys[0].NullsFirst);
        var (start, end) = keys[0].NullsFirst ? (nulls, rows.Length) : (0, rows.Length - nulls);
        SortByPrefix(batch, keys, rows.AsSpan(start, end - start));
        if (nulls > 1 && keys.Length > 1)
        {
            var comparer = new RowComparer(batch, keys, 1);
            rows.AsSpan(keys[0].NullsFirst ? 0 : end, nulls).Sort(comparer.Compare);
        }

        return rows;
    }

    /// <summary>Whether two rows are equal in all keys.</summary>
    public static bool AreTies(Batch batch, SortKey[] keys, int left, int right) => new RowComparer(batch, keys, 0).CompareKeys(left, right) == 0;

    // Stable: returns how many rows have NULL as first key and puts them before or behind the others.
    private static int MoveNulls(ColumnVector column, int[] rows, bool first)
    {
        if (!column.MayHaveNulls)
            return 0;
        var flags = column.Nulls.Span;
        var nulls = flags.Length - flags.Count((byte)0);
        var (nullAt, valueAt) = first ? (0, nulls) : (rows.Length - nulls, 0);
        for (var row = 0; row < flags.Length; row++)
        {
            if (flags[row] != 0)
                rows[nullAt++] = row;
            else
                rows[valueAt++] = row;
        }

        return nulls;
    }

    private static void SortByPrefix(Batch batch, SortKey[] keys, Span<int> rows)
    {
        var column = batch.Columns[keys[0].Column];
        var prefixes = new ulong[batch.Length];
        keys[0].Order.Prefix(column, prefixes);
        var items = new (ulong Prefix, int Row)[rows.Length];
        var flip = keys[0].Descending ? ulong.MaxValue : 0;
        for (var i = 0; i < rows.Length; i++)
            items[i] = (prefixes[rows[i]] ^ flip, rows[i]);
        if (keys.Length == 1 && keys[0].Order.IsExact)
        {
            items.AsSpan().Sort(static (left, right) =>
            {
                var order = left.Prefix.CompareTo(right.Prefix);
                return order != 0 ? order : left.Row.CompareTo(right.Row);
            });
        }
        else
        {
            var comparer = new RowComparer(batch, keys, keys[0].Order.IsExact ? 1 : 0);
            items.AsSpan().Sort((left, right) =>
            {
                var order = left.Prefix.CompareTo(right.Prefix);
                return order != 0 ? order : comparer.Compare(left.Row, right.Row);
            });
        }

        for (var i = 0; i < rows.Length; i++)
            rows[i] = items[i].Row;
    }

    private sealed class RowComparer(Batch batch, SortKey[] keys, int first)
    {
        public int Compare(int left, int right)
        {
            var order = CompareKeys(left, right);
            return order != 0 ? order : left.CompareTo(right);
        }

        public int CompareKeys(int left, int right)
        {
            for (var i = first; i < keys.Length; i++)
            {
                var column = batch.Columns[keys[i].Column];
                var leftNull = column.IsNull(left);
                var rightNull = column.IsNull(right);
                if (leftNull || rightNull)
                {
                    if (leftNull && rightNull)
                        continue;
                    return leftNull == keys[i].NullsFirst ? -1 : 1;
                }

                var order = keys[i].Order.Compare(column, left, column, right);
                if (order != 0)
                    return keys[i].Descending ? -order : order;
            }

            return 0;
        }
    }
}
