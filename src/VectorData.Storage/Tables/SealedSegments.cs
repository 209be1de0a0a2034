using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>Opening and writing segment files with the indexes that stand in them.</summary>
internal static class SealedSegments
{
    /// <summary>A segment with the indexes of its own file.</summary>
    public static SegmentVersion VersionOf(SealedSegment segment, TableDefinition table)
    {
        var indexes = ImmutableDictionary.CreateBuilder<IndexId, SealedIndex>();
        foreach (var definition in table.Indexes)
            if (SealedIndex.InSegment(segment, definition.Id) is { } index)
                indexes.Add(definition.Id, index);
        return new SegmentVersion(segment, segment.RowCount, DeleteBitmap.Empty, indexes.ToImmutable());
    }

    /// <summary>Opens a file that was just written.</summary>
    public static SegmentVersion Open(DatabaseState state, SegmentId id, ObjectFileEntry file, TableDefinition table) =>
        VersionOf(new SealedSegment(id, SegmentReader.Open(state.Files.Objects, file), file), table);

    /// <summary>Writes the first rows of a segment in memory with its indexes.</summary>
    public static ObjectFileEntry Write(
        DatabaseState state, TableDefinition table, MemorySegment segment, int rows, Action<double> progress, CancellationToken cancellationToken)
    {
        using var file = new SegmentWriter(state.Files.Objects, state.NewFileName("segment", segment.Id, "vds"));
        var columns = table.Columns.Where(column => segment.HasColumn(column.Id)).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            file.BeginColumn(columns[i].Id, columns[i].Type);
            for (var start = 0; start < rows; start += MemoryColumn.ChunkRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Append(segment.Read(columns[i], start, Math.Min(MemoryColumn.ChunkRows, rows - start)));
            }

            file.EndColumn();
            progress((i + 1.0) / (columns.Length + 1));
        }

        WriteKeys(state, file, table, rows, column => segment.Read(column, 0, rows));
        foreach (var index in table.Indexes)
            if (index.Method == IndexMethod.Hnsw)
                WriteGraph(state, file, segment, index, rows, cancellationToken);
        return file.Complete(rows);
    }

    /// <summary>Writes the blocks of all btree and hash indexes.</summary>
    public static void WriteKeys(DatabaseState state, SegmentWriter file, TableDefinition table, int rows, Func<ColumnDefinition, ColumnVector> column)
    {
        var read = new Dictionary<ColumnId, ColumnVector>();
        foreach (var key in state.KeysOf(table))
            SegmentIndexFormat.WriteKeys(key, rows, Column, file.AddBlock);

        ColumnVector Column(ColumnDefinition definition)
        {
            if (!read.TryGetValue(definition.Id, out var values))
                read.Add(definition.Id, values = column(definition));
            return values;
        }
    }

    // A graph that has most rows is completed; with less of it the flush would take too long, and the graph is built later.
    private static void WriteGraph(DatabaseState state, SegmentWriter file, MemorySegment segment, IndexDefinition index, int rows, CancellationToken cancellationToken)
    {
        if (segment.Graph(index.Id) is not { } graph || graph.CoveredRows < rows / 2)
            return;
        graph.Extend(rows, state.Options.IndexBuildThreads, null, cancellationToken);
        file.AddBlock(SegmentIndexFormat.GraphBlock(index.Id), writer => graph.Write(writer, rows));
    }
}
