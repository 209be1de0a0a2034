using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;

namespace VectorData.PgWire.Types;

/// <summary>
/// Both wire forms of a type. A codec works on <em>content</em>: the bytes in which a row of a column holds the value (little-endian for fixed widths,
/// the form of <see cref="BytesCodec"/> for others), so that fields go from a column to the wire without values between.
/// </summary>
public abstract class TypeCodec
{
    /// <summary>The codec of a type; types without a wire form of their own (void, record, unknown) are sent as text.</summary>
    public static TypeCodec For(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => BooleanCodec.Instance,
        TypeKind.SmallInt => IntegerCodec.SmallInt,
        TypeKind.Integer => IntegerCodec.Integer,
        TypeKind.BigInt => IntegerCodec.BigInt,
        TypeKind.Real => RealCodec.Instance,
        TypeKind.Double => DoubleCodec.Instance,
        TypeKind.Numeric => NumericCodec.Instance,
        TypeKind.Bytea => ByteaCodec.Instance,
        TypeKind.Uuid => UuidCodec.Instance,
        TypeKind.Date => DateCodec.Instance,
        TypeKind.Time => TimeCodec.Instance,
        TypeKind.Timestamp => TimestampCodec.WithoutZone,
        TypeKind.TimestampTz => TimestampCodec.WithZone,
        TypeKind.Interval => IntervalCodec.Instance,
        TypeKind.Json => JsonCodec.Json,
        TypeKind.Jsonb => JsonCodec.Jsonb,
        TypeKind.Vector => VectorCodec.Instance,
        TypeKind.HalfVec => HalfVecCodec.Instance,
        TypeKind.SparseVec => SparseVecCodec.Instance,
        TypeKind.Bit or TypeKind.VarBit => BitCodec.Instance,
        TypeKind.Array => new ArrayCodec(type.ElementType),
        TypeKind.Int2Vector or TypeKind.OidVector => new BlankSeparatedCodec(type.ElementType),
        TypeKind.Oid or TypeKind.Xid => OidCodec.Instance,
        >= TypeKind.RegClass and <= TypeKind.RegCollation => ObjectNameCodec.Instance,
        _ => type.Unmodified.FixedWidth switch
        {
            4 => IntegerCodec.Integer,
            8 => IntegerCodec.BigInt,
            0 => TextCodec.Instance,
            _ => throw new VectorDbException(SqlStates.FeatureNotSupported, $"type {type.Name} has no wire form"),
        },
    };

    /// <summary>Whether the text form may need quotes within an array.</summary>
    internal virtual bool NeedsQuotesInArray => false;

    /// <summary>Writes the binary form of a content.</summary>
    public abstract void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output);

    /// <summary>Writes the text form of a content.</summary>
    public abstract void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings);

    /// <summary>Reads the binary form into content: 22P03 for bytes of a wrong form.</summary>
    internal abstract void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content);

    /// <summary>The value of a field; its type's modifier is applied as in an assignment.</summary>
    public Value Read(ReadOnlySpan<byte> wire, SqlType type, FormatCode format, FormatSettings settings, long now = 0)
    {
        if (format == FormatCode.Text)
            return ReadText(wire, type, settings, now);
        var content = new ArrayBufferWriter<byte>(Math.Max(wire.Length, 16));
        ReadBinary(wire, type.Unmodified, content);
        var value = ContentBytes.ToValue(type.Unmodified, content.WrittenSpan);
        return type.Modifier < 0 ? value : ValueModifiers.Apply(value, type, isExplicit: false);
    }

    private static Value ReadText(ReadOnlySpan<byte> wire, SqlType type, FormatSettings settings, long now)
    {
        MessageReader.CheckText(wire);
        return ValueText.Parse(type, MessageReader.DecodeText(wire), settings.TimeZone, now);
    }

    private protected static void CheckLength(ReadOnlySpan<byte> wire, int length, string typeName)
    {
        if (wire.Length != length)
            throw Invalid($"incorrect binary data format: {typeName} takes {length} bytes, not {wire.Length}");
    }

    private protected static VectorDbException Invalid(string message) => new(SqlStates.InvalidBinaryRepresentation, message);
}
