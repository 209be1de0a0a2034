using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace VectorData;

/// <summary>Registers a database with a container.</summary>
public static class VectorDataServiceCollectionExtensions
{
    /// <summary>Adds the database at <paramref name="path"/> (or <c>:memory:</c>) as a singleton <see cref="VectorDatabase"/>, opened at first use.</summary>
    public static IServiceCollection AddVectorDatabase(
        this IServiceCollection services, string path, Func<VectorDatabaseOptions, VectorDatabaseOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.TryAddSingleton(_ =>
        {
            var options = configure is null ? new VectorDatabaseOptions() : configure(new VectorDatabaseOptions());
            return path == ":memory:" ? VectorDatabase.OpenInMemory(options) : VectorDatabase.Open(path, options);
        });
        return services;
    }
}
