using System.Runtime.CompilerServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Memory;

/// <summary>A key value made ready for comparing with rows: bytes are encoded once.</summary>
internal readonly struct KeyValue(in Value value)
{
    public readonly Value Value = value;
    public readonly byte[]? Bytes = !value.IsNull && value.Type.Physical == PhysicalType.Bytes ? BytesCodec.Encode(value) : null;
}

/// <summary>The rows of a key column in order: numbers by size with NaN last, text and bytea by bytes, NULLs after all.</summary>
internal abstract class KeyColumn(ColumnVector? column)
{
    public static KeyColumn Of(ColumnVector column) => column switch
    {
        FixedColumn<bool> c => new FixedKeyColumn<bool>(c),
        FixedColumn<short> c => new FixedKeyColumn<short>(c),
        FixedColumn<int> c => new FixedKeyColumn<int>(c),
        FixedColumn<long> c => new FixedKeyColumn<long>(c),
        FixedColumn<float> c => new FixedKeyColumn<float>(c),
        FixedColumn<double> c => new FixedKeyColumn<double>(c),
        FixedColumn<decimal> c => new FixedKeyColumn<decimal>(c),
        FixedColumn<Guid> c => new FixedKeyColumn<Guid>(c),
        FixedColumn<Interval> c => new FixedKeyColumn<Interval>(c),
        BytesColumn c => new BytesKeyColumn(c),
        _ => throw new ArgumentException($"a column of {column.Type} cannot be a key", nameof(column)),
    };

    /// <summary>Whether ranges of keys of this type can be searched: their stored form has the type's order.</summary>
    public static bool IsOrdered(SqlType type) =>
        type.Physical < PhysicalType.Bytes || type.Kind is TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Bytea;

    public virtual bool IsNull(int row) => column!.IsNull(row);

    public int Compare(int left, int right)
    {
        if (column is null || column.MayHaveNulls)
        {
            var (leftNull, rightNull) = (IsNull(left), IsNull(right));
            if (leftNull || rightNull)
                return leftNull.CompareTo(rightNull);
        }

        return CompareRows(left, right);
    }

    /// <summary>Sign of a row compared with a value that is not NULL.</summary>
    public int CompareTo(int row, in KeyValue value) => IsNull(row) ? 1 : CompareValue(row, value);

    /// <summary>Whether a row equals a value; NULL equals NULL here.</summary>
    public bool Equals(int row, in KeyValue value) =>
        IsNull(row) || value.Value.IsNull ? IsNull(row) && value.Value.IsNull : CompareValue(row, value) == 0;

    /// <summary>Whether rows of two columns of one type are equal; NULL equals NULL here.</summary>
    public static bool RowsEqual(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var (leftNull, rightNull) = (left.IsNull(leftRow), right.IsNull(rightRow));
        if (leftNull || rightNull)
            return leftNull && rightNull;
        return (left, right) switch
        {
            (FixedColumn<long> l, FixedColumn<long> r) => l.Span[leftRow] == r.Span[rightRow],
            (FixedColumn<int> l, FixedColumn<int> r) => l.Span[leftRow] == r.Span[rightRow],
            (FixedColumn<Guid> l, FixedColumn<Guid> r) => l.Span[leftRow] == r.Span[rightRow],
            (BytesColumn l, BytesColumn r) => l.GetSpan(leftRow).SequenceEqual(r.GetSpan(rightRow)),
            (DenseVectorColumn<float> l, DenseVectorColumn<float> r) => l.GetRow(leftRow).SequenceEqual(r.GetRow(rightRow)),
            (DenseVectorColumn<Half> l, DenseVectorColumn<Half> r) => l.GetRow(leftRow).SequenceEqual(r.GetRow(rightRow)),
            _ => Of(left).CompareTo(leftRow, new KeyValue(right.GetValue(rightRow))) == 0,
        };
    }

    protected abstract int CompareRows(int left, int right);

    protected abstract int CompareValue(int row, in KeyValue value);
}

internal sealed class FixedKeyColumn<T>(FixedColumn<T> column) : KeyColumn(column)
    where T : unmanaged, IComparable<T>
{
    private readonly FixedColumn<T> _column = column;

    protected override int CompareRows(int left, int right)
    {
        var values = _column.Span;
        return Compare(values[left], values[right]);
    }

    protected override int CompareValue(int row, in KeyValue value) => Compare(_column.Span[row], value.Value.Fixed<T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Compare(T left, T right)
    {
        // .NET has NaN before all numbers, PostgreSQL after them.
        if (typeof(T) == typeof(float))
        {
            var (l, r) = (Unsafe.As<T, float>(ref left), Unsafe.As<T, float>(ref right));
            return float.IsNaN(l) || float.IsNaN(r) ? float.IsNaN(l).CompareTo(float.IsNaN(r)) : l.CompareTo(r);
        }

        if (typeof(T) == typeof(double))
        {
            var (l, r) = (Unsafe.As<T, double>(ref left), Unsafe.As<T, double>(ref right));
            return double.IsNaN(l) || double.IsNaN(r) ? double.IsNaN(l).CompareTo(double.IsNaN(r)) : l.CompareTo(r);
        }

        return left.CompareTo(right);
    }
}

/// <summary>Rows that are read one by one: for searches by halving in columns that cannot be read as a whole without copying.</summary>
internal sealed class RowKeyColumn(Segment segment, ColumnDefinition definition) : KeyColumn(null)
{
    public override bool IsNull(int row) => segment.IsNull(definition, row);

    protected override int CompareRows(int left, int right) => CompareValue(left, new KeyValue(segment.Read(definition, right, 1).GetValue(0)));

    protected override int CompareValue(int row, in KeyValue value) => Of(segment.Read(definition, row, 1)).CompareTo(0, value);
}

internal sealed class BytesKeyColumn(BytesColumn column) : KeyColumn(column)
{
    private readonly BytesColumn _column = column;

    protected override int CompareRows(int left, int right) => _column.GetSpan(left).SequenceCompareTo(_column.GetSpan(right));

    protected override int CompareValue(int row, in KeyValue value) => _column.GetSpan(row).SequenceCompareTo(value.Bytes);
}
