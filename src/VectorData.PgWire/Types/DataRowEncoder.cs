using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;

namespace VectorData.PgWire.Types;

/// <summary>Writes the rows of a result as DataRow messages, straight from columns: nothing is allocated for a row.</summary>
public sealed class DataRowEncoder
{
    private readonly TypeCodec[] _codecs;
    private readonly FormatCode[] _formats;
    private readonly FormatSettings _settings;

    /// <param name="formats">One format a column.</param>
    public DataRowEncoder(IReadOnlyList<ResultColumn> columns, FormatCode[] formats, FormatSettings settings)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(formats);
        if (formats.Length != columns.Count)
            throw new ArgumentException($"{columns.Count} columns but {formats.Length} formats", nameof(formats));
        _codecs = [.. columns.Select(column => TypeCodec.For(column.Type))];
        _formats = formats;
        _settings = settings;
    }

    /// <summary>Writes rows of a batch, <paramref name="start"/> counted among the rows that are selected.</summary>
    public void Write(Batch batch, int start, int count, MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(output);
        for (var i = start; i < start + count; i++)
            WriteRow(batch, batch.RowAt(i), output);
    }

    /// <summary>Writes one row, by its number in the batch's columns.</summary>
    public void WriteRow(Batch batch, int row, MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(output);
        output.Begin((byte)'D');
        try
        {
            output.WriteInt16((short)_codecs.Length);
            for (var i = 0; i < _codecs.Length; i++)
                WriteField(batch.Columns[i], row, i, output);
            output.End();
        }
        catch
        {
            output.Abandon();
            throw;
        }
    }

    private void WriteField(ColumnVector column, int row, int index, MessageBuffer output)
    {
        if (column.IsNull(row))
        {
            output.WriteInt32(-1);
            return;
        }

        var at = output.BeginField();
        var content = ContentBytes.Of(column, row);
        if (_formats[index] == FormatCode.Binary)
            _codecs[index].WriteBinary(content, output);
        else
            _codecs[index].WriteText(content, output, _settings);
        output.EndField(at);
    }
}
