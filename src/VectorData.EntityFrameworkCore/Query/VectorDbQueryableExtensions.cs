#pragma warning disable IDE0130 // what users write in queries is found beside EF Core's own
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using VectorData.EntityFrameworkCore.Query;

namespace Microsoft.EntityFrameworkCore;

/// <summary>One of the nearest rows and how far it is.</summary>
/// <typeparam name="T">What was searched: an entity or a projection.</typeparam>
public sealed class VectorDbNeighbor<T>
{
    /// <summary>The row.</summary>
    public required T Entity { get; init; }

    /// <summary>Its distance; smaller is nearer.</summary>
    public required double Distance { get; init; }
}

/// <summary>Searches and averages of vectors in queries.</summary>
public static class VectorDbQueryableExtensions
{
    /// <summary>
    /// The <paramref name="k"/> rows nearest to <paramref name="query"/>, nearest first. A Where before it says which rows are searched, one after
    /// it which of the k are kept. Include goes before it.
    /// </summary>
    public static IQueryable<VectorDbNeighbor<T>> NearestTo<T, TVector>(
        this IQueryable<T> source,
        Expression<Func<T, TVector>> vector,
        TVector query,
        int k,
        [NotParameterized] VectorDistance distance = VectorDistance.Cosine)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var method = new Func<IQueryable<T>, Expression<Func<T, TVector>>, TVector, int, VectorDistance, IQueryable<VectorDbNeighbor<T>>>(NearestTo).Method;
        TVector value = query;
        Expression<Func<TVector>> queryAccess = () => value;
        Expression<Func<int>> countAccess = () => k;
        return source.Provider.CreateQuery<VectorDbNeighbor<T>>(Expression.Call(
            method, source.Expression, Expression.Quote(vector), queryAccess.Body, countAccess.Body, Expression.Constant(distance)));
    }

    /// <summary>The average of vectors, by element; null of none. For grouped rows inside of a query.</summary>
    public static float[]? Average(this IEnumerable<float[]?> source) => ClientVectors.Average(source);

    /// <summary>The average of vectors, by element; null of none.</summary>
    public static float[]? Average<T>(this IEnumerable<T> source, Func<T, float[]?> selector) => ClientVectors.Average(source.Select(selector));

    /// <summary>The average of vectors, by element; null of none.</summary>
    public static float[]? Average<T>(this IQueryable<T> source, Expression<Func<T, float[]?>> selector) =>
        Grouped(source, selector, nameof(Average)).FirstOrDefault();

    /// <summary>The sum of vectors, by element; null of none. For grouped rows inside of a query.</summary>
    public static float[]? Sum(this IEnumerable<float[]?> source) => ClientVectors.Sum(source);

    /// <summary>The sum of vectors, by element; null of none.</summary>
    public static float[]? Sum<T>(this IEnumerable<T> source, Func<T, float[]?> selector) => ClientVectors.Sum(source.Select(selector));

    /// <summary>The sum of vectors, by element; null of none.</summary>
    public static float[]? Sum<T>(this IQueryable<T> source, Expression<Func<T, float[]?>> selector) =>
        Grouped(source, selector, nameof(Sum)).FirstOrDefault();

    private static IQueryable<float[]?> Grouped<T>(IQueryable<T> source, Expression<Func<T, float[]?>> selector, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        var group = Expression.Parameter(typeof(IGrouping<int, T>), "g");
        var vectors = Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [typeof(T), typeof(float[])], group, selector);
        var aggregate = typeof(VectorDbQueryableExtensions).GetMethod(name, [typeof(IEnumerable<float[]?>)])!;
        return source.GroupBy(_ => 1).Select(Expression.Lambda<Func<IGrouping<int, T>, float[]?>>(Expression.Call(aggregate, vectors), group));
    }
}
