using VectorData.Core.Schema;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Binds syntax expressions against a scope: names, overloads, conversions, parameter types, folding of constants.</summary>
internal sealed partial class ExpressionBinder(IExpressionScope scope, ParameterTable parameters)
{
    public IExpressionScope Scope { get; } = scope;

    public ParameterTable Parameters { get; } = parameters;

    /// <summary>The same binder over another scope.</summary>
    public ExpressionBinder In(IExpressionScope other) => new(other, Parameters);

    /// <summary>Binds; an untyped literal or parameter may stay Unknown, for the caller to coerce.</summary>
    public BoundExpression Bind(Expression expression) => throw new NotImplementedException();

    /// <summary>Binds a result column: what is still unknown becomes text.</summary>
    public BoundExpression BindResult(Expression expression) => throw new NotImplementedException();

    /// <summary>Binds a condition: 42804 "argument of WHERE must be type boolean, not type integer".</summary>
    public BoundExpression BindCondition(Expression expression, string clause) => throw new NotImplementedException();

    /// <summary>Binds the argument of LIMIT or OFFSET, implicitly converted to bigint.</summary>
    public BoundExpression BindRowCount(Expression expression, string clause) => throw new NotImplementedException();

    /// <summary>Gives an unknown literal or parameter this type, or converts implicitly; 42804 or 42846 when there is no way.</summary>
    public BoundExpression Coerce(BoundExpression expression, SqlType type) => throw new NotImplementedException();

    /// <summary>Gives what is still unknown the type text.</summary>
    public BoundExpression ResolveUnknown(BoundExpression expression) => throw new NotImplementedException();

    /// <summary>
    /// The one type that the branches of CASE, UNION, VALUES, COALESCE … agree on (PostgreSQL's rules);
    /// 42804 "UNION types integer and text cannot be matched".
    /// </summary>
    public SqlType CommonType(IReadOnlyList<BoundExpression> expressions, string construct) => throw new NotImplementedException();

    /// <summary>left op right as bound expression, operator resolution and conversions included. For join USING, IN and the like.</summary>
    public BoundExpression BindOperator(string symbol, BoundExpression left, BoundExpression right, int position) => throw new NotImplementedException();

    /// <summary>An explicit cast.</summary>
    public BoundExpression BindCast(BoundExpression operand, SqlType type, int position) => throw new NotImplementedException();
}
