using CsCheck;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tests;

/// <summary>Random expressions as the parser could have made them.</summary>
internal static class RandomExpressions
{
    private static readonly Gen<string> Words = OneOf(
        "a", "b", "Mixed", "select", "position", "left", "name", "with space", "qu\"ote", "über", "x1", "time", "from", "interval", "array");

    private static readonly Gen<Identifier> Names = Words.Select(word => new Identifier(0, word));

    private static readonly Gen<QualifiedName> Columns = Names.List[1, 4].Select(parts => new QualifiedName(0, parts));

    private static readonly Gen<QualifiedName> Functions = Gen.OneOf(
        OneOf("f", "count", "lower", "l2_distance", "left", "timezone", "Mixed", "substring", "coalesce", "extract", "position")
            .Select(name => new QualifiedName(0, [new Identifier(0, name)])),
        Names.List[2, 3].Select(parts => new QualifiedName(0, parts)));

    private static readonly Gen<TypeName> Types = Gen.Select(
        OneOf(
            "integer", "text", "numeric", "double precision", "timestamp with time zone", "time without time zone", "character varying",
            "vector", "bit varying", "Odd Type", "interval", "halfvec", "date", "boolean"),
        Gen.Int[1, 12],
        Gen.Int[0, 2],
        Gen.Bool,
        (name, modifier, dimensions, modified) => new TypeName(
            0,
            new QualifiedName(0, [new Identifier(0, name)]),
            modified && name is not ("integer" or "double precision" or "boolean") ? [modifier] : [],
            dimensions,
            null));

    private static readonly Gen<Expression> Leaves = Gen.OneOf<Expression>(
        Gen.Const<Expression>(new NullLiteral(0)),
        Gen.Bool.Select(value => (Expression)new BooleanLiteral(0, value)),
        Gen.Long.Select(value => (Expression)new IntegerLiteral(0, value)),
        Gen.Int[-5, 5].Select(value => (Expression)new IntegerLiteral(0, value)),
        OneOf("1.5", ".5", "1e10", "-2.25", "123456789012345678901234567890").Select(value => (Expression)new DecimalLiteral(0, value)),
        OneOf("", "it's", "a\\b", "line\nbreak", "$$", "☃", "'", "--", "/*").Select(value => (Expression)new StringLiteral(0, value)),
        OneOf("", "1", "0101").Select(value => (Expression)new BitStringLiteral(0, value)),
        Gen.Select(Types, Words, (type, text) => (Expression)new TypedLiteral(0, type with { ArrayDimensions = 0 }, text)),
        Gen.Int[1, 99].Select(number => (Expression)new ParameterReference(0, number, null)),
        OneOf("p", "name", "select").Select(name => (Expression)new ParameterReference(0, 0, name)),
        Columns.Select(name => (Expression)new ColumnReference(0, name)),
        Gen.Enum<SessionValueKind>().Select(kind => (Expression)new SessionValue(0, kind, null)));

    private static readonly Gen<string> Symbols = OneOf(
        "+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", "<=", ">", ">=", "<->", "<#>", "<=>", "<+>", "<~>", "<%>", "->", "->>", "@>", "<@",
        "&&", "?", "|", "&", "#", "<<", ">>", "~", "~*", "!~");

    /// <summary>Expressions up to a depth.</summary>
    public static Gen<Expression> Any { get; } = Gen.Recursive<Expression>((depth, inner) =>
        depth >= 5 ? Leaves : Gen.Frequency((1, Leaves), (2, Operations(inner)), (2, Pieces(inner))));

    /// <summary>Queries over such expressions.</summary>
    public static Gen<QueryStatement> Query(Gen<Expression> inner) => Gen.Select(
        inner.List[1, 2], inner.OrNull(), inner.List[0, 1], Gen.Bool, Names,
        (items, where, order, descending, table) => new QueryStatement(
            0,
            new SelectBody(0, [.. items.Select(item => new SelectItem(0, item, null))])
            {
                From = [new NamedTable(0, new QualifiedName(0, [table]), null)],
                Where = where,
            })
        {
            OrderBy = [.. order.Select(item => new OrderItem(0, item, descending, NullsOrder.Default, null))],
        });

    private static Gen<Expression> Operations(Gen<Expression> inner) => Gen.OneOf<Expression>(
        Gen.Select(inner, Symbols, inner, (left, symbol, right) => (Expression)new BinaryExpression(0, left, symbol, right, 0)),
        Gen.Select(Gen.Enum<LogicalOperator>(), inner.List[2, 4], (logical, operands) => (Expression)new LogicalExpression(0, logical, operands)),
        inner.Select(operand => (Expression)new NotExpression(0, operand)),
        Gen.Select(OneOf("-", "+", "~", "@", "|/"), inner, Unary),
        Gen.Select(inner, Gen.Bool, (operand, negated) => (Expression)new IsNullExpression(0, operand, negated)),
        Gen.Select(inner, Gen.Enum<BooleanTest>(), Gen.Bool, (operand, test, negated) => (Expression)new IsBooleanExpression(0, operand, test, negated)),
        Gen.Select(inner, inner, Gen.Bool, (left, right, negated) => (Expression)new IsDistinctExpression(0, left, right, negated)),
        Gen.Select(inner, inner, inner, Gen.Bool, Gen.Bool, (operand, low, high, negated, symmetric) =>
            (Expression)new BetweenExpression(0, operand, low, high, negated, symmetric)),
        Gen.Select(inner, Gen.Enum<LikeKind>(), inner, inner.OrNull(), Gen.Bool, (operand, kind, pattern, escape, negated) =>
            (Expression)new LikeExpression(0, operand, kind, pattern, escape, negated)),
        Gen.Select(inner, inner.List[1, 3], Gen.Bool, InList),
        Gen.Select(inner, Query(inner), Gen.Bool, (operand, query, negated) => (Expression)new InSubqueryExpression(0, operand, query, negated)),
        Gen.Select(inner, OneOf("=", "<>", "<", "<->", "~~", "!~~*"), Gen.Enum<Quantifier>(), inner, Quantified),
        Gen.Select(inner, Columns, (operand, name) =>
            (Expression)new CollateExpression(0, operand, new QualifiedName(0, [.. name.Parts.Take(2)]))));

    private static Gen<Expression> Pieces(Gen<Expression> inner) => Gen.OneOf<Expression>(
        Gen.Select(inner, Types, (operand, type) => (Expression)new CastExpression(0, operand, type)),
        Gen.Select(inner.OrNull(), Gen.Select(inner, inner, (condition, result) => new WhenClause(0, condition, result)).List[1, 3], inner.OrNull(),
            (operand, whens, otherwise) => (Expression)new CaseExpression(0, operand, whens, otherwise)),
        Gen.Select(Functions, inner.List[0, 3], Gen.Bool, (name, arguments, distinct) =>
            (Expression)new FunctionCall(0, name, arguments) { Distinct = distinct && arguments.Count > 0 }),
        Gen.Select(Functions, inner, inner.OrNull(), (name, argument, filter) =>
            (Expression)new FunctionCall(0, name, [argument]) { Filter = filter, Over = new WindowSpecification(0, false, null, [argument], [], null) }),
        inner.List[0, 3].Select(items => (Expression)new ArrayExpression(0, items)),
        inner.List[0, 3].Select(items => (Expression)new RowExpression(0, items)),
        Gen.Select(inner, inner, (operand, index) => (Expression)new SubscriptExpression(0, operand, index)),
        Gen.Select(inner, inner.OrNull(), inner.OrNull(), (operand, lower, upper) => (Expression)new SliceExpression(0, operand, lower, upper)),
        Gen.Select(inner, Names, (operand, name) => (Expression)new FieldExpression(0, operand, name)),
        Query(inner).Select(query => (Expression)new ScalarSubquery(0, query)),
        Query(inner).Select(query => (Expression)new ExistsExpression(0, query)),
        Query(inner).Select(query => (Expression)new ArraySubqueryExpression(0, query)));

    /// <summary>The parser makes a minus before a number part of the number.</summary>
    private static Expression Unary(string symbol, Expression operand) =>
        symbol == "-" && operand is IntegerLiteral or DecimalLiteral ? operand : new UnaryExpression(0, symbol, operand);

    /// <summary>One query among the items makes IN (query).</summary>
    private static Expression InList(Expression operand, List<Expression> items, bool negated) => items is [ScalarSubquery only]
        ? new InSubqueryExpression(0, operand, only.Query, negated)
        : new InListExpression(0, operand, items, negated);

    private static Expression Quantified(Expression left, string symbol, Quantifier quantifier, Expression array) => array is ScalarSubquery only
        ? new QuantifiedSubqueryExpression(0, left, symbol, quantifier, only.Query, 0)
        : new QuantifiedArrayExpression(0, left, symbol, quantifier, array, 0);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<Expression?> OrNull(this Gen<Expression> gen) =>
        Gen.Select(Gen.Bool, gen, (there, value) => there ? value : null);
}
