using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A comparison of fixed-width values; one side scalar over rows without a selection runs 64 rows at a time.</summary>
internal sealed class FixedComparisonNode<T, TTest>(EvalNode left, EvalNode right, bool negate)
    : EvalNode(SqlType.Boolean, left.IsScalar && right.IsScalar)
    where T : unmanaged, IComparable<T>
    where TTest : IComparisonTest
{
    private const int BlockRows = 64;

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = (FixedColumn<T>)left.Evaluate(rows, context);
        var rightColumn = (FixedColumn<T>)right.Evaluate(rows, context);
        var target = Target(rows);
        if (NullMask.IsNullScalar(left, leftColumn) || NullMask.IsNullScalar(right, rightColumn))
            return NullMask.AllNull(Type, target.Length);
        var result = new bool[target.Length];
        var x = leftColumn.Span;
        var y = rightColumn.Span;
        if (right.IsScalar)
        {
            var constant = y[0];
            for (var i = 0; i < result.Length; i++)
                result[i] = TTest.Test(x[i], constant) != negate;
        }
        else if (left.IsScalar)
        {
            var constant = x[0];
            for (var i = 0; i < result.Length; i++)
                result[i] = TTest.Test(constant, y[i]) != negate;
        }
        else
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = TTest.Test(x[i], y[i]) != negate;
        }

        return new FixedColumn<bool>(Type, result, NullMask.Union(left, leftColumn, right, rightColumn));
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0)
            return 0;
        if (!right.IsScalar || left.IsScalar)
            return base.Filter(rows, context, output);
        var rightColumn = (FixedColumn<T>)right.Evaluate(rows, context);
        if (rightColumn.IsNull(0))
            return 0;
        var constant = rightColumn.Span[0];
        var column = (FixedColumn<T>)left.Evaluate(rows, context);
        var values = column.Span;
        var nulls = column.Nulls.Span;
        if (rows.HasSelection)
            return FilterSelected(values, nulls, constant, rows.Selection, output);
        var start = 0;
        var count = Vector256<T>.IsSupported && Vector256.IsHardwareAccelerated && !IsNaN(constant)
            ? FilterBlocks(values, nulls, constant, output, out start)
            : 0;
        for (var row = start; row < values.Length; row++)
        {
            output[count] = row;
            if (TTest.Test(values[row], constant) != negate && (nulls.IsEmpty || nulls[row] == 0))
                count++;
        }

        return count;
    }

    private int FilterSelected(ReadOnlySpan<T> values, ReadOnlySpan<byte> nulls, T constant, ReadOnlySpan<int> selection, Span<int> output)
    {
        var count = 0;
        if (nulls.IsEmpty && !IsNaN(constant))
        {
            foreach (var row in selection)
            {
                output[count] = row;
                count += TTest.TestOrdered(values[row], constant) != negate ? 1 : 0;
            }

            return count;
        }

        foreach (var row in selection)
        {
            output[count] = row;
            count += TTest.Test(values[row], constant) != negate && (nulls.IsEmpty || nulls[row] == 0) ? 1 : 0;
        }

        return count;
    }

    private int FilterBlocks(ReadOnlySpan<T> values, ReadOnlySpan<byte> nulls, T constant, Span<int> output, out int done)
    {
        var count = 0;
        var wanted = Vector256.Create(constant);
        ref var first = ref MemoryMarshal.GetReference(values);
        for (done = 0; done + BlockRows <= values.Length; done += BlockRows)
        {
            var bits = 0UL;
            for (var lane = 0; lane < BlockRows; lane += Vector256<T>.Count)
                bits |= (ulong)TTest.Test(Vector256.LoadUnsafe(ref first, (nuint)(done + lane)), wanted).ExtractMostSignificantBits() << lane;
            if (negate)
                bits = ~bits;
            if (!nulls.IsEmpty)
                bits &= ~NullBits(nulls.Slice(done, BlockRows));
            count = Emit(bits, done, output, count);
        }

        return count;
    }

    private static int Emit(ulong bits, int start, Span<int> output, int count)
    {
        if (bits == ulong.MaxValue)
        {
            var block = output.Slice(count, BlockRows);
            for (var i = 0; i < block.Length; i++)
                block[i] = start + i;
            return count + BlockRows;
        }

        for (; bits != 0; bits &= bits - 1)
            output[count++] = start + BitOperations.TrailingZeroCount(bits);
        return count;
    }

    private static ulong NullBits(ReadOnlySpan<byte> nulls)
    {
        ref var first = ref MemoryMarshal.GetReference(nulls);
        var low = ~Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256<byte>.Zero).ExtractMostSignificantBits();
        var high = ~Vector256.Equals(Vector256.LoadUnsafe(ref first, 32), Vector256<byte>.Zero).ExtractMostSignificantBits();
        return low | ((ulong)high << 32);
    }

    private static bool IsNaN(T value) => typeof(T) == typeof(double) ? double.IsNaN((double)(object)value)
        : typeof(T) == typeof(float) && float.IsNaN((float)(object)value);
}
