namespace VectorData.AdoNet.Tests.Engine;

/// <summary>A folder for one test's database, gone with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("vectordata-adonet-").FullName;

    public string Path { get; }

    public string ConnectionString => $"Data Source={System.IO.Path.Combine(Path, "app.vdb")}";

    public void Dispose()
    {
        VectorDbConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
