using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary><c>name([DISTINCT] arguments [ORDER BY …]) [FILTER (WHERE …)]</c>; no argument is <c>*</c>.</summary>
internal sealed class AggregateExpression(
    string name,
    IReadOnlyList<SqlExpression> arguments,
    bool isDistinct,
    IReadOnlyList<OrderingExpression> orderings,
    SqlExpression? filter,
    Type type,
    RelationalTypeMapping? typeMapping)
    : SqlExpression(type, typeMapping)
{
    public string Name { get; } = name;

    public IReadOnlyList<SqlExpression> Arguments { get; } = arguments;

    public bool IsDistinct { get; } = isDistinct;

    public IReadOnlyList<OrderingExpression> Orderings { get; } = orderings;

    public SqlExpression? Filter { get; } = filter;

    /// <summary>Counts are never NULL, other aggregates are over no rows.</summary>
    public bool IsNullable => Name != "count";

    public AggregateExpression Update(IReadOnlyList<SqlExpression> arguments, IReadOnlyList<OrderingExpression> orderings, SqlExpression? filter) =>
        filter == Filter && arguments.SequenceEqual(Arguments, ReferenceEqualityComparer.Instance)
            && orderings.SequenceEqual(Orderings, ReferenceEqualityComparer.Instance)
            ? this
            : new AggregateExpression(Name, arguments, IsDistinct, orderings, filter, Type, TypeMapping);

    public AggregateExpression ApplyTypeMapping(RelationalTypeMapping? typeMapping) =>
        new(Name, Arguments, IsDistinct, Orderings, Filter, Type, typeMapping ?? TypeMapping);

    public override Expression Quote() => Quoting.Quote(
        this,
        Expression.Constant(Name),
        Quoting.QuoteList(Arguments),
        Expression.Constant(IsDistinct),
        Quoting.QuoteList(Orderings),
        Quoting.QuoteOrNull(Filter, typeof(SqlExpression)),
        Expression.Constant(Type),
        Quoting.QuoteTypeMapping(TypeMapping));

    public override bool Equals(object? obj) =>
        obj is AggregateExpression other && base.Equals(other) && Name == other.Name && IsDistinct == other.IsDistinct
        && Arguments.SequenceEqual(other.Arguments) && Orderings.SequenceEqual(other.Orderings) && Equals(Filter, other.Filter);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(base.GetHashCode());
        hash.Add(Name);
        foreach (var argument in Arguments)
            hash.Add(argument);
        hash.Add(Filter);
        return hash.ToHashCode();
    }

    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update(
        [.. Arguments.Select(argument => (SqlExpression)visitor.Visit(argument))],
        [.. Orderings.Select(ordering => (OrderingExpression)visitor.Visit(ordering))],
        (SqlExpression?)visitor.Visit(Filter));

    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append($"{Name}({(IsDistinct ? "DISTINCT " : "")}");
        expressionPrinter.VisitCollection(Arguments);
        expressionPrinter.Append(")");
        if (Filter is null)
            return;
        expressionPrinter.Append(" FILTER (WHERE ");
        expressionPrinter.Visit(Filter);
        expressionPrinter.Append(")");
    }
}
