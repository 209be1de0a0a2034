using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Members of DateTime, DateTimeOffset, DateOnly, TimeOnly and TimeSpan. Points in time are read in UTC.</summary>
internal sealed class DateTimeMemberTranslator(VectorDataSqlExpressionFactory sql) : IMemberTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var type = member.DeclaringType;
        if (type != typeof(DateTime) && type != typeof(DateTimeOffset) && type != typeof(DateOnly) && type != typeof(TimeOnly) && type != typeof(TimeSpan))
            return null;
        if (instance is null)
            return Now(member, returnType);
        instance = sql.ApplyDefaultTypeMapping(instance);
        if (type == typeof(TimeSpan))
            return Span(instance, member.Name);
        if (type == typeof(DateTimeOffset) && member.Name is nameof(DateTimeOffset.UtcDateTime))
            return sql.Convert(instance, typeof(DateTime), sql.MappingOf(typeof(DateTime), "timestamp with time zone"));
        var local = DateTimeMethodTranslator.Local(sql, instance);
        return member.Name switch
        {
            nameof(DateTime.Year) => Part("year", local),
            nameof(DateTime.Month) => Part("month", local),
            nameof(DateTime.Day) => Part("day", local),
            nameof(DateTime.Hour) => Part("hour", local),
            nameof(DateTime.Minute) => Part("minute", local),
            nameof(DateTime.Second) => sql.Convert(sql.Call("floor", typeof(double), Raw("second", local)), typeof(int)),
            nameof(DateTime.Millisecond) => sql.Modulo(
                sql.Convert(sql.Call("floor", typeof(double), Raw("milliseconds", local)), typeof(int)), sql.Constant(1000)),
            nameof(DateTime.Microsecond) => sql.Modulo(sql.Convert(Raw("microseconds", local), typeof(int)), sql.Constant(1000)),
            nameof(DateTime.DayOfYear) => Part("doy", local),
            nameof(DateTime.DayOfWeek) => sql.Convert(Raw("dow", local), typeof(DayOfWeek), sql.MappingOf(typeof(int))),
            nameof(DateTime.Date) => sql.Call("date_trunc", typeof(DateTime), local.TypeMapping, sql.Text("day"), local),
            nameof(DateTime.TimeOfDay) => sql.Convert(sql.Convert(local, typeof(TimeOnly)), typeof(TimeSpan)),
            nameof(DateTimeOffset.DateTime) => local,
            // The difference of two dates is a number of days; the factory would give it the dates' own type.
            nameof(DateOnly.DayNumber) => new SqlBinaryExpression(
                ExpressionType.Subtract, instance, sql.Constant(DateOnly.MinValue, instance.TypeMapping), typeof(int), sql.MappingOf(typeof(int))),
            _ => null,
        };
    }

    private SqlExpression? Now(MemberInfo member, Type returnType)
    {
        var now = sql.Function("now", [], nullable: false, [], typeof(DateTimeOffset), sql.MappingOf(typeof(DateTimeOffset)));
        if (returnType == typeof(DateTimeOffset))
            return member.Name is nameof(DateTimeOffset.Now) or nameof(DateTimeOffset.UtcNow) ? now : null;
        var plain = sql.MappingOf(typeof(DateTime), "timestamp without time zone");
        return member.Name switch
        {
            nameof(DateTime.Now) => sql.Convert(now, typeof(DateTime), plain),
            nameof(DateTime.UtcNow) => new AtTimeZoneExpression(now, sql.Text("UTC"), typeof(DateTime), plain),
            nameof(DateTime.Today) => sql.Call("date_trunc", typeof(DateTime), plain, sql.Text("day"), sql.Convert(now, typeof(DateTime), plain)),
            _ => null,
        };
    }

    private SqlExpression? Span(SqlExpression span, string member) => member switch
    {
        nameof(TimeSpan.Days) => Part("day", span),
        nameof(TimeSpan.Hours) => Part("hour", span),
        nameof(TimeSpan.Minutes) => Part("minute", span),
        nameof(TimeSpan.Seconds) => sql.Convert(sql.Call("trunc", typeof(double), Raw("second", span)), typeof(int)),
        nameof(TimeSpan.Milliseconds) => sql.Modulo(
            sql.Convert(sql.Call("trunc", typeof(double), Raw("milliseconds", span)), typeof(int)), sql.Constant(1000)),
        nameof(TimeSpan.TotalDays) => Total(span, 86400),
        nameof(TimeSpan.TotalHours) => Total(span, 3600),
        nameof(TimeSpan.TotalMinutes) => Total(span, 60),
        nameof(TimeSpan.TotalSeconds) => Raw("epoch", span),
        nameof(TimeSpan.TotalMilliseconds) => sql.Multiply(Raw("epoch", span), sql.Constant(1000d)),
        _ => null,
    };

    private SqlExpression Total(SqlExpression span, double seconds) => sql.Divide(Raw("epoch", span), sql.Constant(seconds));

    private SqlExpression Part(string name, SqlExpression value) => sql.Convert(Raw(name, value), typeof(int));

    private SqlExpression Raw(string name, SqlExpression value) => sql.Call("date_part", typeof(double), sql.Text(name), value);
}
