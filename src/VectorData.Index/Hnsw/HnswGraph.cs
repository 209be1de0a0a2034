using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using VectorData.Index.Spaces;
using VectorData.Numerics;

namespace VectorData.Index.Hnsw;

/// <summary>An immutable HNSW graph read in place from one block of bytes; <see cref="HnswGraphFormat"/> draws it.</summary>
public sealed unsafe class HnswGraph
{
    private readonly IndexBlock _block;
    private readonly byte* _levels;
    private readonly int* _links0;
    private readonly uint* _upperAt;
    private readonly int* _upper;
    private readonly long _upperCount;
    private readonly int* _duplicates;
    private readonly int _duplicateCount;
    private readonly int _stride0;

    private HnswGraph(IndexBlock block, int ordinalCount)
    {
        var layout = HnswGraphFormat.Read(block);
        if (layout.OrdinalCount != ordinalCount)
            throw new IndexFormatException($"{HnswGraphFormat.Magic} block: a graph over {layout.OrdinalCount} rows found, the segment has {ordinalCount}");
        _block = block;
        Element = layout.Element;
        Metric = layout.Metric;
        Dimensions = layout.Dimensions;
        Options = new HnswOptions { M = layout.M, EfConstruction = layout.EfConstruction };
        OrdinalCount = layout.OrdinalCount;
        IndexedCount = layout.IndexedCount;
        Entry = layout.Entry;
        _levels = block.Address + layout.LevelsAt;
        _links0 = (int*)(block.Address + layout.Links0At);
        _upperAt = (uint*)(block.Address + layout.UpperIndexAt);
        _upper = (int*)(block.Address + layout.UpperAt);
        _upperCount = layout.UpperCount;
        _duplicates = (int*)(block.Address + layout.DuplicatesAt);
        _duplicateCount = layout.DuplicateCount;
        _stride0 = layout.Stride0;
        Norms = layout.HasNorms ? new MappedNorms((float*)(block.Address + layout.NormsAt)) : null;
        if (Entry.Exists && LevelOf(Entry.Node) != Entry.Level)
            throw new IndexFormatException($"{HnswGraphFormat.Magic} block: entry node {Entry.Node} is on level {LevelOf(Entry.Node)}, the header says {Entry.Level}");
    }

    public VectorElement Element { get; }

    public VectorMetric Metric { get; }

    public int Dimensions { get; }

    public HnswOptions Options { get; }

    /// <summary>Rows of the segment, indexed or not.</summary>
    public int OrdinalCount { get; }

    /// <summary>Rows in the graph.</summary>
    public int IndexedCount { get; }

    internal HnswEntry Entry { get; }

    internal INormTable? Norms { get; }

    internal bool HasDuplicates => _duplicateCount > 0;

    /// <summary>Checks the header and that every part lies inside the block, for a segment of <paramref name="ordinalCount"/> rows; <see cref="IndexFormatException"/> otherwise.</summary>
    public static HnswGraph Open(IndexBlock block, int ordinalCount)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new HnswGraph(block, ordinalCount);
    }

    /// <summary>Reads every list and checks every id; for a database check.</summary>
    public void Verify(CancellationToken cancellationToken = default)
    {
        var indexed = 0;
        for (var node = 0; node < OrdinalCount; node++)
        {
            if (node % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var level = LevelOf(node);
            indexed += level != HnswNodes.Absent ? 1 : 0;
            if (level > HnswNodes.MaxLevel)
                continue;
            for (var layer = 0; layer <= level; layer++)
            {
                foreach (var id in Links(node, layer))
                {
                    CheckId(id);
                    if (LevelOf(id) > HnswNodes.MaxLevel || LevelOf(id) < layer)
                        throw new IndexFormatException($"{HnswGraphFormat.Magic} block: node {node} links to row {id} on layer {layer}, where it is not");
                }
            }
        }

        for (var i = 0; i < _duplicateCount; i++)
        {
            CheckId(_duplicates[i]);
            CheckId(_duplicates[_duplicateCount + i]);
            if (i > 0 && _duplicates[i] < _duplicates[i - 1])
                throw new IndexFormatException($"{HnswGraphFormat.Magic} block: duplicates are out of order at {i}");
        }

        if (indexed != IndexedCount)
            throw new IndexFormatException($"{HnswGraphFormat.Magic} block: {indexed} indexed rows found, the header says {IndexedCount}");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte LevelOf(int node) => _levels[node];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<int> Links(int node, int level)
    {
        if (level > 0)
            return UpperLinks(node, level);
        var list = _links0 + ((long)node * _stride0);
        if ((uint)*list >= (uint)_stride0)
            ThrowLength(node, level, *list);
        return new ReadOnlySpan<int>(list + 1, *list);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckId(int id)
    {
        if ((uint)id >= (uint)OrdinalCount)
            ThrowId(id);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int node)
    {
        if (!Sse.IsSupported)
            return;
        var list = (byte*)(_links0 + ((long)node * _stride0));
        Sse.Prefetch0(list);
        Sse.Prefetch0(list + 64);
    }

    /// <summary>See <see cref="IHnswLinks.NextDuplicate"/>: pairs are sorted by node, the cursor is a position.</summary>
    internal int NextDuplicate(int node, ref int cursor)
    {
        if (cursor == IHnswLinks.FirstDuplicate)
        {
            int low = 0, high = _duplicateCount;
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (_duplicates[middle] < node)
                    low = middle + 1;
                else
                    high = middle;
            }

            cursor = low;
        }

        if (cursor >= _duplicateCount || _duplicates[cursor] != node)
            return -1;
        var ordinal = _duplicates[_duplicateCount + cursor++];
        CheckId(ordinal);
        return ordinal;
    }

    private ReadOnlySpan<int> UpperLinks(int node, int level)
    {
        var levels = LevelOf(node);
        if (levels > HnswNodes.MaxLevel || level > levels)
            throw new IndexFormatException($"{HnswGraphFormat.Magic} block: row {node} is named on layer {level}, where it is not");
        var stride = Options.M + 1;
        var at = _upperAt[node] + ((level - 1L) * stride);
        if (at + stride > _upperCount)
            throw new IndexFormatException($"{HnswGraphFormat.Magic} block: upper list at {at} found, lists end at {_upperCount}");
        var list = _upper + at;
        if ((uint)*list >= (uint)stride)
            ThrowLength(node, level, *list);
        return new ReadOnlySpan<int>(list + 1, *list);
    }

    private static void ThrowLength(int node, int level, int length) =>
        throw new IndexFormatException($"{HnswGraphFormat.Magic} block: list of {length} links found for node {node} on layer {level}");

    private void ThrowId(int id) => throw new IndexFormatException($"{HnswGraphFormat.Magic} block: row {id} found, the segment has {OrdinalCount}");
}

/// <summary>The edges of an immutable graph.</summary>
internal readonly struct HnswGraphLinks(HnswGraph graph) : IHnswLinks
{
    private readonly HnswGraph _graph = graph;

    public int OrdinalCount => _graph.OrdinalCount;

    public int IndexedCount => _graph.IndexedCount;

    public int M => _graph.Options.M;

    public HnswEntry Entry => _graph.Entry;

    public ReadOnlySpan<int> Links(int node, int level) => _graph.Links(node, level);

    public bool IsIndexed(int ordinal) => _graph.LevelOf(ordinal) != HnswNodes.Absent;

    public int NextDuplicate(int node, ref int cursor) => _graph.HasDuplicates ? _graph.NextDuplicate(node, ref cursor) : -1;

    public void CheckId(int id) => _graph.CheckId(id);

    public void Prefetch(int node) => _graph.Prefetch(node);
}
