using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace VectorData.EntityFrameworkCore.Metadata.Conventions;

/// <summary>The conventions by which a model on VectorData is built.</summary>
public sealed class VectorDataConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies,
    RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies);
