using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Convert.ToX and X.Parse as casts.</summary>
internal sealed class ConvertTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    private static readonly HashSet<Type> Types =
        [typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal), typeof(string)];

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is not null || arguments.Count != 1)
            return null;
        var converts = method.DeclaringType == typeof(Convert) && Types.Contains(method.ReturnType)
            && Types.Contains(arguments[0].Type.Unwrap()) && !(method.ReturnType == typeof(string) && arguments[0].Type.Unwrap() == typeof(bool));
        var parses = method.Name == nameof(int.Parse) && arguments[0].Type == typeof(string)
            && (Types.Contains(method.ReturnType) || method.ReturnType == typeof(Guid)) && method.DeclaringType == method.ReturnType;
        if (!converts && !parses)
            return null;

        // A cast of numeric to a whole number rounds half up, Convert half to even, as double precision does.
        var operand = sql.ApplyDefaultTypeMapping(arguments[0]);
        if (operand.Type.Unwrap() == typeof(decimal) && method.ReturnType.IsInteger())
            operand = sql.Convert(operand, typeof(double));
        return sql.Convert(operand, method.ReturnType);
    }
}
