using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary>An infix operator that EF Core has no node for: distances, containment, patterns.</summary>
internal sealed class OperatorExpression(SqlExpression left, string symbol, SqlExpression right, Type type, RelationalTypeMapping? typeMapping)
    : SqlExpression(type, typeMapping)
{
    public SqlExpression Left { get; } = left;

    public string Symbol { get; } = symbol;

    public SqlExpression Right { get; } = right;

    public OperatorExpression Update(SqlExpression left, SqlExpression right) =>
        left == Left && right == Right ? this : new OperatorExpression(left, Symbol, right, Type, TypeMapping);

    public override Expression Quote() => Quoting.Quote(
        this, Left.Quote(), Expression.Constant(Symbol), Right.Quote(), Expression.Constant(Type), Quoting.QuoteTypeMapping(TypeMapping));

    public override bool Equals(object? obj) =>
        obj is OperatorExpression other && base.Equals(other) && Symbol == other.Symbol && Left.Equals(other.Left) && Right.Equals(other.Right);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Symbol, Left, Right);

    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Left), (SqlExpression)visitor.Visit(Right));

    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Left);
        expressionPrinter.Append($" {Symbol} ");
        expressionPrinter.Visit(Right);
    }
}
