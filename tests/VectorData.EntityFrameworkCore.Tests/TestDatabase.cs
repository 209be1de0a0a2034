using Microsoft.EntityFrameworkCore;
using VectorData.AdoNet;

namespace VectorData.EntityFrameworkCore.Tests;

/// <summary>A database in memory that lives as long as the test. The place to change for running against a server.</summary>
public sealed class TestDatabase : IDisposable
{
    public VectorDbDataSource Source { get; } = VectorDbDataSource.Create("Data Source=:memory:");

    public DbContextOptions<TContext> OptionsOf<TContext>(Action<DbContextOptionsBuilder>? more = null)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>().UseVectorData(Source).EnableSensitiveDataLogging();
        more?.Invoke(builder);
        return builder.Options;
    }

    public List<string> Column(string sql)
    {
        using var connection = Source.OpenConnection();
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return texts;
    }

    public void Dispose() => Source.Dispose();
}
