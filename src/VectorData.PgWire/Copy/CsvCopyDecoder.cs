using System.Buffers;
using VectorData.Core.Sessions;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>COPY csv: quoted fields may hold delimiters and newlines; an unquoted NULL text is NULL.</summary>
internal sealed class CsvCopyDecoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings, long now, int maxRowBytes)
    : LineCopyDecoder(request, columns, settings, now, maxRowBytes)
{
    private readonly byte _delimiter = (byte)request.Delimiter;
    private readonly byte _quote = (byte)request.Quote;
    private readonly byte _escape = (byte)request.Escape;
    private readonly bool[] _forceNull = [.. columns.Select(column => request.ForceNull.Contains(column.Name))];
    private readonly bool[] _forceNotNull = [.. columns.Select(column => request.ForceNotNull.Contains(column.Name))];
    private bool _isInQuotes;
    private bool _isEscaped;

    private protected override void StartLine() => (_isInQuotes, _isEscaped) = (false, false);

    public override void Complete()
    {
        if (_isInQuotes)
            throw BadFormat("unterminated CSV quoted field");
        base.Complete();
    }

    // A doubled quote closes and opens again, so that only an escape other than the quote needs care.
    private protected override int FindEnd(ReadOnlySpan<byte> line, int from)
    {
        for (var at = from; at < line.Length; at++)
        {
            var c = line[at];
            if (_isEscaped)
                _isEscaped = false;
            else if (_isInQuotes && c == _escape && _escape != _quote)
                _isEscaped = true;
            else if (c == _quote)
                _isInQuotes = !_isInQuotes;
            else if (c == '\n' && !_isInQuotes)
                return at;
        }

        return -1;
    }

    private protected override void ReadFields(ReadOnlySpan<byte> line)
    {
        var count = 0;
        while (true)
        {
            var used = ReadField(line, out var field, out var isQuoted);
            if (count >= Columns.Count)
                throw BadFormat("extra data after last expected column");
            var isNull = field.SequenceEqual(NullText) && (isQuoted ? _forceNull[count] : !_forceNotNull[count]);
            Add(count++, isNull, field);
            if (used == line.Length)
                break;
            line = line[(used + 1)..];
        }

        CheckCount(count);
    }

    private protected override List<string> ReadHeader(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        while (true)
        {
            var used = ReadField(line, out var field, out _);
            names.Add(MessageReader.DecodeText(field));
            if (used == line.Length)
                return names;
            line = line[(used + 1)..];
        }
    }

    /// <summary>Gives the first field without its quotes, and where its delimiter or the line's end is.</summary>
    private int ReadField(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> field, out bool isQuoted)
    {
        isQuoted = false;
        var end = line.IndexOfAny(_delimiter, _quote);
        if (end < 0 || line[end] == _delimiter)
        {
            field = end < 0 ? line : line[..end];
            return field.Length;
        }

        isQuoted = true;
        Field.ResetWrittenCount();
        var inQuotes = false;
        var at = 0;
        for (; at < line.Length; at++)
        {
            var c = line[at];
            if (!inQuotes && c == _delimiter)
                break;
            if (inQuotes && c == _escape && at + 1 < line.Length && (line[at + 1] == _quote || line[at + 1] == _escape))
                Field.Write([line[++at]]);
            else if (c == _quote)
                inQuotes = !inQuotes;
            else
                Field.Write([c]);
        }

        if (inQuotes)
            throw BadFormat("unterminated CSV quoted field");
        field = Field.WrittenSpan;
        return at;
    }
}
