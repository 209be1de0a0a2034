using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Tests;

/// <summary>A context whose model a test writes; each delegate (and key) has a model of its own.</summary>
public sealed class ModelContext(DbContextOptions<ModelContext> options, Action<ModelBuilder> model, object? key) : DbContext(options)
{
    private (System.Reflection.MethodInfo, object?) ModelKey => (model.Method, key);

    public static ModelContext Create(TestDatabase database, Action<ModelBuilder> model, object? key = null) =>
        new(database.OptionsOf<ModelContext>(builder => builder.ReplaceService<IModelCacheKeyFactory, ByDelegate>()), model, key);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => model(modelBuilder);

    private sealed class ByDelegate : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((ModelContext)context).ModelKey, designTime);
    }
}
