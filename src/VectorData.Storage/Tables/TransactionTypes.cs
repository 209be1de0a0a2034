using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

public enum TransactionIsolation
{
    /// <summary>Each statement sees what was committed before it began.</summary>
    ReadCommitted = 0,

    /// <summary>All statements see what was committed before the first; a row changed meanwhile cannot be written (40001).</summary>
    Snapshot = 1,
}

public enum RowLockMode
{
    /// <summary>The row's unique keys stay until the transaction ends, while its other columns may change: referenced rows of foreign keys.</summary>
    KeyShare = 0,

    /// <summary>Nobody else changes the row until the transaction ends; others may share it.</summary>
    Share = 1,

    /// <summary>Nobody else changes the row or shares it, except for its keys, which stay: an update of other columns.</summary>
    NoKeyUpdate = 2,

    /// <summary>Nobody else changes the row or shares anything of it: a deletion, or an update of a unique key.</summary>
    Update = 3,
}

/// <summary>Identifies a running transaction in messages.</summary>
public readonly record struct TransactionId(long Value);

/// <summary>A state of a transaction to which it can return.</summary>
public sealed class Savepoint
{
    internal Savepoint(object owner, object state)
    {
        Owner = owner;
        State = state;
    }

    internal object Owner { get; }

    internal object State { get; }
}

/// <summary>What stands in the way of inserting a row. <see cref="Index"/> is null when nothing does.</summary>
/// <param name="Index">The unique index whose key is taken.</param>
/// <param name="Row">
/// The row that has the key; null when an earlier row of the batch has it. To read it, lock it by <see cref="StorageTransaction.TryLockAndLocate"/>: until then others
/// may change or move it.
/// </param>
/// <param name="EarlierRow">Row number in the batch, or -1.</param>
public readonly record struct InsertConflict(IndexDefinition? Index, RowId? Row, int EarlierRow)
{
    public static InsertConflict None => new(null, null, -1);

    public bool IsConflict => Index is not null;
}
