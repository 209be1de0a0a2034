using System.Collections;
using System.Text;
using System.Text.Json;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Types;

/// <summary>CLR values of parameters as <see cref="Value"/>: the natural SQL type of the CLR type, or the type that the parameter names.</summary>
internal static class ParameterConversion
{
    /// <summary>Converts without boxing the common fixed-width types. <paramref name="type"/> is null when the value decides.</summary>
    public static Value ToValue<T>(T value, VectorDbType? type, ValuePlace place, int size = 0)
    {
        if (typeof(T) == typeof(int))
            return Coerce(Value.Of((int)(object)value!), type, place);
        if (typeof(T) == typeof(long))
            return Coerce(Value.Of((long)(object)value!), type, place);
        if (typeof(T) == typeof(short))
            return Coerce(Value.Of((short)(object)value!), type, place);
        if (typeof(T) == typeof(bool))
            return Coerce(Value.Of((bool)(object)value!), type, place);
        if (typeof(T) == typeof(float))
            return Coerce(Value.Of((float)(object)value!), type, place);
        if (typeof(T) == typeof(double))
            return Coerce(Value.Of((double)(object)value!), type, place);
        if (typeof(T) == typeof(decimal))
            return Coerce(Value.Of((decimal)(object)value!), type, place);
        if (typeof(T) == typeof(Guid))
            return Coerce(Value.Of((Guid)(object)value!), type, place);
        if (typeof(T) == typeof(DateOnly))
            return Coerce(Value.OfDate(DateTimes.ToDays((DateOnly)(object)value!)), type, place);
        if (typeof(T) == typeof(DateTime))
            return FromDateTime((DateTime)(object)value!, type, place);
        if (typeof(T) == typeof(ReadOnlyMemory<float>))
            return Coerce(Value.Of(((ReadOnlyMemory<float>)(object)value!).ToArray()), type, place);
        return FromObject(value, type, place, size);
    }

    public static Value FromObject(object? value, VectorDbType? type, ValuePlace place, int size = 0)
    {
        switch (value)
        {
            case null or DBNull:
                return Value.Null(type is { } named ? TypeMap.ToSqlType(named) : SqlType.Unknown);
            case string text:
                return FromText(size > 0 && text.Length > size ? text[..size] : text, type);
            case DateTime time:
                return FromDateTime(time, type, place);
            case byte[] bytes:
                return Coerce(Value.Of(size > 0 && bytes.Length > size ? bytes[..size] : bytes), type, place);
            case Value content:
                return Coerce(content, type, place);
            default:
                return TryNatural(value, out var natural) ? Coerce(natural, type, place) : FromList(value, type, place);
        }
    }

    private static bool TryNatural(object value, out Value natural)
    {
        natural = value switch
        {
            int number => Value.Of(number),
            long number => Value.Of(number),
            short number => Value.Of(number),
            bool truth => Value.Of(truth),
            float number => Value.Of(number),
            double number => Value.Of(number),
            decimal number => Value.Of(number),
            Guid guid => Value.Of(guid),
            byte number => Value.Of((short)number),
            sbyte number => Value.Of((short)number),
            ushort number => Value.Of((int)number),
            uint number => Value.Of((long)number),
            ulong number => Value.Of((decimal)number),
            Half number => Value.Of((float)number),
            char character => Value.Of(character.ToString()),
            char[] characters => Value.Of(new string(characters)),
            float[] vector => Value.Of(vector),
            ReadOnlyMemory<float> vector => Value.Of(vector.ToArray()),
            Memory<float> vector => Value.Of(vector.ToArray()),
            Half[] vector => Value.Of(vector),
            ReadOnlyMemory<Half> vector => Value.Of(vector.ToArray()),
            Memory<Half> vector => Value.Of(vector.ToArray()),
            SparseVector vector => Value.Of(vector),
            BitString bits => Value.Of(bits),
            BitArray bits => Value.Of(BitString.From(bits)),
            DateOnly date => Value.OfDate(DateTimes.ToDays(date)),
            TimeOnly time => Value.OfTime(DateTimes.ToMicroseconds(time)),
            DateTimeOffset time => Value.OfTimestampTz(DateTimes.ToMicroseconds(time)),
            TimeSpan span => Value.Of(Interval.FromTimeSpan(span)),
            Interval interval => Value.Of(interval),
            ReadOnlyMemory<byte> bytes => Value.Of(bytes.ToArray()),
            Memory<byte> bytes => Value.Of(bytes.ToArray()),
            ArraySegment<byte> bytes => Value.Of(bytes.ToArray()),
            JsonDocument json => FromJson(json.RootElement),
            JsonElement json => FromJson(json),
            SqlArray array => Value.Of(array),
            Enum constant => FromEnum(constant),
            _ => default,
        };
        return !natural.IsNull;
    }

    private static Value FromEnum(Enum constant)
    {
        var underlying = Convert.ChangeType(constant, constant.GetTypeCode(), System.Globalization.CultureInfo.InvariantCulture);
        return TryNatural(underlying, out var natural) ? natural : default;
    }

    private static Value FromJson(JsonElement json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            json.WriteTo(writer);
        return Value.FromContent(SqlType.Jsonb, Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    // A string under another type's name is a literal of that type: the statement reads it as its place asks.
    private static Value FromText(string text, VectorDbType? type) => type switch
    {
        null or VectorDbType.Text => Value.Of(text),
        VectorDbType.VarChar or VectorDbType.Char or VectorDbType.Json or VectorDbType.Jsonb =>
            Value.FromContent(TypeMap.ToSqlType(type.GetValueOrDefault()), text),
        _ => Value.OfUnknown(text),
    };

    private static Value FromDateTime(DateTime time, VectorDbType? type, ValuePlace place)
    {
        switch (type)
        {
            case null or VectorDbType.Unknown:
                var microseconds = DateTimes.ToMicroseconds(time);
                return time.Kind == DateTimeKind.Utc ? Value.OfTimestampTz(microseconds) : Value.OfTimestamp(microseconds);
            case VectorDbType.TimestampTz when time.Kind != DateTimeKind.Unspecified:
                return Value.OfTimestampTz(DateTimes.ToMicroseconds(time.ToUniversalTime()));
            case VectorDbType.Timestamp when time.Kind != DateTimeKind.Utc:
                return Value.OfTimestamp(DateTimes.ToMicroseconds(time));
            case VectorDbType.Date:
                return Value.OfDate(DateTimes.ToDays(DateOnly.FromDateTime(time)));
            default:
                throw new InvalidCastException(
                    $"{place} cannot send a DateTime of Kind {time.Kind} as {TypeMap.ToSqlType(type.Value)}: "
                    + "timestamp with time zone takes Kind Utc or Local, timestamp without time zone Unspecified or Local.");
        }
    }

    private static Value FromList(object value, VectorDbType? type, ValuePlace place)
    {
        if (value is not IList list || !TypeMap.TryFromClrType(value.GetType(), out var listType) || !listType.IsArray)
        {
            throw new InvalidCastException(
                $"{place} has a value of type {TypeMap.NameOf(value.GetType())}, which has no SQL type. "
                + $"Supported are {TypeMap.SupportedParameterTypes}.");
        }

        var elementType = listType.ElementType;
        var elements = new Value[list.Count];
        var at = 0;
        foreach (var item in list)
            elements[at++] = FromObject(item, null, place);
        foreach (var element in elements)
        {
            if (element.IsNull)
                continue;
            elementType = element.Type.Unmodified;
            break;
        }

        for (var i = 0; i < elements.Length; i++)
            if (elements[i].IsNull)
                elements[i] = Value.Null(elementType);
        return Coerce(Value.Of(ToArray(value, elementType, elements)), type, place);
    }

    private static SqlArray ToArray(object value, SqlType elementType, Value[] elements)
    {
        if (value is not Array { Rank: > 1 } array || elements.Length == 0)
            return new SqlArray(elementType, elements);
        var lengths = new int[array.Rank];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = array.GetLength(i);
        var lowerBounds = new int[array.Rank];
        Array.Fill(lowerBounds, 1);
        return new SqlArray(elementType, elements, lengths, lowerBounds);
    }

    private static Value Coerce(in Value value, VectorDbType? type, ValuePlace place) =>
        type is not { } named || named == VectorDbType.Unknown || (int)named == (int)value.Type.Kind
            ? value
            : ValueCoercion.Coerce(value, TypeMap.ToSqlType(named), place);
}
