using System.Buffers;
using VectorData.Core.Values;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Takes rows of a transaction's own segments to the log before its commit: they count only with it.</summary>
internal static class ChunkWriter
{
    private const int AdoptShare = 4;

    /// <summary>Whether the segment becomes the table's as it is; rows of smaller ones are copied at the commit.</summary>
    public static bool IsAdopted(StorageOptions options, MemorySegment segment) =>
        segment.RowCount >= options.AdoptRows || segment.Bytes >= options.GrowingSegmentBytes / AdoptShare;

    /// <summary>Writes the rows that have come together since the last time when there are enough of them.</summary>
    public static void WriteFull(StorageTransaction transaction, MemorySegment segment)
    {
        var state = transaction.State;
        if (!state.IsDurable || transaction.IsSpilling || !IsAdopted(state.Options, segment))
            return;
        var unlogged = segment.RowCount - segment.LoggedRows;
        if ((double)segment.Bytes * unlogged / Math.Max(1, segment.RowCount) < state.Options.LogChunkBytes)
            return;
        if (transaction.FirstChunk == long.MaxValue)
        {
            // Named before the write, so that a checkpoint beside it keeps the log from here.
            transaction.LossesAtFirstChunk = state.Log!.Losses;
            transaction.FirstChunk = state.Log.End;
        }

        var chunks = new List<ReadOnlySequence<byte>>();
        foreach (var record in Encode(segment, segment.RowCount))
            chunks.Add(record.ToSequence());
        state.Log!.AppendUnsynced(LogRecords.Chunk, chunks);
        segment.LoggedRows = segment.RowCount;
    }

    /// <summary>The records for rows from <see cref="MemorySegment.LoggedRows"/> to <paramref name="rows"/>: none crosses a block, so that nothing is copied.</summary>
    public static IEnumerable<RecordWriter> Encode(MemorySegment segment, int rows)
    {
        for (var start = segment.LoggedRows; start < rows;)
        {
            var count = Math.Min(rows - start, MemoryColumn.ChunkRows - (start & (MemoryColumn.ChunkRows - 1)));
            var columns = Columns(segment, start, count);
            while (count > 1 && SizeOf(columns) > int.MaxValue / 2)
            {
                count /= 2;
                columns = Columns(segment, start, count);
            }

            var record = new RecordWriter();
            record.Int32(segment.Definition.Id.Value);
            record.Int64(segment.Id.Value);
            record.Int32(start);
            LogRecords.WriteColumns(record, segment.Definition, columns, count);
            yield return record;
            start += count;
        }
    }

    private static ColumnVector[] Columns(MemorySegment segment, int start, int count) =>
        segment.Definition.Columns.Select(column => segment.Read(column, start, count)).ToArray();

    private static long SizeOf(ColumnVector[] columns)
    {
        long bytes = 0;
        foreach (var column in columns)
        {
            if (column is BytesColumn rows)
                for (var row = 0; row < rows.Length; row++)
                    bytes += rows.GetMemory(row).Length;
            else
                bytes += (long)column.Type.FixedWidth * column.Length;
        }

        return bytes;
    }
}
