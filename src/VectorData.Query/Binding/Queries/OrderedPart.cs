using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>ORDER BY, LIMIT and OFFSET of a set operation, VALUES or a query in parentheses: only result columns can be keys.</summary>
internal sealed class OrderedPart(QueryPart part, QueryBinder binder, QueryStatement query) : QueryPart
{
    public override IReadOnlyList<string> Names => part.Names;

    public override IReadOnlyList<BoundExpression> Items => part.Items;

    public override int PositionOf(int item) => part.PositionOf(item);

    public override BoundQuery Build(QueryBinder user, IReadOnlyList<SqlType>? types)
    {
        var built = part.Build(user, part.SettledTypes());
        var relation = built.Relation;
        var orderings = query.OrderBy.Select(item => QueryBinder.Ordering(built.Outputs[Find(item)].Column, item)).ToArray();
        if (orderings.Length > 0)
            relation = new BoundSort(relation, orderings);
        return Convert(built with { Relation = binder.Limit(relation, query) }, user, types);
    }

    private int Find(OrderItem item)
    {
        switch (item.Expression)
        {
            case IntegerLiteral number:
                return number.Value >= 1 && number.Value <= Names.Count
                    ? (int)number.Value - 1
                    : throw QueryErrors.At(
                        SqlStates.InvalidColumnReference,
                        string.Create(CultureInfo.InvariantCulture, $"ORDER BY position {number.Value} is not in select list"),
                        number.Position);
            case ColumnReference { Name.Parts.Count: 1 } reference:
                for (var i = 0; i < Names.Count; i++)
                    if (Names[i] == reference.Name.Name)
                        return i;
                throw QueryErrors.At(SqlStates.UndefinedColumn, $"column \"{reference.Name.Name}\" does not exist", reference.Position);
            default:
                throw QueryErrors.At(
                    SqlStates.FeatureNotSupported,
                    "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                    item.Expression.Position,
                    "Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
                    "Only result column names can be used, not expressions or functions.");
        }
    }
}
