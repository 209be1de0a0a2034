using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using VectorData.EntityFrameworkCore.Diagnostics;
using VectorData.EntityFrameworkCore.Infrastructure;
using VectorData.EntityFrameworkCore.Metadata;
using VectorData.EntityFrameworkCore.Metadata.Conventions;
using VectorData.EntityFrameworkCore.Migrations;
using VectorData.EntityFrameworkCore.Query;
using VectorData.EntityFrameworkCore.Storage;
using VectorData.EntityFrameworkCore.Update;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The provider's services: its table of contents.</summary>
public static class VectorDataServiceCollectionExtensions
{
    /// <summary>Registers a context on VectorData, as <c>AddDbContext</c> with <c>UseVectorData</c> does.</summary>
    public static IServiceCollection AddVectorData<TContext>(
        this IServiceCollection services,
        string? connectionString,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null,
        Action<DbContextOptionsBuilder>? optionsAction = null)
        where TContext : DbContext =>
        services.AddDbContext<TContext>((_, options) =>
        {
            optionsAction?.Invoke(options);
            options.UseVectorData(connectionString, vectorDataOptionsAction);
        });

    /// <summary>Adds the provider's services to a service collection of EF Core's own; applications call UseVectorData instead.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IServiceCollection AddEntityFrameworkVectorData(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new EntityFrameworkRelationalServicesBuilder(services);
        builder
            .TryAdd<LoggingDefinitions, VectorDataLoggingDefinitions>()
            .TryAdd<IDatabaseProvider, DatabaseProvider<VectorDataOptionsExtension>>()
            .TryAdd<IModelValidator, VectorDataModelValidator>()
            .TryAdd<IProviderConventionSetBuilder, VectorDataConventionSetBuilder>()
            .TryAdd<IRelationalAnnotationProvider, VectorDataAnnotationProvider>()
            .TryAdd<IRelationalTypeMappingSource, VectorDataTypeMappingSource>()
            .TryAdd<ISqlGenerationHelper, VectorDataSqlGenerationHelper>()
            .TryAdd<IRelationalConnection>(provider => provider.GetRequiredService<IVectorDataRelationalConnection>())
            .TryAdd<IRelationalDatabaseCreator, VectorDataDatabaseCreator>()
            .TryAdd<IUpdateSqlGenerator, VectorDataUpdateSqlGenerator>()
            .TryAdd<IModificationCommandBatchFactory, VectorDataModificationCommandBatchFactory>()
            .TryAdd<IHistoryRepository, VectorDataHistoryRepository>()
            .TryAdd<IMigrationsSqlGenerator, VectorDataMigrationsSqlGenerator>()
            .TryAddProviderSpecificServices(map => map
                .TryAddScoped<IVectorDataRelationalConnection, VectorDataRelationalConnection>());
        builder.AddVectorDataQuery().TryAddCoreServices();
        return services;
    }
}
