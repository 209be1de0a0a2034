using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Execution;
using VectorData.AdoNet.Reading;
using VectorData.AdoNet.Schema;
using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.AdoNet;

/// <summary>
/// Rows of a command's results, forward only. Getters are strict: NULL is an InvalidCastException (but for IsDBNull, GetValue and nullable T),
/// a value that does not fit an OverflowException, no current row or a closed reader an InvalidOperationException.
/// </summary>
public sealed class VectorDbDataReader : DbDataReader, IDbColumnSchemaGenerator, IConnectionUser
{
    private static readonly Task<bool> True = Task.FromResult(true);
    private static readonly Task<bool> False = Task.FromResult(false);

    private readonly VectorDbConnection _connection;
    private readonly CommandExecution? _execution;
    private readonly CommandBehavior _behavior;
    private ResultShape _shape = ResultShape.None;
    private Batch? _batch;
    private ColumnVector[]? _fields;
    private int _index = -1;
    private int _count;
    private int _row;
    private bool _hasRows;
    private bool _isAtEnd;
    private bool _isClosed;
    private string? _chars;
    private int _charsOrdinal;

    internal VectorDbDataReader(VectorDbConnection connection, object command, CommandExecution? execution, CommandBehavior behavior)
    {
        _connection = connection;
        Command = command;
        _execution = execution;
        _behavior = behavior;
        connection.Occupy(this);
    }

    /// <summary>Always 0.</summary>
    public override int Depth
    {
        get
        {
            ThrowIfClosed();
            return 0;
        }
    }

    /// <summary>Columns of the current result; 0 when there is none.</summary>
    public override int FieldCount => Shape().Count;

    public override int VisibleFieldCount => Shape().Count;

    /// <summary>Whether the current result has any row, read or not.</summary>
    public override bool HasRows
    {
        get
        {
            Shape();
            if (!_hasRows && !_isAtEnd)
                Take(CanFetch ? _execution!.Next() : null);
            return _hasRows;
        }
    }

    public override bool IsClosed => _isClosed;

    /// <summary>Rows inserted, updated and deleted by the statements so far; -1 when none could. Complete when the reader is closed.</summary>
    public override int RecordsAffected => _execution?.RecordsAffected ?? -1;

    internal object Command { get; }

    private bool CanFetch => !_isAtEnd && _shape.Count > 0 && _execution is { IsOver: false }
        && !(_hasRows && (_behavior & CommandBehavior.SingleRow) != 0);

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>Moves to the next row; false past the last one.</summary>
    public override bool Read()
    {
        if (++_index < _count)
        {
            _row = _batch!.RowAt(_index);
            _fields = _batch.Columns;
            _chars = null;
            return true;
        }

        return ReadOn();
    }

    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<bool>(cancellationToken);
        if (++_index < _count)
        {
            _row = _batch!.RowAt(_index);
            _fields = _batch.Columns;
            _chars = null;
            return True;
        }

        return ReadOnAsync(cancellationToken);
    }

    /// <summary>Runs statements up to the next one with rows; false when there is none.</summary>
    public override bool NextResult()
    {
        LeaveResult();
        if (_execution is null || _execution.IsOver)
            return false;
        if ((_behavior & CommandBehavior.SingleResult) != 0)
        {
            _execution.Finish();
            return false;
        }

        var isThere = _execution.MoveToResult();
        _shape = _execution.Shape;
        return isThere;
    }

    public override async Task<bool> NextResultAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LeaveResult();
        if (_execution is null || _execution.IsOver)
            return false;
        if ((_behavior & CommandBehavior.SingleResult) != 0)
        {
            await _execution.FinishAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        var isThere = await _execution.MoveToResultAsync(cancellationToken).ConfigureAwait(false);
        _shape = _execution.Shape;
        return isThere;
    }

    /// <summary>Runs the statements that have not run yet and frees the connection for other commands.</summary>
    public override void Close()
    {
        if (_isClosed)
            return;
        End();
        try
        {
            _execution?.Finish();
        }
        finally
        {
            Free();
        }
    }

    public override async Task CloseAsync()
    {
        if (_isClosed)
            return;
        End();
        try
        {
            if (_execution is not null)
                await _execution.FinishAsync(default).ConfigureAwait(false);
        }
        finally
        {
            Free();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    public override bool IsDBNull(int ordinal) => Field(ordinal).IsNull(_row);

    public override bool GetBoolean(int ordinal) =>
        Field(ordinal) is FixedColumn<bool> column && !column.IsNull(_row) ? column.Span[_row] : GetFieldValue<bool>(ordinal);

    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    public override char GetChar(int ordinal) => GetFieldValue<char>(ordinal);

    public override short GetInt16(int ordinal) =>
        Field(ordinal) is FixedColumn<short> column && !column.IsNull(_row) ? column.Span[_row] : GetFieldValue<short>(ordinal);

    public override int GetInt32(int ordinal) =>
        Field(ordinal) is FixedColumn<int> { Type.Kind: TypeKind.Integer } column && !column.IsNull(_row)
            ? column.Span[_row]
            : GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) =>
        Field(ordinal) is FixedColumn<long> { Type.Kind: TypeKind.BigInt } column && !column.IsNull(_row)
            ? column.Span[_row]
            : GetFieldValue<long>(ordinal);

    public override float GetFloat(int ordinal) =>
        Field(ordinal) is FixedColumn<float> column && !column.IsNull(_row) ? column.Span[_row] : GetFieldValue<float>(ordinal);

    public override double GetDouble(int ordinal) =>
        Field(ordinal) is FixedColumn<double> column && !column.IsNull(_row) ? column.Span[_row] : GetFieldValue<double>(ordinal);

    public override decimal GetDecimal(int ordinal) =>
        Field(ordinal) is FixedColumn<decimal> column && !column.IsNull(_row) ? column.Span[_row] : GetFieldValue<decimal>(ordinal);

    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    /// <summary>A copy of the field: it stays readable after the next row.</summary>
    public override Stream GetStream(int ordinal) => GetFieldValue<Stream>(ordinal);

    public override TextReader GetTextReader(int ordinal) => GetFieldValue<TextReader>(ordinal);

    /// <summary>The field as T: its own CLR type, or any that loses nothing of the value.</summary>
    public override T GetFieldValue<T>(int ordinal)
    {
        var column = Field(ordinal);
        var reader = FieldReader<T>.Instance ?? throw NotReadable(ordinal, typeof(T));
        if (column.IsNull(_row))
            return OnNull(reader, column, ordinal);
        return reader.TryRead(column, _row, out var value) switch
        {
            ReadOutcome.Done => value,
            ReadOutcome.OutOfRange => throw DoesNotFit(ordinal, typeof(T)),
            _ => throw NotReadable(ordinal, typeof(T)),
        };
    }

    /// <summary>
    /// The field in SQL's text form, as a cast to text gives it: timestamptz in the session's TimeZone. InvalidCastException for NULL.
    /// </summary>
    public string GetSqlText(int ordinal)
    {
        var column = Field(ordinal);
        if (column.IsNull(_row))
            throw NullField(ordinal);
        var zone = column.Type.Kind is TypeKind.TimestampTz or TypeKind.Array && _execution?.Session.Setting("TimeZone") is { } name
            ? TimeZones.TryFind(name)
            : null;
        return ValueText.Format(column.GetValue(_row), zone);
    }

    /// <summary>The field as the CLR type of its SQL type, boxed; DBNull for NULL.</summary>
    public override object GetValue(int ordinal) => GetFieldValue<object>(ordinal);

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <summary>Copies a part of a bytea; without a buffer gives the length.</summary>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var column = Field(ordinal);
        if (column.Type.Kind != TypeKind.Bytea)
            throw NotReadable(ordinal, typeof(byte[]));
        if (column.IsNull(_row))
            throw NullField(ordinal);
        return FieldChunk.Copy(((BytesColumn)column).GetSpan(_row), dataOffset, buffer, bufferOffset, length);
    }

    /// <summary>Copies a part of a text, counted in UTF-16 characters; without a buffer gives the length.</summary>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        if (_chars is null || _charsOrdinal != ordinal)
        {
            _chars = GetString(ordinal);
            _charsOrdinal = ordinal;
        }

        return FieldChunk.Copy(_chars.AsSpan(), dataOffset, buffer, bufferOffset, length);
    }

    /// <summary>The SQL type as PostgreSQL names it: <c>integer</c>, <c>character varying(10)</c>, <c>vector(3)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).Type.ToString();

    public override Type GetFieldType(int ordinal) => TypeMap.ToClrType(Column(ordinal).Type);

    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <summary>The first column of that name, as written, else in any case. IndexOutOfRangeException names the columns there are.</summary>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var shape = Shape();
        var ordinal = shape.IndexOf(name);
        if (ordinal >= 0)
            return ordinal;
        var names = string.Join(", ", Enumerable.Range(0, Math.Min(shape.Count, 20)).Select(i => shape[i].Name));
        throw new IndexOutOfRangeException($"The result has no column '{name}'. Its columns are: {names}{(shape.Count > 20 ? " …" : "")}.");
    }

    public override DataTable GetSchemaTable() => ColumnSchema.ToTable(GetColumnSchema());

    public ReadOnlyCollection<DbColumn> GetColumnSchema()
    {
        var shape = Shape();
        return ColumnSchema.Describe(shape, _connection.Catalog);
    }

    public override IEnumerator GetEnumerator() => new DbEnumerator(this, (_behavior & CommandBehavior.CloseConnection) != 0);

    void IConnectionUser.OnConnectionClosing() => Abandon();

    /// <summary>A reader that knows the columns of the first statement with rows and has run nothing.</summary>
    internal static VectorDbDataReader OfSchema(VectorDbConnection connection, object command, PreparedStatement[] statements, CommandBehavior behavior)
    {
        var shape = ResultShape.None;
        foreach (var statement in statements)
        {
            if (statement.Statement.Describe(statement.ParameterTypes()).Columns is not { } columns)
                continue;
            shape = statement.ShapeOf(columns);
            break;
        }

        return new VectorDbDataReader(connection, command, null, behavior) { _shape = shape };
    }

    internal void Start()
    {
        if (_execution is null)
            return;
        _execution.MoveToResult();
        _shape = _execution.Shape;
    }

    internal async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_execution is null)
            return;
        await _execution.MoveToResultAsync(cancellationToken).ConfigureAwait(false);
        _shape = _execution.Shape;
    }

    /// <summary>Ends without running anything more.</summary>
    internal void Abandon()
    {
        End();
        _execution?.Abort();
        _connection.Release(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private ResultShape Shape()
    {
        ThrowIfClosed();
        return _shape;
    }

    private ResultColumn Column(int ordinal)
    {
        var shape = Shape();
        return (uint)ordinal < (uint)shape.Count ? shape[ordinal] : throw OrdinalOutOfRange(ordinal);
    }

    private ColumnVector Field(int ordinal)
    {
        var fields = _fields ?? throw NoRow();
        return (uint)ordinal < (uint)fields.Length ? fields[ordinal] : throw OrdinalOutOfRange(ordinal);
    }

    private bool ReadOn()
    {
        ThrowIfClosed();
        _fields = null;
        Take(CanFetch ? _execution!.Next() : null);
        return MoveToFirst();
    }

    private Task<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        if (_isClosed)
            return Task.FromException<bool>(Closed());
        _fields = null;
        var task = CanFetch ? _execution!.NextAsync(cancellationToken) : default;
        if (!task.IsCompletedSuccessfully)
            return ReadAfter(task);
        Take(task.Result);
        return MoveToFirst() ? True : False;
    }

    private async Task<bool> ReadAfter(ValueTask<Batch?> task)
    {
        Take(await task.ConfigureAwait(false));
        return MoveToFirst();
    }

    private void Take(Batch? batch)
    {
        _batch = batch;
        _index = -1;
        _count = batch is null ? 0 : (_behavior & CommandBehavior.SingleRow) != 0 ? 1 : batch.Count;
        _hasRows |= batch is not null;
        _isAtEnd = batch is null;
    }

    private bool MoveToFirst()
    {
        if (_batch is not { } batch)
            return false;
        _index = 0;
        _row = batch.RowAt(0);
        _fields = batch.Columns;
        _chars = null;
        return true;
    }

    private void LeaveResult()
    {
        ThrowIfClosed();
        _batch = null;
        _fields = null;
        _count = 0;
        _index = -1;
        _hasRows = false;
        _isAtEnd = false;
        _shape = ResultShape.None;
    }

    private void End()
    {
        _isClosed = true;
        _fields = null;
        _batch = null;
        _count = 0;
    }

    private void Free()
    {
        _connection.Release(this);
        if ((_behavior & CommandBehavior.CloseConnection) != 0)
            _connection.Close();
    }

    private T OnNull<T>(FieldReader<T> reader, ColumnVector column, int ordinal)
    {
        if (typeof(T) == typeof(object))
            return (T)(object)DBNull.Value;
        if (!reader.AcceptsNull)
            throw NullField(ordinal);
        return typeof(T) == typeof(Value) ? (T)(object)Value.Null(column.Type) : default!;
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw Closed();
    }

    private static InvalidOperationException Closed() => new("The reader is closed.");

    private InvalidOperationException NoRow()
    {
        if (_isClosed)
            return Closed();
        return new InvalidOperationException(
            _shape.Count == 0 ? "There is no row: the statement gives none."
            : _isAtEnd ? "There is no row: the reader is past the last one."
            : "There is no row yet: call Read first.");
    }

    private Exception OrdinalOutOfRange(int ordinal) => _shape.Count == 0
        ? new InvalidOperationException("There are no columns: the statement gives no rows.")
        : new IndexOutOfRangeException($"The result has no column {ordinal}: it has {_shape.Count}, numbered from 0.");

    private InvalidCastException NullField(int ordinal) =>
        new($"Column '{_shape[ordinal].Name}' is null: ask IsDBNull first, or read a nullable type.");

    private InvalidCastException NotReadable(int ordinal, Type type) =>
        new($"Column '{_shape[ordinal].Name}' of type {_shape[ordinal].Type} cannot be read as {TypeMap.NameOf(type)}.");

    private OverflowException DoesNotFit(int ordinal, Type type)
    {
        var column = _shape[ordinal];
        var content = column.Type.Physical is PhysicalType.Bytes or PhysicalType.DenseFloat32 or PhysicalType.DenseFloat16
            || column.Type.IsDateTime
            ? "The value"
            : $"The value {_fields![ordinal].GetValue(_row)}";
        return new OverflowException($"{content} of column '{column.Name}' ({column.Type}) does not fit {TypeMap.NameOf(type)}.");
    }
}
