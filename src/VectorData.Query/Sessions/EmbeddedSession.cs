using System.Diagnostics;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Settings;
using VectorData.Sql.Syntax;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>The session of an embedded database: runs statements of any kind, one at a time.</summary>
internal sealed class EmbeddedSession : ISession
{
    private const int MaxRestarts = 1_000;

    private readonly SessionCommands _commands;
    private readonly Lock _runningLock = new();
    private readonly List<StatementCancellation> _running = [];
    private StatementCancellation? _spare;
    private bool _disposed;

    public EmbeddedSession(SqlEngine engine, SessionOptions options)
    {
        Engine = engine;
        Options = options;
        Settings = new SessionSettings(
            options.ApplicationName is { } name ? engine.DefaultSettings.With(SettingCatalog.ApplicationName, name) : engine.DefaultSettings,
            (setting, value) => SettingChanged?.Invoke(setting, value));
        Transactions = new SessionTransactions(this);
        Facts = new SessionFacts(this);
        Cursors = new SessionCursors(this);
        _commands = new SessionCommands(this);
        Started = engine.Clock.GetUtcNow();
        engine.Sessions.Add(this, this);
    }

    public event Action<Notice>? NoticeReceived;

    public event Action<string, string>? SettingChanged;

    public SqlEngine Engine { get; }

    public SessionOptions Options { get; }

    public DateTimeOffset Started { get; }

    /// <summary>The text of the statement that ran last, for pg_stat_activity.</summary>
    public string LastStatement { get; private set; } = "";

    public bool IsRunning
    {
        get
        {
            lock (_runningLock)
                return _running.Count > 0;
        }
    }

    public SessionSettings Settings { get; }

    public SessionTransactions Transactions { get; }

    public SessionCursors Cursors { get; }

    public SessionSequences Sequences { get; } = new();

    public SessionFacts Facts { get; }

    /// <summary>The generator behind random(), so that setseed lasts.</summary>
    public SessionRandom Random { get; } = new();

    /// <summary>No transaction may write, whatever is set.</summary>
    public bool IsReadOnly { get; private set; }

    public TransactionStatus Status => Transactions.Status;

    public string? Setting(string name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return SettingCatalog.IsKnown(name) || name.Contains('.', StringComparison.Ordinal) ? Facts.GetSetting(name) : null;
    }

    public IReadOnlyList<IStatement> Prepare(string sql)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(sql);
        try
        {
            var script = Engine.Statements.Parse(sql);
            foreach (var notice in script.Notices)
                Notify(notice);
            var statements = new IStatement[script.Statements.Count];
            for (var i = 0; i < statements.Length; i++)
                statements[i] = new EmbeddedStatement(this, script.Statements[i]);
            return statements;
        }
        catch (Exception e)
        {
            throw Failed(e, null);
        }
    }

    public IPipeline BeginPipeline()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new EmbeddedPipeline(this);
    }

    public IBulkInsert BeginBulkInsert(string schema, string table, IReadOnlyList<string>? columns)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Transactions.RequireNotFailed();
        var cancellation = Rent();
        try
        {
            return new EmbeddedBulkInsert(this, schema, table, columns, cancellation);
        }
        catch (Exception e)
        {
            Return(cancellation);
            throw Failed(e, cancellation);
        }
    }

    public void Cancel()
    {
        lock (_runningLock)
        {
            foreach (var cancellation in _running)
                cancellation.Cancel();
        }
    }

    public void ForbidWrites()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IsReadOnly = true;
    }

    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IsReadOnly = false;
        Transactions.Abandon();
        Settings.ResetAll();
        Sequences.Forget();
        Cursors.CloseAll();
        _commands.DeallocateAll();
        NoticeReceived = null;
        SettingChanged = null;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Engine.Sessions.Remove(this);
        Transactions.Abandon();
        _spare?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells the client, unless client_min_messages says that it does not want to know.</summary>
    public void Notify(Notice notice)
    {
        var wanted = Settings.Current.LeastMessage switch
        {
            "error" => false,
            "warning" => notice.Severity is not ("NOTICE" or "INFO"),
            _ => true,
        };
        if (wanted)
            NoticeReceived?.Invoke(notice);
    }

    /// <summary>Runs a statement up to its result; what it leaves to be committed is in <see cref="StartedStatement.Commit"/>.</summary>
    public StartedStatement Start(ParsedStatement statement, IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SessionTelemetry.Statements.Add(1);
        LastStatement = statement.Text;
        using var activity = SessionTelemetry.Source.StartActivity("statement", ActivityKind.Internal);
        activity?.SetTag("db.system.name", "vectordata").SetTag("db.namespace", Engine.Name).SetTag("db.query.text", statement.Text);
        var cancellation = Rent();
        var started = default(StartedStatement);
        try
        {
            using var watch = cancellation.Enter(Settings.Current.StatementTimeout, cancellationToken);
            Transactions.RequireNotFailed(statement.Syntax);
            started = _commands.TryRun(statement, parameters, cancellation) ?? Run(statement, parameters, cancellation);
            return started;
        }
        catch (Exception e)
        {
            var error = Failed(e, cancellation);
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw error;
        }
        finally
        {
            if (started.Cursor is not StreamingCursor)
                Return(cancellation);
        }
    }

    /// <summary>Parameter and column types of a statement, without running it.</summary>
    public StatementDescription Describe(ParsedStatement statement, IReadOnlyList<SqlType> types)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            Transactions.RequireNotFailed(statement.Syntax);
            if (_commands.TryDescribe(statement.Syntax) is { } description)
                return description;
            if (statement.Syntax is DeclareCursorStatement declare)
                return Describe(new ParsedStatement(declare.Query, statement.Text), types) with { Columns = null };
            var given = new SqlType[statement.ParameterNames.Count];
            for (var i = 0; i < given.Length; i++)
                given[i] = i < types.Count ? types[i].Unmodified : SqlType.Unknown;
            var plan = PlanFor(statement, given, given, Transactions.CurrentCatalog);
            return new StatementDescription(plan.ParameterTypes, plan.Columns);
        }
        catch (Exception e)
        {
            throw Failed(e, null);
        }
    }

    /// <summary>What a COPY asks for.</summary>
    public CopyRequest Copy(CopyStatement statement)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            Transactions.RequireNotFailed(statement);
            return CopyRequests.Of(this, statement);
        }
        catch (Exception e)
        {
            throw Failed(e, null);
        }
    }

    /// <summary>What an exception means to the caller; marks the transaction block as failed.</summary>
    public VectorDbException Failed(Exception e, StatementCancellation? cancellation)
    {
        var error = e switch
        {
            OperationCanceledException when cancellation is not null => cancellation.Error(e),
            OperationCanceledException => new VectorDbException(SqlStates.QueryCanceled, "canceling statement due to user request", e),
            VectorDbException known => known,
            StatementRestartException => SerializationFailure(),
            InsufficientExecutionStackException => new VectorDbException(SqlStates.StatementTooComplex, "statement is nested too deeply", e),
            OutOfMemoryException => new VectorDbException(SqlStates.OutOfMemory, "out of memory", e),
            ObjectDisposedException => new VectorDbException(SqlStates.AdminShutdown, "the database was closed", e),
            _ => new VectorDbException(SqlStates.InternalError, $"internal error: {e.Message}", e),
        };
        SessionTelemetry.Errors.Add(1, new KeyValuePair<string, object?>("sqlstate", error.SqlState));
        Transactions.Fail();
        return error;
    }

    /// <summary>A context for a run of a statement in a transaction.</summary>
    public StatementContext Context(StorageTransaction transaction, IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        var settings = Settings.Current;
        Sequences.Enter(transaction, settings.SearchPath);
        var now = Transactions.Now();
        return new StatementContext
        {
            Transaction = transaction,
            Settings = settings,
            Sequences = Sequences,
            Notify = Notify,
            Evaluation = new EvaluationContext
            {
                Parameters = parameters,
                Clock = Engine.Clock,
                TransactionTimestamp = Transactions.Block?.Timestamp ?? now,
                StatementTimestamp = now,
                TimeZone = settings.TimeZone,
                CancellationToken = cancellationToken,
                Random = Random,
                Session = Facts,
                Sequences = Sequences,
                Subqueries = new QueryExecution(transaction, settings),
            },
        };
    }

    public void Return(StatementCancellation cancellation)
    {
        lock (_runningLock)
            _running.Remove(cancellation);
        if (_spare is null && !_disposed && cancellation.TryReset())
            _spare = cancellation;
        else
            cancellation.Dispose();
    }

    private StatementCancellation Rent()
    {
        var cancellation = Interlocked.Exchange(ref _spare, null) ?? new StatementCancellation(Engine.Clock);
        lock (_runningLock)
            _running.Add(cancellation);
        return cancellation;
    }

    /// <summary>Runs a statement that has a plan.</summary>
    public StartedStatement Run(ParsedStatement statement, IReadOnlyList<Value> parameters, StatementCancellation cancellation)
    {
        if (parameters.Count < statement.ParameterNames.Count)
            throw MissingParameter(statement, parameters.Count);
        var (transaction, own) = Transactions.Enter();
        try
        {
            var plan = ChoosePlan(statement, parameters, transaction, cancellation.Token);
            var values = ParameterValues.For(plan.ParameterTypes, statement.ParameterNames, parameters, Settings.Current.TimeZone);
            if (plan is QueryPlan { IsStreaming: true } query)
            {
                var context = Context(transaction, values, cancellation.Token);
                return new StartedStatement(new StreamingCursor(this, query.Columns!, query.Open(context), cancellation, own), null);
            }

            var outcome = RunToEnd(statement, parameters, plan, values, transaction, cancellation.Token);
            if (outcome.RowsAffected > 0)
                SessionTelemetry.RowsWritten.Add(outcome.RowsAffected);
            return new StartedStatement(new StoredCursor(plan.Columns, outcome), own);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    // Under read committed a statement that met a row changed meanwhile is undone and run again on what is committed by then.
    private StatementOutcome RunToEnd(
        ParsedStatement statement, IReadOnlyList<Value> parameters, StatementPlan plan, IReadOnlyList<Value> values, StorageTransaction transaction, CancellationToken cancellationToken)
    {
        if (!plan.CanRestart || transaction.Isolation != TransactionIsolation.ReadCommitted)
            return plan.Run(Context(transaction, values, cancellationToken));
        var savepoint = transaction.Save();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return plan.Run(Context(transaction, values, cancellationToken));
            }
            catch (StatementRestartException) when (attempt < MaxRestarts)
            {
                SessionTelemetry.Restarts.Add(1);
                cancellationToken.ThrowIfCancellationRequested();
                transaction.RollbackTo(savepoint);
                transaction.BeginStatement();
                plan = ChoosePlan(statement, parameters, transaction, cancellationToken);
            }
        }
    }

    // The target is locked before the plan is final: a table that is altered while we wait gives another plan.
    private StatementPlan ChoosePlan(ParsedStatement statement, IReadOnlyList<Value> parameters, StorageTransaction transaction, CancellationToken cancellationToken)
    {
        Span<SqlType> given = parameters.Count <= 16 ? stackalloc SqlType[parameters.Count] : new SqlType[parameters.Count];
        given = given[..statement.ParameterNames.Count];
        for (var i = 0; i < given.Length; i++)
            given[i] = parameters[i].IsNull ? SqlType.Void : parameters[i].Type.Unmodified;
        while (true)
        {
            var catalog = transaction.Catalog;
            var plan = statement.FindPlan(catalog, Settings.Current.Plan, given) ?? PlanFor(statement, Hints(parameters, given.Length), given, catalog);
            if (transaction.IsReadOnly && !plan.IsReadOnly)
                throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, $"cannot execute {plan.Command} in a read-only transaction");
            if (plan.Target is not { } target)
                return plan;
            transaction.LockTable(target, exclusive: false, cancellationToken);
            transaction.BeginStatement();
            if (ReferenceEquals(transaction.Catalog, catalog))
                return plan;
        }
    }

    private StatementPlan PlanFor(ParsedStatement statement, IReadOnlyList<SqlType> hints, ReadOnlySpan<SqlType> key, Catalog catalog)
    {
        if (statement.FindPlan(catalog, Settings.Current.Plan, key) is { } known)
            return known;
        var parameters = new ParameterTable(statement.ParameterNames, hints);
        var plan = StatementCompiler.Compile(statement.Syntax, catalog, Settings.Current, parameters, Engine.VirtualTables);
        statement.Keep(plan, catalog, Settings.Current.Plan, key);
        return plan;
    }

    private static SqlType[] Hints(IReadOnlyList<Value> parameters, int count)
    {
        var hints = new SqlType[count];
        for (var i = 0; i < count; i++)
            hints[i] = parameters[i].Type.Unmodified;
        return hints;
    }

    private static VectorDbException SerializationFailure() =>
        new(SqlStates.SerializationFailure, "could not serialize access due to concurrent update") { Hint = "Run the transaction again." };

    private static VectorDbException MissingParameter(ParsedStatement statement, int count)
    {
        var name = statement.ParameterNames[count];
        return new VectorDbException(
            SqlStates.UndefinedParameter, char.IsAsciiDigit(name[0]) ? $"there is no parameter ${name}" : $"there is no parameter @{name}")
        {
            Hint = FormattableString.Invariant($"The statement has {statement.ParameterNames.Count} parameters, {count} were given."),
        };
    }
}

/// <summary>A statement that has run up to its result, and the transaction of its own that has still to be committed.</summary>
internal readonly record struct StartedStatement(ICursor Cursor, StorageTransaction? Commit)
{
    /// <summary>Set when the commit ends the session's block.</summary>
    public TransactionBlock? EndedBlock { get; init; }

    /// <summary>COMMIT AND CHAIN.</summary>
    public bool Chain { get; init; }
}
