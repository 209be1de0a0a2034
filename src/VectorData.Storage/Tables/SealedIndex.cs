using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Index;
using VectorData.Index.Hnsw;
using VectorData.Index.Scalar;
using VectorData.Storage.Files;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>An index of a sealed segment, opened block by block at first use.</summary>
internal sealed class SealedIndex
{
    // Searches over a graph first check the pages they touch; a segment that is searched often has its vectors checked
    // once and for all in the background, and is then read without checks.
    private const int SearchesBeforeVerify = 32;

    private readonly SealedSegment _segment;
    private readonly BlockFileReader? _ownFile;
    private readonly Lazy<HashIndex?> _hash;
    private readonly Lazy<BloomFilter?> _bloom;
    private readonly Lazy<SortedIndex?> _sorted;
    private readonly Lazy<HnswGraph?> _graph;
    private IndexKey? _key;
    private HnswSearcher? _searcher;
    private int _searches;

    private SealedIndex(SealedSegment segment, IndexId id, BlockFileReader? ownFile, ObjectFileEntry? file)
    {
        _segment = segment;
        _ownFile = ownFile;
        Id = id;
        File = file;
        Bytes = (ownFile?.Blocks ?? segment.Reader.Blocks)
            .Where(block => block.Name == SegmentIndexFormat.HashBlock(id) || block.Name == SegmentIndexFormat.BloomBlock(id)
                || block.Name == SegmentIndexFormat.SortedBlock(id) || block.Name == SegmentIndexFormat.GraphBlock(id))
            .Sum(block => block.Length);
        _hash = new(() => Open(SegmentIndexFormat.HashBlock(id), block => HashIndex.Open(block, segment.RowCount)));
        _bloom = new(() => Open(SegmentIndexFormat.BloomBlock(id), block => BloomFilter.Open(block)));
        _sorted = new(() => Open(SegmentIndexFormat.SortedBlock(id), block => SortedIndex.Open(block, segment.RowCount)));
        _graph = new(() => Open(SegmentIndexFormat.GraphBlock(id), block => HnswGraph.Open(block, segment.RowCount)));
    }

    public IndexId Id { get; }

    /// <summary>The index's own file; null when its blocks are in the segment's.</summary>
    public ObjectFileEntry? File { get; }

    public string FileName => _ownFile?.File ?? _segment.FileName;

    public long Bytes { get; }

    public bool HasGraph => Has(SegmentIndexFormat.GraphBlock(Id));

    public HnswGraph? Graph => _graph.Value;

    public SortedIndex? Sorted => _sorted.Value;

    public HashIndex? Hash => _hash.Value;

    /// <summary>The index that stands in the segment's own file, or null.</summary>
    public static SealedIndex? InSegment(SealedSegment segment, IndexId id)
    {
        var index = new SealedIndex(segment, id, null, null);
        return index.Bytes > 0 ? index : null;
    }

    /// <summary>The index in a file of its own.</summary>
    public static SealedIndex OpenFile(SealedSegment segment, IndexId id, IObjectFiles files, ObjectFileEntry file) =>
        new(segment, id, BlockFileReader.Open(files, file, SegmentIndexFormat.Kind), file);

    /// <summary>The key's columns: an index keeps them for its life.</summary>
    public IndexKey Key(TableDefinition table, IndexDefinition index) => _key ??= IndexKey.Of(table, index);

    /// <summary>Adds ordinals whose keys may have the hash. False when the index has no key blocks.</summary>
    public bool Find(ulong hash, int rows, List<int> candidates)
    {
        if (_bloom.Value is { } bloom && !bloom.MayContain(hash))
            return true;
        if (_hash.Value is not { } index)
            return false;
        foreach (var ordinal in index.Find(hash))
            if (ordinal < rows)
                candidates.Add(ordinal);
        return true;
    }

    /// <summary>The searcher of the graph, null when there is no graph.</summary>
    public HnswSearcher? Searcher(ColumnDefinition column)
    {
        if (!HasGraph || _segment.Vectors(column) is not { } vectors)
            return null;
        if (Volatile.Read(ref _searcher) is { } searcher)
        {
            if (Interlocked.Increment(ref _searches) == SearchesBeforeVerify)
                ThreadPool.QueueUserWorkItem(_ => UseVerifiedVectors(column), null);
            return searcher;
        }

        searcher = HnswSearcher.Create(_graph.Value!, vectors);
        return Interlocked.CompareExchange(ref _searcher, searcher, null) ?? searcher;
    }

    /// <summary>Checks pages and structure.</summary>
    public IEnumerable<FileDefect> Verify(CancellationToken cancellationToken)
    {
        var defects = new List<FileDefect>();
        if (_ownFile is not null)
            defects.AddRange(_ownFile.Verify(cancellationToken));
        if (defects.Count > 0)
            return defects;
        try
        {
            _hash.Value?.Verify();
            _graph.Value?.Verify(cancellationToken);
            if (_sorted.Value is { } sorted && sorted.Count != _segment.RowCount)
                defects.Add(new FileDefect(FileName, 0, $"the sorted index has {sorted.Count} entries, the segment has {_segment.RowCount} rows"));
            if (_graph.Value is { } graph && graph.OrdinalCount > _segment.RowCount)
                defects.Add(new FileDefect(FileName, 0, $"the graph covers {graph.OrdinalCount} rows, the segment has {_segment.RowCount}"));
        }
        catch (IndexFormatException e)
        {
            defects.Add(new FileDefect(FileName, 0, e.Message));
        }
        catch (CorruptDataException e)
        {
            defects.Add(new FileDefect(e.File, e.Offset, e.Message));
        }

        return defects;
    }

    private bool Has(string name) => (_ownFile?.Blocks ?? _segment.Reader.Blocks).Any(block => block.Name == name);

    private T? Open<T>(string name, Func<IndexBlock, T> open)
        where T : class
    {
        IndexBlock? block = null;
        if (_ownFile is null)
            block = _segment.Reader.OpenIndexBlock(name);
        else if (_ownFile.TryFind(name, out var found))
            block = _ownFile.GetIndexBlock(found);
        if (block is null)
            return null;
        try
        {
            return open(block);
        }
        catch (IndexFormatException e)
        {
            throw new CorruptDataException(FileName, 0, $"block {name}: {e.Message}", e);
        }
    }

    private void UseVerifiedVectors(ColumnDefinition column)
    {
        try
        {
            var vectors = _segment.CheckedVectors(column);
            if (vectors is not null)
                Volatile.Write(ref _searcher, HnswSearcher.Create(_graph.Value!, vectors));
        }
        catch (VectorDbException)
        {
            // The search that touches the damaged page reports it.
        }
    }
}
