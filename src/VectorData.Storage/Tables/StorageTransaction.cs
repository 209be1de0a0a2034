using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Tables;

/// <summary>
/// One transaction. Belongs to one thread at a time. Waits for other transactions honour the token (OperationCanceledException),
/// <see cref="LockTimeout"/> (55P03) and deadlocks (40P01). After an error of a write the caller goes back to a savepoint or rolls back.
/// </summary>
public sealed class StorageTransaction : IDisposable
{
    public TransactionId Id => throw new NotImplementedException();

    public TransactionIsolation Isolation => throw new NotImplementedException();

    public bool IsReadOnly => throw new NotImplementedException();

    /// <summary>How long to wait for another transaction; infinite unless set.</summary>
    public TimeSpan LockTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Whether anything was written or defined.</summary>
    public bool HasChanges => throw new NotImplementedException();

    /// <summary>The catalog as this transaction sees it.</summary>
    public Catalog Catalog => throw new NotImplementedException();

    /// <summary>Read committed: what was committed up to now becomes visible, under the own changes. Snapshot: nothing. May change <see cref="Catalog"/>.</summary>
    public void BeginStatement() => throw new NotImplementedException();

    /// <summary>The table with this transaction's own changes.</summary>
    public TableSnapshot Table(TableId table) => throw new NotImplementedException();

    /// <summary>The newest committed rows with the own changes, whatever the isolation: for foreign keys and conflicts.</summary>
    public TableSnapshot LatestTable(TableId table) => throw new NotImplementedException();

    /// <summary>
    /// Adds complete, checked rows; columns in the order of <see cref="TableDefinition.Columns"/>, the batch's selection counts. 23505 with PostgreSQL's
    /// message and detail for a key that is there; waits while another transaction may still add or remove that key.
    /// </summary>
    public IReadOnlyList<RowRange> Insert(TableId table, Batch rows, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// For INSERT ON CONFLICT: what stands in the way of each row that counts. Keys of rows without conflict are reserved for this transaction,
    /// so that inserting them does not fail. <paramref name="arbiter"/> null: any unique index.
    /// </summary>
    public InsertConflict[] FindConflicts(TableId table, IndexId? arbiter, Batch rows, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Deletes rows (an UPDATE deletes and inserts). Waits for transactions that hold them. False when one of them was changed by a transaction that
    /// committed after this statement's snapshot: nothing is deleted and the statement has to run again; under snapshot isolation 40001.
    /// </summary>
    public bool TryDelete(TableId table, ReadOnlySpan<RowId> rows, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Locks rows until the transaction ends. False when one of them is gone by now: for <see cref="RowLockMode.KeyShare"/> look again in
    /// <see cref="LatestTable"/>; for <see cref="RowLockMode.Update"/> run the statement again (40001 under snapshot isolation).
    /// </summary>
    public bool TryLockRows(TableId table, ReadOnlySpan<RowId> rows, RowLockMode mode, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Shared: for writers, taken by every write itself. Exclusive: nobody else writes or alters the table. Take it before <see cref="BeginStatement"/>, so that the
    /// statement sees the definition that is locked.
    /// </summary>
    public void LockTable(TableId table, bool exclusive, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>For DDL: one transaction at a time changes definitions. <see cref="Catalog"/> becomes the newest one.</summary>
    public void LockCatalog(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Savepoint Save() => throw new NotImplementedException();

    /// <summary>Undoes everything since the savepoint, which stays valid. Locks are kept.</summary>
    public void RollbackTo(Savepoint savepoint) => throw new NotImplementedException();

    /// <summary>The next value of a sequence; never given back. 2200H when it is exhausted.</summary>
    public long NextValue(SequenceId sequence) => throw new NotImplementedException();

    /// <summary>The last value any session was given, null when none was yet.</summary>
    public long? LastValue(SequenceId sequence) => throw new NotImplementedException();

    /// <summary>Sets a sequence at once, for everyone, whatever becomes of this transaction.</summary>
    public void SetValue(SequenceId sequence, long value, bool isCalled) => throw new NotImplementedException();

    public TableId NewTableId() => throw new NotImplementedException();

    public IndexId NewIndexId() => throw new NotImplementedException();

    public SequenceId NewSequenceId() => throw new NotImplementedException();

    /// <summary>
    /// Makes <paramref name="catalog"/> (a change of <see cref="Catalog"/>) this transaction's view, locking the catalog and every table whose definition differs.
    /// New tables start empty, rows of dropped ones go, new indexes are built (23505 when a unique one finds equal keys).
    /// </summary>
    /// <param name="progress">Share done of the index builds, 0 to 1.</param>
    public void SetCatalog(Catalog catalog, IProgress<double>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes all rows under an exclusive lock.</summary>
    public void Truncate(TableId table, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Returns when the changes are durable (as <see cref="StorageOptions.Synchronous"/> says) and visible. When it throws, nothing is changed.</summary>
    public void Commit(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc cref="Commit"/>
    public ValueTask CommitAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public void Rollback() => throw new NotImplementedException();

    /// <summary>Rolls back unless committed.</summary>
    public void Dispose() => throw new NotImplementedException();
}
