using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Methods of DateTime, DateTimeOffset, DateOnly and TimeOnly.</summary>
internal sealed class DateTimeMethodTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    /// <summary>A point in time as the clock in UTC shows it; other types as they are.</summary>
    public static SqlExpression Local(VectorDataSqlExpressionFactory sql, SqlExpression value) =>
        value.TypeMapping?.StoreType is "timestamp with time zone" or "timestamptz"
            ? new AtTimeZoneExpression(value, sql.Text("UTC"), typeof(DateTime), sql.MappingOf(typeof(DateTime), "timestamp without time zone"))
            : value;

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var type = method.DeclaringType;
        if (instance is null)
            return arguments.Count == 1 && method.Name == nameof(DateOnly.FromDateTime) && (type == typeof(DateOnly) || type == typeof(TimeOnly))
                ? sql.Convert(Local(sql, sql.ApplyDefaultTypeMapping(arguments[0])), type)
                : null;
        if (type != typeof(DateTime) && type != typeof(DateTimeOffset) && type != typeof(DateOnly) && type != typeof(TimeOnly))
            return null;
        instance = sql.ApplyDefaultTypeMapping(instance);
        if (type == typeof(DateOnly) && method.Name == nameof(DateOnly.ToDateTime) && arguments.Count == 1)
            return new OperatorExpression(
                instance, "+", sql.ApplyDefaultTypeMapping(arguments[0]), typeof(DateTime), sql.MappingOf(typeof(DateTime), "timestamp without time zone"));
        if (type == typeof(DateOnly) && method.Name == nameof(DateOnly.AddDays))
            return new OperatorExpression(instance, "+", sql.ApplyDefaultTypeMapping(arguments[0]), type, instance.TypeMapping);
        if (type == typeof(TimeOnly) && method.Name == nameof(TimeOnly.IsBetween))
            return sql.AndAlso(sql.GreaterThanOrEqual(instance, arguments[0]), sql.LessThan(instance, arguments[1]));
        return Step(instance, method, arguments) is { } step ? Shift(instance, type, step) : null;
    }

    private SqlExpression? Step(SqlExpression instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        if (arguments.Count != 1)
            return null;
        var span = sql.MappingOf("interval");
        if (method.Name == nameof(DateTime.Add) && arguments[0].Type == typeof(TimeSpan))
            return sql.ApplyTypeMapping(arguments[0], span);
        var unit = method.Name switch
        {
            nameof(DateTime.AddYears) => "1 year",
            nameof(DateTime.AddMonths) => "1 month",
            nameof(DateTime.AddDays) => "1 day",
            nameof(DateTime.AddHours) => "1 hour",
            nameof(DateTime.AddMinutes) => "1 minute",
            nameof(DateTime.AddSeconds) => "1 second",
            nameof(DateTime.AddMilliseconds) => "0.001 second",
            _ => null,
        };
        return unit is null
            ? null
            : new OperatorExpression(
                sql.ApplyDefaultTypeMapping(arguments[0]), "*", sql.Fragment($"INTERVAL '{unit}'", typeof(TimeSpan), span), typeof(TimeSpan), span);
    }

    private SqlExpression Shift(SqlExpression instance, Type type, SqlExpression step)
    {
        // date + interval is a timestamp.
        var mapping = type == typeof(DateOnly) ? sql.MappingOf(typeof(DateTime), "timestamp without time zone") : instance.TypeMapping;
        var shifted = new OperatorExpression(instance, "+", step, type == typeof(DateOnly) ? typeof(DateTime) : type, mapping);
        return type == typeof(DateOnly) ? sql.Convert(shifted, type, instance.TypeMapping) : shifted;
    }
}
