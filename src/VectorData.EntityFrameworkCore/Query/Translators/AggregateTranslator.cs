using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Aggregates; a condition becomes FILTER. Whole numbers are cast back from the wider type that SQL sums in.</summary>
internal sealed class AggregateTranslator(VectorDataSqlExpressionFactory sql) : IAggregateMethodCallTranslator
{
    public SqlExpression? Translate(
        MethodInfo method, EnumerableExpression source, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Queryable))
            return TranslateQueryable(method, source);
        if (source.Selector is not SqlExpression selector)
            return null;
        selector = sql.ApplyDefaultTypeMapping(selector);
        if (method.DeclaringType == typeof(VectorDbQueryableExtensions))
            return sql.Aggregate(method.Name == nameof(VectorDbQueryableExtensions.Sum) ? "sum" : "avg", source, selector.Type, selector.TypeMapping, selector);
        if (method.DeclaringType == typeof(string))
            return TranslateText(method, source, selector, arguments);
        if (method.DeclaringType != typeof(VectorDbDbFunctionsExtensions))
            return null;
        var name = method.Name switch
        {
            nameof(VectorDbDbFunctionsExtensions.StandardDeviationSample) => "stddev_samp",
            nameof(VectorDbDbFunctionsExtensions.StandardDeviationPopulation) => "stddev_pop",
            nameof(VectorDbDbFunctionsExtensions.VarianceSample) => "var_samp",
            nameof(VectorDbDbFunctionsExtensions.VariancePopulation) => "var_pop",
            _ => null,
        };
        return name is null ? null : sql.Convert(sql.Aggregate(name, source, typeof(double), sql.MappingOf(typeof(double)), selector), typeof(double));
    }

    private SqlExpression? TranslateQueryable(MethodInfo method, EnumerableExpression source)
    {
        if (method.Name is nameof(Queryable.Count) or nameof(Queryable.LongCount))
        {
            var (type, column) = (method.ReturnType, source.Selector as SqlExpression);
            if (source.IsDistinct && column is null)
                return null;
            var count = source.IsDistinct
                ? sql.Aggregate("count", source, typeof(long), sql.MappingOf(typeof(long)), column!)
                : sql.Aggregate("count", Unordered(source), typeof(long), sql.MappingOf(typeof(long)));
            return type == typeof(int) ? sql.Convert(count, typeof(int)) : count;
        }

        if (source.Selector is not SqlExpression selector)
            return null;
        var operand = sql.ApplyDefaultTypeMapping(selector is DistinctExpression distinct ? distinct.Operand : selector);
        var kind = operand.Type.Unwrap();
        source = Unordered(source);
        switch (method.Name)
        {
            case nameof(Queryable.Max):
                return sql.Aggregate("max", source, operand.Type, operand.TypeMapping, operand);
            case nameof(Queryable.Min):
                return sql.Aggregate("min", source, operand.Type, operand.TypeMapping, operand);
            case nameof(Queryable.Average) when kind.IsInteger():
                return sql.Convert(sql.Aggregate("avg", source, typeof(decimal), sql.MappingOf(typeof(decimal)), operand), typeof(double));
            case nameof(Queryable.Average) when kind == typeof(float):
                return sql.Convert(sql.Aggregate("avg", source, typeof(double), sql.MappingOf(typeof(double)), operand), typeof(float));
            case nameof(Queryable.Average):
                return sql.Aggregate("avg", source, operand.Type, kind == typeof(decimal) ? sql.MappingOf(typeof(decimal)) : operand.TypeMapping, operand);
            case nameof(Queryable.Sum) when kind.IsInteger():
                return sql.Convert(sql.Aggregate("sum", source, typeof(decimal), sql.MappingOf(typeof(decimal)), operand), operand.Type, operand.TypeMapping);
            case nameof(Queryable.Sum):
                return sql.Aggregate("sum", source, operand.Type, kind == typeof(decimal) ? sql.MappingOf(typeof(decimal)) : operand.TypeMapping, operand);
            default:
                return null;
        }
    }

    /// <summary>string.Join and Concat skip nothing: null is an empty string.</summary>
    private SqlExpression? TranslateText(MethodInfo method, EnumerableExpression source, SqlExpression selector, IReadOnlyList<SqlExpression> arguments)
    {
        if (selector.Type != typeof(string) || method.Name is not (nameof(string.Join) or nameof(string.Concat)))
            return null;
        var separator = method.Name == nameof(string.Join) ? sql.ApplyDefaultTypeMapping(arguments[0]) : sql.Text("");
        var joined = sql.Aggregate(
            "string_agg", source, typeof(string), selector.TypeMapping, sql.Coalesce(selector, sql.Text("")), separator);
        return sql.Coalesce(joined, sql.Text(""));
    }

    private static EnumerableExpression Unordered(EnumerableExpression source)
    {
        if (source.Orderings.Count == 0)
            return source;
        var plain = new EnumerableExpression(source.Selector);
        if (source.Predicate is not null)
            plain = plain.ApplyPredicate(source.Predicate);
        return source.IsDistinct ? plain.SetDistinct(true) : plain;
    }
}
