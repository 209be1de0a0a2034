using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace VectorData.EntityFrameworkCore.Metadata.Conventions;

/// <summary>Tables of a TPC hierarchy take their keys from one sequence, as a key must be unique among all of them.</summary>
internal sealed class ConcreteTableKeyConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var type in modelBuilder.Metadata.GetEntityTypes())
        {
            if (type.BaseType is not null
                || type.GetMappingStrategy() != RelationalAnnotationNames.TpcMappingStrategy
                || type.FindPrimaryKey()?.Properties is not [var key]
                || (key.ClrType != typeof(int) && key.ClrType != typeof(long) && key.ClrType != typeof(short))
                || key.IsForeignKey()
                || key.GetDefaultValueSql() is not null
                || key.GetValueGeneratedConfigurationSource()?.Overrides(ConfigurationSource.DataAnnotation) == true)
                continue;
            var name = type.ShortName() + "Sequence";
            modelBuilder.HasSequence(name);
            // Above the convention that gives TPC keys no values.
            key.Builder.ValueGenerated(ValueGenerated.OnAdd, fromDataAnnotation: true);
            key.Builder.HasDefaultValueSql($"nextval('\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"')");
        }
    }
}
