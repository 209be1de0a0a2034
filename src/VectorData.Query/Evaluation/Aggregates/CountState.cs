using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Aggregates;

/// <summary>Arrays with an element for each group.</summary>
internal static class Groups
{
    public static void Grow<T>(ref T[] array, int groupCount)
    {
        if (array.Length < groupCount)
            Array.Resize(ref array, Math.Max(groupCount, array.Length * 2));
    }
}

/// <summary>count(*) and count(x).</summary>
internal sealed class CountState(bool countsRows) : IAggregateState
{
    private long[] _counts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _counts, groupCount);
        var nulls = countsRows ? default : input.Arguments[0].Nulls.Span;
        if (nulls.IsEmpty && input.Groups.IsEmpty)
        {
            if (groupCount > 0)
                _counts[0] += input.Count;
            return;
        }

        for (var i = 0; i < input.Count; i++)
            if (nulls.IsEmpty || nulls[input.RowAt(i)] == 0)
                _counts[input.GroupAt(i)]++;
    }

    public ColumnVector Finish(int groupCount)
    {
        Groups.Grow(ref _counts, groupCount);
        return new FixedColumn<long>(SqlType.BigInt, _counts.AsMemory(0, groupCount));
    }
}

internal sealed class BooleanState(bool isAnd) : IAggregateState
{
    private bool[] _values = [];
    private bool[] _seen = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _values, groupCount);
        Groups.Grow(ref _seen, groupCount);
        var column = (FixedColumn<bool>)input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (column.IsNull(row))
                continue;
            var group = input.GroupAt(i);
            var value = column.Span[row];
            _values[group] = !_seen[group] ? value : isAnd ? _values[group] && value : _values[group] || value;
            _seen[group] = true;
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new FixedColumnBuilder<bool>(SqlType.Boolean, groupCount);
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
