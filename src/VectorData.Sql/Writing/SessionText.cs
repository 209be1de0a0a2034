using System.Globalization;
using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Transactions, settings, maintenance.</summary>
internal static class SessionText
{
    public static StringBuilder Command(this StringBuilder text, Statement statement) => statement switch
    {
        BeginStatement begin => text.Append("BEGIN").Modes(begin.Modes),
        CommitStatement commit => text.Append("COMMIT").AppendIf(commit.Chain, " AND CHAIN"),
        RollbackStatement rollback => text.Append("ROLLBACK").AppendIf(rollback.Chain, " AND CHAIN"),
        SavepointStatement savepoint => text.Append("SAVEPOINT ").Name(savepoint.Name),
        RollbackToSavepointStatement rollback => text.Append("ROLLBACK TO SAVEPOINT ").Name(rollback.Name),
        ReleaseSavepointStatement release => text.Append("RELEASE SAVEPOINT ").Name(release.Name),
        SetTransactionStatement set => text.Append(set.Session ? "SET SESSION CHARACTERISTICS AS TRANSACTION" : "SET TRANSACTION")
            .Modes(set.Modes),
        SetStatement set => text.Set(set),
        ShowStatement show => text.Append("SHOW ").SettingOrAll(show.Name),
        ResetStatement reset => text.Append("RESET ").SettingOrAll(reset.Name),
        ExplainStatement explain => text.Explain(explain),
        VacuumStatement vacuum => text.Append("VACUUM").AppendIf(vacuum.Full, " FULL").AppendIf(vacuum.Freeze, " FREEZE")
            .AppendIf(vacuum.Verbose, " VERBOSE").AppendIf(vacuum.Analyze, " ANALYZE").Tables(vacuum.Tables),
        AnalyzeStatement analyze => text.Append("ANALYZE").AppendIf(analyze.Verbose, " VERBOSE").Tables(analyze.Tables),
        DeclareCursorStatement declare => text.Append("DECLARE ").Name(declare.Name).AppendIf(declare.Binary, " BINARY")
            .AppendIf(declare.Scroll == true, " SCROLL").AppendIf(declare.Scroll == false, " NO SCROLL").Append(" CURSOR")
            .AppendIf(declare.Hold, " WITH HOLD").Append(" FOR ").Query(declare.Query),
        FetchStatement fetch => text.Append(fetch.Move ? "MOVE " : "FETCH ").Append(fetch.Direction.ToString().ToUpperInvariant()).Append(' ')
            .Append(fetch.Count?.ToString(CultureInfo.InvariantCulture) ?? "ALL").Append(" FROM ").Name(fetch.Cursor),
        CloseCursorStatement { Name: { } name } => text.Append("CLOSE ").Name(name),
        CloseCursorStatement => text.Append("CLOSE ALL"),
        LockTableStatement locking => text.Append("LOCK TABLE").Tables(locking.Tables)
            .Append(" IN ").Append(LockWords(locking.Mode)).Append(" MODE").AppendIf(locking.NoWait, " NOWAIT"),
        UnlistenStatement { Channel: { } channel } => text.Append("UNLISTEN ").Name(channel),
        UnlistenStatement => text.Append("UNLISTEN *"),
        CheckpointStatement => text.Append("CHECKPOINT"),
        DiscardStatement discard => text.Append("DISCARD ").Append(discard.Target.ToString().ToUpperInvariant()),
        PrepareStatement prepare => text.Append("PREPARE ").Name(prepare.Name).Parenthesized(" ", prepare.Types, TypeText.Type)
            .Append(" AS ").Statement(prepare.Statement),
        ExecuteStatement execute => text.Append("EXECUTE ").Name(execute.Name)
            .Parenthesized(" ", execute.Arguments, ExpressionText.Expression),
        DeallocateStatement { Name: { } name } => text.Append("DEALLOCATE ").Name(name),
        DeallocateStatement => text.Append("DEALLOCATE ALL"),
        _ => throw new ArgumentException($"{statement.GetType().Name} cannot be written.", nameof(statement)),
    };

    private static string LockWords(TableLockMode mode) => mode switch
    {
        TableLockMode.AccessShare => "ACCESS SHARE",
        TableLockMode.RowShare => "ROW SHARE",
        TableLockMode.RowExclusive => "ROW EXCLUSIVE",
        TableLockMode.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        TableLockMode.Share => "SHARE",
        TableLockMode.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        TableLockMode.Exclusive => "EXCLUSIVE",
        _ => "ACCESS EXCLUSIVE",
    };

    private static StringBuilder SettingOrAll(this StringBuilder text, string? name) =>
        name is null ? text.Append("ALL") : text.SettingName(name);

    private static StringBuilder Tables(this StringBuilder text, IReadOnlyList<QualifiedName> tables) =>
        tables.Count == 0 ? text : text.Append(' ').List(tables, NameText.Name);

    private static StringBuilder Set(this StringBuilder text, SetStatement set)
    {
        text.Append(set.Local ? "SET LOCAL " : "SET ").SettingName(set.Name).Append(" = ");
        return set.IsDefault
            ? text.Append("DEFAULT")
            : text.List(set.Values, (to, value) => value.IsString ? to.String(value.Text) : to.Word(value.Text));
    }

    /// <summary>A number as it was written, a word as a label.</summary>
    private static StringBuilder Word(this StringBuilder text, string value) =>
        value.Length > 0 && (char.IsAsciiDigit(value[0]) || value[0] is '-' or '.') ? text.Append(value) : text.Label(value);

    private static StringBuilder Modes(this StringBuilder text, TransactionModes modes)
    {
        var words = new List<string>();
        if (modes.Isolation is { } level)
        {
            words.Add("ISOLATION LEVEL " + level switch
            {
                IsolationLevel.ReadUncommitted => "READ UNCOMMITTED",
                IsolationLevel.ReadCommitted => "READ COMMITTED",
                IsolationLevel.RepeatableRead => "REPEATABLE READ",
                IsolationLevel.Snapshot => "SNAPSHOT",
                _ => "SERIALIZABLE",
            });
        }

        if (modes.ReadOnly is { } readOnly)
            words.Add(readOnly ? "READ ONLY" : "READ WRITE");
        if (modes.Deferrable is { } deferrable)
            words.Add(deferrable ? "DEFERRABLE" : "NOT DEFERRABLE");
        return words.Count == 0 ? text : text.Append(' ').AppendJoin(", ", words);
    }

    private static StringBuilder Explain(this StringBuilder text, ExplainStatement explain)
    {
        var options = new List<string>();
        if (explain.Analyze)
            options.Add("ANALYZE");
        if (explain.Verbose)
            options.Add("VERBOSE");
        if (!explain.Costs)
            options.Add("COSTS false");
        if (explain.Buffers)
            options.Add("BUFFERS");
        if (explain.Summary)
            options.Add("SUMMARY");
        if (!explain.Timing)
            options.Add("TIMING false");
        if (explain.Settings)
            options.Add("SETTINGS");
        if (explain.Wal)
            options.Add("WAL");
        if (explain.Format != ExplainFormat.Text)
            options.Add("FORMAT " + explain.Format.ToString().ToUpperInvariant());
        return text.Append("EXPLAIN ").AppendIf(options.Count > 0, $"({string.Join(", ", options)}) ").Statement(explain.Statement);
    }
}
