using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Values.Clr;

/// <summary>Between .NET objects and values.</summary>
public static class ClrValues
{
    /// <summary>
    /// The value of an object with the type that is natural for it; null and DBNull give NULL of unknown type.
    /// DateTime of kind Utc is timestamptz, others timestamp; TimeSpan is interval; enums are their numbers; float[] is vector, List&lt;float&gt; real[].
    /// The least and greatest DateTime and DateOnly are -infinity and infinity. InvalidCastException for a type that has no SQL form.
    /// </summary>
    public static Value FromObject(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                return default;
            case string text:
                return Value.Of(text);
            case int number:
                return Value.Of(number);
            case long number:
                return Value.Of(number);
            case bool flag:
                return Value.Of(flag);
            case double number:
                return Value.Of(number);
            case float number:
                return Value.Of(number);
            case decimal number:
                return Value.Of(NumericText.Normalize(number));
            case Guid guid:
                return Value.Of(guid);
            case float[] vector:
                return Value.Of(vector);
            case byte[] bytes:
                return Value.Of(bytes);
            case DateTime moment:
                return FromDateTime(moment);
            case Value given:
                return given;
            default:
                return FromRareScalar(value) ?? FromVector(value) ?? FromContainer(value)
                    ?? throw new InvalidCastException($"a value of type {value.GetType()} has no SQL form");
        }
    }

    /// <summary>The natural object: DateTime for timestamps, DateOnly for date, float[] for vector, string for json; DBNull for NULL.</summary>
    public static object ToObject(in Value value)
    {
        if (value.IsNull)
            return DBNull.Value;
        return value.Type.Kind switch
        {
            TypeKind.Boolean => value.AsBoolean(),
            TypeKind.SmallInt => value.AsInt16(),
            TypeKind.Integer => value.AsInt32(),
            TypeKind.BigInt => value.AsInt64(),
            TypeKind.Real => value.AsSingle(),
            TypeKind.Double => value.AsDouble(),
            TypeKind.Numeric => value.AsDecimal(),
            TypeKind.Bytea => value.AsBytes(),
            TypeKind.Uuid => value.AsGuid(),
            TypeKind.Date => ClrConversion.ToDateOnly(value),
            TypeKind.Time => ClrConversion.ToTimeOnly(value),
            TypeKind.Timestamp or TypeKind.TimestampTz => ClrConversion.ToDateTime(value),
            TypeKind.Interval => value.AsInterval().ToTimeSpan(),
            TypeKind.Vector => value.AsVector(),
            TypeKind.HalfVec => value.AsHalfVector(),
            TypeKind.SparseVec => value.AsSparseVector(),
            TypeKind.Bit or TypeKind.VarBit => value.AsBitString().ToBitArray(),
            TypeKind.Oid or TypeKind.Xid => (uint)value.AsInt64(),
            >= TypeKind.RegClass and <= TypeKind.RegCollation => value.AsObjectName().Name,
            TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => ClrConversion.ToArray(value.AsArray()),
            TypeKind.Void => DBNull.Value,
            _ => value.AsString(),
        };
    }

    /// <summary>The natural object of a row.</summary>
    public static object ToObject(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        return ToObject(column.GetValue(row));
    }

    /// <summary>
    /// A row as T, without boxing; any conversion that loses nothing (numeric to double gives the nearest).
    /// InvalidCastException for others and for NULL where T cannot be null; OverflowException for a number that T cannot hold.
    /// </summary>
    public static T Get<T>(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (!column.IsNull(row))
        {
            // The column's own type, as most readers ask for it.
            if (typeof(T) == typeof(int) && column is FixedColumn<int> { Type.Kind: TypeKind.Integer } integers)
                return (T)(object)integers.Span[row];
            if (typeof(T) == typeof(long) && column is FixedColumn<long> { Type.Kind: TypeKind.BigInt } longs)
                return (T)(object)longs.Span[row];
            if (typeof(T) == typeof(double) && column is FixedColumn<double> doubles)
                return (T)(object)doubles.Span[row];
            if (typeof(T) == typeof(bool) && column is FixedColumn<bool> booleans)
                return (T)(object)booleans.Span[row];
        }

        return ClrConversion.To<T>(column.GetValue(row));
    }

    /// <summary>A value as T, as a row is read.</summary>
    public static T Get<T>(in Value value) => ClrConversion.To<T>(value);

    /// <summary>The .NET type of <see cref="ToObject(in Value)"/>.</summary>
    public static Type NaturalType(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => typeof(bool),
        TypeKind.SmallInt => typeof(short),
        TypeKind.Integer => typeof(int),
        TypeKind.BigInt => typeof(long),
        TypeKind.Real => typeof(float),
        TypeKind.Double => typeof(double),
        TypeKind.Numeric => typeof(decimal),
        TypeKind.Bytea => typeof(byte[]),
        TypeKind.Uuid => typeof(Guid),
        TypeKind.Date => typeof(DateOnly),
        TypeKind.Time => typeof(TimeOnly),
        TypeKind.Timestamp or TypeKind.TimestampTz => typeof(DateTime),
        TypeKind.Interval => typeof(TimeSpan),
        TypeKind.Vector => typeof(float[]),
        TypeKind.HalfVec => typeof(Half[]),
        TypeKind.SparseVec => typeof(SparseVector),
        TypeKind.Bit or TypeKind.VarBit => typeof(BitArray),
        TypeKind.Oid or TypeKind.Xid => typeof(uint),
        TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => NaturalType(type.ElementType).MakeArrayType(),
        TypeKind.Void => typeof(DBNull),
        _ => typeof(string),
    };

    private static Value? FromRareScalar(object value) => value switch
    {
        Enum => FromObject(Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)),
        short number => Value.Of(number),
        byte number => Value.Of((short)number),
        sbyte number => Value.Of((short)number),
        ushort number => Value.Of((int)number),
        uint number => Value.Of((long)number),
        ulong number => Value.Of((decimal)number),
        Int128 number => Value.Of(NumericText.FromScaled(number, 0)),
        UInt128 number => Value.Of(NumericText.FromScaled(number, 0)),
        BigInteger number => Value.Of(NumericText.FromScaled(number, 0)),
        Half number => Value.Of((float)number),
        char character => Value.Of(character.ToString()),
        DateTimeOffset moment => Value.OfTimestampTz(TimeZones.FromDateTime(moment.UtcDateTime)),
        DateOnly day => Value.OfDate(day == DateOnly.MaxValue ? int.MaxValue : day == DateOnly.MinValue ? int.MinValue : day.DayNumber - DateTimeText.EpochDayNumber),
        TimeOnly time => Value.OfTime(time.Ticks / TimeSpan.TicksPerMicrosecond),
        TimeSpan span => Value.Of(Interval.FromTimeSpan(span)),
        Interval interval => Value.Of(interval),
        JsonDocument json => Value.FromContent(SqlType.Jsonb, JsonText.Write(json.RootElement)),
        JsonElement json => Value.FromContent(SqlType.Jsonb, JsonText.Write(json)),
        JsonNode json => Value.FromContent(SqlType.Jsonb, JsonText.Normalize(json.ToJsonString())),
        _ => null,
    };

    private static Value? FromVector(object value) => value switch
    {
        ReadOnlyMemory<float> memory => Value.Of(memory.ToArray()),
        Memory<float> memory => Value.Of(memory.ToArray()),
        ArraySegment<float> segment => Value.Of(segment.ToArray()),
        Half[] halves => Value.Of(halves),
        ReadOnlyMemory<Half> memory => Value.Of(memory.ToArray()),
        Memory<Half> memory => Value.Of(memory.ToArray()),
        SparseVector sparse => Value.Of(sparse),
        BitArray bits => Value.Of(BitString.From(bits)),
        BitString bits => Value.Of(bits),
        ReadOnlyMemory<byte> memory => Value.Of(memory.ToArray()),
        Memory<byte> memory => Value.Of(memory.ToArray()),
        ArraySegment<byte> segment => Value.Of(segment.ToArray()),
        SqlArray array => Value.Of(array),
        _ => null,
    };

    private static Value? FromContainer(object value)
    {
        if (value is not IEnumerable items)
            return null;
        var elements = new List<Value>();
        var type = SqlType.Unknown;
        foreach (var item in items)
        {
            var element = FromObject(item);
            if (!element.IsNull)
                type = type.Kind == TypeKind.Unknown ? element.Type.Unmodified : Common(type, element.Type);
            elements.Add(element);
        }

        if (type.Kind == TypeKind.Unknown)
            type = ElementTypeOf(value.GetType());
        var content = elements.ConvertAll(element => element.IsNull ? Value.Null(type) : Widen(element, type)).ToArray();
        if (value is not Array { Rank: > 1 } array || content.Length == 0)
            return Value.Of(new SqlArray(type, content));
        var lengths = new int[array.Rank];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = array.GetLength(i);
        return Value.Of(new SqlArray(type, content, lengths, [.. Enumerable.Repeat(1, lengths.Length)]));
    }

    private static SqlType Common(SqlType left, SqlType right)
    {
        if (left.Kind == right.Kind)
            return left;
        if (left.IsNumber && right.IsNumber)
            return left.Kind > right.Kind ? left.Unmodified : right.Unmodified;
        throw new InvalidCastException($"elements of types {left} and {right} make no array");
    }

    private static Value Widen(in Value element, SqlType type)
    {
        if (element.Type.Kind == type.Kind)
            return element.WithType(type);
        return type.Kind switch
        {
            TypeKind.Integer => Value.Of((int)element.AsInt64()),
            TypeKind.BigInt => Value.Of(element.AsInt64()),
            TypeKind.Real => Value.Of(ClrConversion.To<float>(element)),
            TypeKind.Double => Value.Of(ClrConversion.To<double>(element)),
            _ => Value.Of(ClrConversion.To<decimal>(element)),
        };
    }

    // The type of an empty list or one of nulls follows from its declared element.
    private static SqlType ElementTypeOf(Type container)
    {
        var element = container.IsArray
            ? container.GetElementType()
            : container.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        element = element is null ? null : Nullable.GetUnderlyingType(element) ?? element;
        if (element is null || element == typeof(object))
            return SqlType.Text;
        if (element == typeof(string))
            return SqlType.Text;
        return element.IsValueType ? FromObject(Activator.CreateInstance(element)).Type.Unmodified : SqlType.Text;
    }

    private static Value FromDateTime(DateTime moment)
    {
        var microseconds = moment.Ticks == DateTime.MaxValue.Ticks ? long.MaxValue
            : moment.Ticks == 0 ? long.MinValue
            : TimeZones.FromDateTime(moment);
        return moment.Kind == DateTimeKind.Utc ? Value.OfTimestampTz(microseconds) : Value.OfTimestamp(microseconds);
    }
}
