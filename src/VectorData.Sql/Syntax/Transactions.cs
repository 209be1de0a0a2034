namespace VectorData.Sql.Syntax;

public enum IsolationLevel
{
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Snapshot,
    Serializable,
}

/// <summary>ISOLATION LEVEL …, READ ONLY | READ WRITE, [NOT] DEFERRABLE; null where not said.</summary>
public sealed record TransactionModes(IsolationLevel? Isolation, bool? ReadOnly, bool? Deferrable)
{
    public static TransactionModes Unspecified { get; } = new(null, null, null);
}

/// <summary>BEGIN or START TRANSACTION.</summary>
public sealed record BeginStatement(int Position, TransactionModes Modes) : Statement(Position);

/// <summary>COMMIT or END [AND [NO] CHAIN].</summary>
public sealed record CommitStatement(int Position, bool Chain) : Statement(Position);

/// <summary>ROLLBACK or ABORT [AND [NO] CHAIN].</summary>
public sealed record RollbackStatement(int Position, bool Chain) : Statement(Position);

/// <summary>SAVEPOINT name.</summary>
public sealed record SavepointStatement(int Position, Identifier Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>ROLLBACK TO [SAVEPOINT] name.</summary>
public sealed record RollbackToSavepointStatement(int Position, Identifier Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>RELEASE [SAVEPOINT] name.</summary>
public sealed record ReleaseSavepointStatement(int Position, Identifier Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}

/// <summary>SET TRANSACTION modes, or SET SESSION CHARACTERISTICS AS TRANSACTION modes when <see cref="Session"/>.</summary>
public sealed record SetTransactionStatement(int Position, bool Session, TransactionModes Modes) : Statement(Position);
