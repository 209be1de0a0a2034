using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Math and MathF.</summary>
internal sealed class MathTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(Math.Abs)] = "abs",
        [nameof(Math.Ceiling)] = "ceil",
        [nameof(Math.Floor)] = "floor",
        [nameof(Math.Truncate)] = "trunc",
        [nameof(Math.Pow)] = "power",
        [nameof(Math.Sqrt)] = "sqrt",
        [nameof(Math.Cbrt)] = "cbrt",
        [nameof(Math.Exp)] = "exp",
        [nameof(Math.Log10)] = "log",
        [nameof(Math.Sin)] = "sin",
        [nameof(Math.Cos)] = "cos",
        [nameof(Math.Tan)] = "tan",
        [nameof(Math.Asin)] = "asin",
        [nameof(Math.Acos)] = "acos",
        [nameof(Math.Atan)] = "atan",
        [nameof(Math.Atan2)] = "atan2",
        [nameof(Math.Sinh)] = "sinh",
        [nameof(Math.Cosh)] = "cosh",
        [nameof(Math.Tanh)] = "tanh",
        [nameof(Math.Asinh)] = "asinh",
        [nameof(Math.Acosh)] = "acosh",
        [nameof(Math.Atanh)] = "atanh",
        [nameof(double.DegreesToRadians)] = "radians",
        [nameof(double.RadiansToDegrees)] = "degrees",
    };

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        var declaring = method.DeclaringType;
        if (declaring != typeof(Math) && declaring != typeof(MathF) && declaring != typeof(double) && declaring != typeof(float))
            return null;
        var inferred = Microsoft.EntityFrameworkCore.Query.ExpressionExtensions.InferTypeMapping(arguments) ?? sql.MappingOf(method.ReturnType);
        SqlExpression[] mapped = [.. arguments.Select(a => a.Type == arguments[0].Type ? sql.ApplyTypeMapping(a, inferred) : sql.ApplyDefaultTypeMapping(a))];
        switch (method.Name)
        {
            case nameof(Math.Max) or nameof(Math.Min) when mapped.Length == 2:
                var name = method.Name == nameof(Math.Max) ? "GREATEST" : "LEAST";
                return sql.Function(name, mapped, nullable: true, [true, true], method.ReturnType, inferred);
            case nameof(Math.Round) when mapped.Length == 1:
                return Numeric("round", method, mapped);
            case nameof(Math.Round) when mapped is [_, { Type: var digits }] && digits == typeof(int):
                return Digits(mapped, method.ReturnType);
            case nameof(Math.Log) when mapped.Length == 1:
                return Numeric("ln", method, mapped);
            case nameof(Math.Log) when mapped.Length == 2:
                return sql.Divide(Numeric("ln", method, [mapped[0]]), Numeric("ln", method, [mapped[1]]));
            case nameof(Math.Log2):
                return sql.Divide(Numeric("ln", method, mapped), Numeric("ln", method, [sql.Constant(2d, sql.MappingOf(typeof(double)))]));
            case nameof(Math.Sign):
                return sql.Convert(sql.Call("sign", typeof(double), mapped), typeof(int));
            case nameof(double.IsNaN) when mapped.Length == 1:
                return sql.Equal(mapped[0], sql.Constant(method.GetParameters()[0].ParameterType == typeof(float) ? float.NaN : (object)double.NaN, mapped[0].TypeMapping));
            default:
                return Names.TryGetValue(method.Name, out var function) && method.GetParameters().All(p => p.ParameterType == method.ReturnType)
                    ? Numeric(function, method, mapped)
                    : null;
        }
    }

    /// <summary>Functions of real give double precision; what C# says is float is cast back.</summary>
    private SqlExpression Numeric(string name, MethodInfo method, SqlExpression[] arguments) =>
        method.ReturnType == typeof(float)
            ? sql.Convert(sql.Call(name, typeof(double), arguments), typeof(float))
            : sql.Call(name, method.ReturnType, arguments);

    /// <summary>Only numeric is rounded to digits.</summary>
    private SqlExpression Digits(SqlExpression[] arguments, Type type)
    {
        var number = type == typeof(decimal) ? arguments[0] : sql.Convert(arguments[0], typeof(decimal));
        var rounded = sql.Call("round", typeof(decimal), number, arguments[1]);
        return type == typeof(decimal) ? rounded : sql.Convert(rounded, type);
    }
}
