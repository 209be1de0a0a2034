using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>x IN (scalars): the items are hashed once for an execution.</summary>
internal sealed class InListNode(EvalNode operand, EvalNode[] items, bool negate) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context) =>
        MembershipNode.Evaluate(operand, Items(context), negate, rows, Target(rows), context);

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output) =>
        rows.Count == 0 || IsScalar ? base.Filter(rows, context, output) : MembershipNode.Filter(operand, Items(context), negate, rows, context, output);

    private ItemSet Items(EvaluationContext context) => context.Cached(this, () =>
    {
        var builder = ColumnBuilder.For(operand.Type.Unmodified);
        foreach (var item in items)
            builder.Append(item.Evaluate(RowSet.One, context).GetValue(0));
        return new ItemSet(builder.Build());
    });
}

/// <summary>x = ANY (array that is the same for all rows).</summary>
internal sealed class AnyElementNode(EvalNode operand, EvalNode array) : EvalNode(SqlType.Boolean, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = array.Evaluate(RowSet.One, context);
        var target = Target(rows);
        return column.IsNull(0)
            ? NullMask.AllNull(Type, target.Length)
            : MembershipNode.Evaluate(operand, Items(column, context), negate: false, rows, target, context);
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0 || IsScalar)
            return base.Filter(rows, context, output);
        var column = array.Evaluate(RowSet.One, context);
        return column.IsNull(0) ? 0 : MembershipNode.Filter(operand, Items(column, context), negate: false, rows, context, output);
    }

    private ItemSet Items(ColumnVector column, EvaluationContext context) => context.Cached(this, () =>
    {
        var builder = ColumnBuilder.For(operand.Type.Unmodified);
        foreach (var element in column.GetValue(0).AsArray().Elements)
            builder.Append(element);
        return new ItemSet(builder.Build());
    });
}

/// <summary>Tests of rows against a set.</summary>
internal static class MembershipNode
{
    public static ColumnVector Evaluate(EvalNode operand, ItemSet items, bool negate, in RowSet rows, in RowSet target, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        var output = new Output<bool>(SqlType.Boolean, target.Length);
        Span<int> one = stackalloc int[1];
        Span<ulong> hash = stackalloc ulong[1];
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (items.Count == 0)
            {
                output.Set(row, negate);
                continue;
            }

            one[0] = row;
            hash[0] = 0;
            items.Comparer.Hash(column, one, hash);
            var found = !column.IsNull(row) && items.Contains(column, row, hash[0]);
            if (column.IsNull(row) || (!found && items.HasNull))
                output.SetNull(row);
            else
                output.Set(row, found != negate);
        }

        return output.Build();
    }

    public static int Filter(EvalNode operand, ItemSet items, bool negate, in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (negate && items.HasNull)
            return 0;
        var column = operand.Evaluate(rows, context);
        var hashes = new ulong[rows.Count];
        if (rows.HasSelection)
            items.Comparer.Hash(column, rows.Selection, hashes);
        else
            items.Comparer.Hash(column, hashes);
        var count = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            var row = rows.RowAt(i);
            output[count] = row;
            if (items.Count == 0 ? negate : !column.IsNull(row) && items.Contains(column, row, hashes[i]) != negate)
                count++;
        }

        return count;
    }
}

/// <summary>A set of values of one type, open addressing over a column.</summary>
internal sealed class ItemSet
{
    private readonly ColumnVector _items;
    private readonly int[] _table;
    private readonly ulong[] _hashes;

    public ItemSet(ColumnVector items)
    {
        _items = items;
        Comparer = ColumnComparer.For(items.Type);
        _hashes = new ulong[items.Length];
        Comparer.Hash(items, _hashes);
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, items.Length * 2))];
        for (var i = 0; i < items.Length; i++)
        {
            if (items.IsNull(i))
            {
                HasNull = true;
                continue;
            }

            var at = (int)_hashes[i] & (_table.Length - 1);
            while (_table[at] != 0)
                at = (at + 1) & (_table.Length - 1);
            _table[at] = i + 1;
        }
    }

    public ColumnComparer Comparer { get; }

    public bool HasNull { get; }

    /// <summary>Items, NULLs and repeated ones included.</summary>
    public int Count => _items.Length;

    public bool Contains(ColumnVector column, int row, ulong hash)
    {
        for (var at = (int)hash & (_table.Length - 1); _table[at] != 0; at = (at + 1) & (_table.Length - 1))
        {
            var item = _table[at] - 1;
            if (_hashes[item] == hash && Comparer.Equal(_items, item, column, row))
                return true;
        }

        return false;
    }
}
