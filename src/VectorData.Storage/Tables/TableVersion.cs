using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>A segment at one place of the order of commits: how many rows of it are there, which are deleted, which indexes it has.</summary>
internal sealed class SegmentVersion(Segment segment, int rows, DeleteBitmap deletes, ImmutableDictionary<IndexId, SealedIndex> indexes)
{
    public SegmentVersion(MemorySegment segment, int rows)
        : this(segment, rows, DeleteBitmap.Empty, ImmutableDictionary<IndexId, SealedIndex>.Empty)
    {
    }

    public Segment Segment { get; } = segment;

    public SegmentId Id => Segment.Id;

    /// <summary>Rows below it are there.</summary>
    public int Rows { get; } = rows;

    public DeleteBitmap Deletes { get; } = deletes;

    /// <summary>Indexes of a sealed segment; one in memory carries its own.</summary>
    public ImmutableDictionary<IndexId, SealedIndex> Indexes { get; } = indexes;

    public int LiveRows => Rows - Deletes.Count;

    public SegmentVersion WithRows(int rows) => new(Segment, rows, Deletes, Indexes);

    public SegmentVersion WithDeletes(DeleteBitmap deletes) => ReferenceEquals(deletes, Deletes) ? this : new(Segment, Rows, deletes, Indexes);

    public SegmentVersion WithIndex(SealedIndex index) => new(Segment, Rows, Deletes, Indexes.SetItem(index.Id, index));

    public SegmentVersion WithIndexes(ImmutableDictionary<IndexId, SealedIndex> indexes) => new(Segment, Rows, Deletes, indexes);

    /// <summary>The key of an index through which rows can be found here, or null.</summary>
    public IndexKey? Key(TableDefinition table, IndexDefinition index) => Segment is MemorySegment memory
        ? memory.Key(index.Id)?.Key
        : Indexes.TryGetValue(index.Id, out var found) ? found.Key(table, index) : null;

    /// <summary>Whether rows can be found by the keys of an index.</summary>
    public bool CanFind(IndexId index) => Segment is MemorySegment memory ? memory.Key(index) is not null : Indexes.ContainsKey(index);

    /// <summary>
    /// Adds the ordinals, live or deleted, that may have a key of this hash: the caller compares. A segment without the index (its build is
    /// under way) gives every row.
    /// </summary>
    public void FindCandidates(IndexId index, ulong hash, List<int> candidates)
    {
        if (Segment is MemorySegment memory && memory.Key(index) is { } key)
        {
            key.Find(hash, Rows, candidates);
            return;
        }

        if (Indexes.TryGetValue(index, out var sealedIndex) && sealedIndex.Find(hash, Rows, candidates))
            return;
        for (var ordinal = 0; ordinal < Rows; ordinal++)
            candidates.Add(ordinal);
    }
}

/// <summary>Where the rows of a segment that was compacted went.</summary>
/// <param name="Sequence">The commit of the compaction: transactions that began before still know the old segment.</param>
/// <param name="Target">The segment that took the rows.</param>
/// <param name="Ordinals">For each old ordinal the new one; -1 for rows that were deleted.</param>
internal sealed record SegmentRemap(CommitSequence Sequence, SegmentId Target, int[] Ordinals)
{
    /// <summary>The old ordinal of a new one, or -1: rows keep their order, so that it is found by halving.</summary>
    public int SourceOf(int target)
    {
        int low = 0, high = Ordinals.Length;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            var at = middle;
            while (at < high && Ordinals[at] < 0)
                at++;
            if (at == high)
                high = middle;
            else if (Ordinals[at] == target)
                return at;
            else if (Ordinals[at] < target)
                low = at + 1;
            else
                high = middle;
        }

        return -1;
    }
}

/// <summary>A table at one place of the order of commits.</summary>
internal sealed class TableVersion(
    TableDefinition definition, ImmutableArray<SegmentVersion> segments, ImmutableDictionary<SegmentId, SegmentRemap> remaps)
{
    // With a few segments looking through them is faster than a dictionary for each version.
    private const int FewSegments = 8;

    private Dictionary<SegmentId, int>? _places;
    private TableSnapshot? _snapshot;

    public TableDefinition Definition { get; } = definition;

    public ImmutableArray<SegmentVersion> Segments { get; } = segments;

    /// <summary>Segments that were compacted while transactions live that know them.</summary>
    public ImmutableDictionary<SegmentId, SegmentRemap> Remaps { get; } = remaps;

    /// <summary>The form that readers take.</summary>
    public TableSnapshot Snapshot => _snapshot ??= new TableSnapshot(Definition, Segments);

    public static TableVersion Empty(TableDefinition definition) => new(definition, [], ImmutableDictionary<SegmentId, SegmentRemap>.Empty);

    public SegmentVersion? Find(SegmentId segment) => PlaceOf(segment) is >= 0 and var place ? Segments[place] : null;

    /// <summary>The place of a segment in <see cref="Segments"/>, or -1.</summary>
    public int PlaceOf(SegmentId segment)
    {
        if (Segments.Length > FewSegments)
            return (_places ??= Places(Segments)).TryGetValue(segment, out var place) ? place : -1;
        for (var i = 0; i < Segments.Length; i++)
            if (Segments[i].Id == segment)
                return i;
        return -1;
    }

    public TableVersion With(ImmutableArray<SegmentVersion> changed) => new(Definition, changed, Remaps);

    public TableVersion With(TableDefinition changed) => ReferenceEquals(changed, Definition) ? this : new(changed, Segments, Remaps);

    public TableVersion With(ImmutableDictionary<SegmentId, SegmentRemap> changed) => new(Definition, Segments, changed);

    /// <summary>Where a row is now: itself, the place a compaction took it to, or null when it is gone.</summary>
    public RowId? Resolve(RowId row)
    {
        while (PlaceOf(row.Segment) < 0)
        {
            if (!Remaps.TryGetValue(row.Segment, out var remap) || remap.Ordinals[row.Ordinal] < 0)
                return null;
            row = new RowId(remap.Target, remap.Ordinals[row.Ordinal]);
        }

        return row;
    }

    /// <summary>The address that an older version of the table has for a row of this one; null when the row was not there.</summary>
    public RowId? Trace(RowId row, TableVersion older)
    {
        if (older.Find(row.Segment) is { } known)
            return row.Ordinal < known.Rows ? row : null;
        foreach (var (segment, remap) in Remaps)
            if (remap.Target == row.Segment && remap.SourceOf(row.Ordinal) is >= 0 and var source && Trace(new RowId(segment, source), older) is { } found)
                return found;
        return null;
    }

    private static Dictionary<SegmentId, int> Places(ImmutableArray<SegmentVersion> segments)
    {
        var places = new Dictionary<SegmentId, int>(segments.Length);
        for (var i = 0; i < segments.Length; i++)
            places.Add(segments[i].Id, i);
        return places;
    }
}
