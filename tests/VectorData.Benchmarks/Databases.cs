using System.Data.Common;
using Microsoft.Data.Sqlite;
using VectorData.AdoNet;

namespace VectorData.Benchmarks;

/// <summary>Fresh databases of both kinds in a temporary folder that goes with the benchmark.</summary>
internal sealed class Databases : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vectordata-benchmark-").FullName;
    private int _count;

    public string NewVectorData() => $"Data Source={Path.Combine(_folder, $"{_count++}.vdb")}";

    /// <summary>SQLite as its documentation advises for durable writes: WAL, synchronous = FULL.</summary>
    public SqliteConnection NewSqlite()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, $"{_count++}.sqlite")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    public static VectorDbConnection OpenVectorData(string connectionString)
    {
        var connection = new VectorDbConnection(connectionString);
        connection.Open();
        return connection;
    }

    public static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command.ExecuteScalar();
    }

    public static DbParameter AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    public void Dispose()
    {
        VectorDbConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
