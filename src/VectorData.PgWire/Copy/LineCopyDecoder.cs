using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>What text and CSV share: lines gathered from portions, the header, the end mark, fields to values.</summary>
internal abstract class LineCopyDecoder : CopyDecoder
{
    private readonly long _now;
    private readonly int _maxRowBytes;
    private readonly ArrayBufferWriter<byte> _field = new();
    private readonly PendingBytes _pending = new();
    private readonly byte[] _null;
    private readonly bool[] _isPlainText;
    private int _scanned;
    private bool _isHeaderDue;
    private bool _isEnded;

    private protected LineCopyDecoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings, long now, int maxRowBytes)
        : base(request, columns, settings)
    {
        _now = now;
        _maxRowBytes = maxRowBytes;
        _isHeaderDue = request.Header != CopyHeader.None;
        _null = System.Text.Encoding.UTF8.GetBytes(request.Null);
        _isPlainText = [.. columns.Select(column => IsPlainText(column.Type))];
    }

    private protected ReadOnlySpan<byte> NullText => _null;

    /// <summary>The field that is being read, its escapes resolved.</summary>
    private protected ArrayBufferWriter<byte> Field => _field;

    public override void Write(ReadOnlySpan<byte> data)
    {
        if (_isEnded)
            return;
        if (!_pending.TryAdd(data))
            throw TooLarge(_maxRowBytes);
        var start = 0;
        while (!_isEnded && FindEnd(_pending.Bytes[start..], _scanned) is >= 0 and var length)
        {
            TakeLine(_pending.Bytes.Slice(start, length), WithoutReturn(_pending.Bytes.Slice(start, length)));
            start += length + 1;
            _scanned = 0;
            StartLine();
        }

        _pending.Drop(start);
        _scanned = _pending.Length;
        if (_pending.Length > _maxRowBytes)
            throw TooLarge(_maxRowBytes);
    }

    public override void Complete()
    {
        if (_pending.Length > 0 && !_isEnded)
            TakeLine(_pending.Bytes, WithoutReturn(_pending.Bytes));
        _pending.Drop(_pending.Length);
    }

    /// <summary>Forgets what <see cref="FindEnd"/> knew of the line before.</summary>
    private protected virtual void StartLine()
    {
    }

    /// <summary>Where the line's newline is, or -1; bytes before <paramref name="from"/> have been seen by an earlier call for the same line.</summary>
    private protected abstract int FindEnd(ReadOnlySpan<byte> line, int from);

    /// <summary>Reads the fields of a line, each given to <see cref="Add"/>.</summary>
    private protected abstract void ReadFields(ReadOnlySpan<byte> line);

    /// <summary>Gives the fields of the header's line.</summary>
    private protected abstract List<string> ReadHeader(ReadOnlySpan<byte> line);

    /// <summary>A line that stands for its end: <c>\.</c>.</summary>
    private static bool IsEndMark(ReadOnlySpan<byte> line) => line.SequenceEqual("\\."u8);

    /// <summary>A field to its column.</summary>
    private protected void Add(int column, bool isNull, ReadOnlySpan<byte> field)
    {
        if (column >= Columns.Count)
            throw BadFormat("extra data after last expected column");
        if (isNull)
        {
            AppendNull(column);
            return;
        }

        try
        {
            MessageReader.CheckText(field);
            if (_isPlainText[column])
                AppendContent(column, field);
            else
                Append(column, Parse(column, field));
        }
        catch (VectorDbException e)
        {
            throw At(e, column, e.SqlState == SqlStates.CharacterNotInRepertoire ? null : MessageReader.DecodeText(field));
        }
    }

    private protected void CheckCount(int count)
    {
        if (count < Columns.Count)
            throw BadFormat($"missing data for column \"{Columns[count].Name}\"");
    }

    private Value Parse(int column, ReadOnlySpan<byte> field) =>
        ValueText.Parse(Columns[column].Type, MessageReader.DecodeText(field), Settings.TimeZone, _now);

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;

    private void TakeLine(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> line)
    {
        if (raw.Length > _maxRowBytes)
            throw TooLarge(_maxRowBytes);
        if (_isHeaderDue)
        {
            _isHeaderDue = false;
            if (Request.Header == CopyHeader.Match)
                CheckHeader(ReadHeader(line));
        }
        else if (IsEndMark(line))
        {
            _isEnded = true;
            return;
        }
        else
        {
            ReadFields(line);
            EndRow(line.Length);
        }

        Line += 1 + raw.Count((byte)'\n');
    }

    private void CheckHeader(List<string> names)
    {
        if (names.Count != Columns.Count)
            throw BadFormat($"wrong number of fields in header line: got {names.Count}, expected {Columns.Count}");
        for (var i = 0; i < names.Count; i++)
            if (names[i] != Columns[i].Name)
                throw BadFormat($"column name mismatch in header line field {i + 1}: got \"{names[i]}\", expected \"{Columns[i].Name}\"");
    }
}
