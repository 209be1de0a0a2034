namespace VectorData.Sql.Syntax;

/// <summary>A query as a statement or inside parentheses: [WITH …] body [ORDER BY …] [LIMIT …] [OFFSET …] [FOR …].</summary>
public sealed record QueryStatement(int Position, QueryBody Body) : Statement(Position)
{
    public WithClause? With { get; init; }

    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    /// <summary>LIMIT or FETCH FIRST; null also for LIMIT ALL. FETCH FIRST ROW ONLY gives the literal 1.</summary>
    public Expression? Limit { get; init; }

    public Expression? Offset { get; init; }

    /// <summary>FETCH FIRST … WITH TIES.</summary>
    public bool WithTies { get; init; }

    public IReadOnlyList<LockingClause> Locking { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [With, Body, .. OrderBy, Limit, Offset, .. Locking];
}

/// <summary>What stands between WITH and ORDER BY.</summary>
public abstract record QueryBody(int Position) : SyntaxNode(Position);

/// <summary>SELECT … [FROM …] [WHERE …] [GROUP BY …] [HAVING …] [WINDOW …]. TABLE t arrives as SELECT * FROM t.</summary>
public sealed record SelectBody(int Position, IReadOnlyList<SelectItem> Items) : QueryBody(Position)
{
    public DistinctClause? Distinct { get; init; }

    public IReadOnlyList<TableReference> From { get; init; } = [];

    public Expression? Where { get; init; }

    public IReadOnlyList<Expression> GroupBy { get; init; } = [];

    public Expression? Having { get; init; }

    public IReadOnlyList<NamedWindow> Windows { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [Distinct, .. Items, .. From, Where, .. GroupBy, Having, .. Windows];
}

/// <summary>VALUES (…), (…).</summary>
public sealed record ValuesBody(int Position, IReadOnlyList<ValuesRow> Rows) : QueryBody(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Rows;
}

/// <summary>One row of VALUES; <see cref="DefaultExpression"/> may stand only in an INSERT.</summary>
public sealed record ValuesRow(int Position, IReadOnlyList<Expression> Values) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Values;
}

public enum SetOperator
{
    Union,
    Intersect,
    Except,
}

/// <summary>Two or more operands joined from left to right by one operator, a chain of one kind is one node.</summary>
public sealed record SetOperationBody(int Position, SetOperator Operator, bool All, IReadOnlyList<QueryBody> Operands) : QueryBody(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Operands;
}

/// <summary>A query in parentheses that has its own WITH, ORDER BY, LIMIT or FOR.</summary>
public sealed record NestedBody(int Position, QueryStatement Query) : QueryBody(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Query];
}

/// <summary>expression [[AS] alias], or a star.</summary>
public sealed record SelectItem(int Position, Expression Expression, Identifier? Alias) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Expression, Alias];
}

/// <summary>DISTINCT, or DISTINCT ON (…) when <see cref="On"/> has items.</summary>
public sealed record DistinctClause(int Position, IReadOnlyList<Expression> On) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => On;
}

public enum NullsOrder
{
    /// <summary>Not said: last when ascending, first when descending.</summary>
    Default,
    First,
    Last,
}

/// <summary>expression [ASC | DESC | USING op] [NULLS FIRST | LAST].</summary>
public sealed record OrderItem(int Position, Expression Expression, bool Descending, NullsOrder Nulls, string? UsingOperator)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Expression];
}

/// <summary>name AS (…) in a WINDOW clause.</summary>
public sealed record NamedWindow(int Position, Identifier Name, WindowSpecification Specification) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Specification];
}

/// <summary>WITH [RECURSIVE] name AS (…), ….</summary>
public sealed record WithClause(int Position, bool Recursive, IReadOnlyList<CommonTable> Tables) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Tables;
}

public enum Materialization
{
    Default,
    Materialized,
    NotMaterialized,
}

/// <summary>name [(columns)] AS [[NOT] MATERIALIZED] (statement); the statement is a query, INSERT, UPDATE or DELETE.</summary>
public sealed record CommonTable(
    int Position, Identifier Name, IReadOnlyList<Identifier> Columns, Materialization Materialization, Statement Statement)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, Statement];
}

public enum LockStrength
{
    Update,
    NoKeyUpdate,
    Share,
    KeyShare,
}

public enum LockWait
{
    Wait,
    NoWait,
    SkipLocked,
}

/// <summary>FOR UPDATE | NO KEY UPDATE | SHARE | KEY SHARE [OF tables] [NOWAIT | SKIP LOCKED].</summary>
public sealed record LockingClause(int Position, LockStrength Strength, IReadOnlyList<QualifiedName> Of, LockWait Wait) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Of;
}
