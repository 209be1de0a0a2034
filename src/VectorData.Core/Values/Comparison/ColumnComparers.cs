using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Comparison;

/// <summary>The order of one row's content.</summary>
internal interface IOrder<T>
{
    static abstract int Compare(in T x, in T y);

    static abstract bool Equal(in T x, in T y);

    static abstract ulong Hash(in T value);
}

internal readonly struct ComparableOrder<T> : IOrder<T>
    where T : unmanaged, IComparable<T>, IEquatable<T>
{
    public static int Compare(in T x, in T y) => x.CompareTo(y);

    // Two intervals may be equal (30 days, 1 month) and not the same.
    public static bool Equal(in T x, in T y) => typeof(T) == typeof(Interval) ? x.CompareTo(y) == 0 : x.Equals(y);

    public static ulong Hash(in T value)
    {
        ref var content = ref Unsafe.AsRef(in value);
        if (typeof(T) == typeof(bool))
            return ValueHash.Of(Unsafe.As<T, bool>(ref content) ? 1L : 0L);
        if (typeof(T) == typeof(short))
            return ValueHash.Of((long)Unsafe.As<T, short>(ref content));
        if (typeof(T) == typeof(int))
            return ValueHash.Of((long)Unsafe.As<T, int>(ref content));
        if (typeof(T) == typeof(long))
            return ValueHash.Of(Unsafe.As<T, long>(ref content));
        if (typeof(T) == typeof(decimal))
            return ValueHash.Of(Unsafe.As<T, decimal>(ref content));
        return typeof(T) == typeof(Guid)
            ? ValueHash.Of(Unsafe.As<T, Guid>(ref content))
            : ValueHash.Of(Unsafe.As<T, Interval>(ref content));
    }
}

internal readonly struct FloatOrder : IOrder<float>, IOrder<double>
{
    public static int Compare(in float x, in float y) => ValueComparer.CompareFloats(x, y);

    public static int Compare(in double x, in double y) => ValueComparer.CompareFloats(x, y);

    public static bool Equal(in float x, in float y) => x == y || (float.IsNaN(x) && float.IsNaN(y));

    public static bool Equal(in double x, in double y) => x == y || (double.IsNaN(x) && double.IsNaN(y));

    public static ulong Hash(in float value) => ValueHash.Of(value);

    public static ulong Hash(in double value) => ValueHash.Of(value);
}

internal sealed class FixedColumnComparer<T, TOrder> : ColumnComparer
    where T : unmanaged
    where TOrder : IOrder<T>
{
    public static readonly FixedColumnComparer<T, TOrder> Instance = new();

    public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var leftNull = left.IsNull(leftRow);
        var rightNull = right.IsNull(rightRow);
        return leftNull || rightNull
            ? leftNull.CompareTo(rightNull)
            : TOrder.Compare(((FixedColumn<T>)left).Span[leftRow], ((FixedColumn<T>)right).Span[rightRow]);
    }

    public override bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var leftNull = left.IsNull(leftRow);
        var rightNull = right.IsNull(rightRow);
        return leftNull || rightNull
            ? leftNull == rightNull
            : TOrder.Equal(((FixedColumn<T>)left).Span[leftRow], ((FixedColumn<T>)right).Span[rightRow]);
    }

    public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        var values = ((FixedColumn<T>)column).Span;
        var nulls = column.Nulls.Span;
        for (var i = 0; i < rows.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], !nulls.IsEmpty && nulls[rows[i]] != 0 ? ValueHash.Null : TOrder.Hash(values[rows[i]]));
    }

    public override void Hash(ColumnVector column, Span<ulong> hashes)
    {
        var values = ((FixedColumn<T>)column).Span;
        var nulls = column.Nulls.Span;
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], !nulls.IsEmpty && nulls[i] != 0 ? ValueHash.Null : TOrder.Hash(values[i]));
    }
}

/// <summary>Text and bytea by bytes; char without its trailing blanks.</summary>
internal sealed class BytesColumnComparer(bool isPadded) : ColumnComparer
{
    public static readonly BytesColumnComparer Plain = new(isPadded: false);
    public static readonly BytesColumnComparer Padded = new(isPadded: true);

    public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var leftNull = left.IsNull(leftRow);
        var rightNull = right.IsNull(rightRow);
        return leftNull || rightNull ? leftNull.CompareTo(rightNull) : Row(left, leftRow).SequenceCompareTo(Row(right, rightRow));
    }

    public override bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var leftNull = left.IsNull(leftRow);
        var rightNull = right.IsNull(rightRow);
        return leftNull || rightNull ? leftNull == rightNull : Row(left, leftRow).SequenceEqual(Row(right, rightRow));
    }

    public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        for (var i = 0; i < rows.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], column.IsNull(rows[i]) ? ValueHash.Null : ValueHash.Of(Row(column, rows[i])));
    }

    public override void Hash(ColumnVector column, Span<ulong> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], column.IsNull(i) ? ValueHash.Null : ValueHash.Of(Row(column, i)));
    }

    private ReadOnlySpan<byte> Row(ColumnVector column, int row)
    {
        var bytes = ((BytesColumn)column).GetSpan(row);
        return isPadded ? bytes.TrimEnd((byte)' ') : bytes;
    }
}

/// <summary>vector and halfvec, dense or of any dimensions, sparsevec and bit strings, in place.</summary>
internal sealed class VectorColumnComparer : ColumnComparer
{
    public static readonly VectorColumnComparer Instance = new();

    public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var leftNull = left.IsNull(leftRow);
        var rightNull = right.IsNull(rightRow);
        if (leftNull || rightNull)
            return leftNull.CompareTo(rightNull);
        switch (left.Type.Kind)
        {
            case TypeKind.Vector:
                return VectorOrder.Compare(VectorRows.Floats(left, leftRow), VectorRows.Floats(right, rightRow));
            case TypeKind.HalfVec:
                return VectorOrder.Compare(VectorRows.Halves(left, leftRow), VectorRows.Halves(right, rightRow));
            case TypeKind.SparseVec:
                var (xDimensions, _) = BytesCodec.SparseParts(((BytesColumn)left).GetSpan(leftRow), out var xIndices, out var xValues);
                var (yDimensions, _) = BytesCodec.SparseParts(((BytesColumn)right).GetSpan(rightRow), out var yIndices, out var yValues);
                return VectorOrder.Compare(xDimensions, xIndices, xValues, yDimensions, yIndices, yValues);
            default:
                var x = BytesCodec.BitParts(((BytesColumn)left).GetSpan(leftRow), out var xLength);
                var y = BytesCodec.BitParts(((BytesColumn)right).GetSpan(rightRow), out var yLength);
                return VectorOrder.Compare(x, xLength, y, yLength);
        }
    }

    public override bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow) => Compare(left, leftRow, right, rightRow) == 0;

    public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        for (var i = 0; i < rows.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], HashRow(column, rows[i]));
    }

    public override void Hash(ColumnVector column, Span<ulong> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], HashRow(column, i));
    }

    private static ulong HashRow(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return ValueHash.Null;
        return column.Type.Kind switch
        {
            TypeKind.Vector => ValueHash.OfFloats(VectorRows.Floats(column, row)),
            TypeKind.HalfVec => ValueHash.OfHalves(VectorRows.Halves(column, row)),
            _ => ValueHash.Of(((BytesColumn)column).GetSpan(row)),
        };
    }
}

/// <summary>Arrays and jsonb, through values.</summary>
internal sealed class ValueColumnComparer : ColumnComparer
{
    public static readonly ValueColumnComparer Instance = new();

    public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) =>
        ValueComparer.CompareValues(left.GetValue(leftRow), right.GetValue(rightRow));

    public override bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow) => Compare(left, leftRow, right, rightRow) == 0;

    public override void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        for (var i = 0; i < rows.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], ValueComparer.Hash64(column.GetValue(rows[i])));
    }

    public override void Hash(ColumnVector column, Span<ulong> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = ValueHash.Mix(hashes[i], ValueComparer.Hash64(column.GetValue(i)));
    }
}

/// <summary>Rows of vector columns in either layout.</summary>
public static class VectorRows
{
    public static ReadOnlySpan<float> Floats(ColumnVector column, int row) => column is DenseVectorColumn<float> dense
        ? dense.GetRow(row)
        : MemoryMarshal.Cast<byte, float>(((BytesColumn)column).GetSpan(row));

    public static ReadOnlySpan<Half> Halves(ColumnVector column, int row) => column is DenseVectorColumn<Half> dense
        ? dense.GetRow(row)
        : MemoryMarshal.Cast<byte, Half>(((BytesColumn)column).GetSpan(row));
}
