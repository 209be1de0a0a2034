using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A comparison of text or bytea by bytes; char compares without its trailing blanks.</summary>
internal sealed class BytesComparisonNode<TTest>(EvalNode left, EvalNode right, bool negate, bool isPadded)
    : EvalNode(SqlType.Boolean, left.IsScalar && right.IsScalar)
    where TTest : IComparisonTest
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var rightColumn = right.Evaluate(rows, context);
        var target = Target(rows);
        if (NullMask.IsNullScalar(left, leftColumn) || NullMask.IsNullScalar(right, rightColumn))
            return NullMask.AllNull(Type, target.Length);
        var x = new BytesReader(leftColumn, left.IsScalar);
        var y = new BytesReader(rightColumn, right.IsScalar);
        var result = new bool[target.Length];
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            result[row] = Test(x[row], y[row]) != negate;
        }

        return new FixedColumn<bool>(Type, result, NullMask.Union(left, leftColumn, right, rightColumn));
    }

    public override int Filter(in RowSet rows, EvaluationContext context, Span<int> output)
    {
        if (rows.Count == 0)
            return 0;
        if (!right.IsScalar || left.IsScalar)
            return base.Filter(rows, context, output);
        var rightColumn = right.Evaluate(rows, context);
        if (rightColumn.IsNull(0))
            return 0;
        var constant = new BytesReader(rightColumn, isScalar: true)[0];
        var column = left.Evaluate(rows, context);
        var values = new BytesReader(column, isScalar: false);
        var nulls = column.Nulls.Span;
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            output[count] = row;
            if ((nulls.IsEmpty || nulls[row] == 0) && Test(values[row], constant) != negate)
                count++;
        }

        return count;
    }

    private bool Test(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (isPadded)
        {
            x = x.TrimEnd((byte)' ');
            y = y.TrimEnd((byte)' ');
        }

        return typeof(TTest) == typeof(EqualTest) ? x.SequenceEqual(y) : TTest.Test(x.SequenceCompareTo(y));
    }
}

/// <summary>A comparison of vectors, arrays, bit strings and jsonb.</summary>
internal sealed class ColumnComparisonNode<TTest>(EvalNode left, EvalNode right, bool negate)
    : EvalNode(SqlType.Boolean, left.IsScalar && right.IsScalar)
    where TTest : IComparisonTest
{
    private readonly ColumnComparer _comparer = ColumnComparer.For(left.Type);

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var rightColumn = right.Evaluate(rows, context);
        var target = Target(rows);
        var output = new Output<bool>(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            var x = left.IsScalar ? 0 : row;
            var y = right.IsScalar ? 0 : row;
            if (leftColumn.IsNull(x) || rightColumn.IsNull(y))
                output.SetNull(row);
            else
                output.Set(row, TTest.Test(_comparer.Compare(leftColumn, x, rightColumn, y)) != negate);
        }

        return output.Build();
    }
}

/// <summary>IS [NOT] DISTINCT FROM: NULLs are equal.</summary>
internal sealed class DistinctNode(EvalNode left, EvalNode right, bool negate) : EvalNode(SqlType.Boolean, left.IsScalar && right.IsScalar)
{
    private readonly ColumnComparer _comparer = ColumnComparer.For(left.Type);

    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var leftColumn = left.Evaluate(rows, context);
        var rightColumn = right.Evaluate(rows, context);
        var target = Target(rows);
        var result = new bool[target.Length];
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            result[row] = _comparer.Equal(leftColumn, left.IsScalar ? 0 : row, rightColumn, right.IsScalar ? 0 : row) == negate;
        }

        return new FixedColumn<bool>(Type, result);
    }
}
