using System.Runtime.ExceptionServices;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Execution;

/// <summary>
/// Runs the statements of one command in order. Several statements share one implicit transaction: all of them, or none when one fails.
/// After an error everything is closed and the execution is over.
/// </summary>
internal sealed class CommandExecution(VectorDbConnection connection, PreparedStatement[] statements, int timeout)
{
    private readonly CommandWatch _watch = connection.Watch;
    private ICursor? _cursor;
    private IPipeline? _pipeline;
    private int _next;
    private long _affected = -1;
    private bool _isUnread;

    /// <summary>The statement whose result stands open.</summary>
    public PreparedStatement? Current { get; private set; }

    /// <summary>The columns of the open result; <see cref="ResultShape.None"/> when there is none.</summary>
    public ResultShape Shape { get; private set; } = ResultShape.None;

    public bool IsOver { get; private set; }

    public ISession Session => connection.Session;

    /// <summary>The command tag of the statement that ended last.</summary>
    public string LastTag { get; private set; } = "";

    /// <summary>Rows inserted, updated and deleted so far; -1 when no statement could.</summary>
    public int RecordsAffected
    {
        get
        {
            var open = _cursor?.RowsAffected ?? -1;
            var sum = open < 0 ? _affected : Math.Max(_affected, 0) + open;
            return (int)Math.Min(sum, int.MaxValue);
        }
    }

    /// <summary>Begins: takes the parameter values, so that later changes do not count.</summary>
    public void Start()
    {
        foreach (var statement in statements)
            statement.Bind();
        _watch.Start();
        if (statements.Length > 1)
            _pipeline = connection.Session.BeginPipeline();
    }

    /// <summary>Runs statements up to the next one with rows; false when all have run, and what they did is committed.</summary>
    public bool MoveToResult()
    {
        if (_isUnread)
            Drain();
        CloseCursor();
        while (_next < statements.Length)
        {
            var statement = statements[_next++];
            try
            {
                _cursor = statement.Statement.Execute(statement.Values, _watch.Enter(timeout, default));
            }
            catch (Exception error)
            {
                throw Raise(error, statement, default);
            }

            _watch.Leave();
            if (Open(statement))
                return true;
            CloseCursor();
        }

        Complete();
        return false;
    }

    public ValueTask<bool> MoveToResultAsync(CancellationToken cancellationToken)
    {
        if (_cursor is null && _next < statements.Length)
        {
            // One statement that ends at once: no state machine.
            var statement = statements[_next];
            ValueTask<ICursor> task;
            try
            {
                task = statement.Statement.ExecuteAsync(statement.Values, _watch.Enter(timeout, cancellationToken));
            }
            catch (Exception error)
            {
                return ValueTask.FromException<bool>(Fail(error, statement, cancellationToken));
            }

            _next++;
            if (!task.IsCompletedSuccessfully)
                return MoveToResultAfter(task, statement, cancellationToken);
            _cursor = task.Result;
            _watch.Leave();
            if (Open(statement))
                return ValueTask.FromResult(true);
        }

        return MoveOnAsync(cancellationToken);
    }

    /// <summary>The next batch of the open result.</summary>
    public Batch? Next()
    {
        _isUnread = false;
        try
        {
            var batch = _cursor!.Next(_watch.Enter(timeout, default));
            _watch.Leave();
            return batch;
        }
        catch (Exception error)
        {
            throw Raise(error, Current, default);
        }
    }

    public ValueTask<Batch?> NextAsync(CancellationToken cancellationToken)
    {
        _isUnread = false;
        try
        {
            var task = _cursor!.NextAsync(_watch.Enter(timeout, cancellationToken));
            if (!task.IsCompletedSuccessfully)
                return NextAfter(task, cancellationToken);
            _watch.Leave();
            return task;
        }
        catch (Exception error)
        {
            return ValueTask.FromException<Batch?>(Fail(error, Current, cancellationToken));
        }
    }

    /// <summary>Leaves the open result where it is and runs the statements after it, to their last rows.</summary>
    public void Finish()
    {
        if (IsOver)
            return;
        CloseCursor();
        while (MoveToResult())
            Drain();
    }

    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (IsOver)
            return;
        await CloseCursorAsync().ConfigureAwait(false);
        while (await MoveToResultAsync(cancellationToken).ConfigureAwait(false))
            await DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends at once: statements that have not run do not run, and several statements are rolled back.</summary>
    public void Abort()
    {
        if (IsOver)
            return;
        IsOver = true;
        _watch.Leave();
        try
        {
            CloseCursor();
        }
        finally
        {
            _pipeline?.Dispose();
            _pipeline = null;
            _watch.Stop();
        }
    }

    private async ValueTask<bool> MoveToResultAfter(ValueTask<ICursor> task, PreparedStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            _cursor = await task.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Raise(error, statement, cancellationToken);
        }

        _watch.Leave();
        return Open(statement) || await MoveOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> MoveOnAsync(CancellationToken cancellationToken)
    {
        if (_isUnread)
            await DrainAsync(cancellationToken).ConfigureAwait(false);
        await CloseCursorAsync().ConfigureAwait(false);
        while (_next < statements.Length)
        {
            var statement = statements[_next++];
            try
            {
                _cursor = await statement.Statement.ExecuteAsync(statement.Values, _watch.Enter(timeout, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                throw Raise(error, statement, cancellationToken);
            }

            _watch.Leave();
            if (Open(statement))
                return true;
            await CloseCursorAsync().ConfigureAwait(false);
        }

        await CompleteAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask<Batch?> NextAfter(ValueTask<Batch?> task, CancellationToken cancellationToken)
    {
        try
        {
            var batch = await task.ConfigureAwait(false);
            _watch.Leave();
            return batch;
        }
        catch (Exception error)
        {
            throw Raise(error, Current, cancellationToken);
        }
    }

    private bool Open(PreparedStatement statement)
    {
        Current = statement;
        if (_cursor!.Columns is not { } columns)
            return false;
        Shape = statement.ShapeOf(columns);
        _isUnread = true;
        return true;
    }

    // A query runs as its batches are taken, and may have effects (nextval): one that nobody reads runs all the same.
    private void Drain()
    {
        while (Next() is not null)
        {
        }
    }

    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
        }
    }

    private void CloseCursor()
    {
        if (_cursor is not { } cursor)
            return;
        Count(cursor);
        cursor.Dispose();
    }

    private ValueTask CloseCursorAsync()
    {
        if (_cursor is not { } cursor)
            return ValueTask.CompletedTask;
        Count(cursor);
        return cursor.DisposeAsync();
    }

    private void Count(ICursor cursor)
    {
        if (cursor.RowsAffected >= 0)
        {
            _affected = Math.Max(_affected, 0) + cursor.RowsAffected;
            Current?.BatchCommand?.AddAffected(cursor.RowsAffected);
        }

        LastTag = cursor.CommandTag;
        _cursor = null;
        _isUnread = false;
        Current = null;
        Shape = ResultShape.None;
    }

    private void Complete()
    {
        if (IsOver)
            return;
        try
        {
            _pipeline?.Complete(_watch.Enter(timeout, default));
        }
        catch (Exception error)
        {
            throw Raise(error, null, default);
        }

        End();
    }

    private async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (IsOver)
            return;
        if (_pipeline is not null)
        {
            try
            {
                await _pipeline.CompleteAsync(_watch.Enter(timeout, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                throw Raise(error, null, cancellationToken);
            }
        }

        End();
    }

    private void End()
    {
        IsOver = true;
        if (_pipeline is not null)
            _watch.Leave();
        _pipeline?.Dispose();
        _pipeline = null;
        _watch.Stop();
    }

    // Throws the error again where it is unchanged, so that it keeps its stack trace.
    private Exception Raise(Exception error, PreparedStatement? statement, CancellationToken cancellationToken)
    {
        var failure = Fail(error, statement, cancellationToken);
        if (ReferenceEquals(failure, error))
            ExceptionDispatchInfo.Throw(error);
        return failure;
    }

    /// <summary>Closes everything and gives the exception for the caller: nothing that goes wrong while closing hides the first error.</summary>
    private Exception Fail(Exception error, PreparedStatement? statement, CancellationToken cancellationToken)
    {
        var failure = CommandWatch.IsStop(error) ? _watch.Translate(error, cancellationToken) : error;
        if (statement?.BatchCommand is { } command && failure is VectorDbException exception)
            exception.SetBatchCommand(command);
        try
        {
            Abort();
        }
        catch (Exception)
        {
        }

        return failure;
    }
}
