using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Arithmetic;

namespace VectorData.Query.Evaluation.Aggregates;

internal enum Statistic : byte
{
    VarianceOfSample,
    VarianceOfPopulation,
    StandardDeviationOfSample,
    StandardDeviationOfPopulation,
}

internal enum BitAggregate : byte
{
    And,
    Or,
    Xor,
}

/// <summary>Variance and standard deviation of floats (Welford's recurrence).</summary>
internal sealed class FloatVarianceState<T>(Statistic statistic) : IAggregateState
    where T : unmanaged, INumberBase<T>
{
    private (long Count, double Mean, double Squares)[] _groups = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _groups, groupCount);
        var column = (FixedColumn<T>)input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            ref var group = ref _groups[input.GroupAt(i)];
            var value = double.CreateTruncating(column.Span[row]);
            group.Count++;
            var delta = value - group.Mean;
            group.Mean += delta / group.Count;
            group.Squares += delta * (value - group.Mean);
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<double>(SqlType.Double, groupCount);
        var isSample = statistic is Statistic.VarianceOfSample or Statistic.StandardDeviationOfSample;
        for (var i = 0; i < groupCount; i++)
        {
            var group = i < _groups.Length ? _groups[i] : default;
            if (group.Count < (isSample ? 2 : 1))
            {
                builder.AppendNull();
                continue;
            }

            var variance = group.Squares / (isSample ? group.Count - 1 : group.Count);
            builder.Append(statistic >= Statistic.StandardDeviationOfSample ? Math.Sqrt(variance) : variance);
        }

        return builder.Build();
    }
}

/// <summary>Variance and standard deviation of integers and numerics, from exact sums.</summary>
internal sealed class NumericVarianceState(Statistic statistic) : IAggregateState
{
    // All sums have this many digits after the point, squares twice as many.
    private int _scale;
    private (long Count, BigInteger Sum, BigInteger Squares)[] _groups = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _groups, groupCount);
        var column = input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var (mantissa, scale) = Read(column.GetValue(row));
            if (scale > _scale)
                Rescale(scale);
            mantissa *= BigInteger.Pow(10, _scale - scale);
            ref var group = ref _groups[input.GroupAt(i)];
            group.Count++;
            group.Sum += mantissa;
            group.Squares += mantissa * mantissa;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<decimal>(SqlType.Numeric, groupCount);
        var isSample = statistic is Statistic.VarianceOfSample or Statistic.StandardDeviationOfSample;
        for (var i = 0; i < groupCount; i++)
        {
            var group = i < _groups.Length ? _groups[i] : default;
            if (group.Count < (isSample ? 2 : 1))
            {
                builder.AppendNull();
                continue;
            }

            var numerator = (group.Squares * group.Count) - (group.Sum * group.Sum);
            var denominator = (BigInteger)group.Count * (isSample ? group.Count - 1 : group.Count);
            builder.Append(numerator.Sign <= 0
                ? 0
                : NumericMath.Variance(numerator, 2 * _scale, denominator, statistic >= Statistic.StandardDeviationOfSample));
        }

        return builder.Build();
    }

    private void Rescale(int scale)
    {
        var factor = BigInteger.Pow(10, scale - _scale);
        for (var i = 0; i < _groups.Length; i++)
            _groups[i] = (_groups[i].Count, _groups[i].Sum * factor, _groups[i].Squares * factor * factor);
        _scale = scale;
    }

    private static (BigInteger Mantissa, int Scale) Read(in Value value) => value.Type.Kind == TypeKind.Numeric
        ? (NumericText.Mantissa(value.AsDecimal()), value.AsDecimal().Scale)
        : (value.AsInt64(), 0);
}

/// <summary>bit_and, bit_or and bit_xor of integers.</summary>
internal sealed class BitState<T>(SqlType type, BitAggregate kind) : IAggregateState
    where T : unmanaged, IBinaryInteger<T>
{
    private T[] _values = [];
    private bool[] _seen = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _values, groupCount);
        Groups.Grow(ref _seen, groupCount);
        var column = (FixedColumn<T>)input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var group = input.GroupAt(i);
            var value = column.Span[row];
            _values[group] = !_seen[group] ? value : kind switch
            {
                BitAggregate.And => _values[group] & value,
                BitAggregate.Or => _values[group] | value,
                _ => _values[group] ^ value,
            };
            _seen[group] = true;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<T>(type, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i < _seen.Length && _seen[i])
                builder.Append(_values[i]);
            else
                builder.AppendNull();
        }

        return builder.Build();
    }
}
