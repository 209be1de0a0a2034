using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>
/// The rows of COPY FROM STDIN: bytes in any portions in, batches out. Errors say where: <c>COPY t, line 3, column b</c>.
/// Call <see cref="Write"/> for each CopyData, take batches when <see cref="IsFull"/>, then <see cref="Complete"/> and take what is left.
/// </summary>
public abstract class CopyDecoder
{
    private const int MaxRows = 4096;
    private const long MaxBytes = 4 << 20;
    private readonly ColumnBuilder[] _builders;
    private long _bytes;

    private protected CopyDecoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings)
    {
        Request = request;
        Columns = columns;
        Settings = settings;
        _builders = [.. columns.Select(column => ColumnBuilder.For(column.Type))];
    }

    /// <summary>Rows taken and not taken yet.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether enough rows are there to be worth a batch.</summary>
    public bool IsFull => PendingRows >= MaxRows || _bytes >= MaxBytes;

    /// <summary>Rows that <see cref="TakeBatch"/> would give.</summary>
    public int PendingRows => _builders.Length == 0 ? 0 : _builders[0].Length;

    private protected CopyRequest Request { get; }

    private protected IReadOnlyList<ResultColumn> Columns { get; }

    private protected FormatSettings Settings { get; }

    /// <summary>Line of the row that is read now, 1-based; the row's number in binary.</summary>
    private protected long Line { get; set; } = 1;

    /// <summary>A decoder for the columns of a bulk insert, in the request's order.</summary>
    /// <param name="now">For 'now' and the like, microseconds since 2000-01-01 UTC.</param>
    /// <param name="maxRowBytes">A row may take so many bytes on the wire (54000).</param>
    public static CopyDecoder Create(
        CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings, long now = 0, int maxRowBytes = 256 << 20)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(columns);
        return request.Format switch
        {
            CopyFormat.Binary => new BinaryCopyDecoder(request, columns, settings, maxRowBytes),
            CopyFormat.Csv => new CsvCopyDecoder(request, columns, settings, now, maxRowBytes),
            _ => new TextCopyDecoder(request, columns, settings, now, maxRowBytes),
        };
    }

    /// <summary>Takes the next bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> data);

    /// <summary>The client has sent all: a last row without an end of line counts, one that is cut off is an error.</summary>
    public abstract void Complete();

    /// <summary>The rows so far, or null when there are none.</summary>
    public Batch? TakeBatch()
    {
        var count = PendingRows;
        if (count == 0)
            return null;
        _bytes = 0;
        return new Batch([.. _builders.Select(builder => builder.Build())], count);
    }

    private protected void AppendNull(int column) => _builders[column].AppendNull();

    private protected void Append(int column, in Value value) => _builders[column].Append(value);

    private protected void AppendContent(int column, ReadOnlySpan<byte> content) => ContentBytes.Append(_builders[column], content);

    private protected void EndRow(int bytes)
    {
        Rows++;
        _bytes += bytes;
    }

    private protected string Place(int column = -1) => column < 0 || column >= Columns.Count
        ? $"COPY {Request.Table}, line {Line}"
        : $"COPY {Request.Table}, line {Line}, column {Columns[column].Name}";

    private protected VectorDbException BadFormat(string message, int column = -1) =>
        new(SqlStates.BadCopyFileFormat, message) { Context = Place(column), TableName = Request.Table };

    /// <summary>The error of a value with its place.</summary>
    private protected VectorDbException At(VectorDbException error, int column, string? input = null) => new(error.SqlState, error.Message, error.InnerException)
    {
        Detail = error.Detail,
        Hint = error.Hint,
        DataTypeName = error.DataTypeName,
        TableName = Request.Table,
        Context = input is null ? Place(column) : $"{Place(column)}: \"{(input.Length > 100 ? input[..100] + "..." : input)}\"",
    };

    private protected VectorDbException TooLarge(int limit) =>
        new(SqlStates.ProgramLimitExceeded, $"a row of COPY takes more than {limit} bytes") { Context = Place() };

    private protected static bool IsPlainText(SqlType type) => type.Kind == TypeKind.Text;
}
