using Microsoft.EntityFrameworkCore.Update;

namespace VectorData.EntityFrameworkCore.Update;

internal sealed class VectorDataUpdateSqlGenerator(UpdateSqlGeneratorDependencies dependencies) : UpdateSqlGenerator(dependencies);
