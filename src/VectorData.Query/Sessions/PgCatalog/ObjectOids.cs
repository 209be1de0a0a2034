using System.Text;
using VectorData.Core.Schema;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>
/// Oids of the objects of a database, stable for an object's life: relations 65536 + 4 × id + kind; what has a name and no id (schemas,
/// checks, foreign keys) 2^31 + a hash of the name; PostgreSQL's own numbers for what PostgreSQL has.
/// </summary>
internal static class ObjectOids
{
    public const uint PgCatalogSchema = 11;
    public const uint PublicSchema = 2200;
    public const uint Owner = 10;
    public const uint Database = 5;
    public const uint PgClass = 1259;

    private const uint FirstUser = 65_536;

    public static uint Of(TableId table) => FirstUser + (4 * (uint)table.Value);

    public static uint Of(IndexId index) => FirstUser + (4 * (uint)index.Value) + 1;

    public static uint Of(SequenceId sequence) => FirstUser + (4 * (uint)sequence.Value) + 2;

    /// <summary>The constraint that is an index.</summary>
    public static uint ConstraintOf(IndexId index) => FirstUser + (4 * (uint)index.Value) + 3;

    /// <summary>A check or foreign key of a table.</summary>
    public static uint ConstraintOf(TableId table, string name) => Hashed((uint)table.Value + 1, name);

    public static uint DefaultOf(TableId table, ColumnId column) => Hashed(0x0100_0000u + (uint)table.Value, "default" + column.Value);

    public static uint OfSchema(string name) => name switch
    {
        "pg_catalog" => PgCatalogSchema,
        Catalog.DefaultSchema => PublicSchema,
        "information_schema" => 13_000,
        "vectordata" => 16_390,
        _ => Hashed(0, name),
    };

    public static uint OfSystemTable(string schema, string name) => (schema, name) switch
    {
        ("pg_catalog", "pg_class") => PgClass,
        ("pg_catalog", "pg_type") => 1247,
        ("pg_catalog", "pg_attribute") => 1249,
        ("pg_catalog", "pg_proc") => 1255,
        ("pg_catalog", "pg_database") => 1262,
        ("pg_catalog", "pg_constraint") => 2606,
        ("pg_catalog", "pg_namespace") => 2615,
        _ => 20_000 + (Hashed(0x0200_0000, schema + "." + name) & 0x7FFF),
    };

    public static uint Hashed(uint parent, string name)
    {
        var hash = 2_166_136_261u ^ parent;
        foreach (var part in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ part) * 16_777_619u);
        return hash | 0x8000_0000u;
    }
}
