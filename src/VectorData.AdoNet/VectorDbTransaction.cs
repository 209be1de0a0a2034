using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Execution;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet;

/// <summary>A transaction of a connection; disposing one that was not committed rolls it back.</summary>
public sealed class VectorDbTransaction : DbTransaction
{
    private VectorDbConnection? _connection;
    private bool _isDisposed;

    private VectorDbTransaction(VectorDbConnection connection, IsolationLevel isolationLevel)
    {
        _connection = connection;
        IsolationLevel = isolationLevel;
    }

    /// <summary>The connection; null once the transaction has ended.</summary>
    public new VectorDbConnection? Connection => _connection;

    /// <summary>The level in force: at least what was asked for.</summary>
    public override IsolationLevel IsolationLevel { get; }

    public override bool SupportsSavepoints => true;

    protected override DbConnection? DbConnection => _connection;

    /// <summary>Makes the changes durable. 25P02 when a statement had failed: then everything was rolled back.</summary>
    public override void Commit()
    {
        var connection = Usable();
        string tag;
        try
        {
            tag = connection.Run("COMMIT");
        }
        finally
        {
            ForgetIfEnded(connection);
        }

        CheckCommitted(tag);
    }

    public override async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Usable();
        string tag;
        try
        {
            tag = await connection.RunAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ForgetIfEnded(connection);
        }

        CheckCommitted(tag);
    }

    public override void Rollback()
    {
        var connection = Usable();
        try
        {
            connection.Run("ROLLBACK");
        }
        finally
        {
            ForgetIfEnded(connection);
        }
    }

    public override Task RollbackAsync(CancellationToken cancellationToken = default) =>
        Completed(Rollback, cancellationToken);

    /// <summary>Marks a place to roll back to. The name may be any text; a later savepoint of the same name hides the earlier one.</summary>
    public override void Save(string savepointName) => Usable().Run("SAVEPOINT " + Quoted(savepointName));

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Completed(() => Save(savepointName), cancellationToken);

    /// <summary>Undoes what came after the savepoint, which stays; also ends the failed state after an error.</summary>
    public override void Rollback(string savepointName) => Usable().Run("ROLLBACK TO SAVEPOINT " + Quoted(savepointName));

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Completed(() => Rollback(savepointName), cancellationToken);

    /// <summary>Forgets the savepoint and keeps the changes.</summary>
    public override void Release(string savepointName) => Usable().Run("RELEASE SAVEPOINT " + Quoted(savepointName));

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Completed(() => Release(savepointName), cancellationToken);

    internal static VectorDbTransaction Begin(VectorDbConnection connection, IsolationLevel isolationLevel)
    {
        var (sql, actual) = isolationLevel switch
        {
            IsolationLevel.Unspecified or IsolationLevel.ReadUncommitted or IsolationLevel.ReadCommitted =>
                ("BEGIN ISOLATION LEVEL READ COMMITTED", IsolationLevel.ReadCommitted),
            IsolationLevel.RepeatableRead => ("BEGIN ISOLATION LEVEL REPEATABLE READ", IsolationLevel.RepeatableRead),
            IsolationLevel.Snapshot => ("BEGIN ISOLATION LEVEL REPEATABLE READ", IsolationLevel.Snapshot),
            IsolationLevel.Serializable => ("BEGIN ISOLATION LEVEL SERIALIZABLE", IsolationLevel.Serializable),
            _ => throw new NotSupportedException(
                $"Isolation level {isolationLevel} is not supported: use ReadCommitted, RepeatableRead or Snapshot."),
        };
        connection.Run(sql);
        return new VectorDbTransaction(connection, actual);
    }

    /// <summary>The connection has closed: its session rolls back.</summary>
    internal void Forget()
    {
        _connection?.EndTransaction(this);
        _connection = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (_connection is { } connection)
                RollBackUnfinished(connection);
        }

        base.Dispose(disposing);
    }

    private void RollBackUnfinished(VectorDbConnection connection)
    {
        try
        {
            (connection.Busy as IConnectionUser)?.OnConnectionClosing();
            if (connection.Session.Status != TransactionStatus.Idle)
                connection.Run("ROLLBACK");
        }
        finally
        {
            Forget();
        }
    }

    private VectorDbConnection Usable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_connection is not { } connection)
            throw new InvalidOperationException("The transaction has ended: it was committed or rolled back, or its connection was closed.");
        connection.ThrowIfBusy();
        if (connection.Session.Status == TransactionStatus.Idle)
        {
            Forget();
            throw new InvalidOperationException("The transaction has ended: a COMMIT or ROLLBACK statement ended it.");
        }

        return connection;
    }

    // A commit that fails in the engine (40001, a full disk) has rolled back; a cancelled wait may leave the transaction open.
    private void ForgetIfEnded(VectorDbConnection connection)
    {
        if (connection.State != ConnectionState.Open || connection.Session.Status == TransactionStatus.Idle)
            Forget();
    }

    private static void CheckCommitted(string tag)
    {
        if (tag == "ROLLBACK")
        {
            throw new VectorDbException(
                SqlStates.InFailedSqlTransaction, "the transaction was rolled back instead of committed: a statement in it had failed")
            {
                Hint = "Roll back to a savepoint after a failed statement, or run the transaction again.",
            };
        }
    }

    private static string Quoted(string savepointName)
    {
        ArgumentException.ThrowIfNullOrEmpty(savepointName);
        return $"\"{savepointName.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static Task Completed(Action action, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        try
        {
            action();
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }
}
