using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Names in double quotes, as they are in the model.</summary>
internal sealed class VectorDataSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies)
    : RelationalSqlGenerationHelper(dependencies);
