namespace VectorData.Sql.Syntax;

/// <summary>CREATE TABLE [IF NOT EXISTS] name (columns and constraints) [WITH (…)].</summary>
public sealed record CreateTableStatement(int Position, QualifiedName Name) : Statement(Position)
{
    public bool IfNotExists { get; init; }

    public bool Temporary { get; init; }

    public bool Unlogged { get; init; }

    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    public IReadOnlyList<TableConstraint> Constraints { get; init; } = [];

    public IReadOnlyList<StorageOption> Options { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, .. Constraints, .. Options];
}

/// <summary>CREATE TABLE [IF NOT EXISTS] name [(columns)] [WITH (…)] AS query [WITH [NO] DATA].</summary>
public sealed record CreateTableAsStatement(int Position, QualifiedName Name, QueryStatement Query) : Statement(Position)
{
    public bool IfNotExists { get; init; }

    public bool Temporary { get; init; }

    public bool Unlogged { get; init; }

    public IReadOnlyList<Identifier> Columns { get; init; } = [];

    public IReadOnlyList<StorageOption> Options { get; init; } = [];

    public bool WithData { get; init; } = true;

    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, .. Options, Query];
}

/// <summary>name [= value] in WITH (…); the value as text, null when absent.</summary>
public sealed record StorageOption(int Position, Identifier Name, string? Value) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>name type [COLLATE c] [constraints].</summary>
public sealed record ColumnDefinition(
    int Position, Identifier Name, TypeName Type, QualifiedName? Collation, IReadOnlyList<ColumnConstraint> Constraints)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Type, Collation, .. Constraints];
}

/// <summary>[CONSTRAINT name] and one constraint of a column.</summary>
public abstract record ColumnConstraint(int Position, Identifier? Name) : SyntaxNode(Position);

/// <summary>NOT NULL.</summary>
public sealed record NotNullConstraint(int Position, Identifier? Name) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>NULL.</summary>
public sealed record NullConstraint(int Position, Identifier? Name) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>DEFAULT expression.</summary>
public sealed record DefaultConstraint(int Position, Identifier? Name, Expression Value) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Value];
}

/// <summary>GENERATED ALWAYS AS (expression) STORED; VIRTUAL when not <see cref="Stored"/>.</summary>
public sealed record GeneratedConstraint(int Position, Identifier? Name, Expression Value, bool Stored) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Value];
}

/// <summary>GENERATED ALWAYS | BY DEFAULT AS IDENTITY [(options)].</summary>
public sealed record IdentityConstraint(int Position, Identifier? Name, bool Always, SequenceOptions Options) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Options];
}

/// <summary>GENERATED ALWAYS AS ROW VERSION.</summary>
public sealed record RowVersionConstraint(int Position, Identifier? Name) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>PRIMARY KEY, UNIQUE, CHECK or REFERENCES behind a column: the same as a table constraint over that one column.</summary>
public sealed record KeyConstraint(int Position, Identifier? Name, TableConstraint Constraint) : ColumnConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Constraint];
}

/// <summary>When a constraint is checked; null where not said.</summary>
public sealed record ConstraintTiming(bool? Deferrable, bool? InitiallyDeferred)
{
    public static ConstraintTiming Unspecified { get; } = new(null, null);
}

/// <summary>
/// A constraint of a table. In a <see cref="KeyConstraint"/> the lists of the constrained columns are empty and the name is null.
/// </summary>
public abstract record TableConstraint(int Position, Identifier? Name) : SyntaxNode(Position)
{
    public ConstraintTiming Timing { get; init; } = ConstraintTiming.Unspecified;

    /// <summary>NOT VALID: rows that exist already are not checked.</summary>
    public bool NotValid { get; init; }
}

/// <summary>PRIMARY KEY (columns) [INCLUDE (…)] [WITH (…)].</summary>
public sealed record PrimaryKeyConstraint(
    int Position, Identifier? Name, IReadOnlyList<Identifier> Columns, IReadOnlyList<Identifier> Include, IReadOnlyList<StorageOption> Options)
    : TableConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, .. Include, .. Options];
}

/// <summary>UNIQUE [NULLS NOT DISTINCT] (columns) [INCLUDE (…)] [WITH (…)].</summary>
public sealed record UniqueConstraint(
    int Position,
    Identifier? Name,
    bool NullsNotDistinct,
    IReadOnlyList<Identifier> Columns,
    IReadOnlyList<Identifier> Include,
    IReadOnlyList<StorageOption> Options)
    : TableConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, .. Include, .. Options];
}

/// <summary>CHECK (expression) [NO INHERIT].</summary>
public sealed record CheckConstraint(int Position, Identifier? Name, Expression Condition) : TableConstraint(Position, Name)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Condition];
}

public enum ReferentialAction
{
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

public enum ForeignKeyMatch
{
    Simple,
    Full,
    Partial,
}

/// <summary>FOREIGN KEY (columns) REFERENCES table [(columns)] [MATCH …] [ON DELETE …] [ON UPDATE …].</summary>
public sealed record ForeignKeyConstraint(
    int Position, Identifier? Name, IReadOnlyList<Identifier> Columns, QualifiedName Table, IReadOnlyList<Identifier> ReferencedColumns)
    : TableConstraint(Position, Name)
{
    public ForeignKeyMatch Match { get; init; }

    public ReferentialAction OnDelete { get; init; }

    public ReferentialAction OnUpdate { get; init; }

    /// <summary>The columns of ON DELETE SET NULL (…) or SET DEFAULT (…); empty means all.</summary>
    public IReadOnlyList<Identifier> OnDeleteColumns { get; init; } = [];

    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, Table, .. ReferencedColumns, .. OnDeleteColumns];
}

/// <summary>DROP TABLE, VIEW, INDEX, SEQUENCE, SCHEMA or EXTENSION.</summary>
public enum ObjectKind
{
    Table,
    View,
    MaterializedView,
    Index,
    Sequence,
    Schema,
    Extension,
    Column,
    Constraint,
    Type,
    Function,
    Database,
}

/// <summary>DROP kind [CONCURRENTLY] [IF EXISTS] names [CASCADE | RESTRICT].</summary>
public sealed record DropStatement(
    int Position, ObjectKind Kind, IReadOnlyList<QualifiedName> Names, bool IfExists, bool Cascade, bool Concurrently)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Names;
}
