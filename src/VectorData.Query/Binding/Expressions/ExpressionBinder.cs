using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Casts;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Binds syntax expressions against a scope: names, overloads, conversions, parameter types, folding of constants.</summary>
internal sealed partial class ExpressionBinder(IExpressionScope scope, ParameterTable parameters)
{
    public IExpressionScope Scope { get; } = scope;

    public ParameterTable Parameters { get; } = parameters;

    /// <summary>The same binder over another scope.</summary>
    public ExpressionBinder In(IExpressionScope other) => ReferenceEquals(other, Scope) ? this : new ExpressionBinder(other, Parameters);

    /// <summary>Binds; an untyped literal or parameter may stay Unknown, for the caller to coerce.</summary>
    public BoundExpression Bind(Expression expression) => expression switch
    {
        ColumnReference column => Scope.ResolveColumn(column),
        NullLiteral literal => new BoundConstant(Value.Null(SqlType.Unknown), literal.Position),
        BooleanLiteral literal => new BoundConstant(Value.Of(literal.Value), literal.Position),
        IntegerLiteral literal => new BoundConstant(
            literal.Value is >= int.MinValue and <= int.MaxValue ? Value.Of((int)literal.Value) : Value.Of(literal.Value), literal.Position),
        DecimalLiteral literal => BindDecimal(literal),
        StringLiteral literal => new BoundConstant(Value.OfUnknown(literal.Value), literal.Position),
        BitStringLiteral literal => new BoundConstant(Value.FromContent(SqlType.Bit, BitText.Parse(literal.Bits)), literal.Position),
        TypedLiteral literal => BindTypedLiteral(literal),
        ParameterReference parameter => Parameters.Resolve(parameter),
        SessionValue value => BindSessionValue(value),
        UnaryExpression unary => BindUnary(unary),
        BinaryExpression binary => BindOperator(binary.Operator, Bind(binary.Left), Bind(binary.Right), binary.OperatorPosition),
        LogicalExpression logical => BindLogical(logical),
        NotExpression not => new BoundNot(BindCondition(not.Operand, "NOT"), not.Position),
        IsNullExpression isNull => BindIsNull(isNull),
        IsBooleanExpression isBoolean => BindIsBoolean(isBoolean),
        IsDistinctExpression distinct => BindDistinct(distinct),
        BetweenExpression between => BindBetween(between),
        InListExpression inList => BindInList(inList),
        LikeExpression like => BindLike(like),
        QuantifiedArrayExpression quantified => BindQuantified(quantified),
        CaseExpression choice => BindCase(choice),
        CastExpression cast => BindCastExpression(cast),
        CollateExpression collate => BindCollate(collate),
        ArrayExpression array => BindArray(array),
        SubscriptExpression subscript => BindSubscript(subscript),
        SliceExpression slice => BindSlice(slice),
        RowExpression row => new BoundRow([.. row.Items.Select(Bind)], row.Position),
        FunctionCall call => BindCall(call),
        ScalarSubquery or ExistsExpression or InSubqueryExpression or QuantifiedSubqueryExpression or ArraySubqueryExpression => BindSubquery(expression),
        DefaultExpression => throw new VectorDbException(SqlStates.SyntaxError, "DEFAULT is not allowed in this context") { Position = expression.Position + 1 },
        StarExpression => throw new VectorDbException(SqlStates.SyntaxError, "* is not allowed in this context") { Position = expression.Position + 1 },
        FieldExpression => throw BindingErrors.NotSupported("fields of composite values are not supported", expression.Position),
        _ => throw BindingErrors.NotSupported($"expressions of kind {expression.GetType().Name} are not supported", expression.Position),
    };

    /// <summary>Binds a result column: what is still unknown becomes text.</summary>
    public BoundExpression BindResult(Expression expression)
    {
        var bound = ResolveUnknown(Bind(expression));
        return bound is BoundRow ? throw BindingErrors.NotSupported("row values as results are not supported", expression.Position) : bound;
    }

    /// <summary>Binds a condition: 42804 "argument of WHERE must be type boolean, not type integer".</summary>
    public BoundExpression BindCondition(Expression expression, string clause)
    {
        var bound = Bind(expression);
        if (bound.Type.Kind == TypeKind.Unknown)
            return Coerce(bound, SqlType.Boolean);
        return bound.Type.Kind == TypeKind.Boolean ? bound : throw BindingErrors.MustBe(clause, SqlType.Boolean, bound.Type, expression.Position);
    }

    /// <summary>Binds the argument of LIMIT or OFFSET, implicitly converted to bigint.</summary>
    public BoundExpression BindRowCount(Expression expression, string clause)
    {
        var bound = Bind(expression);
        if (bound.Type.Kind != TypeKind.Unknown && !CastCatalog.Allows(bound.Type, SqlType.BigInt, CastContext.Assignment))
            throw BindingErrors.MustBe(clause, SqlType.BigInt, bound.Type, expression.Position);
        return bound.Type.Kind == TypeKind.Unknown ? Coerce(bound, SqlType.BigInt) : Convert(bound, SqlType.BigInt, isExplicit: false);
    }

    /// <summary>left op right as bound expression, operator resolution and conversions included. For join USING, IN and the like.</summary>
    public BoundExpression BindOperator(string symbol, BoundExpression left, BoundExpression right, int position)
    {
        if (left is BoundRow leftRow && right is BoundRow rightRow)
            return BindRowComparison(symbol, leftRow, rightRow, position);
        if (symbol == "||" && BindArrayConcatenation(left, right, position) is { } concatenation)
            return concatenation;
        return CallOperator(symbol, [left, right], position);
    }

    private static BoundConstant BindDecimal(DecimalLiteral literal)
    {
        try
        {
            return new BoundConstant(Value.Of(NumericText.Parse(literal.Text, SqlType.Numeric)), literal.Position);
        }
        catch (VectorDbException e)
        {
            // 1e300 is no numeric here, but it is a double.
            if (literal.Text.AsSpan().IndexOfAny('e', 'E') >= 0)
                return new BoundConstant(ValueText.Parse(SqlType.Double, literal.Text), literal.Position);
            throw e.At(literal.Position + 1);
        }
    }

    private static BoundExpression BindTypedLiteral(TypedLiteral literal)
    {
        var text = literal.Value;
        if (literal.Type.IntervalFields is { } fields && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))
            text += " " + fields[(fields.LastIndexOf(' ') + 1)..];
        return UnknownLiterals.Give(new BoundConstant(Value.OfUnknown(text), literal.Position), TypeNameBinder.Bind(literal.Type), isExplicit: true);
    }

    private BoundExpression BindSessionValue(SessionValue value)
    {
        var name = value.Kind switch
        {
            SessionValueKind.CurrentDate => "current_date",
            SessionValueKind.CurrentTime => throw BindingErrors.NotSupported("type time with time zone is not supported", value.Position),
            SessionValueKind.CurrentTimestamp => "now",
            SessionValueKind.LocalTime => "localtime",
            SessionValueKind.LocalTimestamp => "localtimestamp",
            SessionValueKind.CurrentCatalog => "current_database",
            SessionValueKind.CurrentSchema => "current_schema",
            _ => "current_user",
        };
        var call = CallFunction(name, [], value.Position);
        return value.Precision is { } precision ? Convert(call, call.Type with { Modifier = Math.Clamp(precision, 0, 6) }, isExplicit: true) : call;
    }

    private BoundExpression BindUnary(UnaryExpression unary)
    {
        var operand = Bind(unary.Operand);
        return CallOperator(unary.Operator, [operand], unary.Position);
    }

    private BoundLogical BindLogical(LogicalExpression logical)
    {
        var clause = logical.Operator == LogicalOperator.And ? "AND" : "OR";
        return new BoundLogical(
            logical.Operator == LogicalOperator.And, [.. logical.Operands.Select(operand => BindCondition(operand, clause))], logical.Position);
    }

    private BoundExpression BindIsNull(IsNullExpression isNull)
    {
        var operand = ResolveUnknown(Bind(isNull.Operand));
        if (operand is not BoundRow row)
            return new BoundIsNull(operand, isNull.Negated, isNull.Position);

        // A row IS NULL when all its fields are, and IS NOT NULL when none is.
        var tests = row.Items.Select(item => (BoundExpression)new BoundIsNull(ResolveUnknown(item), isNull.Negated, isNull.Position)).ToArray();
        return tests.Length == 1 ? tests[0] : new BoundLogical(IsAnd: true, [.. tests], isNull.Position);
    }

    private BoundIsBoolean BindIsBoolean(IsBooleanExpression expression)
    {
        var word = expression.Test switch { BooleanTest.True => "TRUE", BooleanTest.False => "FALSE", _ => "UNKNOWN" };
        var operand = BindCondition(expression.Operand, expression.Negated ? $"IS NOT {word}" : $"IS {word}");
        bool? test = expression.Test switch { BooleanTest.True => true, BooleanTest.False => false, _ => null };
        return new BoundIsBoolean(operand, test, expression.Negated, expression.Position);
    }

    private BoundIsDistinct BindDistinct(IsDistinctExpression expression)
    {
        var left = Bind(expression.Left);
        var right = Bind(expression.Right);
        if (left is BoundRow || right is BoundRow)
            throw BindingErrors.NotSupported("IS DISTINCT FROM of rows is not supported", expression.Position);
        var pair = BindEquality(left, right, expression.Position);
        return new BoundIsDistinct(pair.Left, pair.Right, expression.Negated, expression.Position);
    }

    private BoundExpression BindBetween(BetweenExpression between)
    {
        var operand = Bind(between.Operand);
        var low = Bind(between.Low);
        var high = Bind(between.High);
        var inside = Inside(low, high);
        if (between.Symmetric)
            inside = new BoundLogical(IsAnd: false, [inside, Inside(high, low)], between.Position);
        if (!between.Negated)
            return inside;
        return between.Symmetric
            ? new BoundNot(inside, between.Position)
            : new BoundLogical(
                IsAnd: false,
                [BindOperator("<", operand, low, between.Position), BindOperator(">", operand, high, between.Position)],
                between.Position);

        BoundExpression Inside(BoundExpression from, BoundExpression to) => new BoundLogical(
            IsAnd: true, [BindOperator(">=", operand, from, between.Position), BindOperator("<=", operand, to, between.Position)], between.Position);
    }

    private BoundExpression BindInList(InListExpression inList)
    {
        var operand = Bind(inList.Operand);
        var items = inList.Items.Select(Bind).ToArray();
        if (operand is not BoundRow && CommonOf([operand, .. items]) is { } common && items.All(item => item.IsScalar)
            && Core.Values.Comparison.ColumnComparer.IsComparable(common))
        {
            var left = CoerceArgument(operand, common);
            var coerced = items.Select(item => Coerce(item, common)).ToArray();
            return coerced.Length == 1
                ? CallOperator(inList.Negated ? "<>" : "=", [left, coerced[0]], inList.Position)
                : new BoundInList(left, [.. coerced], inList.Negated, inList.Position);
        }

        var tests = items.Select(item => BindOperator(inList.Negated ? "<>" : "=", operand, item, inList.Position)).ToArray();
        return tests.Length == 1 ? tests[0] : new BoundLogical(IsAnd: inList.Negated, [.. tests], inList.Position);
    }

    private BoundExpression BindLike(LikeExpression like)
    {
        var name = (like.Kind, like.Negated) switch
        {
            (LikeKind.Like, false) => "~~",
            (LikeKind.Like, true) => "!~~",
            (LikeKind.ILike, false) => "~~*",
            (LikeKind.ILike, true) => "!~~*",
            _ => "similar_to_escape",
        };
        BoundExpression[] arguments = like.Escape is null
            ? [Bind(like.Operand), Bind(like.Pattern)]
            : [Bind(like.Operand), Bind(like.Pattern), Bind(like.Escape)];
        if (like.Kind != LikeKind.SimilarTo)
            return CallOperator(name, arguments, like.Position);
        var similar = CallFunction(name, arguments, like.Position);
        return like.Negated ? new BoundNot(similar, like.Position) : similar;
    }

    private BoundExpression BindCase(CaseExpression choice)
    {
        var operand = choice.Operand is null ? null : Bind(choice.Operand);
        var conditions = new List<BoundExpression>();
        foreach (var when in choice.Whens)
            conditions.Add(operand is null
                ? BindCondition(when.Condition, "CASE/WHEN")
                : BindOperator("=", operand, Bind(when.Condition), when.Position));
        var otherwise = choice.Else is null ? new BoundConstant(Value.Null(SqlType.Unknown), choice.Position) : Bind(choice.Else);
        var results = choice.Whens.Select(when => Bind(when.Result)).ToArray();

        // PostgreSQL looks at ELSE first.
        var type = CommonType([otherwise, .. results], "CASE");
        return new BoundCase([.. conditions], [.. results.Select(result => Coerce(result, type))], Coerce(otherwise, type), type, choice.Position);
    }

    private BoundExpression BindCastExpression(CastExpression cast)
    {
        var type = TypeNameBinder.Bind(cast.Type);
        if (cast.Operand is ArrayExpression array && type.IsArray)
            return BindCast(BindArrayAs(array, type.ElementType), type, cast.Position);
        return BindCast(Bind(cast.Operand), type, cast.Position);
    }

    private BoundExpression BindCollate(CollateExpression collate)
    {
        var name = collate.Collation.Name;
        if (name is not ("C" or "POSIX" or "default" or "ucs_basic" or "C.UTF-8" or "c"))
            throw new VectorDbException(SqlStates.UndefinedObject, $"collation \"{name}\" for encoding \"UTF8\" does not exist")
            {
                Position = collate.Collation.Position + 1,
                Hint = "Text is ordered by its UTF-8 bytes: use \"C\", \"POSIX\" or \"default\".",
            };
        var operand = ResolveUnknown(Bind(collate.Operand));
        return operand.Type.IsText ? operand : throw new VectorDbException(
            SqlStates.DatatypeMismatch, $"collations are not supported by type {operand.Type.Name}")
        {
            Position = collate.Position + 1,
        };
    }
}
