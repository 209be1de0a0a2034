using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Execution.Operators;

/// <summary>Copies rows of columns by number.</summary>
internal static class ColumnGather
{
    /// <summary>Rows of <paramref name="source"/> in the order of <paramref name="rows"/>; a negative number gives NULL.</summary>
    public static ColumnVector Gather(ColumnVector source, ReadOnlySpan<int> rows) => source switch
    {
        FixedColumn<bool> column => Fixed(column, rows),
        FixedColumn<short> column => Fixed(column, rows),
        FixedColumn<int> column => Fixed(column, rows),
        FixedColumn<long> column => Fixed(column, rows),
        FixedColumn<float> column => Fixed(column, rows),
        FixedColumn<double> column => Fixed(column, rows),
        FixedColumn<decimal> column => Fixed(column, rows),
        FixedColumn<Guid> column => Fixed(column, rows),
        FixedColumn<Interval> column => Fixed(column, rows),
        DenseVectorColumn<float> column => Dense(column, rows),
        DenseVectorColumn<Half> column => Dense(column, rows),
        BytesColumn column => Bytes(column, rows),
        _ => throw new ArgumentException($"column of type {source.Type} has an unknown layout"),
    };

    /// <summary>The batch's columns with only the rows that count.</summary>
    public static Batch Compact(Batch batch)
    {
        if (!batch.HasSelection)
            return batch;
        return batch.Count == batch.Length ? new Batch(batch.Columns, batch.Length) : GatherAll(batch.Columns, batch.Selection.Span);
    }

    /// <summary>The named rows of all columns as a batch without selection.</summary>
    public static Batch GatherAll(ColumnVector[] columns, ReadOnlySpan<int> rows)
    {
        var gathered = new ColumnVector[columns.Length];
        for (var i = 0; i < columns.Length; i++)
            gathered[i] = Gather(columns[i], rows);
        return new Batch(gathered, rows.Length);
    }

    /// <summary>The first rows of a batch.</summary>
    public static Batch Head(Batch batch, int count) => Slice(batch, 0, count);

    /// <summary>Some of the rows that count.</summary>
    public static Batch Slice(Batch batch, int start, int count)
    {
        if (start == 0 && count >= batch.Count)
            return batch;
        if (batch.HasSelection)
            return batch.Select(batch.Selection.Slice(start, count));
        return new Batch(Array.ConvertAll(batch.Columns, column => column.Slice(start, count)), count);
    }

    /// <summary>A column of <paramref name="length"/> NULLs.</summary>
    public static ColumnVector AllNull(SqlType type, int length) => ColumnBuilder.Repeat(Value.Null(type), type, length);

    /// <summary>Row numbers of the batch that count.</summary>
    public static ReadOnlySpan<int> Rows(Batch batch, ref int[] identity)
    {
        if (batch.HasSelection)
            return batch.Selection.Span;
        if (identity.Length < batch.Length)
        {
            identity = new int[Math.Max(batch.Length, 64)];
            for (var i = 0; i < identity.Length; i++)
                identity[i] = i;
        }

        return identity.AsSpan(0, batch.Length);
    }

    private static FixedColumn<T> Fixed<T>(FixedColumn<T> source, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        var values = source.Span;
        var result = new T[rows.Length];
        var nulls = GatherNulls(source, rows);
        if (nulls is null)
        {
            for (var i = 0; i < rows.Length; i++)
                result[i] = values[rows[i]];
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
                if (nulls[i] == 0)
                    result[i] = values[rows[i]];
        }

        return new FixedColumn<T>(source.Type, result, nulls);
    }

    private static DenseVectorColumn<T> Dense<T>(DenseVectorColumn<T> source, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        var dimensions = source.Dimensions;
        var result = new T[checked(rows.Length * dimensions)];
        var nulls = GatherNulls(source, rows);
        for (var i = 0; i < rows.Length; i++)
            if (nulls is null || nulls[i] == 0)
                source.GetRow(rows[i]).CopyTo(result.AsSpan(i * dimensions));
        return new DenseVectorColumn<T>(source.Type, result, rows.Length, nulls);
    }

    private static BytesColumn Bytes(BytesColumn source, ReadOnlySpan<int> rows)
    {
        var nulls = GatherNulls(source, rows);
        long total = 0;
        for (var i = 0; i < rows.Length; i++)
            if (nulls is null || nulls[i] == 0)
                total += source.GetSpan(rows[i]).Length;
        if (total > Array.MaxLength)
            return Slices(source, rows, nulls);
        var offsets = new uint[rows.Length + 1];
        var data = new byte[total];
        var used = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (nulls is null || nulls[i] == 0)
            {
                var row = source.GetSpan(rows[i]);
                row.CopyTo(data.AsSpan(used));
                used += row.Length;
            }

            offsets[i + 1] = (uint)used;
        }

        return new PackedBytesColumn(source.Type, offsets, data, nulls);
    }

    private static SlicedBytesColumn Slices(BytesColumn source, ReadOnlySpan<int> rows, byte[]? nulls)
    {
        var slices = new ReadOnlyMemory<byte>[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            if (nulls is null || nulls[i] == 0)
                slices[i] = source.GetMemory(rows[i]);
        return new SlicedBytesColumn(source.Type, slices, nulls);
    }

    private static byte[]? GatherNulls(ColumnVector source, ReadOnlySpan<int> rows)
    {
        byte[]? nulls = null;
        var from = source.Nulls.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if (row >= 0 && (from.IsEmpty || from[row] == 0))
                continue;
            nulls ??= new byte[rows.Length];
            nulls[i] = 1;
        }

        return nulls;
    }
}
