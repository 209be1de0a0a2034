using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

/// <summary>Which columns hold UTF-8 text.</summary>
internal static class TextColumn
{
    public static bool IsText(ColumnVector column) =>
        column.Type.IsText || column.Type.Kind is TypeKind.Json or TypeKind.Jsonb or TypeKind.Unknown;

    public static bool TryGetUtf8(ColumnVector column, int row, out ReadOnlySpan<byte> utf8)
    {
        var isText = IsText(column) && column is BytesColumn;
        utf8 = isText ? ((BytesColumn)column).GetSpan(row) : default;
        return isText;
    }
}

internal sealed class StringReader : FieldReader<string>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out string value)
    {
        if (!TextColumn.TryGetUtf8(column, row, out var utf8))
            return NotConvertible(out value);
        value = Encoding.UTF8.GetString(utf8);
        return ReadOutcome.Done;
    }
}

internal sealed class CharReader : FieldReader<char>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out char value)
    {
        value = default;
        if (!TextColumn.TryGetUtf8(column, row, out var utf8))
            return ReadOutcome.NotConvertible;
        return When(utf8.Length <= 3 && Encoding.UTF8.TryGetChars(utf8, MemoryMarshal.CreateSpan(ref value, 1), out var count) && count == 1);
    }
}

internal sealed class CharArrayReader : FieldReader<char[]>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out char[] value)
    {
        if (!TextColumn.TryGetUtf8(column, row, out var utf8))
            return NotConvertible(out value);
        value = new char[Encoding.UTF8.GetCharCount(utf8)];
        Encoding.UTF8.GetChars(utf8, value);
        return ReadOutcome.Done;
    }
}

/// <summary>bytea, or the UTF-8 of a text.</summary>
internal sealed class ByteArrayReader : FieldReader<byte[]>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out byte[] value)
    {
        if (column.Type.Kind == TypeKind.Bytea)
        {
            value = ((BytesColumn)column).GetSpan(row).ToArray();
            return ReadOutcome.Done;
        }

        if (!TextColumn.TryGetUtf8(column, row, out var utf8))
            return NotConvertible(out value);
        value = utf8.ToArray();
        return ReadOutcome.Done;
    }
}

/// <summary>A stream over a copy of the field: it stays readable after the next row.</summary>
internal sealed class StreamFieldReader : FieldReader<Stream>
{
    private readonly ByteArrayReader _reader = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out Stream value)
    {
        var outcome = _reader.TryRead(column, row, out var bytes);
        value = outcome == ReadOutcome.Done ? new MemoryStream(bytes, writable: false) : Stream.Null;
        return outcome;
    }
}

internal sealed class TextFieldReader : FieldReader<TextReader>
{
    private readonly StringReader _reader = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out TextReader value)
    {
        var outcome = _reader.TryRead(column, row, out var text);
        value = outcome == ReadOutcome.Done ? new System.IO.StringReader(text) : TextReader.Null;
        return outcome;
    }
}

internal sealed class JsonDocumentReader : FieldReader<JsonDocument>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out JsonDocument value)
    {
        if (column.Type.Kind is not (TypeKind.Json or TypeKind.Jsonb) || column is not BytesColumn json)
            return NotConvertible(out value);
        value = JsonDocument.Parse(json.GetSpan(row).ToArray());
        return ReadOutcome.Done;
    }
}
