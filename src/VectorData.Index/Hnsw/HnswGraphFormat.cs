using System.Buffers;
using VectorData.Numerics;

namespace VectorData.Index.Hnsw;

/// <summary>
/// The block of a graph, little-endian; each part starts at a multiple of 64.
/// <code>
/// header    see <see cref="BlockHeader"/>; fields: element, metric, dimensions, m, ef_construction, rows of the segment,
///           indexed rows, entry node or -1, entry level, ints of upper lists, duplicates, flags (1: norms)
/// levels    byte per row: highest layer; 0xFE duplicate of a node; 0xFF not indexed
/// links 0   per row 1 + 2m int32: number of neighbours, their ordinals
/// norms     float per row, when flagged: 1 / norm of the vector
/// index     uint32 per row: where its upper lists start, in ints; 0 when it has none
/// upper     per node and layer from 1 on 1 + m int32: number of neighbours, their ordinals
/// pairs     int32 per duplicate: its node, ascending; then int32 per duplicate: its ordinal
/// </code>
/// </summary>
internal static class HnswGraphFormat
{
    public const string Magic = "VDHNSW";
    private const uint FormatVersion = 1;
    private const long NormsFlag = 1;

    public static HnswGraphLayout Read(IndexBlock block)
    {
        Span<long> fields = stackalloc long[BlockHeader.FieldCount];
        BlockHeader.Read(block, Magic, FormatVersion, fields);
        var rows = (int)Check("row count", fields[5], 0, int.MaxValue);
        var entry = (int)Check("entry node", fields[7], -1, rows - 1L);
        var layout = new HnswGraphLayout
        {
            Element = (VectorElement)Check("element", fields[0], (long)VectorElement.Float32, (long)VectorElement.Sparse),
            Metric = (VectorMetric)Check("metric", fields[1], (long)VectorMetric.L2, (long)VectorMetric.Jaccard),
            Dimensions = (int)Check("dimensions", fields[2], 1, int.MaxValue),
            M = (int)Check("m", fields[3], HnswOptions.MinM, HnswOptions.MaxM),
            EfConstruction = (int)Check("ef_construction", fields[4], HnswOptions.MinEfConstruction, HnswOptions.MaxEfConstruction),
            OrdinalCount = rows,
            IndexedCount = (int)Check("indexed rows", fields[6], entry < 0 ? 0 : 1, entry < 0 ? 0 : rows),
            Entry = entry < 0 ? HnswEntry.None : new HnswEntry(entry, (int)Check("entry level", fields[8], 0, HnswNodes.MaxLevel)),
            UpperCount = Check("upper list length", fields[9], 0, uint.MaxValue),
            DuplicateCount = (int)Check("duplicate count", fields[10], 0, rows),
            HasNorms = Check("flags", fields[11], 0, NormsFlag) == NormsFlag,
        };
        if (!layout.Element.Supports(layout.Metric))
            throw new IndexFormatException($"{Magic} block: metric {layout.Metric} found for {layout.Element} vectors");
        if (layout.HasNorms != (layout.Metric == VectorMetric.Cosine))
            throw new IndexFormatException($"{Magic} block: norms go with cosine, found {(layout.HasNorms ? "some" : "none")} with {layout.Metric}");
        return layout.Length == block.Length
            ? layout
            : throw new IndexFormatException($"{Magic} block: {block.Length} bytes found, {layout.Length} expected");
    }

    public static void Write(IBufferWriter<byte> writer, HnswNodes nodes, int ordinalCount, IVectorSource source, VectorMetric metric, HnswOptions options, bool hasNorms)
    {
        var (upperAt, upperCount) = UpperIndex(nodes, ordinalCount);
        var (representatives, duplicates) = Duplicates(nodes, ordinalCount);
        var entry = nodes.Entry;
        var layout = new HnswGraphLayout
        {
            M = options.M,
            OrdinalCount = ordinalCount,
            UpperCount = upperCount,
            DuplicateCount = duplicates.Length,
            HasNorms = hasNorms,
        };
        Span<byte> header = stackalloc byte[BlockHeader.Length];
        BlockHeader.Write(header, Magic, FormatVersion, layout.Length,
        [
            (long)source.Element, (long)metric, source.Dimensions, options.M, options.EfConstruction, ordinalCount,
            nodes.IndexedCount, entry.Node, entry.Level, upperCount, duplicates.Length, hasNorms ? NormsFlag : 0,
        ]);
        var output = new AlignedOutput(writer);
        output.Write(header);
        output.Align();
        WriteLevels(output, nodes, ordinalCount);
        output.Align();
        WriteLinks0(output, nodes, ordinalCount);
        output.Align();
        for (var row = 0; hasNorms && row < ordinalCount; row++)
            output.Write(row < nodes.Capacity ? nodes.InverseNorm(row) : 0);
        output.Align();
        output.WriteArray<uint>(upperAt);
        output.Align();
        WriteUpper(output, nodes, ordinalCount);
        output.Align();
        output.WriteArray<int>(representatives);
        output.WriteArray<int>(duplicates);
    }

    private static long Check(string name, long value, long min, long max) => BlockHeader.Check(Magic, name, value, min, max);

    private static (uint[] At, long Count) UpperIndex(HnswNodes nodes, int ordinalCount)
    {
        var at = new uint[ordinalCount];
        long count = 0;
        for (var row = 0; row < ordinalCount; row++)
        {
            var level = nodes.LevelOf(row);
            if (level is 0 or > HnswNodes.MaxLevel)
                continue;
            at[row] = checked((uint)count);
            count += level * (nodes.M + 1);
        }

        return (at, count);
    }

    private static (int[] Representatives, int[] Duplicates) Duplicates(HnswNodes nodes, int ordinalCount)
    {
        var representatives = new int[nodes.DuplicateCount];
        var duplicates = new int[nodes.DuplicateCount];
        var count = 0;
        for (var row = 0; row < ordinalCount && count < duplicates.Length; row++)
        {
            if (nodes.LevelOf(row) > HnswNodes.MaxLevel)
                continue;
            var first = count;
            var cursor = IHnswLinks.FirstDuplicate;
            for (int duplicate; (duplicate = nodes.NextDuplicate(row, ref cursor)) >= 0; count++)
            {
                representatives[count] = row;
                duplicates[count] = duplicate;
            }

            duplicates.AsSpan(first, count - first).Sort();
        }

        return (representatives, duplicates);
    }

    private static void WriteLevels(AlignedOutput output, HnswNodes nodes, int ordinalCount)
    {
        for (var row = 0; row < ordinalCount; row++)
            output.Write(nodes.LevelOf(row));
    }

    private static void WriteLinks0(AlignedOutput output, HnswNodes nodes, int ordinalCount)
    {
        Span<int> list = stackalloc int[(2 * HnswOptions.MaxM) + 1];
        list = list[..(nodes.MaxLinks0 + 1)];
        for (var row = 0; row < ordinalCount; row++)
        {
            list.Clear();
            if (nodes.LevelOf(row) <= HnswNodes.MaxLevel)
                Fill(list, nodes.Links(row, 0));
            output.WriteArray<int>(list);
        }
    }

    private static void WriteUpper(AlignedOutput output, HnswNodes nodes, int ordinalCount)
    {
        Span<int> list = stackalloc int[HnswOptions.MaxM + 1];
        list = list[..(nodes.M + 1)];
        for (var row = 0; row < ordinalCount; row++)
        {
            var level = nodes.LevelOf(row);
            for (var layer = 1; level <= HnswNodes.MaxLevel && layer <= level; layer++)
            {
                list.Clear();
                Fill(list, nodes.Links(row, layer));
                output.WriteArray<int>(list);
            }
        }
    }

    private static void Fill(Span<int> list, ReadOnlySpan<int> links)
    {
        list[0] = links.Length;
        links.CopyTo(list[1..]);
    }
}

/// <summary>Where the parts of a graph's block are, from its counts.</summary>
internal sealed class HnswGraphLayout
{
    public VectorElement Element { get; init; }

    public VectorMetric Metric { get; init; }

    public int Dimensions { get; init; }

    public int M { get; init; }

    public int EfConstruction { get; init; }

    public int OrdinalCount { get; init; }

    public int IndexedCount { get; init; }

    public HnswEntry Entry { get; init; }

    public long UpperCount { get; init; }

    public int DuplicateCount { get; init; }

    public bool HasNorms { get; init; }

    public int Stride0 => (2 * M) + 1;

    public long LevelsAt => BlockHeader.Align(BlockHeader.Length);

    public long Links0At => BlockHeader.Align(LevelsAt + OrdinalCount);

    public long NormsAt => BlockHeader.Align(Links0At + ((long)OrdinalCount * Stride0 * sizeof(int)));

    public long UpperIndexAt => BlockHeader.Align(NormsAt + (HasNorms ? (long)OrdinalCount * sizeof(float) : 0));

    public long UpperAt => BlockHeader.Align(UpperIndexAt + ((long)OrdinalCount * sizeof(uint)));

    public long DuplicatesAt => BlockHeader.Align(UpperAt + (UpperCount * sizeof(int)));

    public long Length => DuplicatesAt + (2L * DuplicateCount * sizeof(int));
}
