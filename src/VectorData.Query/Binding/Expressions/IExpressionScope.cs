using VectorData.Query.Binding.Functions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>What an expression may refer to at its place. Implementations throw PostgreSQL's errors with positions.</summary>
internal interface IExpressionScope
{
    /// <summary>How errors name the place: WHERE, SELECT, CHECK, DEFAULT, …</summary>
    string ClauseName { get; }

    /// <summary>A column by name: 42703, 42P01 or 42702 when it is not there or not unique.</summary>
    BoundExpression ResolveColumn(ColumnReference reference);

    /// <summary>Binds a nested query whose outer scope is this one.</summary>
    SubquerySource BindSubquery(QueryStatement query, ParameterTable parameters);

    /// <summary>Where the value of an aggregate is found: usually a new slot. 42803 where aggregates are not allowed.</summary>
    BoundExpression BindAggregate(BoundAggregate aggregate);

    /// <summary>A call with OVER.</summary>
    BoundExpression BindWindow(FunctionCall call, ExpressionBinder binder);

    /// <summary>Called before the arguments of an aggregate are bound; disposed after. Lets the scope refuse nested aggregates and see inner columns.</summary>
    IExpressionScope AggregateArguments { get; }
}

/// <summary>A bound aggregate call: arguments converted to the function's parameters.</summary>
internal sealed record BoundAggregate(
    AggregateFunction Function,
    BoundList<BoundExpression> Arguments,
    bool Distinct,
    BoundExpression? Filter,
    BoundList<BoundOrdering> OrderBy,
    Core.Schema.SqlType Type,
    int Position)
{
    public bool Equals(BoundAggregate? other) => other is not null && ReferenceEquals(Function, other.Function) && Type == other.Type
        && Distinct == other.Distinct && Arguments.Equals(other.Arguments) && Equals(Filter, other.Filter) && OrderBy.Equals(other.OrderBy);

    public override int GetHashCode() => HashCode.Combine(Function.Name, Arguments, Distinct, Filter);
}
