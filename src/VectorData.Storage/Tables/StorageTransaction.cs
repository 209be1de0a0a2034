using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Tables;

/// <summary>
/// One transaction. Belongs to one thread at a time. Waits for other transactions honour the token (OperationCanceledException),
/// <see cref="LockTimeout"/> (55P03) and deadlocks (40P01). After an error of a write the caller goes back to a savepoint or rolls back.
/// </summary>
public sealed class StorageTransaction : IDisposable
{
    private readonly HashSet<TableId> _touched = [];
    private readonly HashSet<TableId> _locked = [];
    private Dictionary<TableId, View>? _views;
    private RowWriter? _rows;
    private SchemaWriter? _schema;
    private SegmentSpill? _spill;
    private TaskCompletionSource? _endedSource;
    private DatabaseSnapshot _base;
    private TransactionChanges _changes = TransactionChanges.None;
    private bool _usedSequences;
    private bool _isCommitting;

    internal StorageTransaction(DatabaseState state, TransactionIsolation isolation, bool readOnly)
    {
        State = state;
        Isolation = isolation;
        IsReadOnly = readOnly;
        Id = state.Ids.NextTransaction();
        _base = state.Current;
        if (readOnly)
            return;
        // Listed first, then based on what is current: rows of a later compaction stay traceable for it.
        state.Transactions[Id] = this;
        _base = state.Current;
    }

    public TransactionId Id { get; }

    public TransactionIsolation Isolation { get; }

    public bool IsReadOnly { get; }

    /// <summary>How long to wait for another transaction; infinite unless set.</summary>
    public TimeSpan LockTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Whether anything was written or defined.</summary>
    public bool HasChanges => !ReferenceEquals(_changes, TransactionChanges.None);

    /// <summary>The catalog as this transaction sees it.</summary>
    public Catalog Catalog => _changes.Catalog ?? _base.Catalog;

    internal DatabaseState State { get; }

    internal SegmentSpill Spill => _spill ??= new SegmentSpill(this);

    internal bool IsSpilling => _spill is { IsActive: true };

    private RowWriter Rows => _rows ??= new RowWriter(this);

    internal CommitSequence BaseSequence => _base.Sequence;

    internal DatabaseSnapshot Base => _base;

    internal TransactionChanges Changes
    {
        get => _changes;
        set => _changes = value;
    }

    /// <summary>Where the log holds the first of this transaction's chunks.</summary>
    internal long FirstChunk { get; set; } = long.MaxValue;

    /// <summary>How many losses the log had when the first chunk was written.</summary>
    internal int LossesAtFirstChunk { get; set; }

    internal bool HasLostChunks => FirstChunk != long.MaxValue && State.Log!.Losses != LossesAtFirstChunk;

    /// <summary>Whether others may wait for this one in a way that keeps maintenance from making room.</summary>
    internal bool HasExclusiveLock { get; private set; }

    /// <summary>Guarded by the lock table.</summary>
    internal StorageTransaction? WaitsFor { get; set; }

    /// <summary>The key whose deletion by <see cref="WaitsFor"/> an insert waits for, to look at it again then. Guarded by the table's gate.</summary>
    internal (IndexId Index, ulong Hash, StorageTransaction Deleter)? AwaitedKey { get; set; }

    internal bool HasEnded { get; private set; }

    /// <summary>Guarded by the lock table.</summary>
    internal Task Ended => (_endedSource ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Read committed: what was committed up to now becomes visible, under the own changes. Snapshot: nothing. May change <see cref="Catalog"/>.</summary>
    public void BeginStatement()
    {
        ThrowIfEnded();
        if (Isolation == TransactionIsolation.ReadCommitted)
            _base = State.Current;
    }

    /// <summary>The table with this transaction's own changes.</summary>
    public TableSnapshot Table(TableId table)
    {
        ThrowIfEnded();
        var committed = _base.Tables.GetValueOrDefault(table);
        var changes = _changes.Of(table);
        var definition = Definition(table);
        if (committed is not null && ReferenceEquals(changes, TableChanges.None) && ReferenceEquals(committed.Definition, definition))
            return committed.Snapshot;
        _views ??= [];
        if (_views.TryGetValue(table, out var view) && view.Committed == committed && view.Changes == (object)changes && view.Snapshot.Definition == (object)definition)
            return view.Snapshot;
        var snapshot = new TableSnapshot(definition, changes.Over(committed));
        _views[table] = new View(committed, changes, snapshot);
        return snapshot;
    }

    /// <summary>The newest committed rows with the own changes, whatever the isolation: for foreign keys and conflicts.</summary>
    public TableSnapshot LatestTable(TableId table)
    {
        ThrowIfEnded();
        var committed = State.Current.Tables.GetValueOrDefault(table);
        var changes = _changes.Of(table);
        var definition = Definition(table);
        return committed is not null && ReferenceEquals(changes, TableChanges.None) && ReferenceEquals(committed.Definition, definition)
            ? committed.Snapshot
            : new TableSnapshot(definition, changes.Over(committed));
    }

    /// <summary>
    /// Adds complete, checked rows; columns in the order of <see cref="TableDefinition.Columns"/>, the batch's selection counts. 23505 with PostgreSQL's
    /// message and detail for a key that is there; waits while another transaction may still add or remove that key.
    /// </summary>
    public IReadOnlyList<RowRange> Insert(TableId table, Batch rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Rows.Insert(LockForWrite(table, cancellationToken), rows, cancellationToken);
    }

    /// <summary>
    /// For INSERT ON CONFLICT: what stands in the way of each row that counts. Keys of rows without conflict are reserved for this transaction,
    /// so that inserting them does not fail. <paramref name="arbiter"/> null: any unique index.
    /// </summary>
    public InsertConflict[] FindConflicts(TableId table, IndexId? arbiter, Batch rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Rows.FindConflicts(LockForWrite(table, cancellationToken), arbiter, rows, cancellationToken);
    }

    /// <summary>
    /// Deletes rows (an UPDATE deletes and inserts). Waits for transactions that hold them. False when one of them was changed by a transaction that
    /// committed after this statement's snapshot: nothing is deleted and the statement has to run again; under snapshot isolation 40001.
    /// </summary>
    public bool TryDelete(TableId table, ReadOnlySpan<RowId> rows, CancellationToken cancellationToken) =>
        TryDelete(table, rows, keepsKeys: false, cancellationToken);

    /// <summary>As the other. <paramref name="keepsKeys"/>: rows with the same unique keys are inserted next, so that nobody who refers to a key is in the way.</summary>
    public bool TryDelete(TableId table, ReadOnlySpan<RowId> rows, bool keepsKeys, CancellationToken cancellationToken)
    {
        LockForWrite(table, cancellationToken);
        return RowLocker.TryDelete(this, table, rows, keepsKeys ? RowLockMode.NoKeyUpdate : RowLockMode.Update, cancellationToken);
    }

    /// <summary>
    /// Locks rows until the transaction ends. False when one of them is gone by now: for <see cref="RowLockMode.KeyShare"/> look again in
    /// <see cref="LatestTable"/>; for the other modes run the statement again (40001 under snapshot isolation).
    /// </summary>
    public bool TryLockRows(TableId table, ReadOnlySpan<RowId> rows, RowLockMode mode, CancellationToken cancellationToken)
    {
        LockTable(table, exclusive: false, cancellationToken);
        return RowLocker.TryLock(this, table, rows, mode, cancellationToken);
    }

    /// <summary>
    /// As <see cref="TryLockRows"/>, for rows that are to be read then: each is given the address under which <see cref="LatestTable"/> has it, which stays as it is
    /// until the transaction ends.
    /// </summary>
    public bool TryLockAndLocate(TableId table, Span<RowId> rows, RowLockMode mode, CancellationToken cancellationToken)
    {
        if (!TryLockRows(table, rows, mode, cancellationToken))
            return false;
        RowLocker.Locate(this, table, rows);
        return true;
    }

    /// <summary>
    /// Shared: for writers, taken by every write itself. Exclusive: nobody else writes or alters the table. Take it before <see cref="BeginStatement"/>, so that the
    /// statement sees the definition that is locked.
    /// </summary>
    public void LockTable(TableId table, bool exclusive, CancellationToken cancellationToken)
    {
        ThrowIfCannotWrite();
        if (!exclusive && _locked.Contains(table))
            return;
        _touched.Add(table);
        if (exclusive)
            State.Locks.LockExclusive(table, this, cancellationToken);
        else
            State.Locks.LockShared(table, this, cancellationToken);
        _locked.Add(table);
        HasExclusiveLock |= exclusive;
    }

    /// <summary>For DDL: one transaction at a time changes definitions. <see cref="Catalog"/> becomes the newest one.</summary>
    public void LockCatalog(CancellationToken cancellationToken)
    {
        ThrowIfCannotWrite();
        State.Locks.LockCatalog(this, cancellationToken);
        if (_changes.Catalog is null && State.Current.Catalog.Version != _base.Catalog.Version)
            _changes = _changes with { Catalog = State.Current.Catalog };
    }

    public Savepoint Save()
    {
        ThrowIfEnded();
        return new Savepoint(this, _changes);
    }

    /// <summary>Undoes everything since the savepoint, which stays valid. Locks are kept.</summary>
    public void RollbackTo(Savepoint savepoint)
    {
        ArgumentNullException.ThrowIfNull(savepoint);
        ThrowIfEnded();
        if (savepoint.Owner != this)
            throw new ArgumentException("the savepoint belongs to another transaction", nameof(savepoint));
        _changes = (TransactionChanges)savepoint.State;
    }

    /// <summary>The next value of a sequence; never given back. 2200H when it is exhausted.</summary>
    public long NextValue(SequenceId sequence)
    {
        ThrowIfCannotWrite();
        _usedSequences = true;
        return State.Sequences.Next(Sequence(sequence));
    }

    /// <summary>The last value any session was given, null when none was yet.</summary>
    public long? LastValue(SequenceId sequence)
    {
        ThrowIfEnded();
        return State.Sequences.Last(Sequence(sequence));
    }

    /// <summary>Sets a sequence at once, for everyone, whatever becomes of this transaction.</summary>
    public void SetValue(SequenceId sequence, long value, bool isCalled)
    {
        ThrowIfCannotWrite();
        _usedSequences = true;
        State.Sequences.Set(Sequence(sequence), value, isCalled);
    }

    public TableId NewTableId() => State.Ids.NextTable();

    public IndexId NewIndexId() => State.Ids.NextIndex();

    public SequenceId NewSequenceId() => State.Ids.NextSequence();

    /// <summary>
    /// Makes <paramref name="catalog"/> (a change of <see cref="Catalog"/>) this transaction's view, locking the catalog and every table whose definition differs.
    /// New tables start empty, rows of dropped ones go, new indexes are built (23505 when a unique one finds equal keys).
    /// </summary>
    /// <param name="progress">Share done of the index builds, 0 to 1.</param>
    public void SetCatalog(Catalog catalog, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ThrowIfCannotWrite();
        (_schema ??= new SchemaWriter(this)).Set(catalog, progress, cancellationToken);
    }

    /// <summary>Removes all rows under an exclusive lock.</summary>
    public void Truncate(TableId table, CancellationToken cancellationToken)
    {
        LockTable(table, exclusive: true, cancellationToken);
        Definition(table);
        _changes = _changes.With(table, TableChanges.None with { Truncated = true });
    }

    /// <summary>Returns when the changes are durable (as <see cref="StorageOptions.Synchronous"/> says) and visible. When it throws, nothing is changed.</summary>
    public void Commit(CancellationToken cancellationToken = default)
    {
        if (BeginCommit(cancellationToken) is { } request)
            State.Commits.Commit(request);
    }

    /// <inheritdoc cref="Commit"/>
    public ValueTask CommitAsync(CancellationToken cancellationToken = default) =>
        BeginCommit(cancellationToken) is { } request ? State.Commits.CommitAsync(request) : ValueTask.CompletedTask;

    public void Rollback()
    {
        if (!HasEnded && !_isCommitting)
            End(committed: false);
    }

    /// <summary>Rolls back unless committed.</summary>
    public void Dispose() => Rollback();

    internal TableDefinition Definition(TableId table) => Catalog.FindTable(table)
        ?? throw new VectorDbException(SqlStates.UndefinedTable, $"table {table.Value} does not exist");

    /// <summary>Sees the files of flushed segments in the place of those in memory: same rows, same addresses.</summary>
    internal void SeeFlushed(TableId table)
    {
        if (!_base.Tables.TryGetValue(table, out var known) || !State.Current.Tables.TryGetValue(table, out var latest))
            return;
        var segments = known.Segments;
        for (var i = 0; i < segments.Length; i++)
            if (!segments[i].Segment.IsSealed && latest.Find(segments[i].Id) is { Segment.IsSealed: true } flushed && flushed.Rows == segments[i].Rows)
                segments = segments.SetItem(i, flushed.WithDeletes(segments[i].Deletes));
        _base = new DatabaseSnapshot(_base.Catalog, _base.Sequence, _base.Tables.SetItem(table, known.With(segments)));
    }

    /// <summary>The database closes: whoever waits for this transaction goes on, and its owner gets an error.</summary>
    internal void Abandon() => State.Locks.Release(this, []);

    internal void EndCommit(bool committed) => End(committed, isLogged: true);

    internal void SetEnded()
    {
        HasEnded = true;
        _endedSource?.TrySetResult();
    }

    internal VectorDbException Conflict() => new(SqlStates.SerializationFailure, "could not serialize access due to concurrent update")
    {
        Hint = "Run the transaction again.",
    };

    private SequenceDefinition Sequence(SequenceId id) => Catalog.FindSequence(id)
        ?? throw new VectorDbException(SqlStates.UndefinedTable, $"sequence {id.Value} does not exist");

    /// <summary>The definition that is written to; 40001 when another transaction changed it after this one looked.</summary>
    private TableDefinition LockForWrite(TableId table, CancellationToken cancellationToken)
    {
        LockTable(table, exclusive: false, cancellationToken);
        var definition = Definition(table);
        if (_changes.Catalog is null && !ReferenceEquals(State.Current.Catalog.FindTable(table), definition))
        {
            throw new VectorDbException(SqlStates.SerializationFailure, $"could not serialize access due to a concurrent change of table \"{definition.Name}\"")
            {
                TableName = definition.Name,
                SchemaName = definition.Schema,
                Hint = "Run the transaction again.",
            };
        }

        return definition;
    }

    private TransactionCommit? BeginCommit(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        cancellationToken.ThrowIfCancellationRequested();
        if (!HasChanges && !(_usedSequences && State.Sequences.HasPending()))
        {
            End(committed: true);
            return null;
        }

        try
        {
            var request = CommitPreparation.Prepare(this);
            _isCommitting = true;
            return request;
        }
        catch
        {
            End(committed: false);
            throw;
        }
    }

    private void End(bool committed, bool isLogged = false)
    {
        State.Transactions.TryRemove(Id, out _);
        _schema?.End(committed, isLogged);
        _spill?.End(committed, isLogged);
        State.Locks.Release(this, _touched);
        _views = null;
    }

    /// <summary>57P01 once the database closes under the transaction.</summary>
    internal void ThrowIfAbandoned()
    {
        if (HasEnded && State.IsClosing)
            throw new VectorDbException(SqlStates.AdminShutdown, "terminating connection because the database is closing");
    }

    private void ThrowIfEnded()
    {
        ThrowIfAbandoned();
        if (HasEnded || _isCommitting)
            throw new InvalidOperationException("the transaction has ended");
    }

    private void ThrowIfCannotWrite()
    {
        ThrowIfEnded();
        if (IsReadOnly)
            throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, "cannot write in a read-only transaction");
    }

    private readonly record struct View(TableVersion? Committed, TableChanges Changes, TableSnapshot Snapshot);
}
