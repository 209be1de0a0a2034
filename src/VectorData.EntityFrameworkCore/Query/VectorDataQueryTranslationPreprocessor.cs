using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace VectorData.EntityFrameworkCore.Query;

internal sealed class VectorDataQueryTranslationPreprocessor(
    QueryTranslationPreprocessorDependencies dependencies,
    RelationalQueryTranslationPreprocessorDependencies relationalDependencies,
    QueryCompilationContext queryCompilationContext)
    : RelationalQueryTranslationPreprocessor(dependencies, relationalDependencies, queryCompilationContext)
{
    public override Expression NormalizeQueryableMethod(Expression expression) =>
        base.NormalizeQueryableMethod(new VectorQueryExpander().Visit(expression));
}

internal sealed class VectorDataQueryTranslationPreprocessorFactory(
    QueryTranslationPreprocessorDependencies dependencies, RelationalQueryTranslationPreprocessorDependencies relationalDependencies)
    : IQueryTranslationPreprocessorFactory
{
    public QueryTranslationPreprocessor Create(QueryCompilationContext queryCompilationContext) =>
        new VectorDataQueryTranslationPreprocessor(dependencies, relationalDependencies, queryCompilationContext);
}
