using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary>Nodes as code that makes them again, for precompiled queries.</summary>
internal static class Quoting
{
    public static Expression Quote(Expression node, params Expression[] arguments) =>
        Expression.New(node.GetType().GetConstructors().Single(), arguments);

    public static Expression QuoteTypeMapping(RelationalTypeMapping? mapping) => RelationalExpressionQuotingUtilities.QuoteTypeMapping(mapping);

    public static Expression QuoteList<T>(IReadOnlyList<T> items)
        where T : IRelationalQuotableExpression =>
        Expression.NewArrayInit(typeof(T), items.Select(item => item.Quote()));

    public static Expression QuoteOrNull(IRelationalQuotableExpression? node, Type type) => node?.Quote() ?? Expression.Constant(null, type);
}
