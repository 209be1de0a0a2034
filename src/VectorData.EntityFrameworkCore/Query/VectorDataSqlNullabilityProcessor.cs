using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Gives the provider's nodes C#'s meaning of null.</summary>
internal sealed class VectorDataSqlNullabilityProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies, RelationalParameterBasedSqlProcessorParameters parameters)
    : SqlNullabilityProcessor(dependencies, parameters)
{
    private readonly VectorDataSqlExpressionFactory _sql = (VectorDataSqlExpressionFactory)dependencies.SqlExpressionFactory;

    protected override SqlExpression VisitCustomSqlExpression(SqlExpression sqlExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        switch (sqlExpression)
        {
            case OperatorExpression node:
                var left = Visit(node.Left, out var leftNullable);
                var right = Visit(node.Right, out var rightNullable);
                nullable = leftNullable || rightNullable;
                return node.Update(left, right);
            case SubscriptExpression node:
                nullable = true;
                return node.Update(Visit(node.Array, out _), Visit(node.Index, out _));
            case AggregateExpression node:
                return VisitAggregate(node, out nullable);
            case QuantifiedExpression node:
                return VisitQuantified(node, allowOptimizedExpansion, out nullable);
            default:
                return base.VisitCustomSqlExpression(sqlExpression, allowOptimizedExpansion, out nullable);
        }
    }

#pragma warning disable EF1001 // the way in for tables that are collections
    protected override bool IsCollectionTable(
        TableExpressionBase table, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Expression? collection)
    {
        if (table is not UnnestExpression unnest)
            return base.IsCollectionTable(table, out collection);
        collection = unnest.Array;
        return true;
    }

    protected override TableExpressionBase UpdateParameterCollection(TableExpressionBase table, SqlParameterExpression newCollectionParameter) =>
        table is UnnestExpression unnest ? unnest.Update(newCollectionParameter) : base.UpdateParameterCollection(table, newCollectionParameter);
#pragma warning restore EF1001

    private SqlExpression VisitAggregate(AggregateExpression node, out bool nullable)
    {
        var aggregate = node.Update(
            [.. node.Arguments.Select(argument => Visit(argument, out _))],
            [.. node.Orderings.Select(ordering => ordering.Update(Visit(ordering.Expression, out _)))],
            node.Filter is null ? null : Visit(node.Filter, allowOptimizedExpansion: true, out _));
        nullable = node.IsNullable;
        if (node.Name != "sum" || !(node.Type.IsInteger() || node.Type.IsFractional()))
            return aggregate;

        // In C# the sum of nothing is zero.
        nullable = false;
        var zero = System.Convert.ChangeType(0, node.Type.Unwrap(), System.Globalization.CultureInfo.InvariantCulture);
        return _sql.Coalesce(aggregate, _sql.Constant(zero, node.TypeMapping), node.TypeMapping);
    }

    private SqlExpression VisitQuantified(QuantifiedExpression node, bool allowOptimizedExpansion, out bool nullable)
    {
        var item = Visit(node.Item, out var itemNullable);
        var array = Visit(node.Array, out var arrayNullable);
        SqlExpression result = node.Update(item, array);
        nullable = false;
        if (UseRelationalNulls)
        {
            nullable = itemNullable || arrayNullable;
            return result;
        }

        var elements = ElementsNullable(node.Array);
        if (itemNullable && elements)
        {
            // C# finds null in a list that has one; = ANY does not.
            var nullsPlace = _sql.Call("array_position", typeof(int), array, _sql.Constant(null, item.Type, item.TypeMapping));
            result = _sql.OrElse(result, _sql.AndAlso(_sql.IsNull(item), _sql.IsNotNull(nullsPlace)));
        }

        if (!allowOptimizedExpansion && (itemNullable || arrayNullable || elements))
            result = _sql.Coalesce(result, _sql.Constant(false));
        return result;
    }

    private static bool ElementsNullable(SqlExpression array)
    {
        var element = ElementTypes.ElementOf(array.Type);
        return element is null || !element.IsValueType || Nullable.GetUnderlyingType(element) is not null;
    }
}
