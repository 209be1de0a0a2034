using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Execution.Operators;

/// <summary>Copies the rows of many batches into one set of columns.</summary>
internal sealed class RowCollector(SqlType[] types)
{
    private readonly ColumnBuilder?[] _builders = new ColumnBuilder?[types.Length];

    public int Count { get; private set; }

    /// <summary>Copies the rows of a batch that count.</summary>
    public void Add(Batch batch)
    {
        for (var i = 0; i < types.Length; i++)
        {
            var column = batch.Columns[i];
            var builder = _builders[i] ??= ColumnBuilder.For(column.Type);
            if (builder.Type.Physical != column.Type.Physical || builder.Type.FixedWidth != column.Type.FixedWidth)
                builder = Append(i, builder, column, batch);
            else if (batch.HasSelection)
                builder.AppendFrom(column, batch.Selection.Span);
            else
                builder.AppendAll(column);
        }

        Count += batch.Count;
    }

    /// <summary>Copies one row.</summary>
    public void Add(Batch batch, int row)
    {
        for (var i = 0; i < types.Length; i++)
        {
            var column = batch.Columns[i];
            (_builders[i] ??= ColumnBuilder.For(column.Type)).AppendFrom(column, row);
        }

        Count++;
    }

    /// <summary>All rows so far; the collector starts anew.</summary>
    public Batch Take()
    {
        var columns = new ColumnVector[types.Length];
        for (var i = 0; i < types.Length; i++)
            columns[i] = (_builders[i] ??= ColumnBuilder.For(types[i])).Build();
        var batch = new Batch(columns, Count);
        Count = 0;
        return batch;
    }

    // Vectors of several dimensions under one undimensioned type: rows are kept in the form of the type without modifier.
    private ColumnBuilder Append(int i, ColumnBuilder builder, ColumnVector column, Batch batch)
    {
        if (builder.Type.HasModifier)
        {
            var general = ColumnBuilder.For(types[i].Unmodified);
            var sofar = builder.Build();
            for (var row = 0; row < sofar.Length; row++)
                general.Append(sofar.GetValue(row));
            _builders[i] = builder = general;
        }

        for (var row = 0; row < batch.Count; row++)
            builder.Append(column.GetValue(batch.RowAt(row)));
        return builder;
    }
}
