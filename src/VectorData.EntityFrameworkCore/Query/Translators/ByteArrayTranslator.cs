using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Methods on byte[].</summary>
internal sealed class ByteArrayTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (instance is not null || arguments.Count == 0 || arguments[0].Type != typeof(byte[]) || method.DeclaringType != typeof(Enumerable))
            return null;
        var bytes = sql.ApplyDefaultTypeMapping(arguments[0]);
        return method.Name switch
        {
            nameof(Enumerable.First) when arguments.Count == 1 => Byte(bytes, sql.Constant(0)),
            nameof(Enumerable.SequenceEqual) when arguments.Count == 2 => sql.Equal(bytes, arguments[1]),
            _ => null,
        };
    }

    private SqlExpression Byte(SqlExpression bytes, SqlExpression place) =>
        sql.Convert(sql.Call("get_byte", typeof(int), bytes, sql.ApplyDefaultTypeMapping(place)), typeof(byte));
}
