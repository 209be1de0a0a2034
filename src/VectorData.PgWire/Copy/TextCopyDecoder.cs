using VectorData.Core.Sessions;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Types;

namespace VectorData.PgWire.Copy;

/// <summary>COPY text: fields between delimiters, backslash escapes, \N for NULL.</summary>
internal sealed class TextCopyDecoder(CopyRequest request, IReadOnlyList<ResultColumn> columns, FormatSettings settings, long now, int maxRowBytes)
    : LineCopyDecoder(request, columns, settings, now, maxRowBytes)
{
    private readonly byte _delimiter = (byte)request.Delimiter;
    private bool _isEscaped;

    private protected override void StartLine() => _isEscaped = false;

    // A newline after a backslash is data.
    private protected override int FindEnd(ReadOnlySpan<byte> line, int from)
    {
        var at = from;
        while (at < line.Length)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                at++;
                continue;
            }

            var next = line[at..].IndexOfAny((byte)'\n', (byte)'\\');
            if (next < 0)
                return -1;
            at += next;
            if (line[at] == '\n')
                return at;
            _isEscaped = true;
            at++;
        }

        return -1;
    }

    private protected override void ReadFields(ReadOnlySpan<byte> line)
    {
        var count = 0;
        var rest = line;
        if (Columns.Count == 0 && line.IsEmpty)
            return;
        while (true)
        {
            var end = FieldEnd(rest, out var hasEscapes);
            var field = rest[..end];
            var isNull = field.SequenceEqual(NullText);
            Add(count++, isNull, hasEscapes && !isNull ? Unescape(field) : field);
            if (end == rest.Length)
                break;
            rest = rest[(end + 1)..];
        }

        CheckCount(count);
    }

    private protected override List<string> ReadHeader(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        while (true)
        {
            var end = FieldEnd(line, out var hasEscapes);
            names.Add(MessageReader.DecodeText(hasEscapes ? Unescape(line[..end]) : line[..end]));
            if (end == line.Length)
                return names;
            line = line[(end + 1)..];
        }
    }

    private int FieldEnd(ReadOnlySpan<byte> rest, out bool hasEscapes)
    {
        hasEscapes = false;
        var at = 0;
        while (true)
        {
            var next = rest[at..].IndexOfAny(_delimiter, (byte)'\\');
            if (next < 0)
                return rest.Length;
            at += next;
            if (rest[at] == _delimiter)
                return at;
            hasEscapes = true;
            at = Math.Min(at + 2, rest.Length);
        }
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> field)
    {
        Field.ResetWrittenCount();
        var to = Field.GetSpan(Math.Max(1, field.Length));
        var used = 0;
        for (var at = 0; at < field.Length;)
        {
            var c = field[at++];
            if (c == '\\' && at < field.Length)
                c = Escape(field, ref at);
            to[used++] = c;
        }

        Field.Advance(used);
        return Field.WrittenSpan;
    }

    private static byte Escape(ReadOnlySpan<byte> field, ref int at)
    {
        var c = field[at++];
        switch (c)
        {
            case (byte)'b':
                return (byte)'\b';
            case (byte)'f':
                return (byte)'\f';
            case (byte)'n':
                return (byte)'\n';
            case (byte)'r':
                return (byte)'\r';
            case (byte)'t':
                return (byte)'\t';
            case (byte)'v':
                return (byte)'\v';
            case >= (byte)'0' and <= (byte)'7':
                var octal = c - '0';
                for (var digits = 1; digits < 3 && at < field.Length && field[at] is >= (byte)'0' and <= (byte)'7'; digits++)
                    octal = (octal * 8) + field[at++] - '0';
                return (byte)octal;
            case (byte)'x' when at < field.Length && char.IsAsciiHexDigit((char)field[at]):
                var hex = 0;
                for (var digits = 0; digits < 2 && at < field.Length && char.IsAsciiHexDigit((char)field[at]); digits++)
                    hex = (hex * 16) + Convert.ToInt32(((char)field[at++]).ToString(), 16);
                return (byte)hex;
            default:
                return c;
        }
    }
}
