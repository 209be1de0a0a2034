using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Execution.Statements;
using VectorData.Sql.Syntax;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>Transaction control of a session: blocks, pipelines, savepoints, what a failure does and how work is committed.</summary>
internal sealed class SessionTransactions(EmbeddedSession session)
{
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _pipelines;
    private bool _pipelineFailed;

    /// <summary>The block that statements run in, or null outside of one.</summary>
    public TransactionBlock? Block { get; private set; }

    public TransactionStatus Status => Block switch
    {
        { IsImplicit: false, IsFailed: true } => TransactionStatus.Failed,
        { IsImplicit: false } => TransactionStatus.InTransaction,
        _ => TransactionStatus.Idle,
    };

    /// <summary>The definitions that a statement would see now.</summary>
    public Catalog CurrentCatalog => Block?.Storage?.Catalog ?? session.Engine.Storage.Current.Catalog;

    /// <summary>Whether a transaction that does not say otherwise is read-only.</summary>
    public bool StartsReadOnly => session.IsReadOnly || Settings.Current.DefaultReadOnly;

    private SessionSettings Settings => session.Settings;

    /// <summary>Microseconds since 2000-01-01 UTC.</summary>
    public long Now() => (session.Engine.Clock.GetUtcNow() - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>25P02 in a failed block, for all statements but those that end it.</summary>
    public void RequireNotFailed(Statement? statement = null)
    {
        var isFailed = Block is { IsFailed: true } || (_pipelineFailed && Block is null);
        if (isFailed && statement is not (RollbackStatement or CommitStatement or RollbackToSavepointStatement))
        {
            throw new VectorDbException(
                SqlStates.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
        }
    }

    /// <summary>The transaction for a statement: the block's, or one of its own that has to be committed.</summary>
    public (StorageTransaction Transaction, StorageTransaction? Own) Enter()
    {
        if (Block is null && _pipelines > 0)
            Block = NewBlock(TransactionModes.Unspecified, isImplicit: true);
        if (Block is { } block)
        {
            var shared = block.Begin(session.Engine.Storage);
            Prepare(shared);
            return (shared, null);
        }

        var current = Settings.Current;
        var own = session.Engine.Storage.Begin(TransactionBlock.Level(ParseLevel(current.DefaultIsolation)), StartsReadOnly);
        Prepare(own);
        return (own, own);
    }

    /// <summary>Commits what a started statement left to be committed.</summary>
    public void Finish(StartedStatement started, CancellationToken cancellationToken)
    {
        if (started.Commit is null && started.EndedBlock is null)
            return;
        try
        {
            started.Commit?.Commit(cancellationToken);
        }
        catch (Exception e)
        {
            throw NotCommitted(started, e);
        }

        Committed(started);
    }

    public async ValueTask FinishAsync(StartedStatement started, CancellationToken cancellationToken)
    {
        if (started.Commit is null && started.EndedBlock is null)
            return;
        try
        {
            if (started.Commit is { } transaction)
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw NotCommitted(started, e);
        }

        Committed(started);
    }

    /// <summary>A statement failed: an open block takes nothing more, an implicit one is rolled back.</summary>
    public void Fail()
    {
        if (Block is not { } block)
            return;
        if (block.IsImplicit)
        {
            Abandon();
            _pipelineFailed = _pipelines > 0;
            return;
        }

        block.Fail();
    }

    /// <summary>Rolls back whatever is open.</summary>
    public void Abandon()
    {
        if (Block is not { } block)
            return;
        Block = null;
        Settings.Restore(block.SettingsBefore);
        session.Cursors.EndTransaction(isCommitted: false);
        block.Dispose();
    }

    public void EnterPipeline()
    {
        if (_pipelines++ == 0)
            _pipelineFailed = false;
    }

    public StartedStatement LeavePipeline()
    {
        var failed = _pipelineFailed;
        LeftPipeline();
        if (failed)
            throw new VectorDbException(SqlStates.InFailedSqlTransaction, "a statement of the pipeline failed: its transaction was rolled back");
        return _pipelines == 0 && Block is { IsImplicit: true } block ? End(block) : default;
    }

    public void AbandonPipeline()
    {
        LeftPipeline();
        if (_pipelines == 0 && Block is { IsImplicit: true })
            Abandon();
    }

    public StatementOutcome Begin(BeginStatement statement)
    {
        if (Block is { IsImplicit: false })
        {
            Warn("there is already a transaction in progress", SqlStates.ActiveSqlTransaction);
            return StatementOutcome.Of("BEGIN");
        }

        if (Block is { IsImplicit: true, Storage: not null } running)
        {
            Apply(running, statement.Modes);
            running.IsImplicit = false;
        }
        else
        {
            Block = NewBlock(statement.Modes, isImplicit: false);
        }

        return StatementOutcome.Of("BEGIN");
    }

    /// <summary>COMMIT: a failed block is rolled back and says so.</summary>
    public StartedStatement Commit(CommitStatement statement)
    {
        if (Block is not { } block)
        {
            RequireBlockForChain(statement.Chain, "COMMIT");
            Warn("there is no transaction in progress", SqlStates.NoActiveSqlTransaction);
            return Done("COMMIT");
        }

        if (block.IsFailed)
        {
            EndRolledBack(block, statement.Chain);
            return Done("ROLLBACK");
        }

        if (block.IsImplicit)
            Warn("there is no transaction in progress", SqlStates.NoActiveSqlTransaction);
        return End(block) with { Cursor = new StoredCursor(null, StatementOutcome.Of("COMMIT")), Chain = statement.Chain };
    }

    public StatementOutcome Rollback(RollbackStatement statement)
    {
        if (Block is not { IsImplicit: false } block)
        {
            RequireBlockForChain(statement.Chain, "ROLLBACK");
            Warn("there is no transaction in progress", SqlStates.NoActiveSqlTransaction);
            Abandon();
        }
        else
        {
            EndRolledBack(block, statement.Chain);
        }

        return StatementOutcome.Of("ROLLBACK");
    }

    public StatementOutcome Savepoint(SavepointStatement statement)
    {
        RequireBlock("SAVEPOINT").Save(statement.Name.Name, session.Engine.Storage, Settings.Save());
        return StatementOutcome.Of("SAVEPOINT");
    }

    public StatementOutcome RollbackTo(RollbackToSavepointStatement statement)
    {
        Settings.Restore(RequireBlock("ROLLBACK TO SAVEPOINT").RollbackTo(statement.Name));
        return StatementOutcome.Of("ROLLBACK");
    }

    public StatementOutcome Release(ReleaseSavepointStatement statement)
    {
        RequireBlock("RELEASE SAVEPOINT").Release(statement.Name);
        return StatementOutcome.Of("RELEASE");
    }

    /// <summary>SET TRANSACTION, also spelt as SET transaction_isolation.</summary>
    public void SetModes(TransactionModes modes)
    {
        if (Block is { } block)
            Apply(block, modes);
        else
            Warn("SET TRANSACTION can only be used in transaction blocks", SqlStates.NoActiveSqlTransaction);
    }

    /// <summary>25001 inside a block, for statements that manage transactions themselves.</summary>
    public void RequireNoBlock(string command)
    {
        if (Block is { IsImplicit: false } || (_pipelines > 0 && Block is not null))
            throw new VectorDbException(SqlStates.ActiveSqlTransaction, $"{command} cannot run inside a transaction block");
    }

    public static IsolationLevel ParseLevel(string name) => name switch
    {
        "serializable" => IsolationLevel.Serializable,
        "repeatable read" => IsolationLevel.RepeatableRead,
        "snapshot" => IsolationLevel.Snapshot,
        "read uncommitted" => IsolationLevel.ReadUncommitted,
        _ => IsolationLevel.ReadCommitted,
    };

    public static string LevelName(IsolationLevel level) => level switch
    {
        IsolationLevel.Serializable => "serializable",
        IsolationLevel.RepeatableRead => "repeatable read",
        IsolationLevel.Snapshot => "snapshot",
        IsolationLevel.ReadUncommitted => "read uncommitted",
        _ => "read committed",
    };

    private static StartedStatement Done(string tag) => new(new StoredCursor(null, StatementOutcome.Of(tag)), null);

    private void Prepare(StorageTransaction transaction)
    {
        var timeout = Settings.Current.LockTimeout;
        transaction.LockTimeout = timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan;
    }

    private TransactionBlock NewBlock(TransactionModes modes, bool isImplicit)
    {
        var current = Settings.Current;
        var isolation = modes.Isolation ?? ParseLevel(current.DefaultIsolation);
        TransactionBlock.Level(isolation);
        RequireReadable(modes);
        return new TransactionBlock(isolation, modes.ReadOnly ?? StartsReadOnly, Now(), Settings.Save()) { IsImplicit = isImplicit };
    }

    private void Apply(TransactionBlock block, TransactionModes modes)
    {
        RequireReadable(modes);
        if (modes.Isolation is { } isolation && isolation != block.Isolation)
        {
            if (block.Storage is not null)
                throw new VectorDbException(SqlStates.ActiveSqlTransaction, "SET TRANSACTION ISOLATION LEVEL must be called before any query");
            TransactionBlock.Level(isolation);
            block.Isolation = isolation;
        }

        if (modes.ReadOnly is { } readOnly && readOnly != block.IsReadOnly)
        {
            if (block.Storage is not null)
                throw new VectorDbException(SqlStates.ActiveSqlTransaction, "transaction read-write mode must be set before any query");
            block.IsReadOnly = readOnly;
        }
    }

    private void RequireReadable(TransactionModes modes)
    {
        if (session.IsReadOnly && modes.ReadOnly == false)
        {
            throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, "cannot set transaction read-write mode in a read-only session")
            {
                Hint = "Connect without Mode=ReadOnly.",
            };
        }
    }

    private StartedStatement End(TransactionBlock block)
    {
        Block = null;
        return new StartedStatement(null!, block.Storage) { EndedBlock = block };
    }

    private void EndRolledBack(TransactionBlock block, bool chain)
    {
        Abandon();
        if (chain)
            Block = NewBlock(new TransactionModes(block.Isolation, block.IsReadOnly, null), isImplicit: false);
    }

    private void Committed(StartedStatement started)
    {
        SessionTelemetry.Commits.Add(1);
        started.Commit?.Dispose();
        if (started.EndedBlock is not { } block)
            return;
        Settings.EndTransaction();
        session.Cursors.EndTransaction(isCommitted: true);
        if (started.Chain)
            Block = NewBlock(new TransactionModes(block.Isolation, block.IsReadOnly, null), isImplicit: false);
    }

    private VectorDbException NotCommitted(StartedStatement started, Exception e)
    {
        started.Commit?.Dispose();
        if (started.EndedBlock is { } block)
        {
            Settings.Restore(block.SettingsBefore);
            session.Cursors.EndTransaction(isCommitted: false);
        }

        return session.Failed(e, null);
    }

    private void LeftPipeline()
    {
        if (--_pipelines == 0)
            _pipelineFailed = false;
    }

    /// <summary>25P01 outside of a block.</summary>
    public TransactionBlock RequireBlock(string command) => Block is { IsImplicit: false } block
        ? block
        : throw new VectorDbException(SqlStates.NoActiveSqlTransaction, $"{command} can only be used in transaction blocks");

    private void RequireBlockForChain(bool chain, string command)
    {
        if (chain)
            throw new VectorDbException(SqlStates.NoActiveSqlTransaction, $"{command} AND CHAIN can only be used in transaction blocks");
    }

    private void Warn(string message, string sqlState) => session.Notify(new Notice("WARNING", sqlState, message));
}
