namespace VectorData.Cli.Shell;

/// <summary>What the shell's backslash commands ask.</summary>
internal static class SchemaQueries
{
    public const string Tables =
        "SELECT table_schema AS schema, table_name AS name FROM information_schema.tables " +
        "WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 1, 2";

    /// <summary>Two results: the columns of a table, then its indexes.</summary>
    public static string Table(string name)
    {
        var literal = $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
        return $"""
            SELECT column_name AS column,
                   CASE WHEN dimensions IS NOT NULL THEN data_type || '(' || dimensions || ')'
                        WHEN character_maximum_length IS NOT NULL THEN data_type || '(' || character_maximum_length || ')'
                        ELSE data_type END AS type,
                   is_nullable AS nullable, column_default AS default
            FROM information_schema.columns WHERE table_name = {literal} ORDER BY ordinal_position;
            SELECT index_name AS index, method, is_unique AS "unique", options
            FROM vectordata.indexes WHERE table_name = {literal} ORDER BY index_name
            """;
    }
}
