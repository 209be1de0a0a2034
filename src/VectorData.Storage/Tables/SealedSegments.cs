using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
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
}
