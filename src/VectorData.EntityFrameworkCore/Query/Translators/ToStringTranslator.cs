using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>ToString() without arguments.</summary>
internal sealed class ToStringTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    private static readonly HashSet<Type> Types =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
        typeof(decimal), typeof(char), typeof(Guid), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(DateTime), typeof(DateTimeOffset),
    ];

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance?.TypeMapping is null || method.Name != nameof(ToString) || arguments.Count > 0 || instance.TypeMapping.Converter is not null)
            return null;
        if (instance.Type == typeof(string))
            return instance;
        if (instance.Type == typeof(bool))
            return sql.Case(
                [
                    new CaseWhenClause(sql.Equal(instance, sql.Constant(true)), sql.Text("True")),
                    new CaseWhenClause(sql.Equal(instance, sql.Constant(false)), sql.Text("False")),
                ],
                elseResult: sql.Text(""));
        return Types.Contains(instance.Type.Unwrap()) ? sql.Convert(instance, typeof(string)) : null;
    }
}
