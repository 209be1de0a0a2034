using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VectorData.EntityFrameworkCore.Metadata;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Indexes for searches by similarity.</summary>
public static class VectorDbIndexBuilderExtensions
{
    /// <summary>An index on a vector property; say its distance by <see cref="HasDistance"/>.</summary>
    public static IndexBuilder<TEntity> HasVectorIndex<TEntity>(
        this EntityTypeBuilder<TEntity> entityTypeBuilder, Expression<Func<TEntity, object?>> indexExpression)
        where TEntity : class => entityTypeBuilder.HasIndex(indexExpression).HasMethod("hnsw");

    /// <summary>A graph of <paramref name="m"/> links a row (2 to 100), built looking at <paramref name="efConstruction"/> candidates (4 to 1000, at least 2·m).</summary>
    public static TBuilder UseHnsw<TBuilder>(this TBuilder indexBuilder, int m = 16, int efConstruction = 64)
        where TBuilder : IndexBuilder =>
        indexBuilder.HasMethod("hnsw").HasStorageParameter("m", m).HasStorageParameter("ef_construction", efConstruction);

    /// <summary>The distance that the index serves; with the column's type it decides the operator class.</summary>
    public static TBuilder HasDistance<TBuilder>(this TBuilder indexBuilder, VectorDistance distance)
        where TBuilder : IndexBuilder => Annotate(indexBuilder, VectorDataAnnotationNames.IndexDistance, distance.ToString());

    /// <summary>The index's method: btree, hash or hnsw.</summary>
    public static TBuilder HasMethod<TBuilder>(this TBuilder indexBuilder, string method)
        where TBuilder : IndexBuilder => Annotate(indexBuilder, VectorDataAnnotationNames.IndexMethod, method);

    /// <summary>The operator class of each column, as in <c>vector_cosine_ops</c>.</summary>
    public static TBuilder HasOperators<TBuilder>(this TBuilder indexBuilder, params string[] operators)
        where TBuilder : IndexBuilder => Annotate(indexBuilder, VectorDataAnnotationNames.IndexOperators, string.Join(",", operators));

    /// <summary>A parameter of the index's <c>WITH (…)</c>.</summary>
    public static TBuilder HasStorageParameter<TBuilder>(this TBuilder indexBuilder, string name, object value)
        where TBuilder : IndexBuilder => Annotate(indexBuilder, VectorDataAnnotationNames.StorageParameterPrefix + name, value);

    private static TBuilder Annotate<TBuilder>(TBuilder indexBuilder, string name, object value)
        where TBuilder : IndexBuilder
    {
        indexBuilder.Metadata.SetAnnotation(name, value);
        return indexBuilder;
    }
}
