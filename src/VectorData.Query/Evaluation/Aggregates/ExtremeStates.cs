using System.Numerics;
using System.Numerics.Tensors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Evaluation.Aggregates;

/// <summary>min and max.</summary>
internal static class ExtremeStates
{
    public static IAggregateState Create(SqlType type, bool greatest) => type.Physical switch
    {
        PhysicalType.Int16 => new IntegerExtremeState<short>(type, greatest),
        PhysicalType.Int32 => new IntegerExtremeState<int>(type, greatest),
        PhysicalType.Int64 => new IntegerExtremeState<long>(type, greatest),
        _ => new ExtremeState(type, greatest),
    };
}

internal sealed class IntegerExtremeState<T>(SqlType type, bool greatest) : IAggregateState
    where T : unmanaged, IBinaryInteger<T>
{
    private T[] _values = [];
    private bool[] _seen = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _values, groupCount);
        Groups.Grow(ref _seen, groupCount);
        var column = (FixedColumn<T>)input.Arguments[0];
        var values = column.Span;
        var nulls = column.Nulls.Span;
        if (nulls.IsEmpty && input.Groups.IsEmpty && !input.HasRows)
        {
            if (!values.IsEmpty)
                Take(0, greatest ? TensorPrimitives.Max(values) : TensorPrimitives.Min(values));
            return;
        }

        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (nulls.IsEmpty || nulls[row] == 0)
                Take(input.GroupAt(i), values[row]);
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

    private void Take(int group, T value)
    {
        if (_seen[group] && (greatest ? value <= _values[group] : value >= _values[group]))
            return;
        _values[group] = value;
        _seen[group] = true;
    }
}

/// <summary>Any ordered type: the best row of each group is kept as a column of one row.</summary>
internal sealed class ExtremeState(SqlType type, bool greatest) : IAggregateState
{
    private readonly ColumnComparer _comparer = ColumnComparer.For(type);
    private ColumnVector?[] _best = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _best, groupCount);
        var column = input.Arguments[0];
        if (input.Groups.IsEmpty)
        {
            var candidate = -1;
            for (var i = 0; i < input.Count; i++)
            {
                var row = input.RowAt(i);
                if (!column.IsNull(row) && (candidate < 0 || IsBetter(_comparer.Compare(column, row, column, candidate))))
                    candidate = row;
            }

            if (candidate >= 0)
                Take(0, column, candidate);
            return;
        }

        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (!column.IsNull(row))
                Take(input.GroupAt(i), column, row);
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = ColumnBuilder.For(type);
        for (var i = 0; i < groupCount; i++)
        {
            if (i < _best.Length && _best[i] is { } best)
                builder.AppendFrom(best, 0);
            else
                builder.AppendNull();
        }

        return builder.Build();
    }

    private void Take(int group, ColumnVector column, int row)
    {
        if (_best[group] is { } best && !IsBetter(_comparer.Compare(column, row, best, 0)))
            return;
        var builder = ColumnBuilder.For(type, 1);
        builder.AppendFrom(column, row);
        _best[group] = builder.Build();
    }

    private bool IsBetter(int order) => greatest ? order > 0 : order < 0;
}
