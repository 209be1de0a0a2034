using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Makes the next snapshot out of the current one. Commits, maintenance and recovery change data through it alone.</summary>
internal sealed class SnapshotBuilder(DatabaseSnapshot from)
{
    private readonly ImmutableDictionary<TableId, TableVersion>.Builder _tables = from.Tables.ToBuilder();
    private Catalog _catalog = from.Catalog;

    public TableVersion? Find(TableId table) => _tables.GetValueOrDefault(table);

    public Catalog Catalog => _catalog;

    /// <summary>Takes over definitions: new tables are empty, dropped ones go with their rows, indexes that are no more are let go.</summary>
    public void Set(Catalog catalog)
    {
        foreach (var id in _tables.Keys.ToArray())
            if (catalog.FindTable(id) is null)
                _tables.Remove(id);
        foreach (var definition in catalog.Tables.Values)
        {
            if (!_tables.TryGetValue(definition.Id, out var table))
                _tables.Add(definition.Id, TableVersion.Empty(definition));
            else if (!ReferenceEquals(table.Definition, definition))
                _tables[definition.Id] = WithoutGoneIndexes(table.With(definition));
        }

        _catalog = catalog;
    }

    /// <summary>Makes the first rows of a segment in memory visible; adds the segment when it is new.</summary>
    public void SetRows(TableId id, MemorySegment segment, int rows)
    {
        var table = _tables[id];
        var place = table.PlaceOf(segment.Id);
        _tables[id] = table.With(place < 0
            ? table.Segments.Add(new SegmentVersion(segment, rows))
            : table.Segments.SetItem(place, table.Segments[place].WithRows(rows)));
    }

    public void Add(TableId id, SegmentVersion segment) => _tables[id] = _tables[id].With(_tables[id].Segments.Add(segment));

    /// <summary>Marks rows deleted; a segment that is no more is passed over.</summary>
    public void Delete(TableId id, SegmentId segment, DeleteBitmap ordinals)
    {
        if (_tables.TryGetValue(id, out var table) && table.Find(segment) is { } version)
            Put(id, version.WithDeletes(version.Deletes.Union(ordinals)));
    }

    public void AddIndex(TableId id, SegmentId segment, SealedIndex index)
    {
        if (_tables.TryGetValue(id, out var table) && table.Find(segment) is { Segment.IsSealed: true } version)
            Put(id, version.WithIndex(index));
    }

    /// <summary>A version of a segment that is there takes the other's place.</summary>
    public void Put(TableId id, SegmentVersion version)
    {
        var table = _tables[id];
        _tables[id] = table.With(table.Segments.SetItem(table.PlaceOf(version.Id), version));
    }

    public void Drop(TableId id, IEnumerable<SegmentId> segments)
    {
        if (!_tables.TryGetValue(id, out var table))
            return;
        var dropped = segments.ToHashSet();
        _tables[id] = table.With(table.Segments.RemoveAll(segment => dropped.Contains(segment.Id)));
    }

    /// <summary>A compaction's output takes the place of its first input, the other inputs go.</summary>
    public void Replace(TableId id, IReadOnlyList<SegmentId> inputs, SegmentVersion? output, IReadOnlyDictionary<SegmentId, SegmentRemap> remaps)
    {
        var table = _tables[id];
        var segments = ImmutableArray.CreateBuilder<SegmentVersion>();
        foreach (var segment in table.Segments)
        {
            if (segment.Id == inputs[0] && output is not null)
                segments.Add(output);
            if (!inputs.Contains(segment.Id))
                segments.Add(segment);
        }

        _tables[id] = new TableVersion(table.Definition, segments.ToImmutable(), table.Remaps.AddRange(remaps));
    }

    /// <summary>Forgets where rows of compacted segments went that no running transaction can name any more.</summary>
    public void TrimRemaps(CommitSequence oldest)
    {
        foreach (var (id, table) in _tables.ToArray())
        {
            if (table.Remaps.IsEmpty)
                continue;
            var needed = table.Remaps.Where(remap => remap.Value.Sequence > oldest).ToImmutableDictionary();
            if (needed.Count < table.Remaps.Count)
                _tables[id] = table.With(needed);
        }
    }

    public DatabaseSnapshot Build(CommitSequence sequence) => new(_catalog, sequence, _tables.ToImmutable());

    private static TableVersion WithoutGoneIndexes(TableVersion table)
    {
        var there = table.Definition.Indexes.Select(index => index.Id).ToHashSet();
        var segments = table.Segments;
        for (var i = 0; i < segments.Length; i++)
        {
            var gone = segments[i].Indexes.Keys.Where(index => !there.Contains(index)).ToArray();
            if (gone.Length > 0)
                segments = segments.SetItem(i, segments[i].WithIndexes(segments[i].Indexes.RemoveRange(gone)));
            if (segments[i].Segment is MemorySegment memory)
                foreach (var id in memory.Keys.Select(key => key.Key.Index.Id).Concat(memory.Graphs.Select(graph => graph.Index.Id)).Where(id => !there.Contains(id)).ToArray())
                    memory.Detach(id);
        }

        return table.With(segments);
    }
}
