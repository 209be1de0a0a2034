using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>All committed data at one place of the order of commits. Immutable; reading it needs no lock and blocks nobody.</summary>
public sealed class DatabaseSnapshot
{
    internal DatabaseSnapshot(Catalog catalog, CommitSequence sequence, ImmutableDictionary<TableId, TableVersion> tables)
    {
        Catalog = catalog;
        Sequence = sequence;
        Tables = tables;
    }

    public Catalog Catalog { get; }

    public CommitSequence Sequence { get; }

    internal static DatabaseSnapshot Empty { get; } = new(Catalog.Empty, default, ImmutableDictionary<TableId, TableVersion>.Empty);

    internal ImmutableDictionary<TableId, TableVersion> Tables { get; }

    /// <summary>A table of <see cref="Catalog"/>.</summary>
    public TableSnapshot Table(TableId table) => Tables.TryGetValue(table, out var version)
        ? version.Snapshot
        : throw new VectorDbException(SqlStates.UndefinedTable, $"table {table.Value} does not exist");
}
