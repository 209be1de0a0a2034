using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace VectorData.EntityFrameworkCore.Query;

internal sealed class VectorDataParameterBasedSqlProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies, RelationalParameterBasedSqlProcessorParameters parameters)
    : RelationalParameterBasedSqlProcessor(dependencies, parameters)
{
    protected override Expression ProcessSqlNullability(Expression queryExpression, ParametersCacheDecorator Decorator) =>
        new VectorDataSqlNullabilityProcessor(Dependencies, Parameters).Process(queryExpression, Decorator);
}

internal sealed class VectorDataParameterBasedSqlProcessorFactory(RelationalParameterBasedSqlProcessorDependencies dependencies)
    : IRelationalParameterBasedSqlProcessorFactory
{
    public RelationalParameterBasedSqlProcessor Create(RelationalParameterBasedSqlProcessorParameters parameters) =>
        new VectorDataParameterBasedSqlProcessor(dependencies, parameters);
}
