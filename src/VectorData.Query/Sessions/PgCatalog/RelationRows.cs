using VectorData.Core.Schema;
using VectorData.Query.Execution.Definitions;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>pg_class, pg_attribute and what else lists tables, columns and sequences. A column's number is its id, so that it stays when others go.</summary>
internal static class RelationRows
{
    public const uint BTree = 403;
    public const uint Hash = 405;
    public const uint Hnsw = 16_410;
    private const uint Heap = 2;
    private const uint PgCatalogClass = ObjectOids.PgClass;
    private const uint ExtensionClass = 3079;

    private static readonly CatalogShape Class = CatalogShapes.Of("pg_class");
    private static readonly CatalogShape Attribute = CatalogShapes.Of("pg_attribute");
    private static readonly CatalogShape Default = CatalogShapes.Of("pg_attrdef");
    private static readonly CatalogShape Description = CatalogShapes.Of("pg_description");
    private static readonly CatalogShape Depend = CatalogShapes.Of("pg_depend");

    public static IEnumerable<SystemTable> Tables(SqlEngine engine) =>
    [
        Class.Table(catalog => catalog.Tables.Values.SelectMany(Relations).Concat(catalog.Sequences.Values.Select(Sequence)).Concat(engine.SystemTables.Select(SystemRelation))),
        Attribute.Table(catalog => catalog.Tables.Values.SelectMany(Attributes).Concat(engine.SystemTables.SelectMany(SystemAttributes))),
        Default.Table(catalog => catalog.Tables.Values.SelectMany(table => Defaults(catalog, table))),
        Description.Table(catalog => catalog.Tables.Values.SelectMany(Comments)),
        Depend.Table(catalog => OwnedSequences(catalog).Concat(engine.SystemTables.Where(table => table.Schema == "vectordata").Select(ExtensionMember))),
        CatalogShapes.Of("pg_tables").Table(catalog => catalog.Tables.Values.Select(table => CatalogShapes.Of("pg_tables").Row(
            ("schemaname", table.Schema), ("tablename", table.Name), ("tableowner", ServerRows.Owner), ("hasindexes", table.Indexes.Length > 0)))),
        CatalogShapes.Of("pg_indexes").Table(catalog => catalog.Tables.Values.SelectMany(table => table.Indexes, (table, index) => CatalogShapes.Of("pg_indexes").Row(
            ("schemaname", table.Schema), ("tablename", table.Name), ("indexname", index.Name), ("indexdef", DefinitionTexts.Index(table, index))))),
        CatalogShapes.Of("pg_sequence").Table(catalog => catalog.Sequences.Values.Select(sequence => CatalogShapes.Of("pg_sequence").Row(
            ("seqrelid", ObjectOids.Of(sequence.Id)), ("seqtypid", TypeOids.OidOf(sequence.Type)), ("seqstart", sequence.Start), ("seqincrement", sequence.Increment),
            ("seqmax", sequence.Maximum), ("seqmin", sequence.Minimum), ("seqcache", sequence.Cache), ("seqcycle", sequence.Cycle)))),
        CatalogShapes.Of("pg_sequences").Table(catalog => catalog.Sequences.Values.Select(sequence => CatalogShapes.Of("pg_sequences").Row(
            ("schemaname", sequence.Schema), ("sequencename", sequence.Name), ("sequenceowner", ServerRows.Owner), ("start_value", sequence.Start),
            ("min_value", sequence.Minimum), ("max_value", sequence.Maximum), ("increment_by", sequence.Increment), ("cycle", sequence.Cycle),
            ("cache_size", sequence.Cache), ("last_value", null)))),
    ];

    public static uint MethodOf(IndexDefinition index) => index.Method switch
    {
        IndexMethod.Hash => Hash,
        IndexMethod.Hnsw => Hnsw,
        _ => BTree,
    };

    private static IEnumerable<object?[]> Relations(TableDefinition table)
    {
        yield return Class.Row(
            ("oid", ObjectOids.Of(table.Id)), ("relname", table.Name), ("relnamespace", ObjectOids.OfSchema(table.Schema)), ("relowner", ObjectOids.Owner),
            ("relam", Heap), ("relfilenode", ObjectOids.Of(table.Id)), ("reltuples", -1), ("relhasindex", table.Indexes.Length > 0), ("relpersistence", 'p'),
            ("relkind", 'r'), ("relnatts", table.Columns.Length), ("relchecks", table.Checks.Length), ("relispopulated", true), ("relreplident", 'd'),
            ("reloptions", Options(table.Options)));
        foreach (var index in table.Indexes)
        {
            yield return Class.Row(
                ("oid", ObjectOids.Of(index.Id)), ("relname", index.Name), ("relnamespace", ObjectOids.OfSchema(table.Schema)), ("relowner", ObjectOids.Owner),
                ("relam", MethodOf(index)), ("relfilenode", ObjectOids.Of(index.Id)), ("reltuples", -1), ("relpersistence", 'p'), ("relkind", 'i'),
                ("relnatts", index.Columns.Length), ("relispopulated", true), ("relreplident", 'n'), ("reloptions", Options(index.Options)));
        }
    }

    private static string[]? Options(IReadOnlyDictionary<string, string> options) =>
        options.Count == 0 ? null : [.. options.Select(option => option.Key + "=" + option.Value)];

    private static object?[] Sequence(SequenceDefinition sequence) => Class.Row(
        ("oid", ObjectOids.Of(sequence.Id)), ("relname", sequence.Name), ("relnamespace", ObjectOids.OfSchema(sequence.Schema)), ("relowner", ObjectOids.Owner),
        ("relfilenode", ObjectOids.Of(sequence.Id)), ("reltuples", 1), ("relpersistence", 'p'), ("relkind", 'S'), ("relnatts", 3), ("relispopulated", true), ("relreplident", 'n'));

    private static object?[] SystemRelation(SystemTable table) => Class.Row(
        ("oid", ObjectOids.OfSystemTable(table.Schema, table.Name)), ("relname", table.Name), ("relnamespace", ObjectOids.OfSchema(table.Schema)),
        ("relowner", ObjectOids.Owner), ("reltuples", -1), ("relpersistence", 'p'), ("relkind", 'v'), ("relnatts", table.Columns.Count),
        ("relispopulated", true), ("relreplident", 'n'));

    private static IEnumerable<object?[]> Attributes(TableDefinition table)
    {
        foreach (var column in table.Columns)
        {
            yield return Attribute.Row(
                ("attrelid", ObjectOids.Of(table.Id)), ("attname", column.Name), ("atttypid", TypeOids.OidOf(column.Type)), ("attstattarget", -1),
                ("attlen", TypeRows.LengthOf(column.Type)), ("attnum", column.Id.Value), ("attndims", column.Type.IsArray ? 1 : 0), ("attcacheoff", -1),
                ("atttypmod", TypeOids.TypmodOf(column.Type)), ("attbyval", TypeRows.LengthOf(column.Type) is > 0 and <= 8), ("attalign", 'i'),
                ("attstorage", TypeRows.LengthOf(column.Type) > 0 ? 'p' : 'x'), ("attnotnull", column.NotNull), ("atthasdef", HasDefault(column)),
                ("attidentity", column.Identity switch { IdentityKind.Always => "a", IdentityKind.ByDefault => "d", _ => "" }),
                ("attgenerated", column.Generated is null ? "" : "s"), ("attislocal", true), ("attcollation", TypeRows.CollationOf(column.Type)));
        }

        foreach (var index in table.Indexes)
        {
            for (var i = 0; i < index.Columns.Length; i++)
            {
                var column = table.Column(index.Columns[i].Column);
                yield return Attribute.Row(
                    ("attrelid", ObjectOids.Of(index.Id)), ("attname", column.Name), ("atttypid", TypeOids.OidOf(column.Type)), ("attstattarget", -1),
                    ("attlen", TypeRows.LengthOf(column.Type)), ("attnum", i + 1), ("attcacheoff", -1), ("atttypmod", TypeOids.TypmodOf(column.Type)),
                    ("attalign", 'i'), ("attstorage", TypeRows.LengthOf(column.Type) > 0 ? 'p' : 'x'), ("attislocal", true), ("attcollation", TypeRows.CollationOf(column.Type)));
            }
        }
    }

    private static IEnumerable<object?[]> SystemAttributes(SystemTable table) => table.Columns.Select((column, i) => Attribute.Row(
        ("attrelid", ObjectOids.OfSystemTable(table.Schema, table.Name)), ("attname", column.Name), ("atttypid", TypeOids.OidOf(column.Type)), ("attstattarget", -1),
        ("attlen", TypeRows.LengthOf(column.Type)), ("attnum", i + 1), ("attcacheoff", -1), ("atttypmod", -1), ("attalign", 'i'), ("attstorage", 'p'),
        ("attislocal", true), ("attcollation", TypeRows.CollationOf(column.Type))));

    // Serial columns have their sequence's next value as default.
    private static bool HasDefault(ColumnDefinition column) =>
        column.Default is not null || column.Generated is not null || (column.Identity == IdentityKind.None && column.OwnedSequence is not null);

    private static IEnumerable<object?[]> Defaults(Catalog catalog, TableDefinition table)
    {
        foreach (var column in table.Columns.Where(HasDefault))
        {
            var text = column.Generated ?? column.Default ?? (catalog.FindSequence(column.OwnedSequence!.Value) is { } sequence ? SequenceDefiner.DefaultText(sequence) : null);
            yield return Default.Row(
                ("oid", ObjectOids.DefaultOf(table.Id, column.Id)), ("adrelid", ObjectOids.Of(table.Id)), ("adnum", column.Id.Value), ("adbin", text));
        }
    }

    private static IEnumerable<object?[]> Comments(TableDefinition table)
    {
        if (table.Comment is { } comment)
            yield return Description.Row(("objoid", ObjectOids.Of(table.Id)), ("classoid", PgCatalogClass), ("description", comment));
        foreach (var column in table.Columns)
            if (column.Comment is { } text)
                yield return Description.Row(("objoid", ObjectOids.Of(table.Id)), ("classoid", PgCatalogClass), ("objsubid", column.Id.Value), ("description", text));
        foreach (var index in table.Indexes)
            if (index.Comment is { } text)
                yield return Description.Row(("objoid", ObjectOids.Of(index.Id)), ("classoid", PgCatalogClass), ("description", text));
    }

    private static IEnumerable<object?[]> OwnedSequences(Catalog catalog)
    {
        foreach (var sequence in catalog.Sequences.Values)
        {
            if (sequence.OwnedBy is not { } owner || catalog.FindTable(owner.Table) is not { } table)
                continue;
            var isIdentity = table.IndexOf(owner.Column) is var at and >= 0 && table.Columns[at].Identity != IdentityKind.None;
            yield return Depend.Row(
                ("classid", PgCatalogClass), ("objid", ObjectOids.Of(sequence.Id)), ("refclassid", PgCatalogClass), ("refobjid", ObjectOids.Of(owner.Table)),
                ("refobjsubid", owner.Column.Value), ("deptype", isIdentity ? 'i' : 'a'));
        }
    }

    // Our own views belong to the extension, so that a client that looks for the user's tables (Entity Framework) passes them over.
    private static object?[] ExtensionMember(SystemTable table) => Depend.Row(
        ("classid", PgCatalogClass), ("objid", ObjectOids.OfSystemTable(table.Schema, table.Name)), ("objsubid", 0),
        ("refclassid", ExtensionClass), ("refobjid", ServerRows.Extension), ("refobjsubid", 0), ("deptype", 'e'));
}
