using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Conversions: what is unknown gets a type, what has one is cast where the place allows it.</summary>
internal sealed partial class ExpressionBinder
{
    private static readonly EvaluationContext FoldingContext = new();

    /// <summary>Gives an unknown literal or parameter this type, or converts implicitly; 42804 or 42846 when there is no way.</summary>
    public BoundExpression Coerce(BoundExpression expression, SqlType type)
    {
        if (expression.Type.Kind == TypeKind.Unknown)
            return GiveType(expression, type, isExplicit: false);
        if (expression.Type == type)
            return expression;
        return CastCatalog.Allows(expression.Type, type, CastContext.Implicit)
            ? Convert(expression, type, isExplicit: false)
            : throw BindingErrors.CannotCast(expression.Type, type, expression.Position);
    }

    /// <summary>Gives what is still unknown the type text.</summary>
    public BoundExpression ResolveUnknown(BoundExpression expression)
    {
        if (expression.Type.Kind != TypeKind.Unknown)
            return expression;
        if (expression is BoundParameter parameter && Parameters.HintOf(parameter.Index) is { Kind: not TypeKind.Unknown } hint)
            return GiveType(expression, hint, isExplicit: false);
        return GiveType(expression, SqlType.Text, isExplicit: false);
    }

    /// <summary>
    /// The one type that the branches of CASE, UNION, VALUES, COALESCE … agree on (PostgreSQL's rules);
    /// 42804 "UNION types integer and text cannot be matched".
    /// </summary>
    public SqlType CommonType(IReadOnlyList<BoundExpression> expressions, string construct)
    {
        BoundExpression? first = null;
        var type = SqlType.Unknown;
        foreach (var expression in expressions)
        {
            if (expression.Type.Kind == TypeKind.Unknown)
                continue;
            if (first is null)
            {
                first = expression;
                type = expression.Type;
                continue;
            }

            type = CommonTypes.Of(type, expression.Type) ?? throw BindingErrors.CannotMatch(construct, type, expression.Type, expression.Position);
        }

        if (type.Kind != TypeKind.Unknown)
            return type;
        foreach (var expression in expressions)
            if (expression is BoundParameter parameter && Parameters.HintOf(parameter.Index) is { Kind: not TypeKind.Unknown } hint)
                return hint;
        return SqlType.Text;
    }

    /// <summary>An explicit cast.</summary>
    public BoundExpression BindCast(BoundExpression operand, SqlType type, int position)
    {
        if (operand.Type.Kind == TypeKind.Unknown)
            return GiveType(operand, type, isExplicit: true);
        if (operand is BoundRow || CastCatalog.Find(operand.Type, type) is null)
            throw BindingErrors.CannotCast(operand.Type, type, position);
        return operand.Type == type ? operand : Convert(operand, type, isExplicit: true);
    }

    /// <summary>As <see cref="CommonType"/>, null when there is none.</summary>
    private static SqlType? CommonOf(IReadOnlyList<BoundExpression> expressions)
    {
        SqlType? type = SqlType.Unknown;
        foreach (var expression in expressions)
        {
            if (expression is BoundRow)
                return null;
            if (expression.Type.Kind != TypeKind.Unknown && type is { } known)
                type = CommonTypes.Of(known, expression.Type);
        }

        return type is { Kind: TypeKind.Unknown } ? SqlType.Text : type;
    }

    /// <summary>Converts to a parameter's type: lengths and dimensions do not matter, and text of any kind is text.</summary>
    private BoundExpression CoerceArgument(BoundExpression expression, SqlType type)
    {
        if (expression.Type.Kind == TypeKind.Unknown)
            return GiveType(expression, type, isExplicit: false);
        var isSame = expression.Type.Unmodified == type.Unmodified
            || (type.Kind == TypeKind.Text && expression.Type.Kind == TypeKind.VarChar);
        return isSame ? expression : Convert(expression, type, isExplicit: false);
    }

    private BoundExpression GiveType(BoundExpression expression, SqlType type, bool isExplicit)
    {
        switch (expression)
        {
            case BoundConstant constant:
                return UnknownLiterals.Give(constant, type, isExplicit);
            case BoundParameter parameter:
                var settled = new BoundParameter(parameter.Index, Parameters.Settle(parameter.Index, type), parameter.Position);
                if (settled.Type == type)
                    return settled;
                return CastCatalog.Allows(settled.Type, type, isExplicit ? CastContext.Explicit : CastContext.Implicit)
                    ? Convert(settled, type, isExplicit)
                    : throw BindingErrors.CannotCast(settled.Type, type, parameter.Position);
            default:
                // Something of unknown type that is neither: a column of a query whose literal stayed untyped.
                return Convert(expression, type, isExplicit);
        }
    }

    /// <summary>A cast that is known to exist; constants are converted at once.</summary>
    internal static BoundExpression Convert(BoundExpression expression, SqlType type, bool isExplicit)
    {
        if (expression.Type == type)
            return expression;
        if (expression is BoundConstant { Value.IsNull: true })
            return new BoundConstant(Value.Null(type), expression.Position);
        var cast = new BoundCast(expression, type, isExplicit, expression.Position);
        return IsStable(expression.Type, type) ? cast : Fold(cast);
    }

    /// <summary>The value of an immutable expression over constants. What fails stays, so that the error comes only if the row is reached.</summary>
    private static BoundExpression Fold(BoundExpression expression)
    {
        foreach (var child in expression.Children)
            if (child is not BoundConstant)
                return expression;
        try
        {
            return new BoundConstant(ExpressionCompiler.Evaluate(expression, FoldingContext).WithType(expression.Type), expression.Position);
        }
        catch (VectorDbException)
        {
            return expression;
        }
    }

    // Casts that read the session's time zone or clock.
    private static bool IsStable(SqlType from, SqlType to)
    {
        var fromKind = from.IsArray ? from.Element : from.Kind;
        var toKind = to.IsArray ? to.Element : to.Kind;
        return fromKind != toKind && (to.IsObjectName || fromKind == TypeKind.TimestampTz || toKind == TypeKind.TimestampTz
            || (from.IsText && to.IsDateTime && toKind != TypeKind.Interval));
    }
}
