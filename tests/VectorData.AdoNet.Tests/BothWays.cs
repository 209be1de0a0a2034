using System.Data;
using System.Data.Common;

namespace VectorData.AdoNet.Tests;

/// <summary>The same call sync or async: theories take <see cref="Data"/> and run every behaviour both ways.</summary>
public static class BothWays
{
    public static TheoryData<bool> Data => [false, true];

    public static async Task OpenBoth(this DbConnection connection, bool isAsync)
    {
        if (isAsync)
            await connection.OpenAsync();
        else
            connection.Open();
    }

    public static async Task CloseBoth(this DbConnection connection, bool isAsync)
    {
        if (isAsync)
            await connection.CloseAsync();
        else
            connection.Close();
    }

    public static async Task<VectorDbDataReader> ReaderBoth(this VectorDbCommand command, bool isAsync, CommandBehavior behavior = CommandBehavior.Default) =>
        isAsync ? await command.ExecuteReaderAsync(behavior) : command.ExecuteReader(behavior);

    public static async Task<int> NonQueryBoth(this DbCommand command, bool isAsync) =>
        isAsync ? await command.ExecuteNonQueryAsync() : command.ExecuteNonQuery();

    public static async Task<object?> ScalarBoth(this DbCommand command, bool isAsync) =>
        isAsync ? await command.ExecuteScalarAsync() : command.ExecuteScalar();

    public static async Task<bool> ReadBoth(this DbDataReader reader, bool isAsync) => isAsync ? await reader.ReadAsync() : reader.Read();

    public static async Task<bool> NextResultBoth(this DbDataReader reader, bool isAsync) =>
        isAsync ? await reader.NextResultAsync() : reader.NextResult();

    public static async Task CloseBoth(this DbDataReader reader, bool isAsync)
    {
        if (isAsync)
            await reader.CloseAsync();
        else
            reader.Close();
    }

    public static async Task<VectorDbTransaction> BeginBoth(
        this VectorDbConnection connection, bool isAsync, IsolationLevel level = IsolationLevel.Unspecified) =>
        isAsync ? await connection.BeginTransactionAsync(level) : connection.BeginTransaction(level);

    public static async Task CommitBoth(this DbTransaction transaction, bool isAsync)
    {
        if (isAsync)
            await transaction.CommitAsync();
        else
            transaction.Commit();
    }

    public static async Task RollbackBoth(this DbTransaction transaction, bool isAsync)
    {
        if (isAsync)
            await transaction.RollbackAsync();
        else
            transaction.Rollback();
    }

    public static async Task DisposeBoth<T>(this T disposable, bool isAsync)
        where T : IDisposable, IAsyncDisposable
    {
        if (isAsync)
            await disposable.DisposeAsync();
        else
            disposable.Dispose();
    }

    public static int NonQuery(this VectorDbConnection connection, string sql, params object?[] parameters)
    {
        using var command = connection.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter ?? DBNull.Value);
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this VectorDbConnection connection, string sql, params object?[] parameters)
    {
        using var command = connection.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter ?? DBNull.Value);
        return command.ExecuteScalar();
    }
}
