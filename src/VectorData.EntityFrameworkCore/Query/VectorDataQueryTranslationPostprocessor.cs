using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

internal sealed class VectorDataQueryTranslationPostprocessor(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
    RelationalQueryCompilationContext queryCompilationContext)
    : RelationalQueryTranslationPostprocessor(dependencies, relationalDependencies, queryCompilationContext)
{
    protected override Expression ProcessTypeMappings(Expression expression) =>
        new ArrayTypes(Dependencies, RelationalDependencies, RelationalQueryCompilationContext).Process(expression);

    /// <summary>Gives parameters that are unnested the type that their elements are used as.</summary>
    private sealed class ArrayTypes(
        QueryTranslationPostprocessorDependencies dependencies,
        RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
        RelationalQueryCompilationContext queryCompilationContext)
        : RelationalTypeMappingPostprocessor(dependencies, relationalDependencies, queryCompilationContext)
    {
        protected override Expression VisitExtension(Expression expression)
        {
            if (expression is not UnnestExpression { Array: SqlParameterExpression { TypeMapping: null } parameter } unnest)
                return base.VisitExtension(expression);
            var types = RelationalDependencies.TypeMappingSource;
            TryGetInferredTypeMapping(unnest.Alias, UnnestExpression.ValueColumn, out var elementMapping);
            var mapping = types.FindMapping(parameter.Type, QueryCompilationContext.Model, elementMapping)
                ?? throw new InvalidOperationException(
                    $"The parameter '{parameter.Name}' of type {parameter.Type.Name} has no array type in SQL; give its elements a type that a column can have.");
            return unnest.Update(parameter.ApplyTypeMapping(mapping));
        }
    }
}

internal sealed class VectorDataQueryTranslationPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies, RelationalQueryTranslationPostprocessorDependencies relationalDependencies)
    : IQueryTranslationPostprocessorFactory
{
    public QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) =>
        new VectorDataQueryTranslationPostprocessor(
            dependencies, relationalDependencies, (RelationalQueryCompilationContext)queryCompilationContext);
}
