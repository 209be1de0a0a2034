using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Schema;

namespace VectorData.AdoNet.Schema;

/// <summary>The collections of GetSchema that list what the database holds, as it was committed last.</summary>
internal static class CatalogCollections
{
    private const string Database = "main";

    private static readonly (string, Type) Catalog = ("table_catalog", typeof(string));
    private static readonly (string, Type) Schema = ("table_schema", typeof(string));
    private static readonly (string, Type) Table = ("table_name", typeof(string));

    private static readonly (string, string)[] OfTable = [("Catalog", "table_catalog"), ("Schema", "table_schema"), ("Table", "table_name")];

    public static readonly SchemaTable[] All =
    [
        new("Databases", [("database_name", typeof(string)), ("location", typeof(string))], [("Name", "database_name")], FillDatabases)
        {
            IdentifierParts = 1,
        },
        new(
            "Schemas",
            [("catalog_name", typeof(string)), ("schema_name", typeof(string))],
            [("Catalog", "catalog_name"), ("Schema", "schema_name")],
            FillSchemas)
        {
            IdentifierParts = 2,
        },
        new("Tables", [Catalog, Schema, Table, ("table_type", typeof(string))], [.. OfTable, ("TableType", "table_type")], FillTables)
        {
            IdentifierParts = 3,
        },
        new(
            "Columns",
            [
                Catalog, Schema, Table, ("column_name", typeof(string)), ("ordinal_position", typeof(int)), ("column_default", typeof(string)),
                ("is_nullable", typeof(string)), ("data_type", typeof(string)), ("full_data_type", typeof(string)),
                ("character_maximum_length", typeof(int)), ("numeric_precision", typeof(int)), ("numeric_scale", typeof(int)),
                ("dimensions", typeof(int)), ("is_identity", typeof(string)), ("identity_generation", typeof(string)),
                ("is_generated", typeof(string)), ("generation_expression", typeof(string)), ("collation_name", typeof(string)),
                ("description", typeof(string)),
            ],
            [.. OfTable, ("Column", "column_name")],
            FillColumns)
        {
            IdentifierParts = 4,
        },
        new(
            "Indexes",
            [
                Catalog, Schema, Table, ("index_name", typeof(string)), ("type_desc", typeof(string)), ("is_unique", typeof(bool)),
                ("is_primary_key", typeof(bool)), ("is_constraint", typeof(bool)), ("options", typeof(string)),
            ],
            [.. OfTable, ("Index", "index_name")],
            FillIndexes)
        {
            IdentifierParts = 4,
        },
        new(
            "IndexColumns",
            [
                Catalog, Schema, Table, ("index_name", typeof(string)), ("column_name", typeof(string)), ("ordinal_position", typeof(int)),
                ("is_descending", typeof(bool)), ("operator_class", typeof(string)),
            ],
            [.. OfTable, ("Index", "index_name"), ("Column", "column_name")],
            FillIndexColumns)
        {
            IdentifierParts = 5,
        },
        new(
            "ForeignKeys",
            [
                Catalog, Schema, Table, ("constraint_name", typeof(string)), ("referenced_table_schema", typeof(string)),
                ("referenced_table_name", typeof(string)), ("on_delete", typeof(string)), ("on_update", typeof(string)),
            ],
            [.. OfTable, ("Constraint", "constraint_name")],
            FillForeignKeys)
        {
            IdentifierParts = 4,
        },
        new(
            "ForeignKeyColumns",
            [
                Catalog, Schema, Table, ("constraint_name", typeof(string)), ("column_name", typeof(string)), ("ordinal_position", typeof(int)),
                ("referenced_column_name", typeof(string)),
            ],
            [.. OfTable, ("Constraint", "constraint_name"), ("Column", "column_name")],
            FillForeignKeyColumns)
        {
            IdentifierParts = 5,
        },
        new(
            "CheckConstraints",
            [Catalog, Schema, Table, ("constraint_name", typeof(string)), ("check_clause", typeof(string))],
            [.. OfTable, ("Constraint", "constraint_name")],
            FillChecks)
        {
            IdentifierParts = 4,
        },
        new(
            "Sequences",
            [
                ("sequence_catalog", typeof(string)), ("sequence_schema", typeof(string)), ("sequence_name", typeof(string)),
                ("data_type", typeof(string)), ("start_value", typeof(long)), ("increment", typeof(long)), ("minimum_value", typeof(long)),
                ("maximum_value", typeof(long)), ("cycle_option", typeof(string)),
            ],
            [("Catalog", "sequence_catalog"), ("Schema", "sequence_schema"), ("Sequence", "sequence_name")],
            FillSequences)
        {
            IdentifierParts = 3,
        },
    ];

    private static void FillDatabases(VectorDbConnection connection, SchemaRows rows) => rows.Add(Database, connection.DataSource);

    private static void FillSchemas(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var schema in connection.Catalog.Schemas)
            rows.Add(Database, schema);
    }

    private static void FillTables(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
            rows.Add(Database, table.Schema, table.Name, "BASE TABLE");
    }

    private static void FillColumns(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
        {
            for (var i = 0; i < table.Columns.Length; i++)
            {
                var column = table.Columns[i];
                var type = column.Type;
                rows.Add(
                    Database, table.Schema, table.Name, column.Name, i + 1, column.Default,
                    column.NotNull ? "NO" : "YES", type.Name, type.ToString(),
                    type.HasModifier && type.Kind is TypeKind.VarChar or TypeKind.Char or TypeKind.Bit or TypeKind.VarBit ? type.Modifier : null,
                    type.Kind == TypeKind.Numeric && type.HasModifier ? type.Precision : null,
                    type.Kind == TypeKind.Numeric && type.HasModifier ? type.Scale : null,
                    type.IsVector && type.HasModifier ? type.Modifier : null,
                    column.Identity == IdentityKind.None ? "NO" : "YES",
                    column.Identity switch
                    {
                        IdentityKind.Always => "ALWAYS",
                        IdentityKind.ByDefault => "BY DEFAULT",
                        _ => null,
                    },
                    column.Generated is null ? "NEVER" : "ALWAYS", column.Generated, column.Collation, column.Comment);
            }
        }
    }

    private static void FillIndexes(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
        {
            foreach (var index in table.Indexes)
            {
                rows.Add(
                    Database, table.Schema, table.Name, index.Name, MethodName(index.Method), index.IsUnique, index.IsPrimaryKey, index.IsConstraint,
                    index.Options.IsEmpty ? null : string.Join(", ", index.Options.Select(option => $"{option.Key}={option.Value}")));
            }
        }
    }

    private static void FillIndexColumns(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
        {
            foreach (var index in table.Indexes)
            {
                for (var i = 0; i < index.Columns.Length; i++)
                {
                    var column = index.Columns[i];
                    rows.Add(
                        Database, table.Schema, table.Name, index.Name, table.Column(column.Column).Name, i + 1, column.Descending,
                        column.OperatorClass);
                }
            }
        }
    }

    private static void FillForeignKeys(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
        {
            foreach (var key in table.ForeignKeys)
            {
                var referenced = connection.Catalog.FindTable(key.ReferencedTable);
                rows.Add(
                    Database, table.Schema, table.Name, key.Name, referenced?.Schema, referenced?.Name, ActionName(key.OnDelete),
                    ActionName(key.OnUpdate));
            }
        }
    }

    private static void FillForeignKeyColumns(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
        {
            foreach (var key in table.ForeignKeys)
            {
                var referenced = connection.Catalog.FindTable(key.ReferencedTable);
                for (var i = 0; i < key.Columns.Length; i++)
                {
                    rows.Add(
                        Database, table.Schema, table.Name, key.Name, table.Column(key.Columns[i]).Name, i + 1,
                        referenced?.Column(key.ReferencedColumns[i]).Name);
                }
            }
        }
    }

    private static void FillChecks(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in TablesOf(connection))
            foreach (var check in table.Checks)
                rows.Add(Database, table.Schema, table.Name, check.Name, check.Expression);
    }

    private static void FillSequences(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var sequence in connection.Catalog.Sequences.Values.OrderBy(item => (item.Schema, item.Name)))
        {
            rows.Add(
                Database, sequence.Schema, sequence.Name, sequence.Type.Name, sequence.Start, sequence.Increment, sequence.Minimum, sequence.Maximum,
                sequence.Cycle ? "YES" : "NO");
        }
    }

    private static ImmutableArray<TableDefinition> TablesOf(VectorDbConnection connection) =>
    [
        .. connection.Catalog.Tables.Values.OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal),
    ];

    private static string MethodName(IndexMethod method) => method.ToString().ToLower(CultureInfo.InvariantCulture);

    private static string ActionName(ReferentialAction action) => action switch
    {
        ReferentialAction.Restrict => "RESTRICT",
        ReferentialAction.Cascade => "CASCADE",
        ReferentialAction.SetNull => "SET NULL",
        ReferentialAction.SetDefault => "SET DEFAULT",
        _ => "NO ACTION",
    };
}
