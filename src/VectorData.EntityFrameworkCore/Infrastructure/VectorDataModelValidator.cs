using Microsoft.EntityFrameworkCore.Infrastructure;

namespace VectorData.EntityFrameworkCore.Infrastructure;

internal sealed class VectorDataModelValidator(
    ModelValidatorDependencies dependencies,
    RelationalModelValidatorDependencies relationalDependencies)
    : RelationalModelValidator(dependencies, relationalDependencies);
