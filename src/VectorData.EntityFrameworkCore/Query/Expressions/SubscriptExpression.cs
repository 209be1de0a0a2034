using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary><c>array[index]</c>, counted from 1.</summary>
internal sealed class SubscriptExpression(SqlExpression array, SqlExpression index, Type type, RelationalTypeMapping? typeMapping)
    : SqlExpression(type, typeMapping)
{
    public SqlExpression Array { get; } = array;

    public SqlExpression Index { get; } = index;

    public SubscriptExpression Update(SqlExpression array, SqlExpression index) =>
        array == Array && index == Index ? this : new SubscriptExpression(array, index, Type, TypeMapping);

    public override Expression Quote() => Quoting.Quote(
        this, Array.Quote(), Index.Quote(), Expression.Constant(Type), Quoting.QuoteTypeMapping(TypeMapping));

    public override bool Equals(object? obj) =>
        obj is SubscriptExpression other && base.Equals(other) && Array.Equals(other.Array) && Index.Equals(other.Index);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Array, Index);

    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Array), (SqlExpression)visitor.Visit(Index));

    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Array);
        expressionPrinter.Append("[");
        expressionPrinter.Visit(Index);
        expressionPrinter.Append("]");
    }
}
