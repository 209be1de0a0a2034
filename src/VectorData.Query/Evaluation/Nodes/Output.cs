using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>A result column that is filled row by row, ascending; rows that are passed over hold anything. T as in <see cref="Input{T}"/>.</summary>
internal struct Output<T>
{
    private readonly SqlType _type;
    private readonly int _length;
    private readonly T[]? _values;
    private readonly ColumnBuilder? _builder;
    private byte[]? _nulls;
    private int _next;

    public Output(SqlType type, int length)
    {
        _type = type;
        _length = length;
        if (IsFixed)
            _values = new T[length];
        else
            _builder = ColumnBuilder.For(type, length);
    }

    private static bool IsFixed => typeof(T) == typeof(bool) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long)
        || typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(decimal) || typeof(T) == typeof(Guid)
        || typeof(T) == typeof(Interval);

    public void Set(int row, T value)
    {
        if (_values is not null)
        {
            _values[row] = value;
            return;
        }

        SkipTo(row);
        if (typeof(T) == typeof(Value))
            _builder!.Append(((Value)(object)value!).WithType(_type));
        else if (value is null)
            _builder!.AppendNull();
        else
            _builder!.Append(Value.FromContent(_type, value));
        _next++;
    }

    public void SetNull(int row)
    {
        if (_values is not null)
        {
            (_nulls ??= new byte[_length])[row] = 1;
            return;
        }

        SkipTo(row);
        _builder!.AppendNull();
        _next++;
    }

    public ColumnVector Build()
    {
        if (_builder is not null)
        {
            SkipTo(_length);
            return _builder.Build();
        }

        ReadOnlyMemory<byte> nulls = _nulls;
        return _values switch
        {
            bool[] values => new FixedColumn<bool>(_type, values, nulls),
            short[] values => new FixedColumn<short>(_type, values, nulls),
            int[] values => new FixedColumn<int>(_type, values, nulls),
            long[] values => new FixedColumn<long>(_type, values, nulls),
            float[] values => new FixedColumn<float>(_type, values, nulls),
            double[] values => new FixedColumn<double>(_type, values, nulls),
            decimal[] values => new FixedColumn<decimal>(_type, values, nulls),
            Guid[] values => new FixedColumn<Guid>(_type, values, nulls),
            Interval[] values => new FixedColumn<Interval>(_type, values, nulls),
            _ => throw new InvalidOperationException($"no column holds {typeof(T).Name}"),
        };
    }

    private void SkipTo(int row)
    {
        for (; _next < row; _next++)
        {
            if (_builder is BytesColumnBuilder bytes)
                bytes.Append(default(ReadOnlySpan<byte>));
            else
                _builder!.AppendNull();
        }
    }
}
