using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Writes NearestTo and aggregates of vectors with a selector in LINQ's own methods.</summary>
internal sealed class VectorQueryExpander : ExpressionVisitor
{
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Method.DeclaringType != typeof(VectorDbQueryableExtensions))
            return base.VisitMethodCall(node);
        if (node.Method.Name == nameof(VectorDbQueryableExtensions.NearestTo))
            return Nearest(node);
        if (node.Arguments.Count == 2 && node.Arguments[1] is LambdaExpression selector)
        {
            var vectors = Expression.Call(
                typeof(Enumerable), nameof(Enumerable.Select), node.Method.GetGenericArguments().Append(selector.ReturnType).ToArray(), Visit(node.Arguments[0]), selector);
            return Expression.Call(
                typeof(VectorDbQueryableExtensions).GetMethod(node.Method.Name, [typeof(IEnumerable<>).MakeGenericType(selector.ReturnType)])!, vectors);
        }

        return base.VisitMethodCall(node);
    }

    private MethodCallExpression Nearest(MethodCallExpression node)
    {
        var source = Visit(node.Arguments[0]);
        var vector = (LambdaExpression)((UnaryExpression)node.Arguments[1]).Operand;
        if (node.Arguments[4] is not ConstantExpression { Value: VectorDistance metric })
            throw new InvalidOperationException("NearestTo takes its distance as a constant; expected a member of VectorDistance in the place of the call.");
        var row = vector.Parameters[0];
        var distance = Expression.Call(MethodOf(metric, vector.ReturnType), vector.Body, node.Arguments[2]);
        var sorted = Expression.Call(
            typeof(Queryable), nameof(Queryable.OrderBy), [row.Type, typeof(double)], source, Expression.Quote(Expression.Lambda(distance, row)));
        var taken = Expression.Call(typeof(Queryable), nameof(Queryable.Take), [row.Type], sorted, node.Arguments[3]);
        var neighbor = typeof(VectorDbNeighbor<>).MakeGenericType(row.Type);
        var projection = Expression.MemberInit(
            Expression.New(neighbor),
            Expression.Bind(neighbor.GetProperty(nameof(VectorDbNeighbor<>.Entity))!, row),
            Expression.Bind(neighbor.GetProperty(nameof(VectorDbNeighbor<>.Distance))!, distance));
        return Expression.Call(
            typeof(Queryable), nameof(Queryable.Select), [row.Type, neighbor], taken, Expression.Quote(Expression.Lambda(projection, row)));
    }

    private static System.Reflection.MethodInfo MethodOf(VectorDistance metric, Type vector)
    {
        var name = metric == VectorDistance.InnerProduct ? nameof(VectorDbDistanceExtensions.NegativeInnerProduct) : metric + "Distance";
        return typeof(VectorDbDistanceExtensions).GetMethod(name, [vector, vector])
            ?? throw new InvalidOperationException(
                $"{metric} is not a distance of {vector.Name}; expected Hamming or Jaccard for bits, one of the others for vectors of numbers.");
    }
}
