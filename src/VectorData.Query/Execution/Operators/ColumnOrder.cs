using System.Buffers.Binary;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;

namespace VectorData.Query.Execution.Operators;

/// <summary>
/// The sort order of one column's values. NULL is for the caller. <see cref="Prefix"/> maps a value to a number in the same order;
/// where <see cref="IsExact"/>, equal prefixes are equal values.
/// </summary>
internal abstract class ColumnOrder
{
    public abstract bool IsExact { get; }

    public abstract void Prefix(ColumnVector column, Span<ulong> prefixes);

    public abstract int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    public static ColumnOrder For(SqlType type) => type.Physical switch
    {
        PhysicalType.Boolean => new FixedOrder<bool>(static value => value ? 1UL : 0UL),
        PhysicalType.Int16 => new FixedOrder<short>(static value => (ulong)((long)value ^ long.MinValue)),
        PhysicalType.Int32 => new FixedOrder<int>(static value => (ulong)((long)value ^ long.MinValue)),
        PhysicalType.Int64 => new FixedOrder<long>(static value => (ulong)(value ^ long.MinValue)),
        PhysicalType.Float32 => new FixedOrder<float>(static value => OfDouble(value)),
        PhysicalType.Float64 => new FixedOrder<double>(OfDouble),
        PhysicalType.Decimal => new ComparedOrder<decimal>(static value => OfDouble((double)value), static (a, b) => a.CompareTo(b)),
        PhysicalType.Guid => new ComparedOrder<Guid>(static _ => 0, static (a, b) => CompareGuids(a, b)),
        PhysicalType.Interval => new ComparedOrder<Interval>(static value => OfDouble((double)value.Span), static (a, b) => a.CompareTo(b)),
        PhysicalType.DenseFloat32 => new DenseOrder<float>(),
        PhysicalType.DenseFloat16 => new DenseOrder<Half>(),
        _ => type.IsText || type.Kind == TypeKind.Bytea ? new BytesOrder(type.Kind == TypeKind.Char) : new ComparerOrder(ColumnComparer.For(type)),
    };

    /// <summary>Orders doubles as PostgreSQL does: NaN is above all numbers, the zeros are equal.</summary>
    public static ulong OfDouble(double value)
    {
        if (double.IsNaN(value))
            return ulong.MaxValue;
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        return bits >= 0 ? (ulong)bits ^ 0x8000_0000_0000_0000 : ~(ulong)bits;
    }

    private static int CompareGuids(Guid left, Guid right)
    {
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        left.TryWriteBytes(a, bigEndian: true, out _);
        right.TryWriteBytes(b, bigEndian: true, out _);
        return a.SequenceCompareTo(b);
    }

    private sealed class FixedOrder<T>(Func<T, ulong> prefix) : ColumnOrder
        where T : unmanaged
    {
        public override bool IsExact => true;

        public override void Prefix(ColumnVector column, Span<ulong> prefixes)
        {
            var values = ((FixedColumn<T>)column).Span;
            for (var i = 0; i < values.Length; i++)
                prefixes[i] = prefix(values[i]);
        }

        public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) =>
            prefix(((FixedColumn<T>)left).Span[leftRow]).CompareTo(prefix(((FixedColumn<T>)right).Span[rightRow]));
    }

    private sealed class ComparedOrder<T>(Func<T, ulong> prefix, Comparison<T> comparison) : ColumnOrder
        where T : unmanaged
    {
        public override bool IsExact => false;

        public override void Prefix(ColumnVector column, Span<ulong> prefixes)
        {
            var values = ((FixedColumn<T>)column).Span;
            for (var i = 0; i < values.Length; i++)
                prefixes[i] = column.IsNull(i) ? 0 : prefix(values[i]);
        }

        public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) =>
            comparison(((FixedColumn<T>)left).Span[leftRow], ((FixedColumn<T>)right).Span[rightRow]);
    }

    private sealed class BytesOrder(bool blankPadded) : ColumnOrder
    {
        public override bool IsExact => false;

        public override void Prefix(ColumnVector column, Span<ulong> prefixes)
        {
            var bytes = (BytesColumn)column;
            Span<byte> head = stackalloc byte[8];
            for (var i = 0; i < bytes.Length; i++)
            {
                var row = Of(bytes, i);
                head.Clear();
                row[..Math.Min(8, row.Length)].CopyTo(head);
                prefixes[i] = BinaryPrimitives.ReadUInt64BigEndian(head);
            }
        }

        public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) =>
            Of((BytesColumn)left, leftRow).SequenceCompareTo(Of((BytesColumn)right, rightRow));

        private ReadOnlySpan<byte> Of(BytesColumn column, int row)
        {
            var bytes = column.GetSpan(row);
            return blankPadded ? bytes.TrimEnd((byte)' ') : bytes;
        }
    }

    private sealed class DenseOrder<T> : ColumnOrder
        where T : unmanaged, IComparable<T>
    {
        public override bool IsExact => false;

        public override void Prefix(ColumnVector column, Span<ulong> prefixes) => prefixes[..column.Length].Clear();

        public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) =>
            ((DenseVectorColumn<T>)left).GetRow(leftRow).SequenceCompareTo(((DenseVectorColumn<T>)right).GetRow(rightRow));
    }

    private sealed class ComparerOrder(ColumnComparer comparer) : ColumnOrder
    {
        public override bool IsExact => false;

        public override void Prefix(ColumnVector column, Span<ulong> prefixes) => prefixes[..column.Length].Clear();

        public override int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) => comparer.Compare(left, leftRow, right, rightRow);
    }
}
