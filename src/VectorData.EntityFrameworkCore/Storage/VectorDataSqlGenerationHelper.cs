using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Names in double quotes where they need them: lower-case names that are no keywords read better without.</summary>
internal sealed class VectorDataSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies)
    : RelationalSqlGenerationHelper(dependencies);
