using System.Runtime.CompilerServices;
using System.Text;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>
/// Rows of a column as T: the content type of fixed columns, or string, byte[], float[], Half[], SparseVector, BitString, SqlArray, Value.
/// A column of one row repeats it.
/// </summary>
internal readonly ref struct Input<T>(ColumnVector column, bool isScalar)
{
    private readonly ColumnVector _column = column;
    private readonly int _mask = isScalar ? 0 : -1;

    public bool IsNull(int row) => _column.IsNull(row & _mask);

    public T this[int row] => Read(_column, row & _mask);

    private static T Read(ColumnVector column, int row)
    {
        if (typeof(T) == typeof(bool))
            return As(((FixedColumn<bool>)column).Span[row]);
        if (typeof(T) == typeof(short))
            return As(((FixedColumn<short>)column).Span[row]);
        if (typeof(T) == typeof(int))
            return As(((FixedColumn<int>)column).Span[row]);
        if (typeof(T) == typeof(long))
            return As(((FixedColumn<long>)column).Span[row]);
        if (typeof(T) == typeof(float))
            return As(((FixedColumn<float>)column).Span[row]);
        if (typeof(T) == typeof(double))
            return As(((FixedColumn<double>)column).Span[row]);
        if (typeof(T) == typeof(decimal))
            return As(((FixedColumn<decimal>)column).Span[row]);
        if (typeof(T) == typeof(Guid))
            return As(((FixedColumn<Guid>)column).Span[row]);
        if (typeof(T) == typeof(Interval))
            return As(((FixedColumn<Interval>)column).Span[row]);
        if (typeof(T) == typeof(Value))
            return As(column.GetValue(row));
        return (T)ReadObject(column, row);
    }

    private static object ReadObject(ColumnVector column, int row)
    {
        if (typeof(T) == typeof(string))
            return Encoding.UTF8.GetString(((BytesColumn)column).GetSpan(row));
        if (typeof(T) == typeof(byte[]))
            return ((BytesColumn)column).GetSpan(row).ToArray();
        if (typeof(T) == typeof(float[]))
            return VectorRows.Floats(column, row).ToArray();
        if (typeof(T) == typeof(Half[]))
            return VectorRows.Halves(column, row).ToArray();
        var value = column.GetValue(row);
        if (typeof(T) == typeof(SparseVector))
            return value.AsSparseVector();
        if (typeof(T) == typeof(BitString))
            return value.AsBitString();
        return typeof(T) == typeof(SqlArray)
            ? value.AsArray()
            : throw new InvalidOperationException($"columns cannot be read as {typeof(T).Name}");
    }

    private static T As<TFrom>(TFrom value) => Unsafe.As<TFrom, T>(ref value);
}
