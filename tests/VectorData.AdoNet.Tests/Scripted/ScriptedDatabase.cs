using System.Collections.Concurrent;
using VectorData.AdoNet.Pooling;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests.Scripted;

/// <summary>A database that answers texts as a test tells it, and logs what it is asked: the provider alone is under test.</summary>
internal sealed class ScriptedDatabase : IDatabaseSource
{
    private readonly Dictionary<string, Func<ScriptedCall, ScriptedResult>> _answers = [];
    private readonly SessionPools _pools;

    public ScriptedDatabase(TimeProvider? clock = null)
    {
        _pools = new SessionPools(
            _ =>
            {
                Log.Enqueue("open");
                IsOpen = true;
                return this;
            },
            clock ?? TimeProvider.System);
        foreach (var control in new[] { "COMMIT", "ROLLBACK" })
            On(control, _ => ScriptedResult.Tag(control));
    }

    /// <summary>What happened: "open", "close", "session", "reset", "end session", statements, "pipeline", "complete", "rollback".</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public List<ScriptedSession> Sessions { get; } = [];

    public bool IsOpen { get; private set; }

    public string Location => "/scripted";

    public string ServerVersion => "1.2.3";

    public Catalog Catalog { get; set; } = Catalog.Empty;

    public Func<string, string, IReadOnlyList<string>?, IBulkInsert>? BulkInsert { get; set; }

    public SessionPools Pools => _pools;

    public ScriptedDatabase On(string sql, Func<ScriptedCall, ScriptedResult> answer)
    {
        _answers[sql] = answer;
        return this;
    }

    public ScriptedDatabase On(string sql, ScriptedResult result) => On(sql, _ => result);

    public VectorDbConnection Connect(string connectionString = "Data Source=scripted")
    {
        var connection = new VectorDbConnection(_pools, null) { ConnectionString = connectionString };
        connection.Open();
        return connection;
    }

    public VectorDbConnection Closed(string connectionString = "Data Source=scripted") =>
        new(_pools, null) { ConnectionString = connectionString };

    public ISession OpenSession()
    {
        Log.Enqueue("session");
        var session = new ScriptedSession(this);
        Sessions.Add(session);
        return session;
    }

    public void Dispose()
    {
        Log.Enqueue("close");
        IsOpen = false;
    }

    public ScriptedResult Answer(ScriptedCall call)
    {
        Log.Enqueue(call.Statement.Text);
        if (_answers.TryGetValue(call.Statement.Text, out var answer))
            return answer(call);
        if (call.Statement.Text.StartsWith("SET ", StringComparison.Ordinal) || call.Statement.Text.StartsWith("BEGIN", StringComparison.Ordinal)
            || call.Statement.Text.Contains("SAVEPOINT", StringComparison.Ordinal))
        {
            return ScriptedResult.Tag(call.Statement.Text.Split(' ')[0]);
        }

        throw new VectorDbException(SqlStates.UndefinedTable, $"no answer to: {call.Statement.Text}");
    }

    public IReadOnlyList<ResultColumn>? Describe(ScriptedStatement statement) =>
        _answers.TryGetValue(statement.Text, out var answer) ? answer(new ScriptedCall(statement, [], default)).Columns : null;
}

internal sealed record ScriptedCall(ScriptedStatement Statement, IReadOnlyList<Value> Parameters, CancellationToken CancellationToken)
{
    /// <summary>Waits until it is told to stop, as a long search would, then fails with 57014.</summary>
    public ScriptedResult WaitForStop()
    {
        CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
        throw new VectorDbException(SqlStates.QueryCanceled, "canceling statement due to user request");
    }
}

/// <summary>What a statement gives: columns with batches, or rows affected, or only a tag.</summary>
internal sealed record ScriptedResult(IReadOnlyList<ResultColumn>? Columns, Func<CancellationToken, IEnumerable<Batch>> Batches, long RowsAffected, string CommandTag)
{
    /// <summary>Whether waiting calls complete later, on another thread.</summary>
    public bool IsDelayed { get; init; }

    public static ScriptedResult Tag(string tag) => new(null, _ => [], -1, tag);

    public static ScriptedResult Affected(long rows) => new(null, _ => [], rows, $"INSERT 0 {rows}");

    public static ScriptedResult Rows(IReadOnlyList<ResultColumn> columns, params Batch[] batches) => new(columns, _ => batches, -1, "SELECT");

    public static ScriptedResult Rows(IReadOnlyList<ResultColumn> columns, Func<CancellationToken, IEnumerable<Batch>> batches) =>
        new(columns, batches, -1, "SELECT");

    /// <summary>One column of values, in batches of one row each if <paramref name="rowsPerBatch"/> is 1.</summary>
    public static ScriptedResult Column(string name, SqlType type, int rowsPerBatch, params Value[] values)
    {
        var batches = values.Chunk(rowsPerBatch).Select(chunk => Batch(type, chunk)).ToArray();
        return Rows([new ResultColumn(name, type)], batches);
    }

    public static ScriptedResult Integers(params int[] values) => Column("n", SqlType.Integer, 2, Array.ConvertAll(values, value => Value.Of(value)));

    public static Batch Batch(SqlType type, IEnumerable<Value> values)
    {
        var builder = ColumnBuilder.For(type);
        foreach (var value in values)
            builder.Append(value);
        var column = builder.Build();
        return new Batch([column], column.Length);
    }

    public static Batch Row(IReadOnlyList<ResultColumn> columns, params Value[] values) => new(
        columns.Select((column, i) => ColumnBuilder.Repeat(values[i], column.Type, 1)).ToArray(), 1);
}
