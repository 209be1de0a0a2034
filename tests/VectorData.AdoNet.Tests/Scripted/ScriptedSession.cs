using System.Text.RegularExpressions;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests.Scripted;

internal sealed class ScriptedSession(ScriptedDatabase database) : ISession
{
    public event Action<Notice>? NoticeReceived;

    public event Action<string, string>? SettingChanged
    {
        add { }
        remove { }
    }

    public TransactionStatus Status { get; set; }

    public bool IsDisposed { get; private set; }

    public bool FailsReset { get; set; }

    public int Prepared { get; private set; }

    public string? Setting(string name) => null;

    public void Notify(Notice notice) => NoticeReceived?.Invoke(notice);

    public IReadOnlyList<IStatement> Prepare(string sql)
    {
        Prepared++;
        if (sql.Contains("SYNTAX ERROR", StringComparison.Ordinal))
            throw new VectorDbException(SqlStates.SyntaxError, "syntax error") { Position = 1 };
        return sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => new ScriptedStatement(database, this, text)).ToArray();
    }

    public IPipeline BeginPipeline()
    {
        database.Log.Enqueue("pipeline");
        return new Pipeline(database);
    }

    public IBulkInsert BeginBulkInsert(string schema, string table, IReadOnlyList<string>? columns) =>
        database.BulkInsert!(schema, table, columns);

    public void Cancel()
    {
    }

    public void Reset()
    {
        database.Log.Enqueue("reset");
        Status = TransactionStatus.Idle;
        if (FailsReset)
            throw new VectorDbException(SqlStates.InternalError, "cannot reset");
    }

    public void Dispose()
    {
        IsDisposed = true;
        database.Log.Enqueue("end session");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Track(string sql)
    {
        if (sql.StartsWith("BEGIN", StringComparison.Ordinal))
            Status = TransactionStatus.InTransaction;
        else if (sql is "COMMIT" or "ROLLBACK")
            Status = TransactionStatus.Idle;
        else if (sql.StartsWith("ROLLBACK TO", StringComparison.Ordinal) && Status == TransactionStatus.Failed)
            Status = TransactionStatus.InTransaction;
    }

    private sealed class Pipeline(ScriptedDatabase database) : IPipeline
    {
        private bool _isComplete;

        public void Complete(CancellationToken cancellationToken)
        {
            _isComplete = true;
            database.Log.Enqueue("complete");
        }

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            Complete(cancellationToken);
        }

        public void Dispose()
        {
            if (!_isComplete)
                database.Log.Enqueue("rollback");
        }
    }
}

internal sealed class ScriptedStatement(ScriptedDatabase database, ScriptedSession session, string text) : IStatement
{
    public string Text => text;

    public IReadOnlyList<string> ParameterNames { get; } = Names(text);

    public StatementKind Kind => text.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) ? StatementKind.Query : StatementKind.Other;

    public CopyRequest? Copy => null;

    public StatementDescription Describe(IReadOnlyList<SqlType> parameterTypes)
    {
        database.Log.Enqueue("describe " + text);
        return new StatementDescription(parameterTypes, database.Describe(this));
    }

    public ICursor Execute(IReadOnlyList<Value> parameters, CancellationToken cancellationToken) => Run(parameters, cancellationToken);

    public async ValueTask<ICursor> ExecuteAsync(IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        if (!text.Contains("at once", StringComparison.Ordinal))
            await Task.Yield();
        return Run(parameters, cancellationToken);
    }

    private ScriptedCursor Run(IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        try
        {
            var cursor = new ScriptedCursor(database, database.Answer(new ScriptedCall(this, parameters, cancellationToken)));
            session.Track(text);
            return cursor;
        }
        catch (VectorDbException) when (session.Status == TransactionStatus.InTransaction)
        {
            session.Status = TransactionStatus.Failed;
            throw;
        }
    }

    private static string[] Names(string text)
    {
        var named = Regex.Matches(text, @"@(\w+)").Select(match => match.Groups[1].Value).Distinct().ToArray();
        if (named.Length > 0)
            return named;
        var highest = Regex.Matches(text, @"\$(\d+)").Select(match => int.Parse(match.Groups[1].Value)).DefaultIfEmpty(0).Max();
        return Enumerable.Range(1, highest).Select(number => number.ToString()).ToArray();
    }
}

internal sealed class ScriptedCursor(ScriptedDatabase database, ScriptedResult result) : ICursor
{
    private IEnumerator<Batch>? _batches;

    public IReadOnlyList<ResultColumn>? Columns => result.Columns;

    public string CommandTag => result.CommandTag;

    public long RowsAffected => result.RowsAffected;

    public Batch? Next(CancellationToken cancellationToken)
    {
        _batches ??= result.Batches(cancellationToken).GetEnumerator();
        return _batches.MoveNext() ? _batches.Current : null;
    }

    public async ValueTask<Batch?> NextAsync(CancellationToken cancellationToken)
    {
        if (result.IsDelayed)
            await Task.Yield();
        return Next(cancellationToken);
    }

    public void Dispose()
    {
        if (result.Columns is not null)
            database.Log.Enqueue("end cursor");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
