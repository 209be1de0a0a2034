using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace VectorData.EntityFrameworkCore.Metadata.Conventions;

/// <summary>The conventions by which a model on VectorData is built.</summary>
internal sealed class VectorDataConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies,
    RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies)
{
    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();
        conventions.Add(new VectorAttributeConvention(Dependencies));
        conventions.Add(new ConcreteTableKeyConvention());
        conventions.Add(new RowVersionConvention());
        return conventions;
    }
}
