using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace VectorData.AdoNet;

/// <summary>Registers a data source with a container.</summary>
public static class VectorDbServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="VectorDbDataSource"/> (also as <see cref="DbDataSource"/>), opened at first use and closed with the
    /// container, and a transient <see cref="VectorDbConnection"/> (also as <see cref="DbConnection"/>) that its user opens.
    /// </summary>
    public static IServiceCollection AddVectorDbDataSource(this IServiceCollection services, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        services.TryAddSingleton(_ => VectorDbDataSource.Create(connectionString));
        services.TryAddSingleton<DbDataSource>(provider => provider.GetRequiredService<VectorDbDataSource>());
        services.TryAddTransient(provider => provider.GetRequiredService<VectorDbDataSource>().CreateConnection());
        services.TryAddTransient<DbConnection>(provider => provider.GetRequiredService<VectorDbConnection>());
        return services;
    }
}
