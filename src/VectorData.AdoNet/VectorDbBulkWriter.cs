using VectorData.AdoNet.Bulk;
using VectorData.AdoNet.Execution;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet;

/// <summary>
/// Adds many rows to a table, row by row or column by column, without boxing. Nothing is in the table before <see cref="Complete()"/>;
/// disposing without it drops everything written.
/// </summary>
public sealed class VectorDbBulkWriter : IDisposable, IAsyncDisposable, IConnectionUser
{
    private const int BatchRows = 8192;
    private const long BatchBytes = 32L << 20;

    private readonly VectorDbConnection _connection;
    private readonly IBulkInsert _insert;
    private readonly ColumnBuilder[] _builders;
    private readonly int _rowsPerBatch;
    private long _bufferedBytes;
    private int _buffered;
    private int _column = -1;
    private State _state;

    private VectorDbBulkWriter(VectorDbConnection connection, IBulkInsert insert)
    {
        _connection = connection;
        _insert = insert;
        var columns = insert.Columns;
        _builders = new ColumnBuilder[columns.Count];
        long width = 1;
        for (var i = 0; i < _builders.Length; i++)
        {
            _builders[i] = ColumnBuilder.For(columns[i].Type);
            width += columns[i].Type.FixedWidth;
        }

        _rowsPerBatch = (int)Math.Clamp(BatchBytes / width, 64, BatchRows);
    }

    private enum State : byte
    {
        Open,
        Completed,
        Abandoned,
    }

    /// <summary>The columns to give, in order.</summary>
    public IReadOnlyList<ResultColumn> Columns => _insert.Columns;

    /// <summary>Rows that were started or written.</summary>
    public long RowCount { get; private set; }

    /// <summary>Begins the next row; the one before must have a value for every column.</summary>
    public void StartRow()
    {
        ThrowIfNotOpen();
        EndRow();
        if (_buffered >= _rowsPerBatch || _bufferedBytes >= BatchBytes)
            Flush(default);
        _column = 0;
        RowCount++;
    }

    /// <summary>
    /// The value of the row's next column: its own CLR type or one that loses nothing; text also for other types, in their text form;
    /// null and DBNull for NULL. A value that is refused leaves the row where it was.
    /// </summary>
    public void Write<T>(T value)
    {
        var builder = NextColumn();
        CellAppender.Append(builder, value, _insert.Columns[_column].Name);
        _bufferedBytes += value switch
        {
            string text => text.Length,
            byte[] bytes => bytes.Length,
            float[] vector => vector.Length * sizeof(float),
            _ => 8,
        };
        _column++;
    }

    /// <summary>NULL for the row's next column.</summary>
    public void WriteNull()
    {
        NextColumn().AppendNull();
        _column++;
    }

    /// <summary>A whole row.</summary>
    public void WriteRow(params ReadOnlySpan<object?> values)
    {
        ThrowIfNotOpen();
        if (values.Length != _builders.Length)
            throw new ArgumentException($"expected {_builders.Length} values, one for each column, not {values.Length}", nameof(values));
        StartRow();
        foreach (var value in values)
            Write(value);
    }

    public Task WriteRowAsync(object?[] values, CancellationToken cancellationToken = default) =>
        Completed(() => WriteRow(values), cancellationToken);

    /// <summary>Many rows at once: the data of each column, all with the same number of rows.</summary>
    public void WriteColumns(params ReadOnlySpan<VectorDbColumnData> columns) => WriteColumns(columns, default);

    public void WriteColumns(ReadOnlySpan<VectorDbColumnData> columns, CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        if (columns.Length != _builders.Length)
            throw new ArgumentException($"expected data for {_builders.Length} columns, not {columns.Length}", nameof(columns));
        var rows = columns.Length == 0 ? 0 : columns[0].RowCount;
        for (var i = 1; i < columns.Length; i++)
        {
            if (columns[i].RowCount != rows)
            {
                throw new ArgumentException(
                    $"column '{_insert.Columns[i].Name}' has {columns[i].RowCount} rows, column '{_insert.Columns[0].Name}' has {rows}", nameof(columns));
            }
        }

        EndRow();
        Flush(cancellationToken);
        for (var start = 0; start < rows; start += _rowsPerBatch)
        {
            var count = Math.Min(_rowsPerBatch, rows - start);
            var vectors = new ColumnVector[columns.Length];
            for (var i = 0; i < vectors.Length; i++)
                vectors[i] = columns[i].Slice(_insert.Columns[i].Type, _insert.Columns[i].Name, start, count);
            Send(new Batch(vectors, count), cancellationToken);
            RowCount += count;
        }
    }

    public Task WriteColumnsAsync(VectorDbColumnData[] columns, CancellationToken cancellationToken = default) =>
        Completed(() => WriteColumns(columns, cancellationToken), cancellationToken);

    /// <summary>Checks and stores all rows, and commits them outside of a transaction; gives their number. The writer is then of no more use.</summary>
    public long Complete() => Complete(default);

    public long Complete(CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        EndRow();
        Flush(cancellationToken);
        var rows = Guarded(token => _insert.Complete(token), cancellationToken);
        End(State.Completed);
        return rows;
    }

    public async Task<long> CompleteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfNotOpen();
        EndRow();
        Flush(cancellationToken);
        long rows;
        try
        {
            rows = await _insert.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Abandon(error, cancellationToken);
            throw;
        }

        End(State.Completed);
        return rows;
    }

    /// <summary>Drops what was written unless it was completed.</summary>
    public void Dispose()
    {
        if (_state == State.Open)
            End(State.Abandoned);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    void IConnectionUser.OnConnectionClosing() => Dispose();

    internal static VectorDbBulkWriter Begin(VectorDbConnection connection, ISession session, string table, string[] columns)
    {
        var (schema, name) = SqlName.ParseTable(table);
        var names = columns.Length == 0 ? null : Array.ConvertAll(columns, SqlName.Parse);
        return new VectorDbBulkWriter(connection, session.BeginBulkInsert(schema ?? Catalog.DefaultSchema, name, names));
    }

    private ColumnBuilder NextColumn()
    {
        ThrowIfNotOpen();
        if (_column < 0)
            throw new InvalidOperationException("No row is started: call StartRow first.");
        return _column < _builders.Length
            ? _builders[_column]
            : throw new InvalidOperationException($"The row has a value for each of its {_builders.Length} columns: call StartRow or Complete.");
    }

    private void EndRow()
    {
        if (_column < 0)
            return;
        if (_column < _builders.Length)
        {
            throw new InvalidOperationException(
                $"The row has {_column} of {_builders.Length} values: column '{_insert.Columns[_column].Name}' is next.");
        }

        _buffered++;
        _column = -1;
    }

    private void Flush(CancellationToken cancellationToken)
    {
        if (_buffered == 0)
            return;
        var batch = new Batch(Array.ConvertAll(_builders, builder => builder.Build()), _buffered);
        _buffered = 0;
        _bufferedBytes = 0;
        Send(batch, cancellationToken);
    }

    private void Send(Batch batch, CancellationToken cancellationToken) => Guarded(
        token =>
        {
            _insert.Write(batch, token);
            return 0;
        },
        cancellationToken);

    private T Guarded<T>(Func<CancellationToken, T> call, CancellationToken cancellationToken)
    {
        try
        {
            return call(cancellationToken);
        }
        catch (Exception error)
        {
            Abandon(error, cancellationToken);
            throw;
        }
    }

    // After an error the insert cannot go on: everything is dropped.
    private void Abandon(Exception error, CancellationToken cancellationToken)
    {
        End(State.Abandoned);
        if (cancellationToken.IsCancellationRequested && CommandWatch.IsStop(error))
            throw new OperationCanceledException("the caller's token was cancelled", error, cancellationToken);
    }

    private void End(State state)
    {
        _state = state;
        try
        {
            _insert.Dispose();
        }
        finally
        {
            _connection.Release(this);
        }
    }

    private void ThrowIfNotOpen()
    {
        if (_state != State.Open)
        {
            throw new InvalidOperationException(_state == State.Completed
                ? "The bulk insert is complete: begin another one."
                : "The bulk insert was dropped: it failed or was disposed.");
        }
    }

    private static Task Completed(Action action, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        try
        {
            action();
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }
}
