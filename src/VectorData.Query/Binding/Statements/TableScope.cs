using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Scope of the expressions kept with a table: CHECK, generated columns, USING of ALTER TYPE. Column i of the table has slot i.</summary>
internal sealed class TableScope(string clauseName, TableDefinition table) : IExpressionScope
{
    public string ClauseName { get; } = clauseName;

    public IExpressionScope AggregateArguments => this;

    public BoundExpression ResolveColumn(ColumnReference reference)
    {
        var name = reference.Name;
        if (name.Qualifier is { } qualifier && (qualifier != table.Name || (name.Parts.Count > 2 && name.Parts[^3].Name != table.Schema)))
            throw new VectorDbException(SqlStates.UndefinedTable, $"missing FROM-clause entry for table \"{qualifier}\"") { Position = name.Position + 1 };
        var at = table.IndexOf(name.Name);
        if (at < 0)
            throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{name.Name}\" does not exist") { Position = name.Position + 1 };
        var column = table.Columns[at];
        return new BoundColumn(at, column.Name, column.Type, reference.Position) { NotNull = column.NotNull };
    }

    public SubquerySource BindSubquery(QueryStatement query, ParameterTable parameters) => throw new VectorDbException(
        SqlStates.FeatureNotSupported, $"cannot use subquery in {Clause("check constraint", "column generation expression", "transform expression")}")
    {
        Position = query.Position + 1,
    };

    public BoundExpression BindAggregate(BoundAggregate aggregate) => throw new VectorDbException(
        SqlStates.GroupingError, $"aggregate functions are not allowed in {Clause("check constraints", "column generation expressions", "transform expressions")}")
    { Position = aggregate.Position + 1 };

    public BoundExpression BindWindow(FunctionCall call, ExpressionBinder binder) => throw new VectorDbException(
        SqlStates.WindowingError, $"window functions are not allowed in {Clause("check constraints", "column generation expressions", "transform expressions")}")
    { Position = call.Position + 1 };

    private string Clause(string check, string generated, string transform) => ClauseName switch
    {
        "CHECK" => check,
        "GENERATED" => generated,
        _ => transform,
    };
}
