using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Core.Sessions;

public enum TransactionStatus : byte
{
    /// <summary>No transaction block is open.</summary>
    Idle = 0,

    InTransaction = 1,

    /// <summary>A statement failed in the block: only ROLLBACK is taken (25P02).</summary>
    Failed = 2,
}

/// <summary>
/// One user's conversation with a database: the only contract between the ways in and the engine.
/// Not thread-safe, but for <see cref="Cancel"/>. At most one cursor is open at a time for statements that write.
/// </summary>
public interface ISession : IDisposable, IAsyncDisposable
{
    TransactionStatus Status { get; }

    /// <summary>Raised for NOTICE and WARNING messages.</summary>
    event Action<Notice>? NoticeReceived;

    /// <summary>
    /// Raised with name and value as SHOW prints it when a setting that PostgreSQL reports to its clients (ParameterStatus) has changed:
    /// application_name, client_encoding, DateStyle, IntervalStyle, TimeZone, search_path, standard_conforming_strings and the like.
    /// </summary>
    event Action<string, string>? SettingChanged;

    /// <summary>The value of a setting as SHOW prints it, or null when there is none of that name.</summary>
    string? Setting(string name);

    /// <summary>
    /// Parses <paramref name="sql"/> into its statements (cached by text); names and types are bound when a statement is described or executed,
    /// so that a later statement sees what an earlier one created. Throws 42601 with a position.
    /// </summary>
    IReadOnlyList<IStatement> Prepare(string sql);

    /// <summary>
    /// Until the scope ends, statements outside a transaction block share one implicit transaction, as in one message of several statements.
    /// <see cref="IPipeline.Complete"/> commits it; disposing without rolls it back.
    /// </summary>
    IPipeline BeginPipeline();

    /// <summary>Starts a bulk insert into the named columns (all when null) of a table. Rows are added atomically when completed.</summary>
    IBulkInsert BeginBulkInsert(string schema, string table, IReadOnlyList<string>? columns);

    /// <summary>Asks the running statement to stop with 57014. May be called from any thread.</summary>
    void Cancel();

    /// <summary>
    /// Makes the session read-only until <see cref="Reset"/>: neither SET nor BEGIN READ WRITE undoes it (25006). A session that cannot hold
    /// it sets what new transactions start with.
    /// </summary>
    void ForbidWrites()
    {
        using var cursor = Prepare("SET default_transaction_read_only = on")[0].Execute([], default);
    }

    /// <summary>Rolls back, resets settings and prepared state, so that another user can have the session.</summary>
    void Reset();
}

public interface IPipeline : IDisposable
{
    void Complete(CancellationToken cancellationToken);

    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>One statement of a parsed text, with parameters by position ($1) or name (@name).</summary>
public interface IStatement
{
    /// <summary>This statement's part of the text.</summary>
    string Text { get; }

    /// <summary>Names for @name parameters in order of first appearance; for $n parameters the numbers as text, 1..highest.</summary>
    IReadOnlyList<string> ParameterNames { get; }

    StatementKind Kind { get; }

    /// <summary>
    /// What a COPY FROM STDIN or COPY TO STDOUT asks for, else null. Names are resolved and options checked when it is asked for: throws as
    /// <see cref="Execute"/> does. Executing such a statement gives 0A000: the rows go through <see cref="ISession.BeginBulkInsert"/> or come
    /// from <see cref="CopyRequest.Query"/>.
    /// </summary>
    CopyRequest? Copy { get; }

    /// <summary>Types of parameters and columns without running the statement. <paramref name="parameterTypes"/> may be shorter or hold Unknown.</summary>
    StatementDescription Describe(IReadOnlyList<SqlType> parameterTypes);

    /// <summary>
    /// Runs the statement. Parameter values are in the order of <see cref="ParameterNames"/>; their types are hints that
    /// context overrides (a string where a date is needed is parsed; a float[] is a vector or real[] as the place asks).
    /// Statements that write have run when this returns; a query runs as its batches are taken.
    /// </summary>
    ICursor Execute(IReadOnlyList<Value> parameters, CancellationToken cancellationToken);

    ValueTask<ICursor> ExecuteAsync(IReadOnlyList<Value> parameters, CancellationToken cancellationToken);
}

/// <summary>Rows of a result in batches. The batch is valid until the next call.</summary>
public interface ICursor : IDisposable, IAsyncDisposable
{
    /// <summary>Null for a statement that gives no rows.</summary>
    IReadOnlyList<ResultColumn>? Columns { get; }

    /// <summary>PostgreSQL's command tag: <c>SELECT</c>, <c>INSERT 0 5</c>, <c>CREATE TABLE</c>. Complete at the end.</summary>
    string CommandTag { get; }

    /// <summary>Rows inserted, updated or deleted; -1 for others.</summary>
    long RowsAffected { get; }

    /// <summary>The next non-empty batch, or null at the end.</summary>
    Batch? Next(CancellationToken cancellationToken);

    ValueTask<Batch?> NextAsync(CancellationToken cancellationToken);
}

/// <summary>A column of a result; the origin is set where the value is a table's column.</summary>
public sealed record ResultColumn(string Name, SqlType Type)
{
    public string? SchemaName { get; init; }

    public string? TableName { get; init; }

    public TableId? Table { get; init; }

    public string? ColumnName { get; init; }

    public ColumnId? Column { get; init; }

    /// <summary>False only where NULL is impossible.</summary>
    public bool IsNullable { get; init; } = true;

    public bool IsKey { get; init; }

    public bool IsUnique { get; init; }

    public bool IsIdentity { get; init; }

    public bool IsExpression => Column is null;
}

public sealed record StatementDescription(IReadOnlyList<SqlType> Parameters, IReadOnlyList<ResultColumn>? Columns);

/// <summary>A message that is not an error: NOTICE, WARNING, INFO.</summary>
public sealed record Notice(string Severity, string SqlState, string Message, string? Detail = null, string? Hint = null);

/// <summary>Adds many rows in one transaction; not complete until <see cref="Complete"/>.</summary>
public interface IBulkInsert : IDisposable
{
    /// <summary>The columns to give, in order, with their types.</summary>
    IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Adds rows; each column must have the type of <see cref="Columns"/>. The batch is copied.</summary>
    void Write(Batch batch, CancellationToken cancellationToken);

    /// <summary>Checks, stores and (outside a transaction block) commits; gives the number of rows.</summary>
    long Complete(CancellationToken cancellationToken);

    /// <summary>As <see cref="Complete"/>; the thread is free while the commit is on its way to the disk.</summary>
    ValueTask<long> CompleteAsync(CancellationToken cancellationToken) => new(Complete(cancellationToken));
}
