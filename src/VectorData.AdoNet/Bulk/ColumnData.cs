using VectorData.AdoNet.Reading;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Bulk;

/// <summary>A value a row: handed over as it is where T is the column's own content, converted row by row otherwise.</summary>
internal sealed class ScalarColumnData<T>(ReadOnlyMemory<T> values, ReadOnlyMemory<bool> nulls) : VectorDbColumnData(values.Length, nulls)
{
    internal override ColumnVector Slice(SqlType type, string name, int start, int count)
    {
        if (TryWrap(type, start, count) is { } column)
            return column;
        var builder = ColumnBuilder.For(type, count);
        var span = values.Span;
        for (var row = start; row < start + count; row++)
        {
            if (IsNull(row))
                builder.AppendNull();
            else
                CellAppender.Append(builder, span[row], name);
        }

        return builder.Build();
    }

    private ColumnVector? TryWrap(SqlType type, int start, int count) => type.Kind switch
    {
        TypeKind.Boolean when typeof(T) == typeof(bool) => Wrap<bool>(type, start, count),
        TypeKind.SmallInt when typeof(T) == typeof(short) => Wrap<short>(type, start, count),
        TypeKind.Integer when typeof(T) == typeof(int) => Wrap<int>(type, start, count),
        TypeKind.BigInt when typeof(T) == typeof(long) => Wrap<long>(type, start, count),
        TypeKind.Real when typeof(T) == typeof(float) => Wrap<float>(type, start, count),
        TypeKind.Double when typeof(T) == typeof(double) => Wrap<double>(type, start, count),
        TypeKind.Numeric when typeof(T) == typeof(decimal) => Wrap<decimal>(type, start, count),
        TypeKind.Uuid when typeof(T) == typeof(Guid) => Wrap<Guid>(type, start, count),
        TypeKind.Interval when typeof(T) == typeof(Interval) => Wrap<Interval>(type, start, count),
        _ => null,
    };

    private FixedColumn<TContent> Wrap<TContent>(SqlType type, int start, int count)
        where TContent : unmanaged =>
        new(type, ((ReadOnlyMemory<TContent>)(object)values).Slice(start, count), NullBytes(start, count));
}

/// <summary>Dense vectors row after row.</summary>
internal sealed class VectorColumnData<T> : VectorDbColumnData
    where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _values;
    private readonly int _dimensions;

    public VectorColumnData(ReadOnlyMemory<T> values, int dimensions, ReadOnlyMemory<bool> nulls)
        : base(Rows(values.Length, dimensions), nulls)
    {
        _values = values;
        _dimensions = dimensions;
    }

    internal override ColumnVector Slice(SqlType type, string name, int start, int count)
    {
        if (type.HasModifier && type.IsVector && type.Modifier != _dimensions)
            throw new VectorDbException(SqlStates.DataException, $"expected {type.Modifier} dimensions, not {_dimensions}") { ColumnName = name };
        if (type.Physical == (typeof(T) == typeof(float) ? PhysicalType.DenseFloat32 : PhysicalType.DenseFloat16))
            return new DenseVectorColumn<T>(type, _values.Slice(start * _dimensions, count * _dimensions), count, NullBytes(start, count));
        var builder = ColumnBuilder.For(type, count);
        for (var row = start; row < start + count; row++)
        {
            if (IsNull(row))
                builder.AppendNull();
            else if (!TryAppend(builder, _values.Span.Slice(row * _dimensions, _dimensions)))
                CellAppender.Append(builder, _values.Slice(row * _dimensions, _dimensions).ToArray(), name);
        }

        return builder.Build();
    }

    private static bool TryAppend(ColumnBuilder builder, ReadOnlySpan<T> vector) => (typeof(T) == typeof(float)
        ? CellAppender.TryAppendVector(builder, System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(vector))
        : CellAppender.TryAppendVector(builder, System.Runtime.InteropServices.MemoryMarshal.Cast<T, Half>(vector))) == ReadOutcome.Done;

    private static int Rows(int length, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        return length % dimensions == 0
            ? length / dimensions
            : throw new ArgumentException($"{length} elements are no whole number of vectors of {dimensions} dimensions", nameof(length));
    }
}
