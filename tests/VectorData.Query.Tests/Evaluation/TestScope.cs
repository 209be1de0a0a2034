using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Tests.Evaluation;

/// <summary>Columns by name in slots 0, 1, …; aggregates are kept for the test to look at.</summary>
internal sealed class TestScope(params (string Name, SqlType Type)[] columns) : IExpressionScope
{
    public string ClauseName => "SELECT";

    public IExpressionScope AggregateArguments => this;

    public SqlType[] Types { get; } = [.. columns.Select(column => column.Type)];

    public SlotLayout Layout { get; } = new([.. Enumerable.Range(0, columns.Length)]);

    public List<BoundAggregate> Aggregates { get; } = [];

    public BoundExpression ResolveColumn(ColumnReference reference)
    {
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Name == reference.Name.Name)
                return new BoundColumn(i, columns[i].Name, columns[i].Type, reference.Position);
        throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{reference.Name.Name}\" does not exist") { Position = reference.Position + 1 };
    }

    public SubquerySource BindSubquery(QueryStatement query, ParameterTable parameters) => throw new NotSupportedException();

    public BoundExpression BindAggregate(BoundAggregate aggregate)
    {
        Aggregates.Add(aggregate);
        return new BoundColumn(1000 + Aggregates.Count, aggregate.Function.Name, aggregate.Type, aggregate.Position);
    }

    public BoundExpression BindWindow(FunctionCall call, ExpressionBinder binder) => throw new NotSupportedException();
}
