using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>A table as one transaction sees it at one moment. Immutable.</summary>
public sealed class TableSnapshot
{
    public TableDefinition Definition => throw new NotImplementedException();

    /// <summary>Every row is in exactly one.</summary>
    public IReadOnlyList<SegmentSnapshot> Segments => throw new NotImplementedException();

    /// <summary>Live rows.</summary>
    public long RowCount => throw new NotImplementedException();

    /// <summary>The segment of that id, or null.</summary>
    public SegmentSnapshot? Find(SegmentId segment) => throw new NotImplementedException();
}
