using VectorData.Core.Schema;
using VectorData.Query.Execution.Definitions;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>pg_index and pg_constraint.</summary>
internal static class ConstraintRows
{
    private static readonly CatalogShape Index = CatalogShapes.Of("pg_index");
    private static readonly CatalogShape Constraint = CatalogShapes.Of("pg_constraint");

    public static IEnumerable<SystemTable> Tables() =>
    [
        Index.Table(catalog => catalog.Tables.Values.SelectMany(table => table.Indexes, IndexRow)),
        Constraint.Table(catalog => catalog.Tables.Values.SelectMany(table => Rows(catalog, table))),
    ];

    private static object?[] IndexRow(TableDefinition table, IndexDefinition index) => Index.Row(
        ("indexrelid", ObjectOids.Of(index.Id)), ("indrelid", ObjectOids.Of(table.Id)), ("indnatts", index.Columns.Length), ("indnkeyatts", index.Columns.Length),
        ("indisunique", index.IsUnique), ("indnullsnotdistinct", index.NullsNotDistinct), ("indisprimary", index.IsPrimaryKey), ("indimmediate", true),
        ("indisvalid", true), ("indisready", true), ("indislive", true), ("indkey", Numbers(index.Columns.Select(column => column.Column))),
        ("indcollation", index.Columns.Select(column => TypeRows.CollationOf(table.Column(column.Column).Type)).ToArray()),
        ("indclass", index.Columns.Select(column => TypeRows.OperatorClassOf(index.Method, column.OperatorClass, table.Column(column.Column).Type)).ToArray()),
        ("indoption", index.Columns.Select(column => (short)((column.Descending ? 1 : 0) | (column.NullsFirst ? 2 : 0))).ToArray()));

    private static IEnumerable<object?[]> Rows(Catalog catalog, TableDefinition table)
    {
        foreach (var index in table.Indexes.Where(index => index.IsConstraint))
        {
            yield return Row(
                table, index.Name, ObjectOids.ConstraintOf(index.Id), index.IsPrimaryKey ? 'p' : 'u', Numbers(index.Columns.Select(column => column.Column)),
                ("conindid", ObjectOids.Of(index.Id)));
        }

        foreach (var check in table.Checks)
            yield return Row(table, check.Name, ObjectOids.ConstraintOf(table.Id, check.Name), 'c', null, ("conbin", check.Expression));
        foreach (var key in table.ForeignKeys)
        {
            var unique = catalog.FindTable(key.ReferencedTable) is { } referenced ? ConstraintDefiner.UniqueKeyOver(referenced, key.ReferencedColumns) : null;
            yield return Row(
                table, key.Name, ObjectOids.ConstraintOf(table.Id, key.Name), 'f', Numbers(key.Columns), ("conindid", unique is null ? 0u : ObjectOids.Of(unique.Id)),
                ("confrelid", ObjectOids.Of(key.ReferencedTable)), ("confkey", Numbers(key.ReferencedColumns)), ("confupdtype", Action(key.OnUpdate)),
                ("confdeltype", Action(key.OnDelete)), ("confmatchtype", key.MatchFull ? 'f' : 's'));
        }
    }

    private static object?[] Row(TableDefinition table, string name, uint oid, char kind, short[]? columns, params ReadOnlySpan<(string Name, object? Content)> others) =>
        Constraint.Row(
        [
            ("oid", oid), ("conname", name), ("connamespace", ObjectOids.OfSchema(table.Schema)), ("contype", kind), ("convalidated", true),
            ("conrelid", ObjectOids.Of(table.Id)), ("conislocal", true), ("connoinherit", kind != 'c'), ("conkey", columns), .. others,
        ]);

    private static short[] Numbers(IEnumerable<ColumnId> columns) => [.. columns.Select(column => (short)column.Value)];

    private static char Action(ReferentialAction action) => action switch
    {
        ReferentialAction.Restrict => 'r',
        ReferentialAction.Cascade => 'c',
        ReferentialAction.SetNull => 'n',
        ReferentialAction.SetDefault => 'd',
        _ => 'a',
    };
}
