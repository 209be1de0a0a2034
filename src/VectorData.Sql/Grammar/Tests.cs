using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using ExpressionResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.Expression>;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;

namespace VectorData.Sql.Grammar;

/// <summary>IS [NOT] NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM, and ISNULL, NOTNULL.</summary>
internal static class Tests
{
    public static ExpressionResult ParseIs(Expression left, Input start, Input at, Func<Input, ExpressionResult> operand)
    {
        var position = left.Position;
        if (at.Kind() is SqlToken.IsNull or SqlToken.NotNull)
            return Value(new IsNullExpression(position, left, at.Kind() == SqlToken.NotNull), at.Skip(1));

        var negated = at.Kind(1) == SqlToken.Not;
        var test = at.Skip(negated ? 2 : 1);
        switch (test.Kind())
        {
            case SqlToken.Null:
                return Value(new IsNullExpression(position, left, negated), test.Skip(1));
            case SqlToken.True:
                return Value(new IsBooleanExpression(position, left, BooleanTest.True, negated), test.Skip(1));
            case SqlToken.False:
                return Value(new IsBooleanExpression(position, left, BooleanTest.False, negated), test.Skip(1));
            case SqlToken.Unknown:
                return Value(new IsBooleanExpression(position, left, BooleanTest.Unknown, negated), test.Skip(1));
            case SqlToken.Distinct when test.Kind(1) == SqlToken.From:
                var right = operand(test.Skip(2));
                return right.HasValue
                    ? Value(new IsDistinctExpression(position, left, right.Value, negated), right.Remainder)
                    : right;
            case SqlToken.Distinct:
                return Combine.Fail<Expression>(test.Skip(1));
            default:
                return Combine.Fail<Expression>(test);
        }

        ExpressionResult Value(Expression value, Input remainder) => TokenListParserResult.Value(value, start, remainder);
    }
}
