using VectorData.AdoNet.Bulk;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet;

/// <summary>The values of one column for the column-wise bulk writer.</summary>
public abstract class VectorDbColumnData
{
    private protected VectorDbColumnData(int rowCount, ReadOnlyMemory<bool> nulls)
    {
        if (!nulls.IsEmpty && nulls.Length != rowCount)
            throw new ArgumentException($"{nulls.Length} null flags for {rowCount} rows", nameof(nulls));
        RowCount = rowCount;
        Nulls = nulls;
    }

    public int RowCount { get; }

    /// <summary>One flag a row, true for NULL; empty when no row is NULL.</summary>
    public ReadOnlyMemory<bool> Nulls { get; }

    /// <summary>A value a row.</summary>
    /// <param name="nulls">True for rows that are NULL, whatever their value; empty when none is.</param>
    public static VectorDbColumnData Of<T>(ReadOnlyMemory<T> values, ReadOnlyMemory<bool> nulls = default) => new ScalarColumnData<T>(values, nulls);

    /// <inheritdoc cref="Of{T}(ReadOnlyMemory{T}, ReadOnlyMemory{bool})"/>
    public static VectorDbColumnData Of<T>(T[] values, bool[]? nulls = null) => new ScalarColumnData<T>(values, nulls);

    /// <summary>Vectors row after row: rows x dimensions elements.</summary>
    public static VectorDbColumnData Vectors(ReadOnlyMemory<float> rowMajor, int dimensions, ReadOnlyMemory<bool> nulls = default) =>
        new VectorColumnData<float>(rowMajor, dimensions, nulls);

    /// <inheritdoc cref="Vectors(ReadOnlyMemory{float}, int, ReadOnlyMemory{bool})"/>
    public static VectorDbColumnData Vectors(ReadOnlyMemory<Half> rowMajor, int dimensions, ReadOnlyMemory<bool> nulls = default) =>
        new VectorColumnData<Half>(rowMajor, dimensions, nulls);

    /// <summary>Rows start..start+count as a column of the table's type.</summary>
    internal abstract ColumnVector Slice(SqlType type, string name, int start, int count);

    private protected bool IsNull(int row) => !Nulls.IsEmpty && Nulls.Span[row];

    private protected ReadOnlyMemory<byte> NullBytes(int start, int count)
    {
        if (Nulls.IsEmpty)
            return default;
        var bytes = new byte[count];
        var flags = Nulls.Span.Slice(start, count);
        for (var i = 0; i < count; i++)
            bytes[i] = flags[i] ? (byte)1 : (byte)0;
        return bytes;
    }
}
