using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Translates queryable methods; arrays are tables by unnest, or stay arrays where an operator does the same.</summary>
internal sealed class VectorDataQueryableMethodTranslatingExpressionVisitor : RelationalQueryableMethodTranslatingExpressionVisitor
{
    private readonly VectorDataSqlExpressionFactory _sql;
    private readonly IRelationalTypeMappingSource _types;
    private readonly RelationalQueryCompilationContext _context;

    public VectorDataQueryableMethodTranslatingExpressionVisitor(
        QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
        RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies,
        RelationalQueryCompilationContext queryCompilationContext)
        : base(dependencies, relationalDependencies, queryCompilationContext)
    {
        _sql = (VectorDataSqlExpressionFactory)relationalDependencies.SqlExpressionFactory;
        _types = relationalDependencies.TypeMappingSource;
        _context = queryCompilationContext;
    }

    private VectorDataQueryableMethodTranslatingExpressionVisitor(VectorDataQueryableMethodTranslatingExpressionVisitor parent)
        : base(parent) => (_sql, _types, _context) = (parent._sql, parent._types, parent._context);

    protected override QueryableMethodTranslatingExpressionVisitor CreateSubqueryVisitor() =>
        new VectorDataQueryableMethodTranslatingExpressionVisitor(this);

    protected override ShapedQueryExpression? TranslatePrimitiveCollection(SqlExpression sqlExpression, IProperty? property, string tableAlias)
    {
        if (Translators.VectorTranslator.IsVector(sqlExpression) || ElementTypes.ElementOf(sqlExpression.Type) is not { } elementType)
            return null;
        var elementMapping = (RelationalTypeMapping?)sqlExpression.TypeMapping?.ElementTypeMapping;
        var nullable = property?.GetElementType()?.IsNullable ?? (!elementType.IsValueType || Nullable.GetUnderlyingType(elementType) is not null);
        var number = _types.FindMapping(typeof(long))!;
        var value = new ColumnExpression(UnnestExpression.ValueColumn, tableAlias, elementType.Unwrap(), elementMapping, nullable);
        var ordinality = new ColumnExpression(UnnestExpression.OrdinalityColumn, tableAlias, typeof(long), number, nullable: false);
#pragma warning disable EF1001 // the constructor that providers use for collections as tables
        var select = new SelectExpression(
            [new UnnestExpression(tableAlias, sqlExpression, annotations: null)], value, [(ordinality, number.Comparer)], _context.SqlAliasManager);
#pragma warning restore EF1001
        select.AppendOrdering(new OrderingExpression(ordinality, ascending: true));
        Expression shaper = new ProjectionBindingExpression(select, new ProjectionMember(), elementType.OrNull());
        if (shaper.Type != elementType)
            shaper = Expression.Convert(shaper, elementType);
        return new ShapedQueryExpression(select, shaper);
    }

    protected override bool IsNaturallyOrdered(SelectExpression selectExpression) =>
        selectExpression is { Tables: [UnnestExpression unnest, ..], Orderings: [{ Expression: ColumnExpression column, IsAscending: true }] }
        && column.Name == UnnestExpression.OrdinalityColumn && column.TableAlias == unnest.Alias;

    protected override ShapedQueryExpression? TranslateContains(ShapedQueryExpression source, Expression item)
    {
        if (!TryGetArray(source, out var array) || TranslateExpression(item, applyDefaultTypeMapping: false) is not { } translated)
            return base.TranslateContains(source, item);
        var itemMapping = translated.TypeMapping ?? (RelationalTypeMapping?)array.TypeMapping?.ElementTypeMapping ?? _types.FindMapping(translated.Type);
        if (itemMapping is null)
            return base.TranslateContains(source, item);
        if (array.TypeMapping is null)
        {
            if (_types.FindMapping(array.Type, _context.Model, itemMapping) is not { } arrayMapping)
                return base.TranslateContains(source, item);
            array = _sql.ApplyTypeMapping(array, arrayMapping);
        }

        return Scalar(source, _sql.AnyOf(_sql.ApplyTypeMapping(translated, itemMapping), array), typeof(bool));
    }

    protected override ShapedQueryExpression? TranslateAny(ShapedQueryExpression source, LambdaExpression? predicate)
    {
        if (predicate is null && TryGetArray(source, out var array) && array.TypeMapping is not null)
            return Scalar(source, _sql.GreaterThan(Cardinality(array), _sql.Constant(0)), typeof(bool));
        return base.TranslateAny(source, predicate);
    }

    protected override ShapedQueryExpression? TranslateCount(ShapedQueryExpression source, LambdaExpression? predicate) =>
        predicate is null && TryGetArray(source, out var array) && array.TypeMapping is not null
            ? Scalar(source, Cardinality(array), typeof(int))
            : base.TranslateCount(source, predicate);

    protected override ShapedQueryExpression? TranslateElementAtOrDefault(ShapedQueryExpression source, Expression index, bool returnDefault)
    {
        if (returnDefault || !TryGetArray(source, out var array, ordered: true) || array.TypeMapping?.ElementTypeMapping is not RelationalTypeMapping mapping
            || TranslateExpression(index) is not { } place)
            return base.TranslateElementAtOrDefault(source, index, returnDefault);
        var one = place is SqlConstantExpression { Value: int number }
            ? _sql.Constant(number + 1, place.TypeMapping)
            : _sql.Add(place, _sql.Constant(1));
        return Scalar(source, new SubscriptExpression(array, one, source.ShaperExpression.Type.Unwrap(), mapping), source.ShaperExpression.Type);
    }

    protected override ShapedQueryExpression? TranslateOrderBy(ShapedQueryExpression source, LambdaExpression keySelector, bool ascending) =>
        Translators.VectorTranslator.AsDistance(keySelector) is { } distance
            ? base.TranslateOrderBy(source, distance, !ascending)
            : base.TranslateOrderBy(source, keySelector, ascending);

    protected override ShapedQueryExpression? TranslateThenBy(ShapedQueryExpression source, LambdaExpression keySelector, bool ascending) =>
        Translators.VectorTranslator.AsDistance(keySelector) is { } distance
            ? base.TranslateThenBy(source, distance, !ascending)
            : base.TranslateThenBy(source, keySelector, ascending);

    private SqlExpression Cardinality(SqlExpression array) => _sql.Call("cardinality", typeof(int), array);

    private ShapedQueryExpression Scalar(ShapedQueryExpression source, SqlExpression translation, Type type)
    {
#pragma warning disable EF1001 // a select of one value
        var select = new SelectExpression(translation, _context.SqlAliasManager);
#pragma warning restore EF1001
        Expression shaper = new ProjectionBindingExpression(select, new ProjectionMember(), type.OrNull());
        return source.Update(select, type.OrNull() == type ? shaper : Expression.Convert(shaper, type));
    }

    /// <summary>The array behind a source that is nothing but its elements.</summary>
    private static bool TryGetArray(ShapedQueryExpression source, [NotNullWhen(true)] out SqlExpression? array, bool ordered = false)
    {
        array = null;
        if (source.QueryExpression is not SelectExpression
            {
                Tables: [UnnestExpression unnest], Predicate: null, GroupBy: [], Having: null, IsDistinct: false, Limit: null, Offset: null,
            } select)
            return false;
        if (ordered && select.Orderings is not [{ Expression: ColumnExpression { Name: UnnestExpression.OrdinalityColumn }, IsAscending: true }])
            return false;
        var shaper = source.ShaperExpression;
        while (shaper is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            shaper = convert.Operand;
        if (shaper is not ProjectionBindingExpression binding
            || select.GetProjection(binding) is not ColumnExpression { Name: UnnestExpression.ValueColumn } column || column.TableAlias != unnest.Alias)
            return false;
        array = unnest.Array;
        return true;
    }
}

internal sealed class VectorDataQueryableMethodTranslatingExpressionVisitorFactory(
    QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
    RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies)
    : IQueryableMethodTranslatingExpressionVisitorFactory
{
    public QueryableMethodTranslatingExpressionVisitor Create(QueryCompilationContext queryCompilationContext) =>
        new VectorDataQueryableMethodTranslatingExpressionVisitor(
            dependencies, relationalDependencies, (RelationalQueryCompilationContext)queryCompilationContext);
}
