using System.Runtime.CompilerServices;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using ExpressionResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.Expression>;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;

namespace VectorData.Sql.Grammar;

/// <summary>Operators by precedence climbing: one call per level that is really there, loops for chains, so that stack is saved.</summary>
internal static class Operators
{
    /// <summary>An expression whose operators bind at least as tightly as <paramref name="minimum"/>.</summary>
    /// <param name="restricted">Leaves out the word operators, see <see cref="Expressions.Restricted"/>.</param>
    /// <param name="depth">How many calls of this method are open since the last bracket.</param>
    public static ExpressionResult Parse(Input input, int minimum, bool restricted, int depth)
    {
        if (depth > SyntaxLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Combine.Fail<Expression>(input, Complaints.TooComplex);
        var left = ParsePrefix(input, restricted, depth);
        var closed = Level.None;
        while (left.HasValue)
        {
            var level = Level.Of(left.Remainder, restricted);
            if (level == Level.None || level < minimum)
                break;
            if (level == closed)
                return Combine.Fail<Expression>(left.Remainder);
            var context = new Context(left.Value, input, left.Remainder, restricted, depth);
            left = ParseInfix(context, level);
            closed = left.HasValue && Level.IsNonAssociative(level) && !EndsItself(left.Value) ? level : Level.None;
        }

        return left;
    }

    /// <summary>What stands left of an operator, and where.</summary>
    private readonly record struct Context(Expression Left, Input Start, Input At, bool Restricted, int Depth)
    {
        public ExpressionResult Operand(Input input, int minimum) => Parse(input, minimum, Restricted, Depth + 1);

        public ExpressionResult Value(Expression value, Input remainder) => TokenListParserResult.Value(value, Start, remainder);
    }

    private static bool EndsItself(Expression expression) =>
        expression is IsNullExpression or IsBooleanExpression or InListExpression or InSubqueryExpression
            or QuantifiedArrayExpression or QuantifiedSubqueryExpression;

    private static ExpressionResult ParsePrefix(Input input, bool restricted, int depth)
    {
        var kind = input.Kind();
        var level = kind switch
        {
            SqlToken.Not when !restricted => Level.Not,
            SqlToken.Minus or SqlToken.Plus => Level.Sign,
            SqlToken.OperatorSymbol => Level.Other,
            SqlToken.Operator when input.Kind(1) == SqlToken.LeftParen => Level.Other,
            _ => Level.None,
        };
        if (level == Level.None)
            return Primaries.Read(input);

        var symbol = kind == SqlToken.Not ? TokenListParserResult.Value("NOT", input, input.Skip(1)) : Symbols.Any(input);
        if (!symbol.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, string, Expression>(symbol);
        var position = input.Start();
        // An infix operator of the same level goes around a prefix one: @ a || b is (@ a) || b.
        var operand = Parse(symbol.Remainder, level == Level.Other ? level + 1 : level, restricted, depth + 1);
        if (!operand.HasValue)
            return operand;
        Expression value = kind switch
        {
            SqlToken.Not => new NotExpression(position, operand.Value),
            SqlToken.Minus when operand.Value is IntegerLiteral or DecimalLiteral =>
                Literals.Negate(operand.Value, negative: true) with { Position = position },
            _ => new UnaryExpression(position, symbol.Value, operand.Value),
        };
        return TokenListParserResult.Value(value, input, operand.Remainder);
    }

    private static ExpressionResult ParseInfix(Context context, int level) => level switch
    {
        Level.Or => ParseLogical(context, SqlToken.Or, LogicalOperator.Or, level),
        Level.And => ParseLogical(context, SqlToken.And, LogicalOperator.And, level),
        Level.Is => Tests.ParseIs(context.Left, context.Start, context.At, input => context.Operand(input, Level.Is + 1)),
        Level.Matching => ParseMatching(context),
        Level.AtTimeZone => ParseAtTimeZone(context),
        Level.Collate => ParseCollate(context),
        _ => ParseSymbol(context, level),
    };

    /// <summary>A chain of one kind becomes one node, however long it is.</summary>
    private static ExpressionResult ParseLogical(Context context, SqlToken word, LogicalOperator logical, int level)
    {
        var operands = new List<Expression> { context.Left };
        var rest = context.At;
        while (rest.Kind() == word)
        {
            var next = context.Operand(rest.Skip(1), level + 1);
            if (!next.HasValue)
                return next;
            operands.Add(next.Value);
            rest = next.Remainder;
        }

        return context.Value(new LogicalExpression(context.Left.Position, logical, operands), rest);
    }

    private static ExpressionResult ParseSymbol(Context context, int level)
    {
        var symbol = Symbols.Any(context.At);
        if (!symbol.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, string, Expression>(symbol);
        if (QuantifierStarts(symbol.Remainder))
            return ParseQuantified(context, symbol.Value, symbol.Remainder);
        var right = context.Operand(symbol.Remainder, level + 1);
        return right.HasValue
            ? context.Value(
                new BinaryExpression(context.Left.Position, context.Left, symbol.Value, right.Value, context.At.Start()), right.Remainder)
            : right;
    }

    private static bool QuantifierStarts(Input input) =>
        input.Kind() is SqlToken.Any or SqlToken.All or SqlToken.Some && input.Kind(1) == SqlToken.LeftParen;

    private static ExpressionResult ParseQuantified(Context context, string symbol, Input at)
    {
        var quantifier = at.Kind() == SqlToken.All ? Quantifier.All : Quantifier.Any;
        var content = Parentheses.Content(at.Skip(1));
        if (!content.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, Parentheses.Inside, Expression>(content);
        var (query, items) = content.Value;
        var position = context.Left.Position;
        if (query is null && items.Count != 1)
            return Combine.Fail<Expression>(at.Skip(2));
        query ??= (items[0] as ScalarSubquery)?.Query;
        Expression value = query is not null
            ? new QuantifiedSubqueryExpression(position, context.Left, symbol, quantifier, query, context.At.Start())
            : new QuantifiedArrayExpression(position, context.Left, symbol, quantifier, items[0], context.At.Start());
        return context.Value(value, content.Remainder);
    }

    private static ExpressionResult ParseMatching(Context context)
    {
        var negated = context.At.Kind() == SqlToken.Not;
        var at = negated ? context.At.Skip(1) : context.At;
        return at.Kind() switch
        {
            SqlToken.In => ParseIn(context, at.Skip(1), negated),
            SqlToken.Between => ParseBetween(context, at.Skip(1), negated),
            SqlToken.Like => ParseLike(context, at.Skip(1), LikeKind.Like, negated),
            SqlToken.ILike => ParseLike(context, at.Skip(1), LikeKind.ILike, negated),
            _ when at.Kind(1) == SqlToken.To => ParseLike(context, at.Skip(2), LikeKind.SimilarTo, negated),
            _ => Combine.Fail<Expression>(at.Skip(1)),
        };
    }

    private static ExpressionResult ParseIn(Context context, Input at, bool negated)
    {
        var content = Parentheses.Content(at);
        if (!content.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, Parentheses.Inside, Expression>(content);
        var (query, items) = content.Value;
        if (query is null && items is [ScalarSubquery only])
            query = only.Query;
        Expression value = query is not null
            ? new InSubqueryExpression(context.Left.Position, context.Left, query, negated)
            : new InListExpression(context.Left.Position, context.Left, items, negated);
        return context.Value(value, content.Remainder);
    }

    private static ExpressionResult ParseBetween(Context context, Input at, bool negated)
    {
        var symmetric = at.Kind() == SqlToken.Symmetric;
        if (symmetric || at.Kind() == SqlToken.Asymmetric)
            at = at.Skip(1);
        var low = Parse(at, Level.Or, restricted: true, context.Depth + 1);
        if (!low.HasValue)
            return low;
        if (low.Remainder.Kind() != SqlToken.And)
            return Combine.Fail<Expression>(low.Remainder);
        var high = context.Operand(low.Remainder.Skip(1), Level.Matching + 1);
        return high.HasValue
            ? context.Value(
                new BetweenExpression(context.Left.Position, context.Left, low.Value, high.Value, negated, symmetric), high.Remainder)
            : high;
    }

    private static ExpressionResult ParseLike(Context context, Input at, LikeKind kind, bool negated)
    {
        if (kind != LikeKind.SimilarTo && QuantifierStarts(at))
        {
            var symbol = (negated ? "!~~" : "~~") + (kind == LikeKind.ILike ? "*" : "");
            return ParseQuantified(context, symbol, at);
        }

        var pattern = context.Operand(at, Level.Matching + 1);
        if (!pattern.HasValue)
            return pattern;
        Expression? escape = null;
        var rest = pattern.Remainder;
        if (rest.Kind() == SqlToken.Escape)
        {
            var result = context.Operand(rest.Skip(1), Level.Matching + 1);
            if (!result.HasValue)
                return result;
            escape = result.Value;
            rest = result.Remainder;
        }

        return context.Value(
            new LikeExpression(context.Left.Position, context.Left, kind, pattern.Value, escape, negated), rest);
    }

    private static ExpressionResult ParseAtTimeZone(Context context)
    {
        var position = context.Left.Position;
        var name = new QualifiedName(context.At.Start(), [new Identifier(context.At.Start(), "timezone")]);
        if (context.At.Kind(1) == SqlToken.Local)
            return context.Value(new FunctionCall(position, name, [context.Left]), context.At.Skip(2));
        if (context.At.Kind(2) != SqlToken.Zone)
            return Combine.Fail<Expression>(context.At.Skip(2));
        var zone = context.Operand(context.At.Skip(3), Level.AtTimeZone + 1);
        return zone.HasValue
            ? context.Value(new FunctionCall(position, name, [zone.Value, context.Left]), zone.Remainder)
            : zone;
    }

    private static ExpressionResult ParseCollate(Context context)
    {
        var name = Names.Qualified(context.At.Skip(1));
        return name.HasValue
            ? context.Value(new CollateExpression(context.Left.Position, context.Left, name.Value), name.Remainder)
            : TokenListParserResult.CastEmpty<SqlToken, QualifiedName, Expression>(name);
    }
}
