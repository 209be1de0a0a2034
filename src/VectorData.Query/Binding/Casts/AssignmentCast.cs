using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Casts;

/// <summary>Conversion of a value to the column it is stored in.</summary>
internal static class AssignmentCast
{
    /// <summary>
    /// Converts as INSERT and UPDATE do: assignment casts, lengths and dimensions checked.
    /// 42804 "column "x" is of type integer but expression is of type text" with a hint.
    /// </summary>
    public static BoundExpression Bind(BoundExpression expression, SqlType target, string columnName, ParameterTable parameters)
    {
        if (expression.Type == target)
            return expression;
        if (expression.Type.Kind == TypeKind.Unknown)
            return GiveType(expression, target, columnName, parameters);
        return Exists(expression.Type, target)
            ? ExpressionBinder.Convert(expression, target, isExplicit: false)
            : throw Mismatch(expression, target, columnName);
    }

    /// <summary>Whether values of one type can be assigned to another.</summary>
    public static bool Exists(SqlType source, SqlType target) => CastCatalog.Allows(source, target, CastContext.Assignment);

    private static BoundExpression GiveType(BoundExpression expression, SqlType target, string columnName, ParameterTable parameters)
    {
        if (expression is BoundConstant literal)
            return UnknownLiterals.Give(literal, target, isExplicit: false);
        if (expression is not BoundParameter parameter)
            return ExpressionBinder.Convert(expression, target, isExplicit: false);
        var settled = new BoundParameter(parameter.Index, parameters.Settle(parameter.Index, target), parameter.Position);
        return settled.Type == target ? settled
            : Exists(settled.Type, target) ? ExpressionBinder.Convert(settled, target, isExplicit: false)
            : throw Mismatch(settled, target, columnName);
    }

    private static VectorDbException Mismatch(BoundExpression expression, SqlType target, string columnName) => new(
        SqlStates.DatatypeMismatch,
        $"column \"{columnName}\" is of type {target.Name} but expression is of type {expression.Type.Name}")
    {
        Position = expression.Position + 1,
        Hint = "You will need to rewrite or cast the expression.",
        ColumnName = columnName,
    };
}
