namespace VectorData.Sql.Syntax;

public enum TableLockMode
{
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

/// <summary>LOCK [TABLE] tables [IN mode MODE] [NOWAIT]; the mode is ACCESS EXCLUSIVE where none is said.</summary>
public sealed record LockTableStatement(int Position, IReadOnlyList<QualifiedName> Tables, TableLockMode Mode, bool NoWait) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Tables;
}

/// <summary>UNLISTEN channel; UNLISTEN * when the channel is null.</summary>
public sealed record UnlistenStatement(int Position, Identifier? Channel) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Channel];
}
