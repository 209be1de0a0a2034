using VectorData.Core.Errors;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>A place without rows: VALUES without FROM, DEFAULT, LIMIT, SET.</summary>
internal sealed class NoColumnsScope(string clauseName) : IExpressionScope
{
    public string ClauseName { get; } = clauseName;

    public IExpressionScope AggregateArguments => this;

    public BoundExpression ResolveColumn(ColumnReference reference) => ClauseName == "DEFAULT"
        ? throw new VectorDbException(SqlStates.FeatureNotSupported, "cannot use column reference in DEFAULT expression") { Position = reference.Position + 1 }
        : reference.Name.Qualifier is { } table
            ? throw new VectorDbException(SqlStates.UndefinedTable, $"missing FROM-clause entry for table \"{table}\"") { Position = reference.Position + 1 }
            : throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{reference.Name.Name}\" does not exist") { Position = reference.Position + 1 };

    public SubquerySource BindSubquery(QueryStatement query, ParameterTable parameters) =>
        throw new VectorDbException(SqlStates.FeatureNotSupported, $"cannot use subquery in {ClauseName} expression") { Position = query.Position + 1 };

    public BoundExpression BindAggregate(BoundAggregate aggregate) =>
        throw new VectorDbException(SqlStates.GroupingError, $"aggregate functions are not allowed in {ClauseName}") { Position = aggregate.Position + 1 };

    public BoundExpression BindWindow(FunctionCall call, ExpressionBinder binder) =>
        throw new VectorDbException(SqlStates.WindowingError, $"window functions are not allowed in {ClauseName}") { Position = call.Position + 1 };
}
