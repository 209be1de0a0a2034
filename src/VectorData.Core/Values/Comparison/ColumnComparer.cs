using VectorData.Core.Schema;

namespace VectorData.Core.Values.Comparison;

/// <summary>Compares and hashes rows of columns of one type without making values; the order is <see cref="ValueComparer"/>'s. NULLs are equal and greatest.</summary>
public abstract class ColumnComparer
{
    /// <summary>42883 for types without an order (json).</summary>
    public static ColumnComparer For(SqlType type) => throw new NotImplementedException();

    public abstract int Compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    public abstract bool Equal(ColumnVector left, int leftRow, ColumnVector right, int rightRow);

    /// <summary>Mixes each row's hash into <paramref name="hashes"/>: hashes[i] belongs to rows[i]. Start with zeros.</summary>
    public abstract void Hash(ColumnVector column, ReadOnlySpan<int> rows, Span<ulong> hashes);

    /// <summary>As the other, for rows 0..hashes.Length-1.</summary>
    public abstract void Hash(ColumnVector column, Span<ulong> hashes);

    /// <summary>Whether the type's values can be compared.</summary>
    public static bool IsComparable(SqlType type) => (type.IsArray ? type.Element : type.Kind) is not (TypeKind.Json or TypeKind.Unknown or TypeKind.Void or TypeKind.Record);
}
