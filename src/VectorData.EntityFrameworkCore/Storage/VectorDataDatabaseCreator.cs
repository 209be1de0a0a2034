using Microsoft.EntityFrameworkCore.Storage;
using VectorData.AdoNet;
using VectorData.Core.Errors;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Creates and empties databases. A folder comes into being when it is opened; deleting drops everything in it and leaves an empty database.</summary>
internal sealed class VectorDataDatabaseCreator(
    RelationalDatabaseCreatorDependencies dependencies,
    IVectorDataRelationalConnection connection,
    IRawSqlCommandBuilder sql)
    : RelationalDatabaseCreator(dependencies)
{
    private const string UserSchemas = "table_schema NOT IN ('pg_catalog', 'information_schema', 'vectordata')";

    public override bool Exists()
    {
        if (connection.DbConnection.State == System.Data.ConnectionState.Open || !IsFolder(out var probe))
            return true;
        using (probe)
        {
            try
            {
                probe.Open();
                return true;
            }
            catch (VectorDbException error) when (error.SqlState is "3D000" or "58P01")
            {
                return false;
            }
        }
    }

    public override Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<bool>(cancellationToken) : Task.FromResult(Exists());

    public override void Create()
    {
        Dependencies.Connection.Open();
        Dependencies.Connection.Close();
    }

    public override async Task CreateAsync(CancellationToken cancellationToken = default)
    {
        await Dependencies.Connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await Dependencies.Connection.CloseAsync().ConfigureAwait(false);
    }

    public override bool HasTables() => Scalar($"SELECT count(*) FROM information_schema.tables WHERE {UserSchemas}") > 0;

    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken = default) =>
        await ScalarAsync($"SELECT count(*) FROM information_schema.tables WHERE {UserSchemas}", cancellationToken).ConfigureAwait(false) > 0;

    public override void Delete()
    {
        foreach (var statement in DropStatements())
            sql.Build(statement).ExecuteNonQuery(Parameters());
    }

    public override async Task DeleteAsync(CancellationToken cancellationToken = default)
    {
        foreach (var statement in DropStatements())
            await sql.Build(statement).ExecuteNonQueryAsync(Parameters(), cancellationToken).ConfigureAwait(false);
    }

    private List<string> DropStatements()
    {
        var names = Dependencies.SqlGenerationHelper;
        var statements = new List<string>();
        Read($"SELECT table_schema, table_name FROM information_schema.tables WHERE {UserSchemas}",
            (schema, name) => statements.Add($"DROP TABLE IF EXISTS {names.DelimitIdentifier(name, schema)} CASCADE"));
        Read("SELECT sequence_schema, sequence_name FROM information_schema.sequences",
            (schema, name) => statements.Add($"DROP SEQUENCE IF EXISTS {names.DelimitIdentifier(name, schema)} CASCADE"));
        Read("SELECT schema_name, schema_name FROM information_schema.schemata "
            + "WHERE schema_name NOT IN ('pg_catalog', 'information_schema', 'vectordata', 'public')",
            (schema, _) => statements.Add($"DROP SCHEMA IF EXISTS {names.DelimitIdentifier(schema)} CASCADE"));
        return statements;
    }

    private void Read(string query, Action<string, string> row)
    {
        using var reader = sql.Build(query).ExecuteReader(Parameters());
        while (reader.Read())
            row(reader.DbDataReader.GetString(0), reader.DbDataReader.GetString(1));
    }

    private long Scalar(string query) => Convert.ToInt64(sql.Build(query).ExecuteScalar(Parameters()));

    private async Task<long> ScalarAsync(string query, CancellationToken cancellationToken) =>
        Convert.ToInt64(await sql.Build(query).ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false));

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, Microsoft.EntityFrameworkCore.Diagnostics.CommandSource.Migrations);

    private bool IsFolder([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VectorDbConnection? probe)
    {
        probe = null;
        if (connection.Embedded is null || connection.ConnectionString is not { Length: > 0 } text)
            return false;
        var builder = new VectorDbConnectionStringBuilder(text);
        if (builder.Mode == VectorDbOpenMode.Memory || builder.DataSource.Length == 0 || builder.DataSource == ":memory:")
            return false;
        builder.Mode = VectorDbOpenMode.ReadWrite;
        builder.Pooling = false;
        probe = new VectorDbConnection(builder.ConnectionString);
        return true;
    }
}
