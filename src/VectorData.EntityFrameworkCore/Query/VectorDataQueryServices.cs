using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>The services that turn LINQ into SQL.</summary>
internal static class VectorDataQueryServices
{
    public static EntityFrameworkServicesBuilder AddVectorDataQuery(this EntityFrameworkRelationalServicesBuilder builder) => builder
        .TryAdd<IQuerySqlGeneratorFactory, VectorDataQuerySqlGeneratorFactory>()
        .TryAdd<ISqlExpressionFactory, VectorDataSqlExpressionFactory>()
        .TryAdd<IMethodCallTranslatorProvider, VectorDataMethodCallTranslatorProvider>()
        .TryAdd<IMemberTranslatorProvider, VectorDataMemberTranslatorProvider>()
        .TryAdd<IAggregateMethodCallTranslatorProvider, VectorDataAggregateMethodCallTranslatorProvider>()
        .TryAdd<IEvaluatableExpressionFilter, VectorDataEvaluatableExpressionFilter>()
        .TryAdd<IRelationalSqlTranslatingExpressionVisitorFactory, VectorDataSqlTranslatingExpressionVisitorFactory>()
        .TryAdd<IQueryableMethodTranslatingExpressionVisitorFactory, VectorDataQueryableMethodTranslatingExpressionVisitorFactory>()
        .TryAdd<IQueryCompilationContextFactory, VectorDataQueryCompilationContextFactory>()
        .TryAdd<IQueryTranslationPreprocessorFactory, VectorDataQueryTranslationPreprocessorFactory>()
        .TryAdd<IQueryTranslationPostprocessorFactory, VectorDataQueryTranslationPostprocessorFactory>()
        .TryAdd<IRelationalParameterBasedSqlProcessorFactory, VectorDataParameterBasedSqlProcessorFactory>();
}
