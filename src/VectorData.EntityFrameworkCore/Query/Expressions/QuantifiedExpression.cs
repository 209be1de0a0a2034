using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Query.Expressions;

/// <summary><c>item = ANY (array)</c>.</summary>
internal sealed class QuantifiedExpression(SqlExpression item, SqlExpression array, RelationalTypeMapping? typeMapping)
    : SqlExpression(typeof(bool), typeMapping)
{
    public SqlExpression Item { get; } = item;

    public SqlExpression Array { get; } = array;

    public QuantifiedExpression Update(SqlExpression item, SqlExpression array) =>
        item == Item && array == Array ? this : new QuantifiedExpression(item, array, TypeMapping);

    public override Expression Quote() => Quoting.Quote(this, Item.Quote(), Array.Quote(), Quoting.QuoteTypeMapping(TypeMapping));

    public override bool Equals(object? obj) =>
        obj is QuantifiedExpression other && base.Equals(other) && Item.Equals(other.Item) && Array.Equals(other.Array);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Item, Array);

    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Item), (SqlExpression)visitor.Visit(Array));

    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Item);
        expressionPrinter.Append(" = ANY (");
        expressionPrinter.Visit(Array);
        expressionPrinter.Append(")");
    }
}
