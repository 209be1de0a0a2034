using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Index;
using VectorData.Index.Hnsw;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>Builds an index of a sealed segment into a file of its own. The file is nobody's until a log record or the manifest names it.</summary>
internal static class IndexFiles
{
    public static SealedIndex BuildKeys(DatabaseState state, SealedSegment segment, IndexKey key)
    {
        return Write(state, segment, key.Index.Id, file => SegmentIndexFormat.WriteKeys(
            key,
            segment.RowCount,
            column => segment.Read(column, 0, segment.RowCount),
            (name, write) => AddBlock(file, name, write)));
    }

    /// <summary>Null when the segment has no vectors of the column.</summary>
    public static SealedIndex? BuildGraph(
        DatabaseState state, SealedSegment segment, IndexDefinition index, ColumnDefinition column, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (segment.CheckedVectors(column) is not { } vectors)
            return null;
        var builder = HnswGraphBuilder.Create(vectors, VectorOperators.MetricOf(index), VectorOperators.OptionsOf(index));
        var filter = column.NotNull || !segment.MayHaveNulls(column) ? null : new NotNullFilter(segment, column);
        builder.AddAll(segment.RowCount, filter, state.Options.IndexBuildThreads, progress, cancellationToken);
        return Write(state, segment, index.Id, file => AddBlock(
            file, SegmentIndexFormat.GraphBlock(index.Id), writer => builder.WriteTo(writer, segment.RowCount)));
    }

    /// <summary>Removes a file that nothing came to name; what cannot be removed now goes at the next open.</summary>
    public static void Drop(DatabaseState state, string name)
    {
        try
        {
            state.Files.Objects.Delete(name);
        }
        catch (VectorDbException)
        {
            // It is in nobody's way until then.
        }
    }

    private static SealedIndex Write(DatabaseState state, SealedSegment segment, IndexId index, Action<BlockFileWriter> write)
    {
        using var file = new BlockFileWriter(state.Files.Objects, state.NewFileName("index", segment.Id, "vdx"), SegmentIndexFormat.Kind);
        write(file);
        return SealedIndex.OpenFile(segment, index, state.Files.Objects, file.Complete());
    }

    private static void AddBlock(BlockFileWriter file, string name, Action<IBufferWriter<byte>> write)
    {
        file.Begin(name);
        write(file);
        file.End();
    }

    private sealed class NotNullFilter(Segment segment, ColumnDefinition column) : IOrdinalFilter
    {
        public int? AllowedCount => null;

        public bool Allows(int ordinal) => !segment.IsNull(column, ordinal);
    }
}
