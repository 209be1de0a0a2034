using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Messages;

/// <summary>Binds values to a prepared statement's parameters. The values point into the message: decode them before the next one is read.</summary>
public sealed class BindMessage
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly FormatCode[] _parameterFormats;
    private readonly (int Start, int Length)[] _parameters;

    private BindMessage(
        ReadOnlyMemory<byte> body, string portal, string statement, FormatCode[] parameterFormats, (int, int)[] parameters, FormatCode[] resultFormats)
    {
        _body = body;
        Portal = portal;
        Statement = statement;
        _parameterFormats = parameterFormats;
        _parameters = parameters;
        ResultFormats = resultFormats;
    }

    public string Portal { get; }

    public string Statement { get; }

    public int ParameterCount => _parameters.Length;

    /// <summary>As sent: none (all text), one for all columns, or one a column.</summary>
    public FormatCode[] ResultFormats { get; }

    public static BindMessage Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new MessageReader(body.Span);
        var portal = reader.ReadString();
        var statement = reader.ReadString();
        var formats = FormatCodes.Read(ref reader);
        var count = FormatCodes.CheckCount(reader.ReadUInt16(), 4, reader.Remaining);
        if (formats.Length > 1 && formats.Length != count)
            throw new ProtocolViolationException($"bind message has {formats.Length} parameter formats but {count} parameters");
        var parameters = count == 0 ? [] : new (int, int)[count];
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadInt32();
            if (length < -1)
                throw new ProtocolViolationException($"invalid length {length} of parameter {i + 1}");
            parameters[i] = (body.Length - reader.Remaining, length);
            if (length > 0)
                reader.ReadBytes(length);
        }

        var results = FormatCodes.Read(ref reader);
        reader.EnsureEnd();
        return new BindMessage(body, portal, statement, formats, parameters, results);
    }

    public FormatCode ParameterFormat(int index) => FormatCodes.At(_parameterFormats, index);

    public bool IsNull(int index) => _parameters[index].Length < 0;

    /// <summary>The bytes of a parameter that is not NULL.</summary>
    public ReadOnlySpan<byte> GetParameter(int index) => _body.Span.Slice(_parameters[index].Start, _parameters[index].Length);

    /// <summary>One format a column; 08P01 when the numbers do not match.</summary>
    public FormatCode[] FormatsFor(int columns)
    {
        if (ResultFormats.Length > 1 && ResultFormats.Length != columns)
            throw new ProtocolViolationException($"bind message has {ResultFormats.Length} result formats but query has {columns} columns");
        var formats = new FormatCode[columns];
        for (var i = 0; i < columns; i++)
            formats[i] = FormatCodes.At(ResultFormats, i);
        return formats;
    }
}
