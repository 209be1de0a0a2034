using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Arithmetic;
using VectorData.Query.Evaluation.DateTimes;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation.Aggregates;

internal enum IntegerSum : byte
{
    BigInt,
    Numeric,
    Average,
}

/// <summary>sum and avg of integers, in 128 bits.</summary>
internal sealed class IntegerSumState<T>(IntegerSum result) : IAggregateState
    where T : unmanaged, IBinaryInteger<T>
{
    private Int128[] _sums = [];
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _sums, groupCount);
        Groups.Grow(ref _counts, groupCount);
        var column = (FixedColumn<T>)input.Arguments[0];
        var values = column.Span;
        var nulls = column.Nulls.Span;
        if (nulls.IsEmpty && input.Groups.IsEmpty && !input.HasRows)
        {
            _sums[0] += Sum(values);
            _counts[0] += values.Length;
            return;
        }

        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (!nulls.IsEmpty && nulls[row] != 0)
                continue;
            var group = input.GroupAt(i);
            _sums[group] += long.CreateTruncating(values[row]);
            _counts[group]++;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var type = result == IntegerSum.BigInt ? SqlType.BigInt : SqlType.Numeric;
        var builder = ColumnBuilder.For(type, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i >= _counts.Length || _counts[i] == 0)
                builder.AppendNull();
            else
                builder.Append(Result(_sums[i], _counts[i]));
        }

        return builder.Build();
    }

    private Value Result(Int128 sum, long count) => result switch
    {
        IntegerSum.BigInt => sum >= long.MinValue && sum <= long.MaxValue ? Value.Of((long)sum) : throw NumericErrors.OutOfRange<long>(),
        IntegerSum.Numeric => Value.Of(NumericText.FromScaled(sum, 0)),
        _ => Value.Of(NumericMath.Average(sum, 0, count)),
    };

    // Blocks that cannot overflow 64 bits are summed in 64-bit lanes.
    private static Int128 Sum(ReadOnlySpan<T> values)
    {
        if (typeof(T) == typeof(long))
        {
            Int128 wide = 0;
            foreach (var value in values)
                wide += long.CreateTruncating(value);
            return wide;
        }

        if (typeof(T) != typeof(int))
        {
            var small = 0L;
            foreach (var value in values)
                small += long.CreateTruncating(value);
            return small;
        }

        var lanes = Vector<long>.Zero;
        var integers = MemoryMarshal.Cast<T, int>(values);
        var at = 0;
        for (; at + Vector<int>.Count <= integers.Length; at += Vector<int>.Count)
        {
            Vector.Widen(new Vector<int>(integers[at..]), out var low, out var high);
            lanes += low + high;
        }

        var sum = Vector.Sum(lanes);
        for (; at < integers.Length; at++)
            sum += integers[at];
        return sum;
    }
}

/// <summary>sum and avg of real and double, added up as double.</summary>
internal sealed class FloatSumState<T>(SqlType type, bool average) : IAggregateState
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private double[] _sums = [];
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _sums, groupCount);
        Groups.Grow(ref _counts, groupCount);
        var column = (FixedColumn<T>)input.Arguments[0];
        var values = column.Span;
        var nulls = column.Nulls.Span;
        if (typeof(T) == typeof(double) && nulls.IsEmpty && input.Groups.IsEmpty && !input.HasRows)
        {
            _sums[0] += TensorPrimitives.Sum(MemoryMarshal.Cast<T, double>(values));
            _counts[0] += values.Length;
            return;
        }

        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (!nulls.IsEmpty && nulls[row] != 0)
                continue;
            var group = input.GroupAt(i);
            _sums[group] += double.CreateTruncating(values[row]);
            _counts[group]++;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = ColumnBuilder.For(type, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i >= _counts.Length || _counts[i] == 0)
                builder.AppendNull();
            else if (type.Kind == TypeKind.Real)
                builder.Append(Value.Of((float)_sums[i]));
            else
                builder.Append(Value.Of(average ? _sums[i] / _counts[i] : _sums[i]));
        }

        return builder.Build();
    }
}

/// <summary>sum and avg of numeric.</summary>
internal sealed class NumericSumState(bool average) : IAggregateState
{
    private decimal[] _sums = [];
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _sums, groupCount);
        Groups.Grow(ref _counts, groupCount);
        var column = (FixedColumn<decimal>)input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var group = input.GroupAt(i);
            _sums[group] = NumericMath.Add(_sums[group], column.Span[row]);
            _counts[group]++;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<decimal>(SqlType.Numeric, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i >= _counts.Length || _counts[i] == 0)
                builder.AppendNull();
            else
                builder.Append(average ? NumericMath.Average(NumericText.Mantissa(_sums[i]), _sums[i].Scale, _counts[i]) : _sums[i]);
        }

        return builder.Build();
    }
}

internal sealed class IntervalSumState(bool average) : IAggregateState
{
    private Interval[] _sums = [];
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _sums, groupCount);
        Groups.Grow(ref _counts, groupCount);
        var column = (FixedColumn<Interval>)input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var group = input.GroupAt(i);
            _sums[group] = DateTimeArithmetic.Add(_sums[group], column.Span[row]);
            _counts[group]++;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<Interval>(SqlType.Interval, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i >= _counts.Length || _counts[i] == 0)
                builder.AppendNull();
            else
                builder.Append(average ? DateTimeArithmetic.Divide(_sums[i], _counts[i]) : _sums[i]);
        }

        return builder.Build();
    }
}

/// <summary>sum and avg of vector and halfvec, element by element, added up as double.</summary>
internal sealed class VectorSumState(SqlType type, bool average) : IAggregateState
{
    private double[]?[] _sums = [];
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _sums, groupCount);
        Groups.Grow(ref _counts, groupCount);
        var column = input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var group = input.GroupAt(i);
            _counts[group]++;
            if (type.Kind == TypeKind.Vector)
                AddTo(ref _sums[group], VectorRows.Floats(column, row));
            else
                AddTo(ref _sums[group], VectorRows.Halves(column, row));
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = ColumnBuilder.For(type);
        for (var i = 0; i < groupCount; i++)
        {
            if (i >= _counts.Length || _sums[i] is not { } sum)
                builder.AppendNull();
            else
                builder.Append(Result(sum, average ? _counts[i] : 1));
        }

        return builder.Build();
    }

    private Value Result(double[] sum, long divisor)
    {
        var floats = Array.ConvertAll(sum, element => (float)(element / divisor));
        if (type.Kind == TypeKind.Vector)
            return Array.TrueForAll(floats, float.IsFinite) ? Value.FromContent(type, floats) : throw NumericErrors.Overflow();
        var halves = Array.ConvertAll(floats, element => (Half)element);
        return Array.TrueForAll(halves, Half.IsFinite) ? Value.FromContent(type, halves) : throw NumericErrors.Overflow();
    }

    private void AddTo<TElement>(ref double[]? sum, ReadOnlySpan<TElement> vector)
        where TElement : unmanaged, INumberBase<TElement>
    {
        sum ??= new double[vector.Length];
        if (sum.Length != vector.Length)
            throw new VectorDbException(SqlStates.DataException, average
                ? $"expected {sum.Length} dimensions, not {vector.Length}"
                : $"different {type.Name} dimensions {sum.Length} and {vector.Length}");
        for (var i = 0; i < vector.Length; i++)
            sum[i] += double.CreateTruncating(vector[i]);
    }
}
