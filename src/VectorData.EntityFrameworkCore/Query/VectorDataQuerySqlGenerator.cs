using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using VectorData.EntityFrameworkCore.Query.Expressions;

namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Writes queries in the engine's dialect, which is PostgreSQL's.</summary>
internal sealed class VectorDataQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies) : QuerySqlGenerator(dependencies)
{
    protected override Expression VisitExtension(Expression extensionExpression) => extensionExpression switch
    {
        OperatorExpression node => VisitOperator(node),
        QuantifiedExpression node => VisitQuantified(node, negated: false),
        SubscriptExpression node => VisitSubscript(node),
        AggregateExpression node => VisitAggregate(node),
        _ => base.VisitExtension(extensionExpression),
    };

    protected override void GenerateTop(SelectExpression selectExpression)
    {
    }

    protected override void GenerateLimitOffset(SelectExpression selectExpression)
    {
        if (selectExpression.Limit is not null)
        {
            Sql.AppendLine().Append("LIMIT ");
            Visit(selectExpression.Limit);
        }

        if (selectExpression.Offset is not null)
        {
            Sql.AppendLine().Append("OFFSET ");
            Visit(selectExpression.Offset);
        }
    }

    protected override Expression VisitCrossApply(CrossApplyExpression crossApplyExpression)
    {
        Sql.Append("JOIN LATERAL ");
        Visit(crossApplyExpression.Table);
        Sql.Append(" ON TRUE");
        return crossApplyExpression;
    }

    protected override Expression VisitOuterApply(OuterApplyExpression outerApplyExpression)
    {
        Sql.Append("LEFT JOIN LATERAL ");
        Visit(outerApplyExpression.Table);
        Sql.Append(" ON TRUE");
        return outerApplyExpression;
    }

    protected override Expression VisitTableValuedFunction(TableValuedFunctionExpression tableValuedFunctionExpression)
    {
        if (tableValuedFunctionExpression is not UnnestExpression unnest)
            return base.VisitTableValuedFunction(tableValuedFunctionExpression);
        Sql.Append("unnest(");
        Visit(unnest.Array);
        Sql.Append(") WITH ORDINALITY AS ").Append(Delimit(unnest.Alias));
        Sql.Append($"({Delimit(UnnestExpression.ValueColumn)}, {Delimit(UnnestExpression.OrdinalityColumn)})");
        return unnest;
    }

    protected override Expression VisitValues(ValuesExpression valuesExpression)
    {
        Sql.Append("(");
        GenerateValues(valuesExpression);
        Sql.Append(") AS ").Append(Delimit(valuesExpression.Alias)).Append("(");
        Sql.Append(string.Join(", ", valuesExpression.ColumnNames.Select(Delimit))).Append(")");
        return valuesExpression;
    }

    protected override void GenerateValues(ValuesExpression valuesExpression)
    {
        var rows = valuesExpression.RowValues
            ?? throw new InvalidOperationException("A collection of values reached SQL without its rows; expected them expanded before.");
        if (rows.Count == 0)
            throw new InvalidOperationException(Microsoft.EntityFrameworkCore.Diagnostics.RelationalStrings.EmptyCollectionNotSupportedAsInlineQueryRoot);
        Sql.Append("VALUES ");
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
                Sql.Append(", ");
            Visit(rows[i]);
        }
    }

    protected override string GetOperator(SqlBinaryExpression binaryExpression) => binaryExpression.OperatorType switch
    {
        ExpressionType.Add when IsText(binaryExpression) => " || ",
        ExpressionType.And when IsBoolean(binaryExpression) => " AND ",
        ExpressionType.Or when IsBoolean(binaryExpression) => " OR ",
        ExpressionType.ExclusiveOr when IsBoolean(binaryExpression) => " <> ",
        ExpressionType.ExclusiveOr => " # ",
        ExpressionType.LeftShift => " << ",
        ExpressionType.RightShift => " >> ",
        _ => base.GetOperator(binaryExpression),
    };

    protected override Expression VisitSqlUnary(SqlUnaryExpression sqlUnaryExpression)
    {
        switch (sqlUnaryExpression.OperatorType)
        {
            case ExpressionType.Convert:
                VisitPrimary(sqlUnaryExpression.Operand);
                Sql.Append("::").Append(sqlUnaryExpression.TypeMapping!.StoreType);
                return sqlUnaryExpression;
            case ExpressionType.Not when sqlUnaryExpression.Operand is QuantifiedExpression quantified:
                VisitQuantified(quantified, negated: true);
                return sqlUnaryExpression;
            case ExpressionType.Not when sqlUnaryExpression.Operand is OperatorExpression { Symbol: "ILIKE" or "~" or "~*" } pattern:
                var symbol = pattern.Symbol == "ILIKE" ? "NOT ILIKE" : "!" + pattern.Symbol;
                VisitOperator(new OperatorExpression(pattern.Left, symbol, pattern.Right, pattern.Type, pattern.TypeMapping));
                return sqlUnaryExpression;
            case ExpressionType.Not when sqlUnaryExpression.Type == typeof(bool) && sqlUnaryExpression.Operand is OperatorExpression operation:
                Sql.Append("NOT (");
                Visit(operation);
                Sql.Append(")");
                return sqlUnaryExpression;
            case ExpressionType.Negate:
                Sql.Append("-");
                VisitPrimary(sqlUnaryExpression.Operand);
                return sqlUnaryExpression;
            default:
                return base.VisitSqlUnary(sqlUnaryExpression);
        }
    }

    protected override Expression VisitCollate(CollateExpression collateExpression)
    {
        VisitPrimary(collateExpression.Operand);
        Sql.Append(" COLLATE ").Append(Delimit(collateExpression.Collation));
        return collateExpression;
    }

    protected override Expression VisitJsonScalar(JsonScalarExpression jsonScalarExpression)
    {
        var path = jsonScalarExpression.Path;
        if (path.Count == 0)
        {
            Visit(jsonScalarExpression.Json);
            return jsonScalarExpression;
        }

        // A scalar is taken as text and cast; an object or array stays JSON.
        var mapping = jsonScalarExpression.TypeMapping!;
        var staysJson = mapping.StoreTypeNameBase is "json" or "jsonb";
        var cast = !staysJson && mapping.StoreTypeNameBase != "text";
        if (cast)
            Sql.Append("(");
        VisitPrimary(jsonScalarExpression.Json);
        for (var i = 0; i < path.Count; i++)
        {
            Sql.Append(i == path.Count - 1 && !staysJson ? " ->> " : " -> ");
            if (path[i].PropertyName is { } name)
                Sql.Append($"'{name.Replace("'", "''", StringComparison.Ordinal)}'");
            else
                VisitPrimary(path[i].ArrayIndex!);
        }

        if (cast)
            Sql.Append(")::").Append(mapping.StoreType);
        return jsonScalarExpression;
    }

    protected override bool RequiresParentheses(SqlExpression outerExpression, SqlExpression innerExpression) =>
        innerExpression is OperatorExpression or QuantifiedExpression or JsonScalarExpression { Path.Count: > 0, TypeMapping.StoreTypeNameBase: "text" }
        || base.RequiresParentheses(outerExpression, innerExpression);

    private OperatorExpression VisitOperator(OperatorExpression node)
    {
        VisitPrimary(node.Left);
        Sql.Append($" {node.Symbol} ");
        VisitPrimary(node.Right);
        return node;
    }

    private QuantifiedExpression VisitQuantified(QuantifiedExpression node, bool negated)
    {
        VisitPrimary(node.Item);
        Sql.Append(negated ? " <> ALL (" : " = ANY (");
        Visit(node.Array);
        Sql.Append(")");
        return node;
    }

    private SubscriptExpression VisitSubscript(SubscriptExpression node)
    {
        VisitPrimary(node.Array);
        Sql.Append("[");
        Visit(node.Index);
        Sql.Append("]");
        return node;
    }

    private AggregateExpression VisitAggregate(AggregateExpression node)
    {
        Sql.Append(node.Name).Append(node.IsDistinct ? "(DISTINCT " : "(");
        if (node.Arguments.Count == 0)
            Sql.Append("*");
        Separated(node.Arguments);
        if (node.Orderings.Count > 0)
        {
            Sql.Append(" ORDER BY ");
            Separated(node.Orderings);
        }

        Sql.Append(")");
        if (node.Filter is not null)
        {
            Sql.Append(" FILTER (WHERE ");
            Visit(node.Filter);
            Sql.Append(")");
        }

        return node;
    }

    private void Separated(IReadOnlyList<Expression> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                Sql.Append(", ");
            Visit(items[i]);
        }
    }

    private void VisitPrimary(SqlExpression operand)
    {
        if (IsPrimary(operand))
        {
            Visit(operand);
            return;
        }

        Sql.Append("(");
        Visit(operand);
        Sql.Append(")");
    }

    private static bool IsPrimary(SqlExpression operand) => operand switch
    {
        ColumnExpression or SqlParameterExpression or SqlFunctionExpression or ScalarSubqueryExpression or SqlFragmentExpression
            or SubscriptExpression or AggregateExpression { Filter: null } or CaseExpression => true,
        SqlConstantExpression constant => constant.Value is not (short or int or long or float or double or decimal or sbyte),
        SqlUnaryExpression { OperatorType: ExpressionType.Convert } => true,
        _ => false,
    };

    private static bool IsText(SqlBinaryExpression node) =>
        node.Type == typeof(string) || node.Left.Type == typeof(byte[]) || node.TypeMapping?.StoreTypeNameBase is "text";

    private static bool IsBoolean(SqlBinaryExpression node) => (Nullable.GetUnderlyingType(node.Type) ?? node.Type) == typeof(bool);

    private string Delimit(string identifier) => Dependencies.SqlGenerationHelper.DelimitIdentifier(identifier);
}
