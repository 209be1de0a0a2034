using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Distances to operators, functions of vectors to functions.</summary>
internal sealed class VectorTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator, IMemberTranslator
{
    public static bool IsVector(SqlExpression expression) =>
        expression.TypeMapping?.StoreTypeNameBase is "vector" or "halfvec" or "sparsevec" or "bit" or "bit varying" or "varbit";

    /// <summary>A sort by inner product as the sort by its negative, which an index serves; null for other keys.</summary>
    public static LambdaExpression? AsDistance(LambdaExpression key)
    {
        if (key.Body is not MethodCallExpression { Method: { Name: nameof(VectorDbDistanceExtensions.InnerProduct) } method } call || !IsDistance(method))
            return null;
        var negative = method.DeclaringType!.GetMethod(
            nameof(VectorDbDistanceExtensions.NegativeInnerProduct), [.. method.GetParameters().Select(parameter => parameter.ParameterType)])!;
        return Expression.Lambda(Expression.Call(negative, call.Arguments), key.Parameters);
    }

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(VectorDbFunctions))
            return Function(method, arguments);
        if (!IsDistance(method))
            return null;
        var (left, right) = (arguments[^2], arguments[^1]);
        return method.Name switch
        {
            nameof(VectorDbDistanceExtensions.CosineDistance) => sql.Distance(left, "<=>", right),
            nameof(VectorDbDistanceExtensions.L2Distance) => sql.Distance(left, "<->", right),
            nameof(VectorDbDistanceExtensions.L1Distance) => sql.Distance(left, "<+>", right),
            nameof(VectorDbDistanceExtensions.NegativeInnerProduct) => sql.Distance(left, "<#>", right),
            nameof(VectorDbDistanceExtensions.InnerProduct) => sql.Negate(sql.Distance(left, "<#>", right)),
            nameof(VectorDbDistanceExtensions.HammingDistance) => sql.Distance(left, "<~>", right),
            nameof(VectorDbDistanceExtensions.JaccardDistance) => sql.Distance(left, "<%>", right),
            _ => null,
        };
    }

    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
        instance is not null && member.Name == nameof(ReadOnlyMemory<>.Length) && IsVector(instance)
            ? sql.Call("vector_dims", typeof(int), instance)
            : null;

    private static bool IsDistance(MethodInfo method) =>
        method.DeclaringType == typeof(VectorDbDistanceExtensions) || method.DeclaringType == typeof(VectorDbDistanceFunctions);

    private SqlExpression? Function(MethodInfo method, IReadOnlyList<SqlExpression> arguments)
    {
        var vector = sql.ApplyDefaultTypeMapping(arguments[1]);
        return method.Name switch
        {
            nameof(VectorDbFunctions.VectorDimensions) => sql.Call("vector_dims", typeof(int), vector),
            nameof(VectorDbFunctions.VectorNorm) => sql.Call("l2_norm", typeof(double), vector),
            nameof(VectorDbFunctions.Normalize) => sql.Call("l2_normalize", method.ReturnType, vector.TypeMapping, vector),
            nameof(VectorDbFunctions.Subvector) => sql.Call(
                "subvector", method.ReturnType, sql.MappingOf("vector"), vector, sql.ApplyDefaultTypeMapping(arguments[2]), sql.ApplyDefaultTypeMapping(arguments[3])),
            nameof(VectorDbFunctions.BinaryQuantize) => sql.Call("binary_quantize", method.ReturnType, vector),
            _ => null,
        };
    }
}
