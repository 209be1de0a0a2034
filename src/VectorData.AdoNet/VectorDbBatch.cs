using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Execution;
using VectorData.AdoNet.Pooling;
using VectorData.Core.Errors;

namespace VectorData.AdoNet;

/// <summary>Several commands that run together: outside of a transaction all of them take effect, or none when one fails.</summary>
public sealed class VectorDbBatch : DbBatch
{
    private VectorDbConnection? _connection;
    private readonly bool _opensConnection;
    private VectorDbTransaction? _transaction;
    private int? _timeout;
    private PreparedStatement[]? _statements;
    private PooledSession? _preparedFor;
    private (VectorDbBatchCommand Command, int Version)[] _preparedCommands = [];

    public VectorDbBatch()
    {
    }

    public VectorDbBatch(VectorDbConnection? connection, VectorDbTransaction? transaction = null)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>A data source's batch: it opens the connection for each execution.</summary>
    internal VectorDbBatch(VectorDbConnection connection, bool opensConnection)
        : this(connection) => _opensConnection = opensConnection;

    public new VectorDbBatchCommandCollection BatchCommands { get; } = new();

    public new VectorDbConnection? Connection
    {
        get => _connection;
        set
        {
            ThrowIfReading();
            _connection = value;
        }
    }

    /// <summary>May stay null: the batch runs in the connection's transaction anyway. If set, it must be that one.</summary>
    public new VectorDbTransaction? Transaction
    {
        get => _transaction;
        set => _transaction = value;
    }

    /// <summary>Seconds that each call into the engine may take; 0 is no limit.</summary>
    public override int Timeout
    {
        get => _timeout ?? _connection?.Options.CommandTimeout ?? 30;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set => Connection = (VectorDbConnection?)value;
    }

    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => _transaction = (VectorDbTransaction?)value;
    }

    public override void Cancel()
    {
        if (_connection is { } connection && IsRunning(connection.Busy))
            connection.Watch.Cancel();
    }

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
            CloseOwn();
        }
    }

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default)
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
            CloseOwn();
        }
    }

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.FieldCount > 0 && reader.Read() ? reader.GetValue(0) : null;
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default)
    {
        var reader = await ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return reader.FieldCount > 0 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetValue(0) : null;
        }
    }

    public new VectorDbDataReader ExecuteReader(CommandBehavior behavior = CommandBehavior.Default)
    {
        VectorDbDataReader? reader = null;
        behavior |= _opensConnection ? CommandBehavior.CloseConnection : CommandBehavior.Default;
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

    public new Task<VectorDbDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    public new async Task<VectorDbDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        VectorDbDataReader? reader = null;
        behavior |= _opensConnection ? CommandBehavior.CloseConnection : CommandBehavior.Default;
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

    /// <summary>Parses all commands, so that running them costs less.</summary>
    public override void Prepare()
    {
        if (_opensConnection)
            throw new NotSupportedException("A data source's batch cannot be prepared: it has another session each time. Use a connection's batch.");
        var connection = Ready();
        connection.ThrowIfBusy();
        PrepareOn(connection);
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

    public override void Dispose()
    {
        CloseOwn();
        base.Dispose();
    }

    protected override DbBatchCommand CreateDbBatchCommand() => new VectorDbBatchCommand();

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
        foreach (var command in BatchCommands)
            command.ForgetAffected();
        var execution = new CommandExecution(connection, PrepareOn(connection), Timeout);
        execution.Start();
        return execution;
    }

    private VectorDbConnection Ready()
    {
        if (_connection is not { } connection)
            throw new InvalidOperationException("The batch has no connection: set Connection first.");
        if (BatchCommands.Count == 0)
            throw new InvalidOperationException("The batch has no commands: add to BatchCommands first.");
        if (_opensConnection && connection.State == ConnectionState.Closed)
            connection.Open();
        if (connection.State != ConnectionState.Open)
            throw new InvalidOperationException("The batch's connection is not open: call Open first.");
        if (_transaction is { } transaction && !ReferenceEquals(transaction.Connection, connection))
            throw new InvalidOperationException("The batch's transaction has ended or is of another connection.");
        return connection;
    }

    private void CloseOwn()
    {
        if (_opensConnection)
            _connection?.Close();
    }

    private PreparedStatement[] PrepareOn(VectorDbConnection connection)
    {
        if (_statements is not null && ReferenceEquals(_preparedFor, connection.Rented) && IsPrepared())
            return _statements;
        var statements = new List<PreparedStatement>(BatchCommands.Count);
        var commands = new (VectorDbBatchCommand Command, int Version)[BatchCommands.Count];
        for (var i = 0; i < commands.Length; i++)
        {
            var command = BatchCommands[i];
            commands[i] = (command, command.Version);
            try
            {
                foreach (var statement in connection.Session.Prepare(command.Sql))
                    statements.Add(new PreparedStatement(statement, command.Parameters, command));
            }
            catch (VectorDbException error)
            {
                error.SetBatchCommand(command);
                throw;
            }
        }

        _preparedCommands = commands;
        _preparedFor = connection.Rented;
        return _statements = [.. statements];
    }

    private bool IsPrepared()
    {
        if (_preparedCommands.Length != BatchCommands.Count)
            return false;
        for (var i = 0; i < _preparedCommands.Length; i++)
        {
            var (command, version) = _preparedCommands[i];
            if (!ReferenceEquals(command, BatchCommands[i]) || command.Version != version)
                return false;
        }

        return true;
    }

    private bool IsRunning(object? busy) => ReferenceEquals(busy, this) || (busy is VectorDbDataReader reader && ReferenceEquals(reader.Command, this));

    private void ThrowIfReading()
    {
        if (_connection is { } connection && IsRunning(connection.Busy))
            throw new InvalidOperationException("A reader of this batch is open: close it before changing the batch.");
    }
}
