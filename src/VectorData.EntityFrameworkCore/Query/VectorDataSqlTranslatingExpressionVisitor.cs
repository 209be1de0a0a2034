using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Translates scalar expressions that are not calls or members.</summary>
internal sealed class VectorDataSqlTranslatingExpressionVisitor(
    RelationalSqlTranslatingExpressionVisitorDependencies dependencies,
    QueryCompilationContext queryCompilationContext,
    QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor)
    : RelationalSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor)
{
    private readonly VectorDataSqlExpressionFactory _sql = (VectorDataSqlExpressionFactory)dependencies.SqlExpressionFactory;

    public override SqlExpression GenerateGreatest(IReadOnlyList<SqlExpression> expressions, Type resultType) =>
        Extreme("GREATEST", expressions, resultType);

    public override SqlExpression GenerateLeast(IReadOnlyList<SqlExpression> expressions, Type resultType) =>
        Extreme("LEAST", expressions, resultType);

    protected override Expression VisitBinary(BinaryExpression binaryExpression)
    {
        if (binaryExpression.NodeType == ExpressionType.ArrayIndex && binaryExpression.Left.Type == typeof(byte[])
            && Translate(binaryExpression.Left) is { } bytes && Translate(binaryExpression.Right) is { } place)
            return _sql.Convert(_sql.Call("get_byte", typeof(int), bytes, place), typeof(byte));

        if (binaryExpression.NodeType == ExpressionType.Subtract && binaryExpression.Type.Unwrap() == typeof(TimeSpan)
            && binaryExpression.Left.Type.Unwrap() is var type && type != typeof(TimeSpan)
            && Translate(binaryExpression.Left) is { } left && Translate(binaryExpression.Right) is { } right)
        {
            var mapping = Microsoft.EntityFrameworkCore.Query.ExpressionExtensions.InferTypeMapping(left, right);
            return new OperatorExpression(
                _sql.ApplyTypeMapping(left, mapping), "-", _sql.ApplyTypeMapping(right, mapping), typeof(TimeSpan), _sql.MappingOf("interval"));
        }

        if (binaryExpression.NodeType is ExpressionType.Add or ExpressionType.Subtract
            && binaryExpression.Right.Type.Unwrap() == typeof(TimeSpan)
            && binaryExpression.Left.Type.Unwrap() is var point && (point == typeof(DateTime) || point == typeof(DateTimeOffset))
            && Translate(binaryExpression.Left) is { } start && Translate(binaryExpression.Right) is { } span)
            return new OperatorExpression(
                start,
                binaryExpression.NodeType == ExpressionType.Add ? "+" : "-",
                _sql.ApplyTypeMapping(span, _sql.MappingOf("interval")),
                point,
                start.TypeMapping);

        return base.VisitBinary(binaryExpression);
    }

    protected override Expression VisitUnary(UnaryExpression unaryExpression)
    {
        if (unaryExpression.NodeType == ExpressionType.ArrayLength && Translate(unaryExpression.Operand) is { } array)
            return array.Type == typeof(byte[])
                ? _sql.Call("octet_length", typeof(int), array)
                : Translators.VectorTranslator.IsVector(array) ? _sql.Call("vector_dims", typeof(int), array) : base.VisitUnary(unaryExpression);

        // A cast to a whole number cuts in C#, and rounds in SQL.
        if (unaryExpression.NodeType == ExpressionType.Convert
            && unaryExpression.Type.IsInteger() && !unaryExpression.Type.Unwrap().IsEnum && unaryExpression.Operand.Type.IsFractional()
            && Translate(unaryExpression.Operand) is { } number)
            return _sql.Convert(_sql.Call("trunc", number.Type, number.TypeMapping, number), unaryExpression.Type.Unwrap());

        return base.VisitUnary(unaryExpression);
    }

    protected override Expression VisitNew(NewExpression newExpression)
    {
        var translation = base.VisitNew(newExpression);
        if (translation != QueryCompilationContext.NotTranslatedExpression)
            return translation;
        var arguments = newExpression.Arguments;
        if (arguments.Count == 0 || !arguments.All(argument => argument.Type == typeof(int)))
            return translation;
        var parts = arguments.Select(argument => Translate(argument)).OfType<SqlExpression>().ToArray();
        if (parts.Length != arguments.Count)
            return translation;
        if (newExpression.Type == typeof(DateOnly) && parts.Length == 3)
            return _sql.Call("make_date", typeof(DateOnly), parts);
        if (newExpression.Type != typeof(DateTime) || parts.Length is not (3 or 6))
            return translation;
        var zero = _sql.Constant(0, _sql.MappingOf(typeof(int)));
        SqlExpression[] six = parts.Length == 6 ? parts : [.. parts, zero, zero, zero];
        six[5] = _sql.Convert(six[5], typeof(double));
        return _sql.Call("make_timestamp", typeof(DateTime), _sql.MappingOf(typeof(DateTime), "timestamp without time zone"), six);
    }

    private SqlExpression Extreme(string name, IReadOnlyList<SqlExpression> expressions, Type resultType)
    {
        var mapping = Microsoft.EntityFrameworkCore.Query.ExpressionExtensions.InferTypeMapping(expressions);
        return _sql.Function(
            name, expressions.Select(e => _sql.ApplyTypeMapping(e, mapping)), nullable: true, expressions.Select(_ => false), resultType, mapping);
    }
}

internal sealed class VectorDataSqlTranslatingExpressionVisitorFactory(RelationalSqlTranslatingExpressionVisitorDependencies dependencies)
    : IRelationalSqlTranslatingExpressionVisitorFactory
{
    public RelationalSqlTranslatingExpressionVisitor Create(
        QueryCompilationContext queryCompilationContext,
        QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor) =>
        new VectorDataSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor);
}
