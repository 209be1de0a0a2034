using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Definitions;

namespace VectorData.Query.Sessions;

/// <summary>The SQL standard's views on definitions, as far as tools ask for them.</summary>
internal static class InformationSchema
{
    private const string Schema = "information_schema";

    public static IEnumerable<SystemTable> Tables(string database) =>
    [
        new(
            Schema,
            "schemata",
            Texts("catalog_name", "schema_name", "schema_owner"),
            catalog => catalog.Schemas.Concat([Schema, "vectordata"]).Select(schema => new object?[] { database, schema, "vectordata" })),
        new(
            Schema,
            "tables",
            Texts("table_catalog", "table_schema", "table_name", "table_type", "is_insertable_into"),
            catalog => Ordered(catalog).Select(table => new object?[] { database, table.Schema, table.Name, "BASE TABLE", "YES" })),
        new(
            Schema,
            "columns",
            [.. Texts("table_catalog", "table_schema", "table_name", "column_name"), ("ordinal_position", SqlType.Integer),
             .. Texts("column_default", "is_nullable", "data_type"), ("character_maximum_length", SqlType.Integer),
             ("numeric_precision", SqlType.Integer), ("numeric_scale", SqlType.Integer), ("datetime_precision", SqlType.Integer),
             .. Texts("udt_name", "is_identity", "identity_generation", "is_generated", "generation_expression"), ("dimensions", SqlType.Integer)],
            catalog => Ordered(catalog).SelectMany(table => table.Columns.Select((column, i) => Column(catalog, database, table, column, i)))),
        new(
            Schema,
            "table_constraints",
            Texts("constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema", "table_name", "constraint_type", "is_deferrable", "initially_deferred"),
            catalog => Ordered(catalog).SelectMany(table => Constraints(table).Select(constraint => new object?[]
            {
                database, table.Schema, constraint.Name, database, table.Schema, table.Name, constraint.Type, "NO", "NO",
            }))),
        new(
            Schema,
            "key_column_usage",
            [.. Texts("constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema", "table_name", "column_name"),
             ("ordinal_position", SqlType.Integer), ("position_in_unique_constraint", SqlType.Integer)],
            catalog => Ordered(catalog).SelectMany(table => KeyColumns(catalog, database, table))),
        new(
            Schema,
            "constraint_column_usage",
            Texts("table_catalog", "table_schema", "table_name", "column_name", "constraint_catalog", "constraint_schema", "constraint_name"),
            catalog => Ordered(catalog).SelectMany(table => UsedColumns(catalog, database, table))),
        new(
            Schema,
            "referential_constraints",
            Texts("constraint_catalog", "constraint_schema", "constraint_name", "unique_constraint_catalog", "unique_constraint_schema", "unique_constraint_name", "match_option", "update_rule", "delete_rule"),
            catalog => Ordered(catalog).SelectMany(table => table.ForeignKeys.Select(key => Reference(catalog, database, table, key)))),
        new(
            Schema,
            "check_constraints",
            Texts("constraint_catalog", "constraint_schema", "constraint_name", "check_clause"),
            catalog => Ordered(catalog).SelectMany(table => table.Checks.Select(check => new object?[] { database, table.Schema, check.Name, check.Expression }))),
        new(
            Schema,
            "sequences",
            Texts("sequence_catalog", "sequence_schema", "sequence_name", "data_type", "start_value", "minimum_value", "maximum_value", "increment", "cycle_option"),
            catalog => catalog.Sequences.Values.Where(sequence => sequence.Schema != RowVersions.ReservedSchema).OrderBy(sequence => (sequence.Schema, sequence.Name)).Select(sequence => new object?[]
            {
                database, sequence.Schema, sequence.Name, sequence.Type.Name, Number(sequence.Start), Number(sequence.Minimum), Number(sequence.Maximum), Number(sequence.Increment),
                sequence.Cycle ? "YES" : "NO",
            })),
        Empty("views", "table_catalog", "table_schema", "table_name", "view_definition", "check_option", "is_updatable", "is_insertable_into"),
        Empty("routines", "specific_catalog", "specific_schema", "specific_name", "routine_catalog", "routine_schema", "routine_name", "routine_type", "data_type", "routine_definition"),
        Empty("triggers", "trigger_catalog", "trigger_schema", "trigger_name", "event_manipulation", "event_object_schema", "event_object_table", "action_statement", "action_timing"),
        new(
            Schema,
            "character_sets",
            Texts("character_set_catalog", "character_set_schema", "character_set_name", "character_repertoire", "form_of_use", "default_collate_catalog", "default_collate_schema", "default_collate_name"),
            _ => [[null, null, "UTF8", "UCS", "UTF8", database, "pg_catalog", "C"]]),
        new(
            Schema,
            "table_privileges",
            Texts("grantor", "grantee", "table_catalog", "table_schema", "table_name", "privilege_type", "is_grantable", "with_hierarchy"),
            catalog => Ordered(catalog).SelectMany(
                _ => (string[])["INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"],
                (table, privilege) => new object?[] { "vectordata", "vectordata", database, table.Schema, table.Name, privilege, "YES", privilege == "SELECT" ? "YES" : "NO" })),
    ];

    private static SystemTable Empty(string name, params string[] columns) => new(Schema, name, Texts(columns), _ => []);

    private static (string Name, SqlType Type)[] Texts(params string[] names) => [.. names.Select(name => (name, SqlType.Text))];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<TableDefinition> Ordered(Catalog catalog) =>
        catalog.Tables.Values.OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal);

    private static object?[] Column(Catalog catalog, string database, TableDefinition table, ColumnDefinition column, int position)
    {
        var type = column.Type;
        var (precision, scale) = type.Kind switch
        {
            TypeKind.SmallInt => (16, 0),
            TypeKind.Integer => (32, 0),
            TypeKind.BigInt => (64, 0),
            TypeKind.Real => (24, null),
            TypeKind.Double => (53, null),
            TypeKind.Numeric when type.HasModifier => ((int?)type.Precision, (int?)type.Scale),
            _ => (null, null),
        };
        var identity = column.Identity switch
        {
            IdentityKind.Always => "ALWAYS",
            IdentityKind.ByDefault => "BY DEFAULT",
            _ => null,
        };
        return
        [
            database, table.Schema, table.Name, column.Name, position + 1,
            column.Default ?? (column.Identity == IdentityKind.None && column.OwnedSequence is { } owned && catalog.FindSequence(owned) is { } sequence ? SequenceDefiner.DefaultText(sequence) : null),
            column.NotNull ? "NO" : "YES",
            type.IsArray ? "ARRAY" : type.Name,
            type.Kind is TypeKind.VarChar or TypeKind.Char or TypeKind.Bit or TypeKind.VarBit && type.HasModifier ? type.Modifier : null,
            precision, scale,
            type.Kind is TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz or TypeKind.Interval ? (type.HasModifier ? type.Modifier : 6) : null,
            TypeOids.NameOf(type),
            identity is null ? "NO" : "YES", identity,
            column.IsComputed ? "ALWAYS" : "NEVER", column.Generated,
            type.IsVector && type.HasModifier ? type.Modifier : null,
        ];
    }

    private static IEnumerable<(string Name, string Type)> Constraints(TableDefinition table) =>
        table.Indexes.Where(index => index.IsConstraint).Select(index => (index.Name, index.IsPrimaryKey ? "PRIMARY KEY" : "UNIQUE"))
            .Concat(table.ForeignKeys.Select(key => (key.Name, "FOREIGN KEY")))
            .Concat(table.Checks.Select(check => (check.Name, "CHECK")));

    private static IEnumerable<object?[]> KeyColumns(Catalog catalog, string database, TableDefinition table)
    {
        foreach (var index in table.Indexes.Where(index => index.IsConstraint))
            for (var i = 0; i < index.Columns.Length; i++)
                yield return [database, table.Schema, index.Name, database, table.Schema, table.Name, table.Column(index.Columns[i].Column).Name, i + 1, null];
        foreach (var key in table.ForeignKeys)
        {
            var unique = UniqueKey(catalog, key);
            for (var i = 0; i < key.Columns.Length; i++)
            {
                var place = unique is null ? null : (int?)(unique.Columns.Select(column => column.Column).ToList().IndexOf(key.ReferencedColumns[i]) + 1);
                yield return [database, table.Schema, key.Name, database, table.Schema, table.Name, table.Column(key.Columns[i]).Name, i + 1, place];
            }
        }
    }

    private static IEnumerable<object?[]> UsedColumns(Catalog catalog, string database, TableDefinition table)
    {
        foreach (var index in table.Indexes.Where(index => index.IsConstraint))
            foreach (var column in index.Columns)
                yield return [database, table.Schema, table.Name, table.Column(column.Column).Name, database, table.Schema, index.Name];
        foreach (var key in table.ForeignKeys)
            if (catalog.FindTable(key.ReferencedTable) is { } referenced)
                foreach (var column in key.ReferencedColumns)
                    yield return [database, referenced.Schema, referenced.Name, referenced.Column(column).Name, database, table.Schema, key.Name];
    }

    private static object?[] Reference(Catalog catalog, string database, TableDefinition table, ForeignKeyDefinition key)
    {
        var referenced = catalog.FindTable(key.ReferencedTable);
        return
        [
            database, table.Schema, key.Name, database, referenced?.Schema, UniqueKey(catalog, key)?.Name, key.MatchFull ? "FULL" : "NONE", Rule(key.OnUpdate), Rule(key.OnDelete),
        ];
    }

    private static IndexDefinition? UniqueKey(Catalog catalog, ForeignKeyDefinition key) =>
        catalog.FindTable(key.ReferencedTable) is { } table ? ConstraintDefiner.UniqueKeyOver(table, key.ReferencedColumns) : null;

    private static string Rule(ReferentialAction action) => action switch
    {
        ReferentialAction.Restrict => "RESTRICT",
        ReferentialAction.Cascade => "CASCADE",
        ReferentialAction.SetNull => "SET NULL",
        ReferentialAction.SetDefault => "SET DEFAULT",
        _ => "NO ACTION",
    };
}
