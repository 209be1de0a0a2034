namespace VectorData.Sql.Syntax;

public enum IdentityOverride
{
    None,
    System,
    User,
}

/// <summary>INSERT INTO table [AS alias] [(columns)] [OVERRIDING …] source [ON CONFLICT …] [RETURNING …].</summary>
public sealed record InsertStatement(int Position, QualifiedName Table) : Statement(Position)
{
    public WithClause? With { get; init; }

    public Identifier? Alias { get; init; }

    /// <summary>The named columns; empty when none are named, then the source fills the table's first columns.</summary>
    public IReadOnlyList<Identifier> Columns { get; init; } = [];

    public IdentityOverride Overriding { get; init; }

    /// <summary>VALUES or a query; null for DEFAULT VALUES.</summary>
    public QueryStatement? Source { get; init; }

    public ConflictClause? OnConflict { get; init; }

    public IReadOnlyList<SelectItem> Returning { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [With, Table, Alias, .. Columns, Source, OnConflict, .. Returning];
}

/// <summary>ON CONFLICT [target] DO NOTHING (<see cref="Assignments"/> empty) or DO UPDATE SET … [WHERE …].</summary>
public sealed record ConflictClause(
    int Position, ConflictTarget? Target, bool DoUpdate, IReadOnlyList<Assignment> Assignments, Expression? Where)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Target, .. Assignments, Where];
}

/// <summary>(columns or expressions) [WHERE predicate], or ON CONSTRAINT name.</summary>
public sealed record ConflictTarget(int Position, IReadOnlyList<IndexElement> Elements, Expression? Where, Identifier? Constraint)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [.. Elements, Where, Constraint];
}

/// <summary>
/// column = value, or (columns) = source: one target and any value, or several targets and a <see cref="RowExpression"/>
/// or <see cref="ScalarSubquery"/>.
/// </summary>
public sealed record Assignment(int Position, IReadOnlyList<AssignmentTarget> Targets, Expression Value, bool IsRow) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [.. Targets, Value];
}

/// <summary>A column to be set, with subscripts when an element of an array is set.</summary>
public sealed record AssignmentTarget(int Position, Identifier Column, IReadOnlyList<Expression> Subscripts) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Column, .. Subscripts];
}

/// <summary>UPDATE table [AS alias] SET … [FROM …] [WHERE …] [RETURNING …].</summary>
public sealed record UpdateStatement(int Position, QualifiedName Table, IReadOnlyList<Assignment> Assignments) : Statement(Position)
{
    public WithClause? With { get; init; }

    public Identifier? Alias { get; init; }

    public IReadOnlyList<TableReference> From { get; init; } = [];

    public Expression? Where { get; init; }

    public IReadOnlyList<SelectItem> Returning { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [With, Table, Alias, .. Assignments, .. From, Where, .. Returning];
}

/// <summary>DELETE FROM table [AS alias] [USING …] [WHERE …] [RETURNING …].</summary>
public sealed record DeleteStatement(int Position, QualifiedName Table) : Statement(Position)
{
    public WithClause? With { get; init; }

    public Identifier? Alias { get; init; }

    public IReadOnlyList<TableReference> Using { get; init; } = [];

    public Expression? Where { get; init; }

    public IReadOnlyList<SelectItem> Returning { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [With, Table, Alias, .. Using, Where, .. Returning];
}

/// <summary>TRUNCATE [TABLE] tables [RESTART | CONTINUE IDENTITY] [CASCADE | RESTRICT].</summary>
public sealed record TruncateStatement(int Position, IReadOnlyList<QualifiedName> Tables, bool RestartIdentity, bool Cascade)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Tables;
}
