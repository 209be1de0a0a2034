using System.Collections.Immutable;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>A table as one transaction sees it at one moment. Immutable.</summary>
public sealed class TableSnapshot
{
    private readonly SegmentSnapshot[] _segments;

    internal TableSnapshot(TableDefinition definition, ImmutableArray<SegmentVersion> segments)
    {
        Definition = definition;
        _segments = new SegmentSnapshot[segments.Length];
        for (var i = 0; i < _segments.Length; i++)
        {
            _segments[i] = new SegmentSnapshot(definition, segments[i]);
            RowCount += segments[i].LiveRows;
        }
    }

    public TableDefinition Definition { get; }

    /// <summary>Every row is in exactly one.</summary>
    public IReadOnlyList<SegmentSnapshot> Segments => _segments;

    /// <summary>Live rows.</summary>
    public long RowCount { get; }

    /// <summary>The segment of that id, or null.</summary>
    public SegmentSnapshot? Find(SegmentId segment)
    {
        foreach (var candidate in _segments)
            if (candidate.Id == segment)
                return candidate;
        return null;
    }
}
