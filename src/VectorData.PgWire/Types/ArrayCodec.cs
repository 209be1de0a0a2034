using System.Buffers;
using System.Buffers.Binary;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>
/// Arrays. Binary: int32 dimensions, int32 whether there are NULLs, uint32 oid of the elements, for each dimension int32 length and int32 lower bound,
/// then the elements, each with an int32 length (-1 NULL). Content is the form of <see cref="BytesCodec"/>.
/// </summary>
internal sealed class ArrayCodec(SqlType elementType) : TypeCodec
{
    private const int MaxElements = 1 << 27;
    private readonly TypeCodec _element = For(elementType);
    private readonly int _width = elementType.Unmodified.FixedWidth;

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var elements = new Elements(content, _width);
        output.WriteInt32(elements.Rank);
        var flag = output.BeginField();
        output.WriteInt32((int)TypeOids.OidOf(elementType));
        for (var i = 0; i < elements.Rank; i++)
        {
            output.WriteInt32(elements.LengthOf(i));
            output.WriteInt32(elements.LowerBoundOf(i));
        }

        var hasNulls = 0;
        while (elements.Next(out var isNull, out var element))
        {
            if (isNull)
            {
                output.WriteInt32(-1);
                hasNulls = 1;
                continue;
            }

            var at = output.BeginField();
            _element.WriteBinary(element, output);
            output.EndField(at);
        }

        output.PatchInt32(flag, hasNulls);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var elements = new Elements(content, _width);
        if (elements.Rank == 0)
        {
            output.WriteBytes("{}"u8);
            return;
        }

        var hasBounds = false;
        for (var i = 0; i < elements.Rank; i++)
            hasBounds |= elements.LowerBoundOf(i) != 1;
        for (var i = 0; hasBounds && i < elements.Rank; i++)
        {
            output.WriteByte((byte)'[');
            TextWriting.Write(output, elements.LowerBoundOf(i));
            output.WriteByte((byte)':');
            TextWriting.Write(output, elements.LowerBoundOf(i) + elements.LengthOf(i) - 1);
            output.WriteByte((byte)']');
        }

        if (hasBounds)
            output.WriteByte((byte)'=');
        WriteLevel(ref elements, 0, output, settings);
    }

    /// <summary>The elements as text with blanks between.</summary>
    public void WriteElements(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var elements = new Elements(content, _width);
        for (var i = 0; elements.Next(out _, out var element); i++)
        {
            if (i > 0)
                output.WriteByte((byte)' ');
            _element.WriteText(element, output, settings);
        }
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        if (wire.Length < 12)
            throw Invalid("incorrect binary data format: an array takes 12 bytes at least");
        var reader = new MessageReader(wire);
        var rank = reader.ReadInt32();
        if (rank is < 0 or > SqlArray.MaxRank)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"number of array dimensions ({rank}) exceeds the maximum allowed ({SqlArray.MaxRank})");
        if (reader.ReadInt32() is not (0 or 1))
            throw Invalid("invalid array flags");
        var oid = (uint)reader.ReadInt32();
        var sent = TypeOids.FromOid(oid, -1);
        if (oid != TypeOids.OidOf(elementType) && !(sent is { IsText: true } && elementType.IsText))
            throw new VectorDbException(SqlStates.DatatypeMismatch, $"binary data has array element type {oid}, not {TypeOids.OidOf(elementType)} ({elementType.Name})");
        if (reader.Remaining < rank * 8)
            throw Invalid("insufficient data left in message");
        var lengths = new int[rank];
        var lowerBounds = new int[rank];
        var count = rank == 0 ? 0L : 1;
        for (var i = 0; i < rank; i++)
        {
            lengths[i] = reader.ReadInt32();
            lowerBounds[i] = reader.ReadInt32();
            if (lengths[i] < 0)
                throw Invalid($"invalid array length {lengths[i]}");
            if ((long)lowerBounds[i] + lengths[i] - 1 > int.MaxValue)
                throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"array lower bound is too large: {lowerBounds[i]}");
            count = Math.Min(count * lengths[i], MaxElements + 1L);
        }

        // Each element takes four bytes at least, so that a claimed length allocates nothing that was not sent.
        if (count > MaxElements || count * 4 > reader.Remaining)
            throw Invalid($"incorrect binary data format: array of {count} elements with {reader.Remaining} bytes");
        var elements = ReadElements(ref reader, (int)count);
        if (reader.Remaining > 0)
            throw Invalid($"incorrect binary data format: {reader.Remaining} bytes after the array's elements");
        var array = count == 0 ? new SqlArray(elementType, []) : new SqlArray(elementType, elements, lengths, lowerBounds);
        BytesCodec.Encode(Value.Of(array), content);
    }

    private Value[] ReadElements(ref MessageReader reader, int count)
    {
        var elements = new Value[count];
        var content = new ArrayBufferWriter<byte>(16);
        for (var i = 0; i < count; i++)
        {
            var length = reader.Remaining < 4 ? throw Invalid("insufficient data left in message") : reader.ReadInt32();
            if (length == -1)
            {
                elements[i] = Value.Null(elementType);
                continue;
            }

            if (length < 0 || length > reader.Remaining)
                throw Invalid($"incorrect binary data format: array element of {length} bytes");
            content.ResetWrittenCount();
            _element.ReadBinary(reader.ReadBytes(length), elementType, content);
            elements[i] = ContentBytes.ToValue(elementType, content.WrittenSpan);
        }

        return elements;
    }

    private void WriteLevel(ref Elements elements, int level, MessageBuffer output, FormatSettings settings)
    {
        output.WriteByte((byte)'{');
        for (var i = 0; i < elements.LengthOf(level); i++)
        {
            if (i > 0)
                output.WriteByte((byte)',');
            if (level + 1 < elements.Rank)
                WriteLevel(ref elements, level + 1, output, settings);
            else if (elements.Next(out var isNull, out var element))
                WriteElement(isNull, element, output, settings);
        }

        output.WriteByte((byte)'}');
    }

    private void WriteElement(bool isNull, ReadOnlySpan<byte> element, MessageBuffer output, FormatSettings settings)
    {
        if (isNull)
        {
            output.WriteBytes("NULL"u8);
            return;
        }

        var start = output.Length;
        _element.WriteText(element, output, settings);
        if (_element.NeedsQuotesInArray && NeedsQuotes(output.WrittenFrom(start)))
            Quote(output, start);
    }

    private static bool NeedsQuotes(ReadOnlySpan<byte> text) => text.IsEmpty || text.IndexOfAny(Special) >= 0
        || (text.Length == 4 && System.Text.Ascii.EqualsIgnoreCase(text, "null"u8));

    private static readonly SearchValues<byte> Special = SearchValues.Create("{},\"\\ \t\n\r\v\f"u8);

    // Puts quotes around what was written from a place on, a backslash before quotes and backslashes in it.
    private static void Quote(MessageBuffer output, int start)
    {
        var text = output.WrittenFrom(start);
        var length = text.Length;
        var escapes = text.Count((byte)'"') + text.Count((byte)'\\');
        output.GetSpan(escapes + 2);
        output.Advance(escapes + 2);
        text = output.WrittenFrom(start);
        text[^1] = (byte)'"';
        var to = text.Length - 1;
        for (var from = length - 1; from >= 0; from--)
        {
            text[--to] = text[from];
            if (text[to] is (byte)'"' or (byte)'\\')
                text[--to] = (byte)'\\';
        }

        text[0] = (byte)'"';
    }

    /// <summary>The parts of a stored array, in place.</summary>
    private ref struct Elements
    {
        private readonly ReadOnlySpan<byte> _content;
        private readonly int _width;
        private readonly int _count;
        private int _at;
        private int _taken;

        public Elements(ReadOnlySpan<byte> content, int width)
        {
            _content = content;
            _width = width;
            Rank = content[1];
            _at = 2 + (Rank * 8);
            _count = Rank == 0 ? 0 : 1;
            for (var i = 0; i < Rank; i++)
                _count *= LengthOf(i);
        }

        public int Rank { get; }

        public readonly int LengthOf(int dimension) => BinaryPrimitives.ReadInt32LittleEndian(_content[(2 + (dimension * 8))..]);

        public readonly int LowerBoundOf(int dimension) => BinaryPrimitives.ReadInt32LittleEndian(_content[(6 + (dimension * 8))..]);

        public bool Next(out bool isNull, out ReadOnlySpan<byte> element)
        {
            isNull = false;
            element = default;
            if (_taken == _count)
                return false;
            _taken++;
            isNull = _content[_at++] == 0;
            if (isNull)
                return true;
            var length = _width;
            if (_width == 0)
            {
                length = BinaryPrimitives.ReadInt32LittleEndian(_content[_at..]);
                _at += 4;
            }

            element = _content.Slice(_at, length);
            _at += length;
            return true;
        }
    }
}
