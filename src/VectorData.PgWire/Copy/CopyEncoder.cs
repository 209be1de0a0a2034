using System.Buffers;
using System.Text;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>The rows of COPY TO STDOUT as CopyData messages, one a row.</summary>
public sealed class CopyEncoder
{
    private static readonly SearchValues<byte> TextSpecial = SearchValues.Create("\\\b\f\n\r\t\v"u8);
    private readonly CopyRequest _request;
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly FormatSettings _settings;
    private readonly TypeCodec[] _codecs;
    private readonly bool[] _forceQuote;
    private readonly byte[] _null;
    private bool _isHeaderDue;

    public CopyEncoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(columns);
        _request = request;
        _columns = columns;
        _settings = settings;
        _codecs = [.. columns.Select(column => TypeCodec.For(column.Type))];
        _forceQuote = [.. columns.Select(column => request.ForceQuote.Contains(column.Name))];
        _null = Encoding.UTF8.GetBytes(request.Null);
    }

    /// <summary>The format that CopyOutResponse announces.</summary>
    public FormatCode Format => _request.Format == CopyFormat.Binary ? FormatCode.Binary : FormatCode.Text;

    /// <summary>What stands before the rows: the line of names, or the binary header, which goes out with the first row.</summary>
    public void WriteHeader(MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_request.Format == CopyFormat.Binary)
        {
            _isHeaderDue = true;
        }
        else if (_request.Header != CopyHeader.None)
        {
            output.Begin((byte)'d');
            for (var i = 0; i < _columns.Count; i++)
            {
                if (i > 0)
                    output.WriteByte((byte)_request.Delimiter);
                var start = output.Length;
                output.WriteText(_columns[i].Name);
                Escape(output, start, false);
            }

            output.WriteByte((byte)'\n');
            output.End();
        }
    }

    /// <summary>Writes rows of a batch, <paramref name="start"/> counted among the rows that are selected.</summary>
    public void Write(Batch batch, int start, int count, MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(output);
        for (var i = start; i < start + count; i++)
        {
            output.Begin((byte)'d');
            WriteDueHeader(output);
            if (_request.Format == CopyFormat.Binary)
                WriteBinaryRow(batch, batch.RowAt(i), output);
            else
                WriteLine(batch, batch.RowAt(i), output);
            output.End();
        }
    }

    /// <summary>What stands after the rows: the end mark of the binary form.</summary>
    public void WriteTrailer(MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_request.Format != CopyFormat.Binary)
            return;
        output.Begin((byte)'d');
        WriteDueHeader(output);
        output.WriteInt16(-1);
        output.End();
    }

    // Clients expect the binary header and the first row in one message, as PostgreSQL sends them.
    private void WriteDueHeader(MessageBuffer output)
    {
        if (!_isHeaderDue)
            return;
        _isHeaderDue = false;
        output.WriteBytes(BinaryCopyDecoder.Signature);
        output.WriteInt32(0);
        output.WriteInt32(0);
    }

    private void WriteBinaryRow(Batch batch, int row, MessageBuffer output)
    {
        output.WriteInt16((short)_codecs.Length);
        for (var i = 0; i < _codecs.Length; i++)
        {
            var column = batch.Columns[i];
            if (column.IsNull(row))
            {
                output.WriteInt32(-1);
                continue;
            }

            var at = output.BeginField();
            _codecs[i].WriteBinary(ContentBytes.Of(column, row), output);
            output.EndField(at);
        }
    }

    private void WriteLine(Batch batch, int row, MessageBuffer output)
    {
        for (var i = 0; i < _codecs.Length; i++)
        {
            if (i > 0)
                output.WriteByte((byte)_request.Delimiter);
            var column = batch.Columns[i];
            if (column.IsNull(row))
            {
                output.WriteBytes(_null);
                continue;
            }

            var start = output.Length;
            _codecs[i].WriteText(ContentBytes.Of(column, row), output, _settings);
            Escape(output, start, _forceQuote[i]);
        }

        output.WriteByte((byte)'\n');
    }

    // What was written from a place on, with escapes or quotes where they are needed.
    private void Escape(MessageBuffer output, int start, bool forceQuote)
    {
        var text = output.WrittenFrom(start);
        if (_request.Format == CopyFormat.Csv)
        {
            if (forceQuote || NeedsQuotes(text))
                Rewrite(output, start, quote: true);
        }
        else if (text.IndexOfAny(TextSpecial) >= 0 || text.Contains((byte)_request.Delimiter))
        {
            Rewrite(output, start, quote: false);
        }
    }

    private bool NeedsQuotes(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(_null) || text.IndexOfAny((byte)'\n', (byte)'\r', (byte)_request.Quote) >= 0 || text.Contains((byte)_request.Delimiter)
        || (_columns.Count == 1 && text.SequenceEqual("\\."u8));

    private void Rewrite(MessageBuffer output, int start, bool quote)
    {
        var length = output.Length - start;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        output.WrittenFrom(start).CopyTo(copy);
        output.Rewind(start);
        if (quote)
            output.WriteByte((byte)_request.Quote);
        foreach (var c in copy.AsSpan(0, length))
        {
            if (quote)
            {
                if (c == _request.Quote || c == _request.Escape)
                    output.WriteByte((byte)_request.Escape);
                output.WriteByte(c);
            }
            else
            {
                WriteEscaped(c, output);
            }
        }

        if (quote)
            output.WriteByte((byte)_request.Quote);
        ArrayPool<byte>.Shared.Return(copy);
    }

    private void WriteEscaped(byte c, MessageBuffer output)
    {
        var letter = c switch
        {
            (byte)'\b' => 'b',
            (byte)'\f' => 'f',
            (byte)'\n' => 'n',
            (byte)'\r' => 'r',
            (byte)'\t' => 't',
            (byte)'\v' => 'v',
            (byte)'\\' => '\\',
            _ => c == _request.Delimiter ? (char)c : '\0',
        };
        if (letter != '\0')
            output.WriteByte((byte)'\\');
        output.WriteByte(letter == '\0' ? c : (byte)letter);
    }
}
