namespace VectorData.Sql.Syntax;

/// <summary>CREATE [UNIQUE] INDEX [CONCURRENTLY] [IF NOT EXISTS] [name] ON table [USING method] (elements) ….</summary>
public sealed record CreateIndexStatement(int Position, QualifiedName Table, IReadOnlyList<IndexElement> Elements) : Statement(Position)
{
    /// <summary>The index's name; null asks for a generated one.</summary>
    public Identifier? Name { get; init; }

    public bool Unique { get; init; }

    public bool Concurrently { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>btree, hash, hnsw, ivfflat …; null means btree.</summary>
    public Identifier? Method { get; init; }

    public IReadOnlyList<Identifier> Include { get; init; } = [];

    public bool NullsNotDistinct { get; init; }

    public IReadOnlyList<StorageOption> Options { get; init; } = [];

    public Expression? Where { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Name, Table, Method, .. Elements, .. Include, .. Options, Where];
}

/// <summary>column, function call or (expression) [COLLATE c] [opclass [(options)]] [ASC | DESC] [NULLS FIRST | LAST].</summary>
/// <remarks>A plain column is a <see cref="ColumnReference"/> of one part.</remarks>
public sealed record IndexElement(
    int Position,
    Expression Expression,
    QualifiedName? Collation,
    QualifiedName? OperatorClass,
    IReadOnlyList<StorageOption> OperatorClassOptions,
    bool Descending,
    NullsOrder Nulls)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Expression, Collation, OperatorClass, .. OperatorClassOptions];
}

/// <summary>ALTER INDEX | VIEW | SEQUENCE | SCHEMA [IF EXISTS] name RENAME TO name.</summary>
public sealed record RenameStatement(int Position, ObjectKind Kind, QualifiedName Object, bool IfExists, Identifier NewName) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Object, NewName];
}

/// <summary>ALTER VIEW | SEQUENCE [IF EXISTS] name SET SCHEMA name.</summary>
public sealed record SetSchemaStatement(int Position, ObjectKind Kind, QualifiedName Object, bool IfExists, Identifier Schema)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Object, Schema];
}

/// <summary>ALTER INDEX [IF EXISTS] name SET (options), or RESET (names).</summary>
public sealed record SetIndexOptionsStatement(int Position, QualifiedName Index, bool IfExists, bool Reset, IReadOnlyList<StorageOption> Options)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Index, .. Options];
}

public enum ReindexTarget
{
    Index,
    Table,
    Schema,
    Database,
}

/// <summary>REINDEX INDEX | TABLE | SCHEMA | DATABASE [CONCURRENTLY] name; the name may be absent for a database.</summary>
public sealed record ReindexStatement(int Position, ReindexTarget Target, bool Concurrently, QualifiedName? Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>CREATE [TEMPORARY] SEQUENCE [IF NOT EXISTS] name [options].</summary>
public sealed record CreateSequenceStatement(int Position, QualifiedName Name, bool IfNotExists, bool Temporary, SequenceOptions Options)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Options];
}

/// <summary>ALTER SEQUENCE [IF EXISTS] name options.</summary>
public sealed record AlterSequenceStatement(int Position, QualifiedName Name, bool IfExists, SequenceOptions Options) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Options];
}

/// <summary>The options of a sequence; null where not said.</summary>
public sealed record SequenceOptions(int Position) : SyntaxNode(Position)
{
    public TypeName? Type { get; init; }

    public long? Increment { get; init; }

    public long? MinValue { get; init; }

    /// <summary>NO MINVALUE.</summary>
    public bool NoMinValue { get; init; }

    public long? MaxValue { get; init; }

    /// <summary>NO MAXVALUE.</summary>
    public bool NoMaxValue { get; init; }

    public long? Start { get; init; }

    public long? Cache { get; init; }

    public bool? Cycle { get; init; }

    /// <summary>RESTART, without or with a value.</summary>
    public bool Restart { get; init; }

    public long? RestartWith { get; init; }

    /// <summary>OWNED BY table.column.</summary>
    public QualifiedName? OwnedBy { get; init; }

    /// <summary>OWNED BY NONE.</summary>
    public bool OwnedByNone { get; init; }

    /// <summary>SEQUENCE NAME name, among the options of an identity column.</summary>
    public QualifiedName? SequenceName { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Type, OwnedBy, SequenceName];
}

/// <summary>CREATE SCHEMA [IF NOT EXISTS] [name] [AUTHORIZATION owner]; the name falls back to the owner's.</summary>
public sealed record CreateSchemaStatement(int Position, Identifier? Name, bool IfNotExists, Identifier? Owner) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Owner];
}

/// <summary>CREATE EXTENSION [IF NOT EXISTS] name [SCHEMA s] [VERSION v] [CASCADE].</summary>
public sealed record CreateExtensionStatement(int Position, Identifier Name, bool IfNotExists, Identifier? Schema, string? Version, bool Cascade)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Schema];
}

/// <summary>COMMENT ON kind name IS 'text' | NULL; for a constraint, <see cref="OnTable"/> is its table.</summary>
public sealed record CommentStatement(int Position, ObjectKind Kind, QualifiedName Object, QualifiedName? OnTable, string? Text)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Object, OnTable];
}

/// <summary>CREATE [OR REPLACE] [TEMPORARY] [MATERIALIZED] VIEW [IF NOT EXISTS] name [(columns)] AS query.</summary>
public sealed record CreateViewStatement(int Position, QualifiedName Name, IReadOnlyList<Identifier> Columns, QueryStatement Query)
    : Statement(Position)
{
    public bool OrReplace { get; init; }

    public bool Temporary { get; init; }

    public bool Materialized { get; init; }

    public bool IfNotExists { get; init; }

    public IReadOnlyList<StorageOption> Options { get; init; } = [];

    /// <summary>WITH NO DATA of a materialized view gives false.</summary>
    public bool WithData { get; init; } = true;

    public override IEnumerable<SyntaxNode?> Children => [Name, .. Columns, .. Options, Query];
}
