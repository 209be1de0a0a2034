using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Statements;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>Rows straight into a table: no statement, no plan; checks run over whole batches.</summary>
internal sealed class EmbeddedBulkInsert : IBulkInsert
{
    private readonly EmbeddedSession _session;
    private readonly StatementCancellation _cancellation;
    private readonly StorageTransaction _transaction;
    private readonly StorageTransaction? _own;
    private readonly StatementContext _context;
    private readonly StatementChanges _changes;
    private readonly BulkRows _rows;
    private long _count;
    private bool _done;

    public EmbeddedBulkInsert(EmbeddedSession session, string schema, string table, IReadOnlyList<string>? columns, StatementCancellation cancellation)
    {
        _session = session;
        _cancellation = cancellation;
        (_transaction, _own) = session.Transactions.Enter();
        try
        {
            if (_transaction.IsReadOnly)
                throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, "cannot execute COPY FROM in a read-only transaction");
            var definition = LockedTable(schema, table);
            _context = session.Context(_transaction, [], cancellation.Token);
            _changes = new StatementChanges(_context);
            _rows = new BulkRows(new TableWriters(_transaction.Catalog), definition, columns);
        }
        catch
        {
            _own?.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ResultColumn> Columns => _rows.Columns;

    public void Write(Batch batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_done, this);
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            using var watch = _cancellation.Enter(TimeSpan.Zero, cancellationToken);
            _cancellation.Token.ThrowIfCancellationRequested();
            if (batch.Count == 0)
                return;
            _rows.Insert(_context, batch, _changes);
            _count += batch.Count;
        }
        catch (Exception e)
        {
            throw Abort(e);
        }
    }

    public long Complete(CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        if (_own is not null)
            _session.Transactions.Finish(new StartedStatement(null!, _own), cancellationToken);
        Close();
        return _count;
    }

    public async ValueTask<long> CompleteAsync(CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        if (_own is not null)
            await _session.Transactions.FinishAsync(new StartedStatement(null!, _own), cancellationToken).ConfigureAwait(false);
        Close();
        return _count;
    }

    public void Dispose()
    {
        if (_done)
            return;

        // Rows of an unfinished bulk insert must not stay in the caller's block.
        if (_own is null)
            _session.Transactions.Fail();
        Close();
    }

    // What can be checked only when all rows are there.
    private void Check(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_done, this);
        try
        {
            using var watch = _cancellation.Enter(TimeSpan.Zero, cancellationToken);
            _changes.Finish();
        }
        catch (Exception e)
        {
            throw Abort(e);
        }

        SessionTelemetry.RowsWritten.Add(_count);
    }

    private TableDefinition LockedTable(string schema, string table)
    {
        while (true)
        {
            var catalog = _transaction.Catalog;
            var definition = catalog.FindTable(schema, table)
                ?? throw new VectorDbException(SqlStates.UndefinedTable, $"relation \"{schema}.{table}\" does not exist") { SchemaName = schema, TableName = table };
            _transaction.LockTable(definition.Id, exclusive: false, _cancellation.Token);
            _transaction.BeginStatement();
            if (ReferenceEquals(_transaction.Catalog, catalog))
                return definition;
        }
    }

    private VectorDbException Abort(Exception e)
    {
        var error = _session.Failed(e, _cancellation);
        Close();
        return error;
    }

    private void Close()
    {
        if (_done)
            return;
        _done = true;
        _own?.Dispose();
        _session.Return(_cancellation);
    }
}
