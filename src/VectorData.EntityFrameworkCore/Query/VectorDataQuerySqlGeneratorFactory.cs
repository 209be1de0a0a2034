using Microsoft.EntityFrameworkCore.Query;

namespace VectorData.EntityFrameworkCore.Query;

internal sealed class VectorDataQuerySqlGeneratorFactory(QuerySqlGeneratorDependencies dependencies) : IQuerySqlGeneratorFactory
{
    public QuerySqlGenerator Create() => new VectorDataQuerySqlGenerator(dependencies);
}
