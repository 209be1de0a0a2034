using VectorData.AdoNet;

namespace VectorData.Cli.Tests;

/// <summary>A database folder of a test, gone after it.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("vectordata-").FullName, "test.vdb");

    /// <summary>Runs statements that must succeed, and closes the database.</summary>
    public async Task<CommandRun> ExecuteAsync(string sql)
    {
        var run = await CommandRun.WithAsync("sql", "-d", Path, "-c", sql, "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>Three rows in a segment file, with an index.</summary>
    public void CreateItems()
    {
        using var database = VectorDatabase.Open(Path, new VectorDatabaseOptions { BackgroundMaintenance = false });
        using (var source = VectorDbDataSource.Create(database))
        using (var connection = source.OpenConnection())
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE items (id integer PRIMARY KEY, name text, embedding vector(2));
                INSERT INTO items VALUES (1, 'one', '[1,0]'), (2, 'two', '[0,1]'), (3, NULL, NULL);
                CREATE INDEX items_embedding ON items USING hnsw (embedding vector_l2_ops);
                DELETE FROM items WHERE id = 2;
                """;
            command.ExecuteNonQuery();
        }

        database.Checkpoint();
    }

    public void Dispose()
    {
        VectorDbConnection.ClearAllPools();
        Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}
