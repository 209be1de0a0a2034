namespace VectorData.Sql.Syntax;

/// <summary>A column, perhaps qualified by table and schema.</summary>
public sealed record ColumnReference(int Position, QualifiedName Name) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>* or t.* in a list of results.</summary>
public sealed record StarExpression(int Position, QualifiedName? Qualifier) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Qualifier];
}

/// <summary>A prefix operator other than NOT: -, +, ~, @, |/ and others.</summary>
public sealed record UnaryExpression(int Position, string Operator, Expression Operand) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand];
}

/// <summary>NOT x.</summary>
public sealed record NotExpression(int Position, Expression Operand) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand];
}

/// <summary>Two operands and an operator symbol as written; != arrives as &lt;&gt;.</summary>
public sealed record BinaryExpression(int Position, Expression Left, string Operator, Expression Right, int OperatorPosition)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Left, Right];
}

public enum LogicalOperator
{
    And,
    Or,
}

/// <summary>Two or more operands joined by AND or by OR; a chain of one kind is one node.</summary>
public sealed record LogicalExpression(int Position, LogicalOperator Operator, IReadOnlyList<Expression> Operands) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Operands;
}

/// <summary>x IS [NOT] NULL.</summary>
public sealed record IsNullExpression(int Position, Expression Operand, bool Negated) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand];
}

public enum BooleanTest
{
    True,
    False,
    Unknown,
}

/// <summary>x IS [NOT] TRUE, FALSE or UNKNOWN.</summary>
public sealed record IsBooleanExpression(int Position, Expression Operand, BooleanTest Test, bool Negated) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand];
}

/// <summary>a IS [NOT] DISTINCT FROM b.</summary>
public sealed record IsDistinctExpression(int Position, Expression Left, Expression Right, bool Negated) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Left, Right];
}

/// <summary>x [NOT] BETWEEN [SYMMETRIC] low AND high.</summary>
public sealed record BetweenExpression(int Position, Expression Operand, Expression Low, Expression High, bool Negated, bool Symmetric)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Low, High];
}

/// <summary>x [NOT] IN (a, b, …).</summary>
public sealed record InListExpression(int Position, Expression Operand, IReadOnlyList<Expression> Items, bool Negated) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, .. Items];
}

/// <summary>x [NOT] IN (SELECT …).</summary>
public sealed record InSubqueryExpression(int Position, Expression Operand, QueryStatement Query, bool Negated) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Query];
}

public enum LikeKind
{
    Like,
    ILike,
    SimilarTo,
}

/// <summary>x [NOT] LIKE, ILIKE or SIMILAR TO pattern [ESCAPE e].</summary>
public sealed record LikeExpression(int Position, Expression Operand, LikeKind Kind, Expression Pattern, Expression? Escape, bool Negated)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Pattern, Escape];
}

public enum Quantifier
{
    Any,
    All,
}

/// <summary>x op ANY (array). SOME arrives as ANY; LIKE, NOT LIKE, ILIKE, NOT ILIKE arrive as the operators ~~, !~~, ~~*, !~~*.</summary>
public sealed record QuantifiedArrayExpression(
    int Position, Expression Left, string Operator, Quantifier Quantifier, Expression Array, int OperatorPosition)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Left, Array];
}

/// <summary>x op ANY (SELECT …).</summary>
public sealed record QuantifiedSubqueryExpression(
    int Position, Expression Left, string Operator, Quantifier Quantifier, QueryStatement Query, int OperatorPosition)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Left, Query];
}

/// <summary>EXISTS (SELECT …).</summary>
public sealed record ExistsExpression(int Position, QueryStatement Query) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Query];
}

/// <summary>(SELECT …) as a value.</summary>
public sealed record ScalarSubquery(int Position, QueryStatement Query) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Query];
}

/// <summary>CASE [operand] WHEN … THEN … [ELSE …] END.</summary>
public sealed record CaseExpression(int Position, Expression? Operand, IReadOnlyList<WhenClause> Whens, Expression? Else)
    : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, .. Whens, Else];
}

/// <summary>WHEN condition THEN result.</summary>
public sealed record WhenClause(int Position, Expression Condition, Expression Result) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Condition, Result];
}

/// <summary>CAST(x AS type) or x::type.</summary>
public sealed record CastExpression(int Position, Expression Operand, TypeName Type) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Type];
}

/// <summary>x COLLATE name.</summary>
public sealed record CollateExpression(int Position, Expression Operand, QualifiedName Collation) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Collation];
}

/// <summary>ARRAY[a, b, …]; an inner [..] of a nested constructor is such a node too.</summary>
public sealed record ArrayExpression(int Position, IReadOnlyList<Expression> Elements) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Elements;
}

/// <summary>ARRAY(SELECT …).</summary>
public sealed record ArraySubqueryExpression(int Position, QueryStatement Query) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Query];
}

/// <summary>x[index].</summary>
public sealed record SubscriptExpression(int Position, Expression Operand, Expression Index) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Index];
}

/// <summary>x[lower:upper], either bound may be absent.</summary>
public sealed record SliceExpression(int Position, Expression Operand, Expression? Lower, Expression? Upper) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Lower, Upper];
}

/// <summary>(x).field of a composite value.</summary>
public sealed record FieldExpression(int Position, Expression Operand, Identifier Field) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Operand, Field];
}

/// <summary>ROW(a, b) or (a, b).</summary>
public sealed record RowExpression(int Position, IReadOnlyList<Expression> Items) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Items;
}
