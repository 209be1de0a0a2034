using VectorData.Core.Schema;

namespace VectorData.Core.Values;

/// <summary>
/// Values of one column for the rows of a batch. Immutable. What stands at a row that is NULL is unspecified.
/// Memory may be a mapped file: valid as long as the column is referenced and its database is open.
/// </summary>
public abstract class ColumnVector(SqlType type, int length, ReadOnlyMemory<byte> nulls)
{
    public SqlType Type { get; } = type;

    /// <summary>Rows.</summary>
    public int Length { get; } = length;

    /// <summary>One byte a row, 1 for NULL; empty when no row is NULL.</summary>
    public ReadOnlyMemory<byte> Nulls { get; } = nulls;

    public bool MayHaveNulls => !Nulls.IsEmpty;

    public bool IsNull(int row) => !Nulls.IsEmpty && Nulls.Span[row] != 0;

    /// <summary>The value of a row: the slow way, for boundaries.</summary>
    public Value GetValue(int row) => IsNull(row) ? Value.Null(Type) : GetNonNull(row);

    /// <summary>Rows start..start+count, without copying.</summary>
    public abstract ColumnVector Slice(int start, int count);

    protected abstract Value GetNonNull(int row);

    private protected ReadOnlyMemory<byte> SliceNulls(int start, int count) => Nulls.IsEmpty ? Nulls : Nulls.Slice(start, count);
}

/// <summary>A column of a fixed-width type; T is the type of <see cref="PhysicalType"/>: bool, short, int, long, float, double, decimal, Guid or Interval.</summary>
public sealed class FixedColumn<T>(SqlType type, ReadOnlyMemory<T> values, ReadOnlyMemory<byte> nulls = default)
    : ColumnVector(type, values.Length, nulls)
    where T : unmanaged
{
    public ReadOnlyMemory<T> Values { get; } = values;

    public ReadOnlySpan<T> Span => Values.Span;

    public override ColumnVector Slice(int start, int count) =>
        new FixedColumn<T>(Type, Values.Slice(start, count), SliceNulls(start, count));

    protected override Value GetNonNull(int row) => Value.FromFixed(Type, Values.Span[row]);
}

/// <summary>A column of a type with variable length, in the form of <see cref="BytesCodec"/>.</summary>
public abstract class BytesColumn(SqlType type, int length, ReadOnlyMemory<byte> nulls) : ColumnVector(type, length, nulls)
{
    public abstract ReadOnlyMemory<byte> GetMemory(int row);

    public abstract ReadOnlySpan<byte> GetSpan(int row);

    protected override Value GetNonNull(int row) => BytesCodec.Decode(Type, GetSpan(row));
}

/// <summary>Variable-length rows that stand one after another: row i is data[offsets[i] - offsets[0] .. offsets[i + 1] - offsets[0]].</summary>
public sealed class PackedBytesColumn : BytesColumn
{
    private readonly uint _base;

    /// <summary><paramref name="offsets"/> has one element more than rows; <paramref name="data"/> starts at the first row's first byte.</summary>
    public PackedBytesColumn(SqlType type, ReadOnlyMemory<uint> offsets, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> nulls = default)
        : base(type, offsets.Length - 1, nulls)
    {
        Offsets = offsets;
        Data = data;
        _base = offsets.Span[0];
    }

    public ReadOnlyMemory<uint> Offsets { get; }

    public ReadOnlyMemory<byte> Data { get; }

    public override ReadOnlySpan<byte> GetSpan(int row)
    {
        var offsets = Offsets.Span;
        return Data.Span[(int)(offsets[row] - _base)..(int)(offsets[row + 1] - _base)];
    }

    public override ReadOnlyMemory<byte> GetMemory(int row)
    {
        var offsets = Offsets.Span;
        return Data[(int)(offsets[row] - _base)..(int)(offsets[row + 1] - _base)];
    }

    public override ColumnVector Slice(int start, int count)
    {
        var offsets = Offsets.Slice(start, count + 1);
        return new PackedBytesColumn(Type, offsets, Data[(int)(offsets.Span[0] - _base)..(int)(offsets.Span[count] - _base)], SliceNulls(start, count));
    }
}

/// <summary>Variable-length rows that stand anywhere.</summary>
public sealed class SlicedBytesColumn(SqlType type, ReadOnlyMemory<ReadOnlyMemory<byte>> rows, ReadOnlyMemory<byte> nulls = default)
    : BytesColumn(type, rows.Length, nulls)
{
    public override ReadOnlySpan<byte> GetSpan(int row) => rows.Span[row].Span;

    public override ReadOnlyMemory<byte> GetMemory(int row) => rows.Span[row];

    public override ColumnVector Slice(int start, int count) =>
        new SlicedBytesColumn(Type, rows.Slice(start, count), SliceNulls(start, count));
}

/// <summary>Vectors of one number of dimensions, row after row; T is float (vector) or Half (halfvec).</summary>
public sealed class DenseVectorColumn<T>(SqlType type, ReadOnlyMemory<T> values, int length, ReadOnlyMemory<byte> nulls = default)
    : ColumnVector(type, length, nulls)
    where T : unmanaged
{
    public int Dimensions => Type.Modifier;

    /// <summary>Length x Dimensions elements, row-major.</summary>
    public ReadOnlyMemory<T> Values { get; } = values;

    public ReadOnlySpan<T> GetRow(int row) => Values.Span.Slice(row * Dimensions, Dimensions);

    public override ColumnVector Slice(int start, int count) =>
        new DenseVectorColumn<T>(Type, Values.Slice(start * Dimensions, count * Dimensions), count, SliceNulls(start, count));

    protected override Value GetNonNull(int row) => Value.FromContent(Type, GetRow(row).ToArray());
}

/// <summary>Rows of several columns, with the rows that count.</summary>
public sealed class Batch(ColumnVector[] columns, int length, ReadOnlyMemory<int> selection = default, bool hasSelection = false)
{
    public ColumnVector[] Columns { get; } = columns;

    /// <summary>Rows that each column has.</summary>
    public int Length { get; } = length;

    public bool HasSelection { get; } = hasSelection;

    /// <summary>Ascending row numbers that count, when <see cref="HasSelection"/>.</summary>
    public ReadOnlyMemory<int> Selection { get; } = selection;

    /// <summary>Rows that count.</summary>
    public int Count => HasSelection ? Selection.Length : Length;

    /// <summary>The i-th row that counts, as a row number of the columns.</summary>
    public int RowAt(int i) => HasSelection ? Selection.Span[i] : i;

    public Batch Select(ReadOnlyMemory<int> selection) => new(Columns, Length, selection, hasSelection: true);
}
