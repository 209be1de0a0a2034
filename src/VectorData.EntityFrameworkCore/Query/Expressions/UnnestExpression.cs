using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary><c>unnest(array) WITH ORDINALITY AS alias(value, ordinality)</c>: an array as a table.</summary>
internal sealed class UnnestExpression(string alias, SqlExpression array, IReadOnlyDictionary<string, IAnnotation>? annotations)
    : TableValuedFunctionExpression(alias, "unnest", schema: null, builtIn: true, [array], annotations)
{
    public const string ValueColumn = "value";

    public const string OrdinalityColumn = "ordinality";

    public SqlExpression Array => Arguments[0];

    public override TableValuedFunctionExpression Update(IReadOnlyList<SqlExpression> arguments) =>
        arguments[0] == Array ? this : new UnnestExpression(Alias, arguments[0], Annotations);

    public UnnestExpression Update(SqlExpression array) => array == Array ? this : new UnnestExpression(Alias, array, Annotations);

    public override TableExpressionBase Clone(string? alias, ExpressionVisitor cloningExpressionVisitor) =>
        new UnnestExpression(alias!, (SqlExpression)cloningExpressionVisitor.Visit(Array), Annotations);

    public override TableValuedFunctionExpression WithAlias(string newAlias) => new UnnestExpression(newAlias, Array, Annotations);

    public override Expression Quote() => Quoting.Quote(
        this, Expression.Constant(Alias), Array.Quote(), Expression.Constant(null, typeof(IReadOnlyDictionary<string, IAnnotation>)));

    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update((SqlExpression)visitor.Visit(Array));

    protected override TableValuedFunctionExpression WithAnnotations(IReadOnlyDictionary<string, IAnnotation> annotations) =>
        new UnnestExpression(Alias, Array, annotations);
}
