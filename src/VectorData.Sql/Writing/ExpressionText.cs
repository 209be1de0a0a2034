using System.Globalization;
using System.Text;
using VectorData.Sql.Grammar;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Writing;

/// <summary>Expressions, with parentheses only where precedence asks for them.</summary>
internal static class ExpressionText
{
    public static StringBuilder Expression(this StringBuilder text, Expression expression) => expression switch
    {
        NullLiteral => text.Append("NULL"),
        BooleanLiteral literal => text.Append(literal.Value ? "TRUE" : "FALSE"),
        IntegerLiteral literal => text.Append(literal.Value.ToString(CultureInfo.InvariantCulture)),
        DecimalLiteral literal => text.Append(literal.Text),
        StringLiteral literal => text.String(literal.Value),
        BitStringLiteral literal => text.Append("B'").Append(literal.Bits).Append('\''),
        TypedLiteral literal => text.TypedLiteral(literal),
        ParameterReference { Name: { } name } => text.Append('@').Append(name),
        ParameterReference parameter => text.Append('$').Append(parameter.Number.ToString(CultureInfo.InvariantCulture)),
        DefaultExpression => text.Append("DEFAULT"),
        SessionValue value => text.SessionValue(value),
        ColumnReference column => text.Name(column.Name),
        StarExpression { Qualifier: { } qualifier } => text.Name(qualifier).Append(".*"),
        StarExpression => text.Append('*'),
        FunctionCall call => text.Call(call),
        NamedArgument argument => text.Name(argument.Name).Append(" => ").Expression(argument.Value),
        CaseExpression @case => text.Case(@case),
        CastExpression cast => text.Operand(cast.Operand, Level.Primary).Append("::").Type(cast.Type),
        ArrayExpression array => text.Append("ARRAY").Elements(array),
        ArraySubqueryExpression array => text.Append("ARRAY(").Query(array.Query).Append(')'),
        RowExpression row => text.Append("ROW(").List(row.Items, Expression).Append(')'),
        ScalarSubquery subquery => text.Append('(').Query(subquery.Query).Append(')'),
        ExistsExpression exists => text.Append("EXISTS (").Query(exists.Query).Append(')'),
        SubscriptExpression subscript => text.Base(subscript.Operand).Append('[').Expression(subscript.Index).Append(']'),
        SliceExpression slice => text.Slice(slice),
        FieldExpression field => text.Base(field.Operand, isField: true).Append('.').Label(field.Field.Name),
        _ => text.Operation(expression),
    };

    /// <summary>An operand, in parentheses when it binds less tightly than its place needs.</summary>
    public static StringBuilder Operand(this StringBuilder text, Expression expression, int minimum) =>
        LevelOf(expression) < minimum ? text.Append('(').Expression(expression).Append(')') : text.Expression(expression);

    /// <summary>An expression where AND, IN and the like would mean something else.</summary>
    public static StringBuilder Restricted(this StringBuilder text, Expression expression) => text.Operand(expression, Level.Sign);

    private static StringBuilder Operation(this StringBuilder text, Expression expression)
    {
        var level = LevelOf(expression);
        return expression switch
        {
            UnaryExpression unary => text.Unary(unary, level),
            NotExpression not => text.Append("NOT ").Operand(not.Operand, level),
            BinaryExpression binary => text.Operand(binary.Left, Level.IsNonAssociative(level) ? level + 1 : level)
                .Append(' ').Append(binary.Operator).Append(' ').Operand(binary.Right, level + 1),
            LogicalExpression logical => text.List(
                logical.Operands,
                (to, operand) => to.Operand(operand, level + 1),
                logical.Operator == LogicalOperator.And ? " AND " : " OR "),
            IsNullExpression test => text.Operand(test.Operand, level + 1).Append(test.Negated ? " IS NOT NULL" : " IS NULL"),
            IsBooleanExpression test => text.Operand(test.Operand, level + 1).Append(test.Negated ? " IS NOT " : " IS ")
                .Append(test.Test.ToString().ToUpperInvariant()),
            IsDistinctExpression test => text.Operand(test.Left, level + 1)
                .Append(test.Negated ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ").Operand(test.Right, level + 1),
            BetweenExpression between => text.Operand(between.Operand, level + 1).AppendIf(between.Negated, " NOT")
                .Append(between.Symmetric ? " BETWEEN SYMMETRIC " : " BETWEEN ").Restricted(between.Low)
                .Append(" AND ").Operand(between.High, level + 1),
            InListExpression list => text.Operand(list.Operand, level + 1).AppendIf(list.Negated, " NOT")
                .Append(" IN (").List(list.Items, Expression).Append(')'),
            InSubqueryExpression list => text.Operand(list.Operand, level + 1).AppendIf(list.Negated, " NOT")
                .Append(" IN (").Query(list.Query).Append(')'),
            LikeExpression like => text.Like(like, level),
            QuantifiedArrayExpression quantified => text.Quantified(quantified.Left, quantified.Operator, quantified.Quantifier, level)
                .Expression(quantified.Array).Append(')'),
            QuantifiedSubqueryExpression quantified => text.Quantified(
                quantified.Left, quantified.Operator, quantified.Quantifier, level).Query(quantified.Query).Append(')'),
            CollateExpression collate => text.Operand(collate.Operand, level).Append(" COLLATE ").Name(collate.Collation),
            _ => throw new ArgumentException($"{expression.GetType().Name} cannot be written.", nameof(expression)),
        };
    }

    private static int LevelOf(Expression expression) => expression switch
    {
        LogicalExpression logical => logical.Operator == LogicalOperator.Or ? Level.Or : Level.And,
        NotExpression => Level.Not,
        IsNullExpression or IsBooleanExpression or IsDistinctExpression => Level.Is,
        BetweenExpression or InListExpression or InSubqueryExpression or LikeExpression => Level.Matching,
        BinaryExpression binary => LevelOfSymbol(binary.Operator),
        QuantifiedArrayExpression quantified => LikeWords(quantified.Operator) is null ? LevelOfSymbol(quantified.Operator) : Level.Matching,
        QuantifiedSubqueryExpression quantified => LikeWords(quantified.Operator) is null ? LevelOfSymbol(quantified.Operator) : Level.Matching,
        UnaryExpression { Operator: "-" or "+" } => Level.Sign,
        UnaryExpression => Level.Other,
        CollateExpression => Level.Collate,
        IntegerLiteral { Value: < 0 } => Level.Sign,
        DecimalLiteral literal when literal.Text.StartsWith('-') => Level.Sign,
        _ => Level.Primary,
    };

    private static int LevelOfSymbol(string symbol) => Level.OfSymbol(LexicalRules.OperatorKind(symbol)) is var level and not Level.None
        ? level
        : Level.Other;

    private static StringBuilder Unary(this StringBuilder text, UnaryExpression unary, int level)
    {
        text.Append(unary.Operator);
        if (level != Level.Sign)
            return text.Append(' ').Operand(unary.Operand, level + 1);
        // Two signs in a row would be read as a comment or as one number.
        return unary.Operand is UnaryExpression || (unary.Operand is IntegerLiteral or DecimalLiteral && LevelOf(unary.Operand) == Level.Sign)
            ? text.Append('(').Expression(unary.Operand).Append(')')
            : text.Operand(unary.Operand, level);
    }

    private static StringBuilder Like(this StringBuilder text, LikeExpression like, int level)
    {
        var words = like.Kind switch
        {
            LikeKind.Like => " LIKE ",
            LikeKind.ILike => " ILIKE ",
            _ => " SIMILAR TO ",
        };
        text.Operand(like.Operand, level + 1).AppendIf(like.Negated, " NOT").Append(words).Operand(like.Pattern, level + 1);
        return like.Escape is null ? text : text.Append(" ESCAPE ").Operand(like.Escape, level + 1);
    }

    private static string? LikeWords(string symbol) => symbol switch
    {
        "~~" => "LIKE",
        "!~~" => "NOT LIKE",
        "~~*" => "ILIKE",
        "!~~*" => "NOT ILIKE",
        _ => null,
    };

    private static StringBuilder Quantified(this StringBuilder text, Expression left, string symbol, Quantifier quantifier, int level) =>
        text.Operand(left, Level.IsNonAssociative(level) ? level + 1 : level)
            .Append(' ').Append(LikeWords(symbol) ?? symbol).Append(quantifier == Quantifier.Any ? " ANY (" : " ALL (");

    private static StringBuilder Case(this StringBuilder text, CaseExpression @case)
    {
        text.Append("CASE");
        if (@case.Operand is not null)
            text.Append(' ').Expression(@case.Operand);
        foreach (var when in @case.Whens)
            text.Append(" WHEN ").Expression(when.Condition).Append(" THEN ").Expression(when.Result);
        if (@case.Else is not null)
            text.Append(" ELSE ").Expression(@case.Else);
        return text.Append(" END");
    }

    private static StringBuilder Elements(this StringBuilder text, ArrayExpression array) => text.Append('[').List(
        array.Elements, (to, element) => element is ArrayExpression inner ? to.Elements(inner) : to.Expression(element)).Append(']');

    private static StringBuilder Slice(this StringBuilder text, SliceExpression slice)
    {
        text.Base(slice.Operand).Append('[');
        if (slice.Lower is not null)
            text.Expression(slice.Lower);
        // A space keeps the colon apart from a cast.
        text.Append(" : ");
        if (slice.Upper is not null)
            text.Expression(slice.Upper);
        return text.Append(']');
    }

    /// <summary>What subscripts and fields are taken of: only columns, parameters and chains stand without parentheses.</summary>
    private static StringBuilder Base(this StringBuilder text, Expression operand, bool isField = false) =>
        operand is SubscriptExpression or SliceExpression or FieldExpression or ParameterReference || (operand is ColumnReference && !isField)
            ? text.Expression(operand)
            : text.Append('(').Expression(operand).Append(')');

    private static StringBuilder SessionValue(this StringBuilder text, SessionValue value)
    {
        text.Append(value.Kind switch
        {
            SessionValueKind.CurrentDate => "CURRENT_DATE",
            SessionValueKind.CurrentTime => "CURRENT_TIME",
            SessionValueKind.CurrentTimestamp => "CURRENT_TIMESTAMP",
            SessionValueKind.LocalTime => "LOCALTIME",
            SessionValueKind.LocalTimestamp => "LOCALTIMESTAMP",
            SessionValueKind.CurrentUser => "CURRENT_USER",
            SessionValueKind.CurrentRole => "CURRENT_ROLE",
            SessionValueKind.SessionUser => "SESSION_USER",
            SessionValueKind.User => "USER",
            SessionValueKind.CurrentCatalog => "CURRENT_CATALOG",
            _ => "CURRENT_SCHEMA",
        });
        return value.Precision is { } precision
            ? text.Append('(').Append(precision.ToString(CultureInfo.InvariantCulture)).Append(')')
            : text;
    }
}
