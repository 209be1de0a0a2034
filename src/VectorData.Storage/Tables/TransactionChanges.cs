using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Everything a transaction changed up to now. Immutable: a savepoint is a reference to it.</summary>
/// <param name="Catalog">The own catalog, null while it is the snapshot's.</param>
internal sealed record TransactionChanges(Catalog? Catalog, ImmutableDictionary<TableId, TableChanges> Tables)
{
    public static TransactionChanges None { get; } = new(null, ImmutableDictionary<TableId, TableChanges>.Empty);

    public TableChanges Of(TableId table) => Tables.TryGetValue(table, out var changes) ? changes : TableChanges.None;

    public TransactionChanges With(TableId table, TableChanges changes) => this with { Tables = Tables.SetItem(table, changes) };
}

/// <summary>What a transaction changed in one table.</summary>
internal sealed record TableChanges
{
    public static TableChanges None { get; } = new();

    /// <summary>Private segments with the inserted rows; rows inserted and deleted again are in their bitmaps.</summary>
    public ImmutableArray<SegmentVersion> Inserted { get; init; } = [];

    /// <summary>
    /// Deleted rows of committed segments: under the address that the newest version knows, and, where a compaction came between, under the one
    /// that the transaction's snapshot knows, too.
    /// </summary>
    public ImmutableDictionary<SegmentId, DeleteBitmap> Deleted { get; init; } = ImmutableDictionary<SegmentId, DeleteBitmap>.Empty;

    /// <summary>No committed row is left.</summary>
    public bool Truncated { get; init; }

    /// <summary>Indexes that were built for sealed segments.</summary>
    public ImmutableArray<(SegmentId Segment, SealedIndex Index)> Built { get; init; } = [];

    public bool IsDeleted(SegmentId segment, int ordinal) => Truncated || (Deleted.TryGetValue(segment, out var deleted) && deleted.IsDeleted(ordinal));

    /// <summary>The place in <see cref="Inserted"/>, or -1.</summary>
    public int PlaceOf(SegmentId segment)
    {
        for (var i = 0; i < Inserted.Length; i++)
            if (Inserted[i].Id == segment)
                return i;
        return -1;
    }

    public TableChanges WithDeleted(SegmentId segment, ReadOnlySpan<int> ordinals) =>
        this with { Deleted = Deleted.SetItem(segment, Deleted.GetValueOrDefault(segment, DeleteBitmap.Empty).With(ordinals)) };

    /// <summary>Committed segments as they look under these changes, and the private ones.</summary>
    public ImmutableArray<SegmentVersion> Over(TableVersion? table)
    {
        var segments = ImmutableArray.CreateBuilder<SegmentVersion>();
        if (!Truncated && table is not null)
        {
            foreach (var segment in table.Segments)
                segments.Add(Deleted.TryGetValue(segment.Id, out var deleted) ? segment.WithDeletes(segment.Deletes.Union(deleted)) : segment);
        }

        segments.AddRange(Inserted);
        foreach (var (id, index) in Built)
            for (var place = 0; place < segments.Count; place++)
                if (segments[place].Id == id && segments[place].Segment.IsSealed)
                    segments[place] = segments[place].WithIndex(index);
        return segments.ToImmutable();
    }
}

/// <summary>
/// Keys that a running transaction has entered or reserved in one table: others that want the same key wait for it. Written by the owner and
/// read by others under the table's gate.
/// </summary>
internal sealed class PendingKeys(StorageTransaction owner)
{
    private readonly List<SegmentVersion> _segments = [];
    private readonly List<int> _found = [];
    private readonly Dictionary<IndexId, HashSet<ulong>> _reserved = [];

    public StorageTransaction Owner { get; } = owner;

    public void Add(MemorySegment segment)
    {
        if (!_segments.Exists(known => known.Segment == segment))
            _segments.Add(new SegmentVersion(segment, int.MaxValue));
    }

    /// <summary>The rows of a segment are in a file now.</summary>
    public void Replace(SegmentId segment, SegmentVersion written)
    {
        if (_segments.RemoveAll(known => known.Id == segment) > 0)
            _segments.Add(written);
    }

    public void Reserve(IndexId index, ulong hash)
    {
        if (!_reserved.TryGetValue(index, out var hashes))
            _reserved.Add(index, hashes = []);
        hashes.Add(hash);
    }

    public bool Contains(IndexId index, ulong hash)
    {
        if (_reserved.TryGetValue(index, out var hashes) && hashes.Contains(hash))
            return true;
        foreach (var segment in _segments)
        {
            if (segment.Segment is MemorySegment memory ? memory.Key(index)?.Contains(hash) == true : Finds(segment, index, hash))
                return true;
        }

        return false;
    }

    private bool Finds(SegmentVersion segment, IndexId index, ulong hash)
    {
        _found.Clear();
        segment.FindCandidates(index, hash, _found);
        return _found.Count > 0;
    }
}
