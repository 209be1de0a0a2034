namespace VectorData.AdoNet.Tests.Engine;

/// <summary>A test against the engine: an empty database in memory and a connection to it.</summary>
public abstract class EngineTest : IDisposable
{
    protected EngineTest()
    {
        Source = VectorDbDataSource.Create("Data Source=:memory:");
        Connection = Source.OpenConnection();
    }

    public static TheoryData<bool> Both => BothWays.Data;

    protected VectorDbDataSource Source { get; }

    protected VectorDbConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        Source.Dispose();
        GC.SuppressFinalize(this);
    }

    protected int Run(string sql, params object?[] parameters) => Connection.NonQuery(sql, parameters);

    protected object? Scalar(string sql, params object?[] parameters) => Connection.Scalar(sql, parameters);

    /// <summary>The first column of all rows.</summary>
    protected List<T> Column<T>(string sql, params object?[] parameters)
    {
        using var command = Connection.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        var values = new List<T>();
        while (reader.Read())
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }
}
