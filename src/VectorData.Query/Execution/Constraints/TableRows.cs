using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Rows of a table in batches, with where they stand.</summary>
internal readonly record struct LocatedBatch(SegmentId Segment, int Start, Batch Batch)
{
    /// <summary>The address of the i-th row that counts.</summary>
    public RowId RowAt(int i) => new(Segment, Start + Batch.RowAt(i));
}

/// <summary>Reads a table's rows without a plan: for checks of existing rows, rewrites and referential actions.</summary>
internal static class TableRows
{
    /// <summary>The live rows, a block of a segment at a time, with the given columns.</summary>
    public static IEnumerable<LocatedBatch> Scan(TableSnapshot table, IReadOnlyList<ColumnDefinition> columns, CancellationToken cancellationToken)
    {
        foreach (var segment in table.Segments)
        {
            for (var start = 0; start < segment.RowCount; start += SegmentSnapshot.BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(SegmentSnapshot.BlockRows, segment.RowCount - start);
                var live = count - segment.Deletes.CountIn(start, start + count);
                if (live == 0)
                    continue;
                var vectors = new ColumnVector[columns.Count];
                for (var i = 0; i < vectors.Length; i++)
                    vectors[i] = segment.Read(columns[i], start, count);
                var batch = new Batch(vectors, count);
                if (live < count)
                {
                    var rows = new int[count];
                    var kept = segment.Deletes.LiveRows(start, count, rows);
                    batch = batch.Select(rows.AsMemory(0, kept));
                }

                yield return new LocatedBatch(segment.Id, start, batch);
            }
        }
    }

    /// <summary>The given rows, in the given order, with the given columns.</summary>
    public static Batch Gather(TableSnapshot table, IReadOnlyList<ColumnDefinition> columns, ReadOnlySpan<RowId> rows)
    {
        if (rows.IsEmpty || IsOneSegment(rows))
            return GatherFrom(rows.IsEmpty ? null : Segment(table, rows[0].Segment), columns, rows);
        var builders = new ColumnBuilder[columns.Count];
        for (var i = 0; i < builders.Length; i++)
            builders[i] = ColumnBuilder.For(columns[i].Type, rows.Length);
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && rows[end].Segment == rows[start].Segment)
                end++;
            var part = GatherFrom(Segment(table, rows[start].Segment), columns, rows[start..end]);
            for (var i = 0; i < builders.Length; i++)
                builders[i].AppendAll(part.Columns[i]);
            start = end;
        }

        return new Batch(Array.ConvertAll(builders, builder => builder.Build()), rows.Length);
    }

    private static Batch GatherFrom(SegmentSnapshot? segment, IReadOnlyList<ColumnDefinition> columns, ReadOnlySpan<RowId> rows)
    {
        var ordinals = new int[rows.Length];
        for (var i = 0; i < ordinals.Length; i++)
            ordinals[i] = rows[i].Ordinal;
        var vectors = new ColumnVector[columns.Count];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = segment?.Gather(columns[i], ordinals) ?? ColumnBuilder.For(columns[i].Type).Build();
        return new Batch(vectors, rows.Length);
    }

    private static SegmentSnapshot Segment(TableSnapshot table, SegmentId id) =>
        table.Find(id) ?? throw new InvalidOperationException($"table \"{table.Definition.Name}\" has no segment {id.Value} in this snapshot");

    private static bool IsOneSegment(ReadOnlySpan<RowId> rows)
    {
        foreach (var row in rows)
            if (row.Segment != rows[0].Segment)
                return false;
        return true;
    }
}
