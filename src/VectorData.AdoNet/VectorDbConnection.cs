using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using VectorData.AdoNet.Execution;
using VectorData.AdoNet.Pooling;
using VectorData.AdoNet.Schema;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet;

/// <summary>
/// A connection to a database in this process. One command at a time: an open reader or bulk writer must be closed before the next command.
/// Not thread-safe, but for <see cref="VectorDbCommand.Cancel"/>; open as many connections as there are threads.
/// </summary>
public sealed class VectorDbConnection : DbConnection, ICloneable
{
    private readonly SessionPools _pools;
    private readonly SessionPool? _ownPool;
    private readonly Action<Notice> _onNotice;
    private string _connectionString = "";
    private ConnectionOptions _options = new();
    private SessionPool? _pool;
    private PooledSession? _session;
    private volatile object? _busy;
    private CommandWatch? _watch;
    private bool _isDisposed;

    public VectorDbConnection()
        : this(SessionPools.Process, null)
    {
    }

    public VectorDbConnection(string? connectionString)
        : this() => ConnectionString = connectionString;

    internal VectorDbConnection(SessionPools pools, SessionPool? ownPool)
    {
        _pools = pools;
        _ownPool = ownPool;
        _onNotice = OnNotice;
    }

    /// <summary>Raised for NOTICE and WARNING messages of statements.</summary>
    public event EventHandler<VectorDbNoticeEventArgs>? Notice;

    /// <summary>As it was set; see <see cref="VectorDbConnectionStringBuilder"/> for the keywords.</summary>
    [AllowNull]
    public override string ConnectionString
    {
        get => _connectionString;
        set
        {
            if (State != ConnectionState.Closed)
                throw new InvalidOperationException("The connection string cannot be changed while the connection is open.");
            if (_ownPool is not null)
                throw new InvalidOperationException("A connection of a data source has the data source's connection string.");
            _options = ConnectionOptions.Parse(value ?? "");
            _connectionString = value ?? "";
            _pool = null;
        }
    }

    /// <summary>Always 0: opening a database in the process waits for nothing.</summary>
    public override int ConnectionTimeout => 0;

    /// <summary>The name that SQL calls the database by.</summary>
    public override string Database => "main";

    /// <summary>The database's folder, in full while open; <c>:memory:</c> or the name of a database in memory.</summary>
    public override string DataSource => _session?.Source.Location ?? _options.DataSource;

    /// <summary>The engine's version.</summary>
    public override string ServerVersion => OpenSession().Source.ServerVersion;

    public override ConnectionState State => _session is null ? ConnectionState.Closed : ConnectionState.Open;

    public override bool CanCreateBatch => true;

    /// <summary>The transaction that BeginTransaction started and that has not ended; null otherwise.</summary>
    public VectorDbTransaction? CurrentTransaction { get; private set; }

    protected override DbProviderFactory DbProviderFactory => VectorDbProviderFactory.Instance;

    internal ConnectionOptions Options => _options;

    internal ISession Session => OpenSession().Session;

    /// <summary>The session as it was rented: another object at each Open.</summary>
    internal PooledSession Rented => OpenSession();

    internal Catalog Catalog => OpenSession().Source.Catalog;

    internal CommandWatch Watch => _watch ??= new CommandWatch(TimeProvider.System);

    /// <summary>What runs now: a command, a reader, a bulk writer; null when the connection is free.</summary>
    internal object? Busy => _busy;

    /// <summary>Closes the idle sessions of the connection's pool, and with the last of them the database: its folder is free when no connection is open.</summary>
    public static void ClearPool(VectorDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if ((connection._pool ?? connection._ownPool) is { } pool)
            pool.Clear();
        else
            connection._pools.Clear(connection._options);
    }

    /// <summary><see cref="ClearPool"/> for every connection string of the process.</summary>
    public static void ClearAllPools() => SessionPools.Process.ClearAll();

    /// <summary>Opens the database, unless another connection has it open, and takes a session.</summary>
    public override void Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_session is not null)
            throw new InvalidOperationException("The connection is open already.");
        if (_ownPool is null && _connectionString.Length == 0)
            throw new InvalidOperationException("The connection has no connection string: set one such as 'Data Source=app.vdb'.");
        if (_options.DataSource.Length == 0 && !_options.IsMemory)
            throw new InvalidOperationException("The connection string names no database: add 'Data Source=folder' or 'Data Source=:memory:'.");
        _pool ??= _ownPool ?? _pools.Get(_options);
        var session = _pool.Rent();
        try
        {
            Configure(session.Session);
        }
        catch
        {
            session.Return();
            throw;
        }

        session.Session.NoticeReceived += _onNotice;
        _session = session;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <summary>Ends an open reader or bulk writer, rolls back an open transaction, and gives the session back to the pool.</summary>
    public override void Close()
    {
        if (_session is not { } session)
            return;
        try
        {
            (_busy as IConnectionUser)?.OnConnectionClosing();
        }
        finally
        {
            _busy = null;
            CurrentTransaction?.Forget();
            CurrentTransaction = null;
            _watch?.Dispose();
            session.Session.NoticeReceived -= _onNotice;
            _session = null;
            session.Return();
            OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
        }
    }

    public new VectorDbCommand CreateCommand() => new() { Connection = this };

    /// <summary>A command with a text, ready to run.</summary>
    public VectorDbCommand CreateCommand(string commandText) => new(commandText, this);

    public new VectorDbBatch CreateBatch() => new() { Connection = this };

    public new VectorDbTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    /// <summary>
    /// Starts a transaction. Unspecified, ReadUncommitted and ReadCommitted give read committed; RepeatableRead and Snapshot give snapshot isolation;
    /// Serializable is asked of the engine; Chaos is refused.
    /// </summary>
    public new VectorDbTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        var session = OpenSession().Session;
        if (session.Status == TransactionStatus.Idle)
            CurrentTransaction?.Forget();
        if (CurrentTransaction is not null || session.Status != TransactionStatus.Idle)
        {
            throw new InvalidOperationException(
                "The connection is in a transaction already. Transactions do not nest: use Save and Rollback(name), or another connection.");
        }

        return CurrentTransaction = VectorDbTransaction.Begin(this, isolationLevel);
    }

    public new ValueTask<VectorDbTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);

    public new ValueTask<VectorDbTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<VectorDbTransaction>(cancellationToken);
        try
        {
            return ValueTask.FromResult(BeginTransaction(isolationLevel));
        }
        catch (Exception error)
        {
            return ValueTask.FromException<VectorDbTransaction>(error);
        }
    }

    /// <summary>
    /// Starts adding many rows to a table, all of them or none. Names are written as in SQL: lower-cased unless in double quotes, the table with
    /// its schema if need be; without columns all of them are given in their order.
    /// </summary>
    public VectorDbBulkWriter BeginBulkInsert(string table, params string[] columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        ArgumentNullException.ThrowIfNull(columns);
        var session = OpenSession().Session;
        ThrowIfBusy();
        var writer = VectorDbBulkWriter.Begin(this, session, table, columns);
        _busy = writer;
        return writer;
    }

    /// <summary>Not supported: a connection has one database.</summary>
    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("A connection is to one database: open another connection with another Data Source.");

    /// <summary>Not supported: the engine takes no part in distributed transactions.</summary>
    public override void EnlistTransaction(System.Transactions.Transaction? transaction)
    {
        if (transaction is not null)
            throw new NotSupportedException("System.Transactions is not supported: use BeginTransaction on the connection.");
    }

    public override DataTable GetSchema() => GetSchema(SchemaCollections.MetaDataCollections, []);

    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <summary>Metadata as a table: see <c>GetSchema()</c> for the collections and <c>GetSchema("Restrictions")</c> for what they can be narrowed by.</summary>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues)
    {
        ArgumentNullException.ThrowIfNull(collectionName);
        return SchemaCollections.Get(this, collectionName, restrictionValues ?? []);
    }

    /// <summary>A closed connection with the same connection string.</summary>
    public VectorDbConnection Clone() => _ownPool is null
        ? new VectorDbConnection(_pools, null) { ConnectionString = _connectionString }
        : OfDataSource(_pools, _ownPool, _connectionString, _options);

    object ICloneable.Clone() => Clone();

    internal static VectorDbConnection OfDataSource(SessionPools pools, SessionPool pool, string connectionString, ConnectionOptions options) =>
        new(pools, pool) { _connectionString = connectionString, _options = options };

    internal void ThrowIfBusy()
    {
        switch (_busy)
        {
            case null:
                return;
            case VectorDbBulkWriter:
                throw new InvalidOperationException("A bulk insert is under way on this connection: complete or dispose its writer first.");
            case VectorDbDataReader:
                throw new InvalidOperationException("A reader is open on this connection: close it first, or use another connection.");
            default:
                throw new InvalidOperationException("A command is running on this connection: a connection is used by one thread at a time.");
        }
    }

    internal void Occupy(object user)
    {
        ThrowIfBusy();
        _busy = user;
    }

    internal void Release(object user)
    {
        if (ReferenceEquals(_busy, user))
            _busy = null;
    }

    /// <summary>Runs one statement without rows and gives its command tag.</summary>
    internal string Run(string sql)
    {
        ThrowIfBusy();
        var execution = NewExecution(sql);
        execution.Start();
        execution.Finish();
        return execution.LastTag;
    }

    internal async ValueTask<string> RunAsync(string sql, CancellationToken cancellationToken)
    {
        ThrowIfBusy();
        var execution = NewExecution(sql);
        execution.Start();
        await execution.FinishAsync(cancellationToken).ConfigureAwait(false);
        return execution.LastTag;
    }

    internal void EndTransaction(VectorDbTransaction transaction)
    {
        if (ReferenceEquals(CurrentTransaction, transaction))
            CurrentTransaction = null;
    }

    protected override DbCommand CreateDbCommand() => CreateCommand();

    protected override DbBatch CreateDbBatch() => CreateBatch();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            Close();
            _isDisposed = true;
        }

        base.Dispose(disposing);
    }

    private PooledSession OpenSession() => _session
        ?? throw new InvalidOperationException("The connection is not open: call Open first.");

    private CommandExecution NewExecution(string sql)
    {
        var statement = Session.Prepare(sql)[0];
        return new CommandExecution(this, [new PreparedStatement(statement, new VectorDbParameterCollection(), null)], _options.CommandTimeout);
    }

    private void Configure(ISession session)
    {
        if (_options.IsReadOnly)
            session.ForbidWrites();
        if (_options.ApplicationName.Length > 0)
            Set(session, $"SET application_name = '{_options.ApplicationName.Replace("'", "''", StringComparison.Ordinal)}'");
    }

    private static void Set(ISession session, string sql)
    {
        using var cursor = session.Prepare(sql)[0].Execute([], default);
    }

    private void OnNotice(Notice notice) => Notice?.Invoke(this, new VectorDbNoticeEventArgs(notice));
}
