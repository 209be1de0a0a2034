using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using VectorData.AdoNet.Execution;
using VectorData.AdoNet.Pooling;
using VectorData.Core.Errors;

namespace VectorData.AdoNet;

/// <summary>One or more SQL statements with parameters, to run on a connection as often as needed.</summary>
public sealed class VectorDbCommand : DbCommand, ICloneable
{
    private string _commandText = "";
    private CommandType _commandType = CommandType.Text;
    private VectorDbConnection? _connection;
    private VectorDbTransaction? _transaction;
    private VectorDbParameterCollection? _parameters;
    private int? _timeout;
    private UpdateRowSource _updatedRowSource = UpdateRowSource.Both;
    private PreparedStatement[]? _statements;
    private PooledSession? _preparedFor;

    public VectorDbCommand()
    {
    }

    public VectorDbCommand(string? commandText, VectorDbConnection? connection = null, VectorDbTransaction? transaction = null)
    {
        CommandText = commandText;
        Connection = connection;
        Transaction = transaction;
    }

    /// <summary>
    /// SQL; statements are separated by semicolons and run as one implicit transaction outside of an explicit one.
    /// With <see cref="CommandType.TableDirect"/> the name of a table, written as in SQL.
    /// </summary>
    [AllowNull]
    public override string CommandText
    {
        get => _commandText;
        set
        {
            ThrowIfReading();
            if (_commandText == (value ?? ""))
                return;
            _commandText = value ?? "";
            _statements = null;
        }
    }

    /// <summary>Seconds that each call into the engine may take, also inside a running search: 57014 afterwards. 0 is no limit.</summary>
    public override int CommandTimeout
    {
        get => _timeout ?? _connection?.Options.CommandTimeout ?? 30;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>Text or TableDirect.</summary>
    public override CommandType CommandType
    {
        get => _commandType;
        set
        {
            ThrowIfReading();
            if (value is not (CommandType.Text or CommandType.TableDirect))
                throw new ArgumentException($"CommandType is Text or TableDirect, not {value}: there are no stored procedures.", nameof(value));
            _commandType = value;
            _statements = null;
        }
    }

    public new VectorDbConnection? Connection
    {
        get => _connection;
        set
        {
            ThrowIfReading();
            if (ReferenceEquals(_connection, value))
                return;
            _connection = value;
            _statements = null;
        }
    }

    /// <summary>May stay null: commands run in the connection's transaction anyway. If set, it must be that one.</summary>
    public new VectorDbTransaction? Transaction
    {
        get => _transaction;
        set => _transaction = value;
    }

    public new VectorDbParameterCollection Parameters => _parameters ??= new VectorDbParameterCollection();

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => _updatedRowSource;
        set => _updatedRowSource = value is >= UpdateRowSource.None and <= UpdateRowSource.Both
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "not an UpdateRowSource");
    }

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => Connection = value as VectorDbConnection ?? (value is null ? null : throw Foreign(value));
    }

    protected override DbParameterCollection DbParameterCollection => Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => _transaction = value as VectorDbTransaction ?? (value is null ? null : throw Foreign(value));
    }

    /// <summary>Stops the command or the reading of its result with 57014. From any thread; nothing happens when the command is not running.</summary>
    public override void Cancel()
    {
        if (_connection is { } connection && IsRunning(connection.Busy))
            connection.Watch.Cancel();
    }

    public new VectorDbParameter CreateParameter() => new();

    /// <summary>Parses the text, and checks names and types where it is one statement, so that running it costs less.</summary>
    public override void Prepare()
    {
        var connection = Ready();
        connection.ThrowIfBusy();
        var statements = PrepareOn(connection);
        if (statements.Length != 1)
            return;
        try
        {
            statements[0].Statement.Describe(statements[0].ParameterTypes());
        }
        catch (VectorDbException error) when (error.SqlState is SqlStates.IndeterminateDatatype or SqlStates.InFailedSqlTransaction)
        {
            // Parameters without a value yet: their types are known when the command runs.
        }
    }

    public override Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        try
        {
            Prepare();
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    /// <summary>Runs all statements to their ends; gives the rows inserted, updated and deleted, -1 when no statement could.</summary>
    public override int ExecuteNonQuery()
    {
        var connection = Ready();
        connection.Occupy(this);
        try
        {
            var execution = Begin(connection);
            execution.Finish();
            return execution.RecordsAffected;
        }
        finally
        {
            connection.Release(this);
        }
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Ready();
        connection.Occupy(this);
        try
        {
            var execution = Begin(connection);
            await execution.FinishAsync(cancellationToken).ConfigureAwait(false);
            return execution.RecordsAffected;
        }
        finally
        {
            connection.Release(this);
        }
    }

    /// <summary>The first field of the first row of the first result; DBNull for NULL, null when there is no row.</summary>
    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.FieldCount > 0 && reader.Read() ? reader.GetValue(0) : null;
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        var reader = await ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return reader.FieldCount > 0 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetValue(0) : null;
        }
    }

    public new VectorDbDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);

    /// <summary>
    /// Runs statements up to the first with rows. Flags: SchemaOnly runs nothing and gives the columns; SingleRow and SingleResult end early;
    /// CloseConnection closes it with the reader; KeyInfo and SequentialAccess change nothing.
    /// </summary>
    public new VectorDbDataReader ExecuteReader(CommandBehavior behavior)
    {
        VectorDbDataReader? reader = null;
        try
        {
            reader = NewReader(behavior);
            reader.Start();
            return reader;
        }
        catch
        {
            CleanUp(reader, behavior);
            throw;
        }
    }

    public new Task<VectorDbDataReader> ExecuteReaderAsync() => ExecuteReaderAsync(CommandBehavior.Default, default);

    public new Task<VectorDbDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    public new Task<VectorDbDataReader> ExecuteReaderAsync(CommandBehavior behavior) => ExecuteReaderAsync(behavior, default);

    public new async Task<VectorDbDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        VectorDbDataReader? reader = null;
        try
        {
            reader = NewReader(behavior);
            await reader.StartAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            CleanUp(reader, behavior);
            throw;
        }
    }

    /// <summary>A command with the same settings and copies of the parameters.</summary>
    public VectorDbCommand Clone()
    {
        var clone = new VectorDbCommand(_commandText, _connection, _transaction)
        {
            _commandType = _commandType,
            _timeout = _timeout,
            _updatedRowSource = _updatedRowSource,
            DesignTimeVisible = DesignTimeVisible,
        };
        if (_parameters is not null)
            clone.Parameters.CopyFrom(_parameters);
        return clone;
    }

    object ICloneable.Clone() => Clone();

    protected override DbParameter CreateDbParameter() => new VectorDbParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await ExecuteReaderAsync(behavior, cancellationToken).ConfigureAwait(false);

    private VectorDbDataReader NewReader(CommandBehavior behavior)
    {
        var connection = Ready();
        connection.ThrowIfBusy();
        if ((behavior & CommandBehavior.SchemaOnly) != 0)
            return VectorDbDataReader.OfSchema(connection, this, PrepareOn(connection), behavior);
        return new VectorDbDataReader(connection, this, Begin(connection), behavior);
    }

    private void CleanUp(VectorDbDataReader? reader, CommandBehavior behavior)
    {
        reader?.Abandon();
        if ((behavior & CommandBehavior.CloseConnection) != 0)
            _connection?.Close();
    }

    private CommandExecution Begin(VectorDbConnection connection)
    {
        var execution = new CommandExecution(connection, PrepareOn(connection), CommandTimeout);
        execution.Start();
        return execution;
    }

    private VectorDbConnection Ready()
    {
        if (_connection is not { } connection)
            throw new InvalidOperationException("The command has no connection: set Connection first.");
        if (connection.State != ConnectionState.Open)
            throw new InvalidOperationException("The command's connection is not open: call Open first.");
        if (string.IsNullOrWhiteSpace(_commandText))
            throw new InvalidOperationException("The command has no text: set CommandText first.");
        if (_transaction is { } transaction && !ReferenceEquals(transaction.Connection, connection))
        {
            throw new InvalidOperationException(transaction.Connection is null
                ? "The command's transaction has ended: set Transaction to null or to the current one."
                : "The command's transaction is of another connection.");
        }

        return connection;
    }

    private PreparedStatement[] PrepareOn(VectorDbConnection connection)
    {
        if (_statements is not null && ReferenceEquals(_preparedFor, connection.Rented))
            return _statements;
        var text = _commandType == CommandType.TableDirect ? "SELECT * FROM " + _commandText : _commandText;
        var parsed = connection.Session.Prepare(text);
        var statements = new PreparedStatement[parsed.Count];
        for (var i = 0; i < statements.Length; i++)
            statements[i] = new PreparedStatement(parsed[i], Parameters, null);
        _preparedFor = connection.Rented;
        return _statements = statements;
    }

    private bool IsRunning(object? busy) => ReferenceEquals(busy, this) || (busy is VectorDbDataReader reader && ReferenceEquals(reader.Command, this));

    private void ThrowIfReading()
    {
        if (_connection is { } connection && IsRunning(connection.Busy))
            throw new InvalidOperationException("A reader of this command is open: close it before changing the command.");
    }

    private static ArgumentException Foreign(object value) =>
        new($"expected an object of this provider, not {value.GetType().FullName}");
}
