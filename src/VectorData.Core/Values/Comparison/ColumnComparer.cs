using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Comparison;

/// <summary>Compares and hashes rows of columns of one type without making values; the order is <see cref="ValueComparer"/>'s. NULLs are equal and greatest.</summary>
public abstract class ColumnComparer
{
    private protected ColumnComparer()
    {
    }

    /// <summary>42883 for types without an order (json).</summary>
    public static ColumnComparer For(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => FixedColumnComparer<bool, ComparableOrder<bool>>.Instance,
        TypeKind.SmallInt => FixedColumnComparer<short, ComparableOrder<short>>.Instance,
        TypeKind.Integer or TypeKind.Date => FixedColumnComparer<int, ComparableOrder<int>>.Instance,
        TypeKind.BigInt or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz or TypeKind.Oid or TypeKind.Xid => FixedColumnComparer<long, ComparableOrder<long>>.Instance,
        TypeKind.Real => FixedColumnComparer<float, FloatOrder>.Instance,
        TypeKind.Double => FixedColumnComparer<double, FloatOrder>.Instance,
        TypeKind.Numeric => FixedColumnComparer<decimal, ComparableOrder<decimal>>.Instance,
        TypeKind.Uuid => FixedColumnComparer<Guid, ComparableOrder<Guid>>.Instance,
        TypeKind.Interval => FixedColumnComparer<Interval, ComparableOrder<Interval>>.Instance,
        TypeKind.Text or TypeKind.VarChar or TypeKind.Bytea or TypeKind.Name or TypeKind.InternalChar => BytesColumnComparer.Plain,
        TypeKind.Char => BytesColumnComparer.Padded,
        _ when !IsComparable(type) => throw new VectorDbException(
            SqlStates.UndefinedFunction, $"could not identify an ordering operator for type {type.Name}")
        {
            Hint = "Use an explicit ordering operator or modify the query.",
        },
        TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec or TypeKind.Bit or TypeKind.VarBit => VectorColumnComparer.Instance,
        _ => ValueColumnComparer.Instance,
    };

    public abstract int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    public abstract bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    /// <summary>Mixes each row's hash into <paramref name="hashes"/>: hashes[i] belongs to rows[i]. Start with zeros.</summary>
    public abstract void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes);

    /// <summary>As the other, for rows 0..hashes.Length-1.</summary>
    public abstract void Hash(ColumnVector column, Span<ulong> hashes);

    /// <summary>Whether the type's values can be compared.</summary>
    public static bool IsComparable(SqlType type) =>
        (type.IsArray ? type.Element : type.Kind) is not (TypeKind.Json or TypeKind.Unknown or TypeKind.Void or TypeKind.Record);
}
