using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>All committed data at one place of the order of commits. Immutable; reading it needs no lock and blocks nobody.</summary>
public sealed class DatabaseSnapshot
{
    public Catalog Catalog => throw new NotImplementedException();

    public CommitSequence Sequence => throw new NotImplementedException();

    /// <summary>A table of <see cref="Catalog"/>.</summary>
    public TableSnapshot Table(TableId table) => throw new NotImplementedException();
}
