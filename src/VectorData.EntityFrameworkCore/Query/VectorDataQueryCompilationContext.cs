using Microsoft.EntityFrameworkCore.Query;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>A connection has one reader at a time, so the queries of a split query are read to their ends one after the other.</summary>
internal sealed class VectorDataQueryCompilationContext(
    QueryCompilationContextDependencies dependencies, RelationalQueryCompilationContextDependencies relationalDependencies, bool async)
    : RelationalQueryCompilationContext(dependencies, relationalDependencies, async)
{
    public override bool IsBuffering =>
        base.IsBuffering || QuerySplittingBehavior == Microsoft.EntityFrameworkCore.QuerySplittingBehavior.SplitQuery;
}

internal sealed class VectorDataQueryCompilationContextFactory(
    QueryCompilationContextDependencies dependencies, RelationalQueryCompilationContextDependencies relationalDependencies)
    : IQueryCompilationContextFactory
{
    public QueryCompilationContext Create(bool async) => new VectorDataQueryCompilationContext(dependencies, relationalDependencies, async);
}
