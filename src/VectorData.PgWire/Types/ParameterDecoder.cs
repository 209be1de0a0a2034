using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;

namespace VectorData.PgWire.Types;

/// <summary>The values of a Bind message.</summary>
public static class ParameterDecoder
{
    /// <summary>Decodes all parameters; text for a parameter of unknown type stays text for the engine to read as the place asks.</summary>
    /// <param name="types">As the statement's description gave them.</param>
    /// <param name="now">For 'now' and the like, microseconds since 2000-01-01 UTC.</param>
    public static Value[] Decode(BindMessage bind, IReadOnlyList<SqlType> types, FormatSettings settings, long now = 0)
    {
        ArgumentNullException.ThrowIfNull(bind);
        ArgumentNullException.ThrowIfNull(types);
        if (bind.ParameterCount != types.Count)
        {
            throw new ProtocolViolationException(
                $"bind message supplies {bind.ParameterCount} parameters, but prepared statement \"{bind.Statement}\" requires {types.Count}");
        }

        if (types.Count == 0)
            return [];
        var values = new Value[types.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = bind.IsNull(i) ? Value.Null(types[i]) : Decode(bind.GetParameter(i), types[i], bind.ParameterFormat(i), settings, now, i + 1, bind.Portal);
        return values;
    }

    private static Value Decode(ReadOnlySpan<byte> wire, SqlType type, FormatCode format, FormatSettings settings, long now, int number, string portal)
    {
        try
        {
            if (type.Kind == TypeKind.Unknown)
            {
                MessageReader.CheckText(wire);
                return Value.OfUnknown(MessageReader.DecodeText(wire));
            }

            return TypeCodec.For(type).Read(wire, type, format, settings, now);
        }
        catch (VectorDbException e) when (e.Context is null)
        {
            var name = portal.Length == 0 ? "unnamed portal" : $"portal \"{portal}\"";
            throw new VectorDbException(e.SqlState, e.Message, e.InnerException)
            {
                Detail = e.Detail,
                Hint = e.Hint,
                DataTypeName = e.DataTypeName,
                Context = $"{name} parameter ${number}",
            };
        }
    }
}
