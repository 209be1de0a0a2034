namespace VectorData.Cli.Shell;

/// <summary>What the shell's backslash commands ask.</summary>
internal static class SchemaQueries
{
    public const string Tables =
        "SELECT table_schema AS schema, table_name AS name FROM information_schema.tables " +
        "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1, 2";

    public static string Columns(string table) =>
        "SELECT column_name AS column, data_type AS type, is_nullable AS nullable, column_default AS default " +
        $"FROM information_schema.columns WHERE table_name = '{table.Replace("'", "''", StringComparison.Ordinal)}' ORDER BY ordinal_position";
}
