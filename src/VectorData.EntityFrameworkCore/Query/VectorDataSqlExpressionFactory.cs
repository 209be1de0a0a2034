using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Makes EF Core's nodes and the provider's own.</summary>
internal sealed class VectorDataSqlExpressionFactory(SqlExpressionFactoryDependencies dependencies) : SqlExpressionFactory(dependencies)
{
    private readonly IRelationalTypeMappingSource _types = dependencies.TypeMappingSource;

    private RelationalTypeMapping Boolean => _types.FindMapping(typeof(bool))!;

    public RelationalTypeMapping? MappingOf(Type type) => _types.FindMapping(type);

    public RelationalTypeMapping? MappingOf(string storeType) => _types.FindMapping(storeType);

    public RelationalTypeMapping? MappingOf(Type type, string storeType) => _types.FindMapping(type, storeType);

    /// <summary>A function that is NULL when any of its arguments is.</summary>
    public SqlExpression Call(string name, Type type, params SqlExpression[] arguments) =>
        Call(name, type, _types.FindMapping(type), arguments);

    public SqlExpression Call(string name, Type type, RelationalTypeMapping? mapping, params SqlExpression[] arguments) =>
        Function(name, arguments, nullable: true, argumentsPropagateNullability: arguments.Select(_ => true), type, mapping);

    public SqlExpression Text(string value) => Constant(value, _types.FindMapping(typeof(string)));

    /// <summary>A predicate by an operator; both sides take one type.</summary>
    public SqlExpression Predicate(SqlExpression left, string symbol, SqlExpression right)
    {
        var mapping = Microsoft.EntityFrameworkCore.Query.ExpressionExtensions.InferTypeMapping(left, right);
        return new OperatorExpression(Mapped(left, mapping), symbol, Mapped(right, mapping), typeof(bool), Boolean);
    }

    /// <summary>A distance operator between two vectors.</summary>
    public SqlExpression Distance(SqlExpression left, string symbol, SqlExpression right)
    {
        var mapping = Microsoft.EntityFrameworkCore.Query.ExpressionExtensions.InferTypeMapping(left, right);
        return new OperatorExpression(Mapped(left, mapping), symbol, Mapped(right, mapping), typeof(double), _types.FindMapping(typeof(double)));
    }

    public SqlExpression AnyOf(SqlExpression item, SqlExpression array) => new QuantifiedExpression(item, array, Boolean);

    public AggregateExpression Aggregate(
        string name, EnumerableExpression source, Type type, RelationalTypeMapping? mapping, params SqlExpression[] arguments) =>
        new(name, [.. arguments.Select(a => ApplyDefaultTypeMapping(a))], source.IsDistinct && arguments.Length > 0, source.Orderings, source.Predicate, type, mapping);

    [return: NotNullIfNotNull(nameof(sqlExpression))]
    public override SqlExpression? ApplyTypeMapping(SqlExpression? sqlExpression, RelationalTypeMapping? typeMapping) => sqlExpression switch
    {
        null => null,
        { TypeMapping: not null } => sqlExpression,
        AggregateExpression node => node.ApplyTypeMapping(typeMapping),
        OperatorExpression node => new OperatorExpression(node.Left, node.Symbol, node.Right, node.Type, typeMapping),
        SubscriptExpression node => new SubscriptExpression(node.Array, node.Index, node.Type, typeMapping),
        QuantifiedExpression node => new QuantifiedExpression(node.Item, node.Array, Boolean),
        _ => base.ApplyTypeMapping(sqlExpression, typeMapping),
    };

    private SqlExpression Mapped(SqlExpression operand, RelationalTypeMapping? mapping) =>
        mapping is null ? ApplyDefaultTypeMapping(operand)! : ApplyTypeMapping(operand, mapping);
}
