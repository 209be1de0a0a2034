using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>Statements that the session itself answers: transaction control, settings, prepared statements, maintenance.</summary>
internal sealed class SessionCommands(EmbeddedSession session)
{
    private readonly Dictionary<string, PreparedText> _prepared = new(StringComparer.Ordinal);

    private SessionTransactions Transactions => session.Transactions;

    /// <summary>Runs the statement when it is one of these, else null.</summary>
    public StartedStatement? TryRun(ParsedStatement statement, IReadOnlyList<Value> parameters, StatementCancellation cancellation)
    {
        switch (statement.Syntax)
        {
            case CommitStatement commit:
                return Transactions.Commit(commit);
            case ExecuteStatement execute:
                return Execute(execute, cancellation);
            case QueryStatement or InsertStatement or UpdateStatement or DeleteStatement:
                return null;
            case CopyStatement copy:
                throw new VectorDbException(SqlStates.FeatureNotSupported, copy.From ? "COPY FROM STDIN needs the wire protocol or the bulk writer" : "COPY TO STDOUT needs the wire protocol")
                {
                    Position = copy.Position + 1,
                    Hint = copy.From ? "Use a bulk insert of the driver." : "Run the query itself.",
                };
            case CreateIndexStatement { Concurrently: true }:
                Transactions.RequireNoBlock("CREATE INDEX CONCURRENTLY");
                return null;
            case DropStatement { Concurrently: true }:
                Transactions.RequireNoBlock("DROP INDEX CONCURRENTLY");
                return null;
            case ReindexStatement { Concurrently: true }:
                Transactions.RequireNoBlock("REINDEX CONCURRENTLY");
                return null;
        }

        switch (statement.Syntax)
        {
            case DeclareCursorStatement declare:
                return new StartedStatement(new StoredCursor(null, session.Cursors.Declare(declare, parameters, cancellation.Token)), null);
            case FetchStatement fetch:
                return new StartedStatement(new StoredCursor(fetch.Move ? null : session.Cursors.Columns(fetch), session.Cursors.Fetch(fetch)), null);
            case CloseCursorStatement close:
                return new StartedStatement(new StoredCursor(null, session.Cursors.Close(close)), null);
        }

        if (statement.Syntax is ShowStatement show)
            return new StartedStatement(new StoredCursor(ShowColumns(show), Show(show)), null);
        return Run(statement.Syntax, cancellation.Token) is { } outcome ? new StartedStatement(new StoredCursor(null, outcome), null) : null;
    }

    /// <summary>The description of a statement that needs no plan, or null.</summary>
    public StatementDescription? TryDescribe(Statement statement) => statement switch
    {
        ShowStatement show => new StatementDescription([], ShowColumns(show)),
        FetchStatement { Move: false } fetch => new StatementDescription([], session.Cursors.Columns(fetch)),
        ExecuteStatement execute => session.Describe(Find(execute.Name).Statement, Find(execute.Name).Types) with { Parameters = [] },
        BeginStatement or CommitStatement or RollbackStatement or SavepointStatement or RollbackToSavepointStatement or ReleaseSavepointStatement
            or SetTransactionStatement or SetStatement or ResetStatement or DiscardStatement or PrepareStatement or DeallocateStatement
            or VacuumStatement or AnalyzeStatement or CheckpointStatement or CopyStatement
            or LockTableStatement or UnlistenStatement or FetchStatement or CloseCursorStatement => new StatementDescription([], null),
        _ => null,
    };

    public void DeallocateAll() => _prepared.Clear();

    private StatementOutcome? Run(Statement statement, CancellationToken cancellationToken)
    {
        switch (statement)
        {
            case BeginStatement begin:
                return Transactions.Begin(begin);
            case RollbackStatement rollback:
                return Transactions.Rollback(rollback);
            case SavepointStatement savepoint:
                return Transactions.Savepoint(savepoint);
            case RollbackToSavepointStatement rollback:
                return Transactions.RollbackTo(rollback);
            case ReleaseSavepointStatement release:
                return Transactions.Release(release);
            case SetTransactionStatement set:
                SetTransaction(set);
                return StatementOutcome.Of("SET");
            case SetStatement set:
                Set(set);
                return StatementOutcome.Of("SET");
            case ResetStatement reset:
                Reset(reset);
                return StatementOutcome.Of("RESET");
            case DiscardStatement discard:
                return Discard(discard);
            case LockTableStatement locking:
                return LockTables(locking, cancellationToken);
            case UnlistenStatement:
                // No session listens to anything; drivers send it when they give a connection back.
                return StatementOutcome.Of("UNLISTEN");
            case PrepareStatement prepare:
                return Prepare(prepare);
            case DeallocateStatement deallocate:
                return Deallocate(deallocate);
            case VacuumStatement vacuum:
                return Vacuum(vacuum, cancellationToken);
            case AnalyzeStatement analyze:
                // Plans are chosen from exact counts when they are opened: there is nothing to gather.
                RequireTables(analyze.Tables);
                return StatementOutcome.Of("ANALYZE");
            case CheckpointStatement:
                session.Engine.Storage.Checkpoint(cancellationToken);
                return StatementOutcome.Of("CHECKPOINT");
            default:
                return null;
        }
    }

    private void SetTransaction(SetTransactionStatement statement)
    {
        if (!statement.Session)
        {
            Transactions.SetModes(statement.Modes);
            return;
        }

        if (statement.Modes.Isolation is { } isolation)
        {
            TransactionBlock.Level(isolation);
            session.Settings.Set(Settings.SettingCatalog.DefaultTransactionIsolation, SessionTransactions.LevelName(isolation), local: false);
        }

        if (statement.Modes.ReadOnly is { } readOnly)
            session.Settings.Set(Settings.SettingCatalog.DefaultTransactionReadOnly, readOnly ? "on" : "off", local: false);
    }

    private void Set(SetStatement statement)
    {
        if (statement.Local && Transactions.Block is null)
        {
            session.Notify(new Notice("WARNING", SqlStates.NoActiveSqlTransaction, "SET LOCAL can only be used in transaction blocks"));
            Settings.SettingCatalog.Find(statement.Name);
            return;
        }

        if (statement.IsDefault)
        {
            session.Settings.Reset(statement.Name, statement.Local);
            return;
        }

        var definition = Settings.SettingCatalog.Find(statement.Name);
        var isList = definition?.IsList == true;
        var text = string.Join(", ", statement.Values.Select(value => isList && !IsQuotedList(value) ? SqlWriter.QuoteIdentifier(value.Text) : value.Text));
        session.Facts.SetSetting(statement.Name, text, statement.Local);
    }

    // SET search_path = 'a, b' is one name in PostgreSQL; a list in one string is what people mean by set_config only.
    private static bool IsQuotedList(SettingValue value) => !value.IsString && value.Text.Contains(',', StringComparison.Ordinal);

    private void Reset(ResetStatement statement)
    {
        if (statement.Name is not { } name)
        {
            session.Settings.ResetAll();
            return;
        }

        if (Settings.SettingCatalog.Find(name) is { IsReadOnly: true } fixedSetting)
            throw new VectorDbException(SqlStates.CantChangeRuntimeParam, $"parameter \"{fixedSetting.Name}\" cannot be changed") { Position = statement.Position + 1 };
        session.Settings.Reset(name);
    }

    private static IReadOnlyList<ResultColumn> ShowColumns(ShowStatement statement)
    {
        if (statement.Name is { } name)
            return [new ResultColumn(Settings.SettingCatalog.Find(name)?.Name ?? name, SqlType.Text)];
        return [new ResultColumn("name", SqlType.Text), new ResultColumn("setting", SqlType.Text), new ResultColumn("description", SqlType.Text)];
    }

    private StatementOutcome Show(ShowStatement statement)
    {
        var rows = new List<string[]>();
        if (statement.Name is { } name)
        {
            rows.Add([session.Facts.GetSetting(name)
                ?? throw new VectorDbException(SqlStates.UndefinedObject, $"unrecognized configuration parameter \"{name}\"") { Position = statement.Position + 1 }]);
        }
        else
        {
            foreach (var setting in Settings.SettingCatalog.All.OrderBy(setting => setting.Name, StringComparer.OrdinalIgnoreCase))
                rows.Add([setting.Name, session.Facts.GetSetting(setting.Name)!, setting.Description]);
        }

        var columns = new ColumnVector[rows[0].Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var builder = ColumnBuilder.For(SqlType.Text, rows.Count);
            foreach (var row in rows)
                builder.Append(Value.Of(row[i]));
            columns[i] = builder.Build();
        }

        return new StatementOutcome("SHOW", -1, [new Batch(columns, rows.Count)]);
    }

    private StatementOutcome Discard(DiscardStatement statement)
    {
        switch (statement.Target)
        {
            case DiscardTarget.All:
                Transactions.RequireNoBlock("DISCARD ALL");
                session.Settings.ResetAll();
                session.Sequences.Forget();
                session.Cursors.CloseAll();
                DeallocateAll();
                return StatementOutcome.Of("DISCARD ALL");
            case DiscardTarget.Sequences:
                session.Sequences.Forget();
                return StatementOutcome.Of("DISCARD SEQUENCES");
            case DiscardTarget.Plans:
                return StatementOutcome.Of("DISCARD PLANS");
            default:
                return StatementOutcome.Of("DISCARD TEMP");
        }
    }

    private StatementOutcome Prepare(PrepareStatement statement)
    {
        if (_prepared.ContainsKey(statement.Name.Name))
            throw new VectorDbException("42P05", $"prepared statement \"{statement.Name.Name}\" already exists") { Position = statement.Name.Position + 1 };
        var parsed = new ParsedStatement(statement.Statement, SqlWriter.Write(statement.Statement));
        var types = statement.Types.Select(TypeNameBinder.Bind).ToArray();
        session.Describe(parsed, types);
        _prepared[statement.Name.Name] = new PreparedText(parsed, types);
        return StatementOutcome.Of("PREPARE");
    }

    private StatementOutcome Deallocate(DeallocateStatement statement)
    {
        if (statement.Name is not { } name)
        {
            DeallocateAll();
            return StatementOutcome.Of("DEALLOCATE ALL");
        }

        Find(name);
        _prepared.Remove(name.Name);
        return StatementOutcome.Of("DEALLOCATE");
    }

    private StartedStatement Execute(ExecuteStatement statement, StatementCancellation cancellation)
    {
        var prepared = Find(statement.Name);
        var names = prepared.Statement.ParameterNames;
        if (statement.Arguments.Count != names.Count)
        {
            throw new VectorDbException(SqlStates.SyntaxError, $"wrong number of parameters for prepared statement \"{statement.Name.Name}\"")
            {
                Position = statement.Position + 1,
                Detail = FormattableString.Invariant($"Expected {names.Count} parameters but got {statement.Arguments.Count}."),
            };
        }

        var binder = new ExpressionBinder(new NoColumnsScope("EXECUTE"), ParameterTable.None);
        var context = new EvaluationContext
        {
            Clock = session.Engine.Clock,
            StatementTimestamp = Transactions.Now(),
            TransactionTimestamp = Transactions.Block?.Timestamp ?? Transactions.Now(),
            TimeZone = session.Settings.Current.TimeZone,
            Session = session.Facts,
            CancellationToken = cancellation.Token,
        };
        var values = new Value[names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var bound = binder.Bind(statement.Arguments[i]);
            if (i < prepared.Types.Length)
                bound = binder.Coerce(bound, prepared.Types[i]);
            values[i] = ExpressionCompiler.Evaluate(binder.ResolveUnknown(bound), context);
        }

        return session.Run(prepared.Statement, values, cancellation);
    }

    private PreparedText Find(Identifier name) => _prepared.TryGetValue(name.Name, out var prepared)
        ? prepared
        : throw new VectorDbException(SqlStates.InvalidSqlStatementName, $"prepared statement \"{name.Name}\" does not exist") { Position = name.Position + 1 };

    private StatementOutcome Vacuum(VacuumStatement statement, CancellationToken cancellationToken)
    {
        Transactions.RequireNoBlock("VACUUM");
        var tables = RequireTables(statement.Tables);
        if (tables.Count == 0)
            session.Engine.Storage.Compact(null, cancellationToken);
        foreach (var table in tables)
            session.Engine.Storage.Compact(table.Id, cancellationToken);
        return StatementOutcome.Of("VACUUM");
    }

    // Readers have snapshots and wait for nobody, so a lock is shared (as writers have it) or exclusive.
    private StatementOutcome LockTables(LockTableStatement statement, CancellationToken cancellationToken)
    {
        Transactions.RequireBlock("LOCK TABLE");
        var (transaction, _) = Transactions.Enter();
        var timeout = transaction.LockTimeout;
        foreach (var name in statement.Tables)
        {
            var table = new CatalogNames(transaction.Catalog, session.Settings.Current.SearchPath).Table(name);
            if (statement.Mode <= TableLockMode.RowShare)
                continue;
            try
            {
                if (statement.NoWait)
                    transaction.LockTimeout = TimeSpan.FromMilliseconds(1);
                transaction.LockTable(table.Id, statement.Mode > TableLockMode.RowExclusive, cancellationToken);
            }
            catch (VectorDbException e) when (statement.NoWait && e.SqlState == SqlStates.LockNotAvailable)
            {
                throw new VectorDbException(SqlStates.LockNotAvailable, $"could not obtain lock on relation \"{table.Name}\"", e) { Position = name.Position + 1 };
            }
            finally
            {
                transaction.LockTimeout = timeout;
            }
        }

        return StatementOutcome.Of("LOCK TABLE");
    }

    private List<TableDefinition> RequireTables(IReadOnlyList<QualifiedName> names)
    {
        var known = new CatalogNames(Transactions.CurrentCatalog, session.Settings.Current.SearchPath);
        return [.. names.Select(known.Table)];
    }

    private sealed record PreparedText(ParsedStatement Statement, SqlType[] Types);
}
