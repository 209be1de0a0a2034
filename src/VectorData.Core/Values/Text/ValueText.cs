using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>PostgreSQL's text form of values.</summary>
public static class ValueText
{
    /// <summary>Reads a value of a type, its modifier applied as in an assignment: 22P02, 22003, 22001, 22007 … as PostgreSQL and pgvector.</summary>
    /// <param name="zone">For timestamptz without an offset; UTC when null.</param>
    /// <param name="now">For 'now', 'today' …, microseconds since 2000-01-01 UTC.</param>
    public static Value Parse(SqlType type, string text, TimeZoneInfo? zone = null, long now = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        var value = ParseUnmodified(type, text, zone ?? TimeZoneInfo.Utc, now);
        return type.Modifier < 0 || type.Kind is TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec or TypeKind.Numeric
            ? value.WithType(type)
            : ValueModifiers.Apply(value, type, isExplicit: false);
    }

    /// <summary>The text form; NULL gives "NULL".</summary>
    /// <param name="zone">For timestamptz; UTC when null.</param>
    public static string Format(in Value value, TimeZoneInfo? zone = null)
    {
        if (value.IsNull)
            return "NULL";
        switch (value.Type.Kind)
        {
            case TypeKind.Boolean:
                return value.AsBoolean() ? "t" : "f";
            case TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt or TypeKind.Oid or TypeKind.Xid:
                return value.AsInt64().ToString(CultureInfo.InvariantCulture);
            case TypeKind.Real:
                return NumberText.Format(value.AsSingle());
            case TypeKind.Double:
                return NumberText.Format(value.AsDouble());
            case TypeKind.Numeric:
                return NumericText.Format(value.AsDecimal());
            case TypeKind.Bytea:
                return ByteaText.Format(value.AsBytes());
            case TypeKind.Uuid:
                return value.AsGuid().ToString();
            case TypeKind.Date:
                return DateTimeText.FormatDate(value.AsInt32());
            case TypeKind.Time:
                return DateTimeText.FormatTime(value.AsInt64());
            case TypeKind.Timestamp:
                return DateTimeText.FormatTimestamp(value.AsInt64());
            case TypeKind.TimestampTz:
                return DateTimeText.FormatTimestampTz(value.AsInt64(), zone ?? TimeZoneInfo.Utc);
            case TypeKind.Interval:
                return IntervalText.Format(value.AsInterval());
            case TypeKind.Vector:
                return VectorText.Format(value.AsVector());
            case TypeKind.HalfVec:
                return VectorText.Format(value.AsHalfVector());
            case TypeKind.SparseVec:
                return VectorText.Format(value.AsSparseVector());
            case TypeKind.Bit or TypeKind.VarBit:
                return BitText.Format(value.AsBitString());
            case TypeKind.Array:
                return ArrayText.Format(value.AsArray(), element => Format(element, zone));
            case TypeKind.Int2Vector or TypeKind.OidVector:
                return string.Join(' ', value.AsArray().Elements.Select(element => Format(element, zone)));
            case >= TypeKind.RegClass and <= TypeKind.RegCollation:
                return value.AsObjectName().Name;
            case TypeKind.Void:
                return "";
            default:
                return value.AsString();
        }
    }

    /// <summary>Writes the text form of a row as UTF-8 without making a value; the row must not be NULL.</summary>
    public static void Format(ColumnVector column, int row, IBufferWriter<byte> writer, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(writer);
        switch (column)
        {
            case FixedColumn<bool> booleans:
                writer.Write(booleans.Span[row] ? "t"u8 : "f"u8);
                break;
            case FixedColumn<short> shorts:
                Write(shorts.Span[row], writer);
                break;
            case FixedColumn<int> integers when column.Type.Kind == TypeKind.Integer:
                Write(integers.Span[row], writer);
                break;
            case FixedColumn<long> longs when column.Type.Kind is TypeKind.BigInt or TypeKind.Oid or TypeKind.Xid:
                Write(longs.Span[row], writer);
                break;
            case FixedColumn<float> floats:
                writer.Advance(NumberText.FormatSingle(floats.Span[row], writer.GetSpan(NumberText.MaxFloatChars)));
                break;
            case FixedColumn<double> doubles:
                writer.Advance(NumberText.FormatDouble(doubles.Span[row], writer.GetSpan(NumberText.MaxFloatChars)));
                break;
            case FixedColumn<decimal> decimals:
                Write(NumericText.Normalize(decimals.Span[row]), writer);
                break;
            case BytesColumn bytes when IsPlainText(column.Type.Kind):
                writer.Write(bytes.GetSpan(row));
                break;
            case BytesColumn bytes when column.Type.Kind == TypeKind.Vector:
                Write(MemoryMarshal.Cast<byte, float>(bytes.GetSpan(row)), writer);
                break;
            case DenseVectorColumn<float> vectors:
                Write(vectors.GetRow(row), writer);
                break;
            default:
                Encoding.UTF8.GetBytes(Format(column.GetValue(row), zone), writer);
                break;
        }
    }

    private static bool IsPlainText(TypeKind kind) => kind is TypeKind.Text or TypeKind.VarChar or TypeKind.Char
        or TypeKind.Json or TypeKind.Jsonb or TypeKind.Unknown or TypeKind.Name or TypeKind.InternalChar;

    private static void Write<T>(T value, IBufferWriter<byte> writer)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(writer.GetSpan(48), out var written, default, CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    private static void Write(ReadOnlySpan<float> vector, IBufferWriter<byte> writer)
    {
        writer.Write("["u8);
        for (var i = 0; i < vector.Length; i++)
        {
            var span = writer.GetSpan(NumberText.MaxFloatChars + 1);
            span[0] = (byte)',';
            var start = i > 0 ? 1 : 0;
            writer.Advance(start + NumberText.FormatSingle(vector[i], span[start..]));
        }

        writer.Write("]"u8);
    }

    private static Value ParseUnmodified(SqlType type, string text, TimeZoneInfo zone, long now)
    {
        switch (type.Kind)
        {
            case TypeKind.Boolean:
                return Value.Of(NumberText.ParseBoolean(text));
            case TypeKind.SmallInt:
                return Value.Of(NumberText.ParseInt16(text));
            case TypeKind.Integer:
                return Value.Of(NumberText.ParseInt32(text));
            case TypeKind.BigInt:
                return Value.Of(NumberText.ParseInt64(text));
            case TypeKind.Real:
                return Value.Of(NumberText.ParseSingle(text));
            case TypeKind.Double:
                return Value.Of(NumberText.ParseDouble(text));
            case TypeKind.Numeric:
                return Value.Of(NumericText.Parse(text, type));
            case TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Unknown:
                return Value.FromContent(type.Unmodified, CheckText(text));
            case TypeKind.Name:
                return Value.FromContent(SqlType.NameText, ObjectName.Truncate(CheckText(text)));
            case TypeKind.InternalChar:
                return Value.FromContent(SqlType.InternalChar, CheckText(text) is [var first, ..] ? first.ToString() : "");
            case TypeKind.Oid or TypeKind.Xid:
                return Value.FromFixed(type, NumberText.ParseOid(text, type));
            case TypeKind.Int2Vector or TypeKind.OidVector:
                return ObjectName.ParseVector(type, text);
            case TypeKind.Bytea:
                return Value.Of(ByteaText.Parse(text));
            case TypeKind.Uuid:
                return ByteaText.ParseUuid(text);
            case TypeKind.Date:
                return Value.OfDate(DateTimeText.ParseDate(text, zone, now));
            case TypeKind.Time:
                return Value.OfTime(DateTimeText.ParseTime(text, zone, now));
            case TypeKind.Timestamp:
                return Value.OfTimestamp(DateTimeText.ParseTimestamp(text, zone, now));
            case TypeKind.TimestampTz:
                return Value.OfTimestampTz(DateTimeText.ParseTimestampTz(text, zone, now));
            case TypeKind.Interval:
                return Value.Of(IntervalText.Parse(text));
            case TypeKind.Json:
                JsonText.Validate(text);
                return Value.FromContent(SqlType.Json, text);
            case TypeKind.Jsonb:
                return Value.FromContent(SqlType.Jsonb, JsonText.Normalize(text));
            case TypeKind.Vector:
                return Value.FromContent(type, VectorText.ParseVector(text, type));
            case TypeKind.HalfVec:
                return Value.FromContent(type, VectorText.ParseHalfVector(text, type));
            case TypeKind.SparseVec:
                return Value.FromContent(type, VectorText.ParseSparse(text, type));
            case TypeKind.Bit or TypeKind.VarBit:
                return Value.FromContent(type.Unmodified, BitText.Parse(text));
            case TypeKind.Array:
                var element = type.ElementType.Unmodified;
                return Value.FromContent(type.Unmodified, ArrayText.Parse(element, text, item => Parse(element, item, zone, now)));
            default:
                throw new VectorDbException(SqlStates.FeatureNotSupported, $"cannot accept a value of type {type.Name}");
        }
    }

    private static string CheckText(string text) => text.Contains('\0')
        ? throw new VectorDbException(SqlStates.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\": 0x00")
        : text;
}
