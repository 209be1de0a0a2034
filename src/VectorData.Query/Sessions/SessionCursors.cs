using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Execution.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>
/// The cursors that DECLARE opened. A cursor's rows are read when it is declared, so that it is insensitive to what its transaction does
/// later and scrolls both ways; it holds them in memory until it is closed or its transaction ends.
/// </summary>
internal sealed class SessionCursors(EmbeddedSession session)
{
    private readonly Dictionary<string, OpenCursor> _open = new(StringComparer.Ordinal);

    public StatementOutcome Declare(DeclareCursorStatement statement, IReadOnlyList<Value> parameters, CancellationToken cancellationToken)
    {
        if (statement.Binary)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "binary cursors are not supported") { Position = statement.Position + 1, Hint = "Ask for binary results in the protocol." };
        if (!statement.Hold && session.Transactions.Block is null)
            throw new VectorDbException(SqlStates.NoActiveSqlTransaction, "DECLARE CURSOR can only be used in transaction blocks") { Position = statement.Position + 1 };
        if (_open.ContainsKey(statement.Name.Name))
            throw new VectorDbException("42P03", $"cursor \"{statement.Name.Name}\" already exists") { Position = statement.Name.Position + 1 };
        var parsed = new ParsedStatement(statement.Query, SqlWriter.Write(statement.Query));
        var started = session.Start(parsed, parameters, cancellationToken);
        using var cursor = started.Cursor;
        session.Transactions.Finish(started, cancellationToken);
        var rows = new RowCollector([.. cursor.Columns!.Select(column => column.Type)]);
        while (cursor.Next(cancellationToken) is { } batch)
            rows.Add(batch);
        _open[statement.Name.Name] = new OpenCursor(cursor.Columns!, rows.Take(), statement.Scroll != false, statement.Hold)
        {
            IsNew = session.Transactions.Block is not null,
        };
        return StatementOutcome.Of("DECLARE CURSOR");
    }

    public IReadOnlyList<ResultColumn> Columns(FetchStatement statement) => Find(statement.Cursor).Columns;

    public StatementOutcome Fetch(FetchStatement statement)
    {
        var cursor = Find(statement.Cursor);
        if (!cursor.CanScroll && statement is { Direction: FetchDirection.Backward } or { Count: < 0 } or { Direction: FetchDirection.Absolute })
        {
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, "cursor can only scan forward")
            {
                Position = statement.Position + 1,
                Hint = "Declare it with SCROLL option to enable backward scan.",
            };
        }

        var rows = cursor.Move(statement.Direction, statement.Count);
        return statement.Move
            ? StatementOutcome.Of(FormattableString.Invariant($"MOVE {rows.Length}"))
            : new StatementOutcome(
                FormattableString.Invariant($"FETCH {rows.Length}"), -1, rows.Length == 0 ? [] : [ColumnGather.GatherAll(cursor.Rows.Columns, rows)]);
    }

    public StatementOutcome Close(CloseCursorStatement statement)
    {
        if (statement.Name is not { } name)
        {
            _open.Clear();
            return StatementOutcome.Of("CLOSE CURSOR ALL");
        }

        Find(name);
        _open.Remove(name.Name);
        return StatementOutcome.Of("CLOSE CURSOR");
    }

    public void CloseAll() => _open.Clear();

    /// <summary>Closes what does not outlive a transaction: all but cursors WITH HOLD, and these too where their own transaction rolled back.</summary>
    public void EndTransaction(bool isCommitted)
    {
        if (_open.Count == 0)
            return;
        foreach (var (name, cursor) in _open)
        {
            if (!cursor.IsHeld || (cursor.IsNew && !isCommitted))
                _open.Remove(name);
            cursor.IsNew = false;
        }
    }

    private OpenCursor Find(Identifier name) => _open.TryGetValue(name.Name, out var cursor)
        ? cursor
        : throw new VectorDbException("34000", $"cursor \"{name.Name}\" does not exist") { Position = name.Position + 1 };

    /// <summary>Rows and the place among them: 0 before the first, n on row n, one more than there are behind the last.</summary>
    private sealed class OpenCursor(IReadOnlyList<ResultColumn> columns, Batch rows, bool canScroll, bool isHeld)
    {
        private long _place;

        public IReadOnlyList<ResultColumn> Columns => columns;

        public Batch Rows => rows;

        public bool CanScroll => canScroll;

        public bool IsHeld => isHeld;

        /// <summary>Declared in the transaction that is open.</summary>
        public bool IsNew { get; set; }

        /// <summary>Goes there; gives the rows met on the way, or the one row asked for.</summary>
        public int[] Move(FetchDirection direction, long? count)
        {
            switch (direction)
            {
                case FetchDirection.Absolute:
                    return At(count!.Value < 0 ? rows.Length + 1 + count.Value : count.Value);
                case FetchDirection.Relative:
                    return At(_place + Math.Clamp(count!.Value, -rows.Length - 2L, rows.Length + 2L));
                default:
                    var step = Math.Clamp(count ?? rows.Length + 1L, -rows.Length - 2L, rows.Length + 2L);
                    step = direction == FetchDirection.Backward ? -step : step;
                    return step == 0 ? At(_place) : Pass(step);
            }
        }

        private int[] At(long place)
        {
            _place = Math.Clamp(place, 0, rows.Length + 1L);
            return _place >= 1 && _place <= rows.Length ? [(int)_place - 1] : [];
        }

        private int[] Pass(long step)
        {
            var from = _place;
            _place = Math.Clamp(from + step, 0, rows.Length + 1L);
            var passed = new List<int>();
            for (var at = from + Math.Sign(step); step > 0 ? at <= _place : at >= _place; at += Math.Sign(step))
                if (at >= 1 && at <= rows.Length)
                    passed.Add((int)at - 1);
            return [.. passed];
        }
    }
}
