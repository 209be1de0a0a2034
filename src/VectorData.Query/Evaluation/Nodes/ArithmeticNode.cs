using System.Numerics;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>Arithmetic on two operands of one fixed-width type: vectorised over all rows where that cannot fail, row by row otherwise.</summary>
internal sealed class ArithmeticNode<T, TOperation>(EvalNode left, EvalNode right, SqlType type) : EvalNode(type, left.IsScalar && right.IsScalar)
    where T : unmanaged
    where TOperation : IArithmetic<T>
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = (FixedColumn<T>)left.Evaluate(rows, context);
        var rightColumn = (FixedColumn<T>)right.Evaluate(rows, context);
        var target = Target(rows);
        if (NullMask.IsNullScalar(left, leftColumn) || NullMask.IsNullScalar(right, rightColumn))
            return NullMask.AllNull(Type, target.Length);
        var nulls = NullMask.Union(left, leftColumn, right, rightColumn);
        var result = new T[target.Length];
        if (!TOperation.IsVectorized || !target.IsDense || target.Length < Vector<T>.Count || !TryAll(leftColumn.Span, rightColumn.Span, result))
            ApplyEach(leftColumn.Span, rightColumn.Span, nulls.Span, target, result);
        return new FixedColumn<T>(Type, result, nulls);
    }

    private void ApplyEach(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<byte> nulls, in RowSet target, T[] result)
    {
        var xMask = left.IsScalar ? 0 : -1;
        var yMask = right.IsScalar ? 0 : -1;
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            if (nulls.IsEmpty || nulls[row] == 0)
                result[row] = TOperation.Apply(x[row & xMask], y[row & yMask]);
        }
    }

    // Fails when any row, selected or not, might raise an error: then only the rows that count are tried.
    private bool TryAll(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T[] result)
    {
        var failed = Vector<T>.Zero;
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        var xConstant = left.IsScalar ? new Vector<T>(x[0]) : default;
        var yConstant = right.IsScalar ? new Vector<T>(y[0]) : default;
        var at = 0;
        while (true)
        {
            var x1 = left.IsScalar ? xConstant : Vector.LoadUnsafe(ref first, (nuint)at);
            var y1 = right.IsScalar ? yConstant : Vector.LoadUnsafe(ref second, (nuint)at);
            TOperation.Apply(x1, y1, ref failed).CopyTo(result, at);
            if (at == result.Length - Vector<T>.Count)
                break;
            at = Math.Min(at + Vector<T>.Count, result.Length - Vector<T>.Count);
        }

        return Vector.EqualsAll(Vector.AsVectorByte(failed), Vector<byte>.Zero);
    }
}
