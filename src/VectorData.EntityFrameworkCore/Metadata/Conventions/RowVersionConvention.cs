using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace VectorData.EntityFrameworkCore.Metadata.Conventions;

/// <summary>A row version is a bigint column: a ulong is converted, as its own column type would be numeric.</summary>
internal sealed class RowVersionConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var type in modelBuilder.Metadata.GetEntityTypes())
            foreach (var property in type.GetDeclaredProperties())
                if (RowVersions.Is(property) && property.ClrType == typeof(ulong))
                    property.Builder.HasConversion(typeof(long));
    }
}
