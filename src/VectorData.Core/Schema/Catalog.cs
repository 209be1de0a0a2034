using System.Collections.Immutable;

namespace VectorData.Core.Schema;

/// <summary>All definitions of a database at one moment. Immutable: every change gives another catalog with a higher version.</summary>
public sealed class Catalog
{
    public const string DefaultSchema = "public";

    private Catalog(
        long version,
        ImmutableSortedSet<string> schemas,
        ImmutableDictionary<TableId, TableDefinition> tables,
        ImmutableDictionary<(string, string), TableId> tableNames,
        ImmutableDictionary<SequenceId, SequenceDefinition> sequences)
    {
        Version = version;
        Schemas = schemas;
        Tables = tables;
        TableNames = tableNames;
        Sequences = sequences;
    }

    public static Catalog Empty { get; } = new(
        0,
        ImmutableSortedSet.Create(StringComparer.Ordinal, DefaultSchema),
        ImmutableDictionary<TableId, TableDefinition>.Empty,
        ImmutableDictionary<(string, string), TableId>.Empty,
        ImmutableDictionary<SequenceId, SequenceDefinition>.Empty);

    /// <summary>Grows with every change; plans are cached under it.</summary>
    public long Version { get; }

    public ImmutableSortedSet<string> Schemas { get; }

    public ImmutableDictionary<TableId, TableDefinition> Tables { get; }

    public ImmutableDictionary<SequenceId, SequenceDefinition> Sequences { get; }

    private ImmutableDictionary<(string Schema, string Name), TableId> TableNames { get; }

    public TableDefinition? FindTable(string schema, string name) =>
        TableNames.TryGetValue((schema, name), out var id) ? Tables[id] : null;

    public TableDefinition? FindTable(TableId id) => Tables.GetValueOrDefault(id);

    public SequenceDefinition? FindSequence(SequenceId id) => Sequences.GetValueOrDefault(id);

    public SequenceDefinition? FindSequence(string schema, string name) =>
        Sequences.Values.FirstOrDefault(sequence => sequence.Schema == schema && sequence.Name == name);

    /// <summary>The index of that name in a schema, with its table.</summary>
    public (TableDefinition Table, IndexDefinition Index)? FindIndex(string schema, string name)
    {
        foreach (var table in Tables.Values)
        {
            if (table.Schema != schema)
                continue;
            foreach (var index in table.Indexes)
                if (index.Name == name)
                    return (table, index);
        }

        return null;
    }

    /// <summary>Foreign keys of any table that reference <paramref name="table"/>.</summary>
    public IEnumerable<(TableDefinition Table, ForeignKeyDefinition ForeignKey)> ReferencesTo(TableId table) =>
        from other in Tables.Values
        from foreignKey in other.ForeignKeys
        where foreignKey.ReferencedTable == table
        select (other, foreignKey);

    /// <summary>Whether a table, index or sequence of that name is there.</summary>
    public bool RelationExists(string schema, string name) =>
        FindTable(schema, name) is not null || FindSequence(schema, name) is not null || FindIndex(schema, name) is not null;

    /// <summary>Adds a table or replaces the one with the same id.</summary>
    public Catalog WithTable(TableDefinition table)
    {
        var names = TableNames;
        if (Tables.TryGetValue(table.Id, out var old))
            names = names.Remove((old.Schema, old.Name));
        return new Catalog(Version + 1, Schemas, Tables.SetItem(table.Id, table), names.SetItem((table.Schema, table.Name), table.Id), Sequences);
    }

    public Catalog WithoutTable(TableId id) => Tables.TryGetValue(id, out var old)
        ? new Catalog(Version + 1, Schemas, Tables.Remove(id), TableNames.Remove((old.Schema, old.Name)), Sequences)
        : this;

    public Catalog WithSequence(SequenceDefinition sequence) =>
        new(Version + 1, Schemas, Tables, TableNames, Sequences.SetItem(sequence.Id, sequence));

    public Catalog WithoutSequence(SequenceId id) => new(Version + 1, Schemas, Tables, TableNames, Sequences.Remove(id));

    public Catalog WithSchema(string name) => new(Version + 1, Schemas.Add(name), Tables, TableNames, Sequences);

    public Catalog WithoutSchema(string name) => new(Version + 1, Schemas.Remove(name), Tables, TableNames, Sequences);

    /// <summary>The same definitions under another version number, as read from a file.</summary>
    public Catalog WithVersion(long version) => new(version, Schemas, Tables, TableNames, Sequences);
}
