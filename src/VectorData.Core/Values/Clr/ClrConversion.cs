using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Values.Clr;

/// <summary>From a value to the .NET type that a caller asks for.</summary>
internal static class ClrConversion
{
    public static T To<T>(in Value value)
    {
        if (value.IsNull)
            return FromNull<T>(value.Type);
        if (typeof(T).IsPrimitive || typeof(T) == typeof(decimal))
        {
            if (typeof(T) == typeof(bool))
                return value.Type.Kind == TypeKind.Boolean ? As<bool, T>(value.AsBoolean()) : throw Mismatch<T>(value.Type);
            if (typeof(T) == typeof(int))
                return As<int, T>(checked((int)ToInt64<T>(value)));
            if (typeof(T) == typeof(long))
                return As<long, T>(ToInt64<T>(value));
            if (typeof(T) == typeof(short))
                return As<short, T>(checked((short)ToInt64<T>(value)));
            if (typeof(T) == typeof(byte))
                return As<byte, T>(checked((byte)ToInt64<T>(value)));
            if (typeof(T) == typeof(sbyte))
                return As<sbyte, T>(checked((sbyte)ToInt64<T>(value)));
            if (typeof(T) == typeof(ushort))
                return As<ushort, T>(checked((ushort)ToInt64<T>(value)));
            if (typeof(T) == typeof(uint))
                return As<uint, T>(checked((uint)ToInt64<T>(value)));
            if (typeof(T) == typeof(ulong))
                return As<ulong, T>(value.Type.Kind == TypeKind.Numeric ? checked((ulong)Integral<T>(value)) : checked((ulong)ToInt64<T>(value)));
            if (typeof(T) == typeof(double))
                return As<double, T>(ToDouble<T>(value));
            if (typeof(T) == typeof(float))
                return As<float, T>(ToSingle<T>(value));
            if (typeof(T) == typeof(decimal))
                return As<decimal, T>(ToDecimal<T>(value));
            if (typeof(T) == typeof(char))
                return value.Type.IsText && value.AsString() is [var single] ? As<char, T>(single) : throw Mismatch<T>(value.Type);
        }

        if (typeof(T) == typeof(Guid))
            return value.Type.Kind == TypeKind.Uuid ? As<Guid, T>(value.AsGuid()) : throw Mismatch<T>(value.Type);
        if (typeof(T) == typeof(DateTime))
            return As<DateTime, T>(ToDateTime(value));
        if (typeof(T) == typeof(DateTimeOffset))
            return value.Type.Kind == TypeKind.TimestampTz ? As<DateTimeOffset, T>(new DateTimeOffset(ToDateTime(value))) : throw Mismatch<T>(value.Type);
        if (typeof(T) == typeof(DateOnly))
            return As<DateOnly, T>(ToDateOnly(value));
        if (typeof(T) == typeof(TimeOnly))
            return As<TimeOnly, T>(ToTimeOnly(value));
        if (typeof(T) == typeof(TimeSpan))
            return As<TimeSpan, T>(ToTimeSpan(value));
        if (typeof(T) == typeof(Interval))
            return value.Type.Kind == TypeKind.Interval ? As<Interval, T>(value.AsInterval()) : throw Mismatch<T>(value.Type);
        if (typeof(T) == typeof(Value))
            return As<Value, T>(value);
        return typeof(T).IsValueType ? Special<T>.Read(value) : ToReference<T>(value);
    }

    public static DateTime ToDateTime(in Value value)
    {
        switch (value.Type.Kind)
        {
            case TypeKind.Timestamp or TypeKind.TimestampTz:
                var kind = value.Type.Kind == TypeKind.TimestampTz ? DateTimeKind.Utc : DateTimeKind.Unspecified;
                return value.AsInt64() switch
                {
                    long.MaxValue => DateTime.SpecifyKind(DateTime.MaxValue, kind),
                    long.MinValue => DateTime.SpecifyKind(DateTime.MinValue, kind),
                    var microseconds => TimeZones.ToDateTime(microseconds, kind),
                };
            case TypeKind.Date:
                return ToDateOnly(value).ToDateTime(default);
            default:
                throw Mismatch<DateTime>(value.Type);
        }
    }

    public static DateOnly ToDateOnly(in Value value) => value.Type.Kind != TypeKind.Date
        ? throw Mismatch<DateOnly>(value.Type)
        : value.AsInt32() switch
        {
            int.MaxValue => DateOnly.MaxValue,
            int.MinValue => DateOnly.MinValue,
            var days => DateOnly.FromDayNumber(days + DateTimeText.EpochDayNumber),
        };

    public static TimeOnly ToTimeOnly(in Value value)
    {
        if (value.Type.Kind != TypeKind.Time)
            throw Mismatch<TimeOnly>(value.Type);
        return value.AsInt64() < DateTimeText.MicrosecondsPerDay
            ? new TimeOnly(value.AsInt64() * TimeSpan.TicksPerMicrosecond)
            : throw new InvalidCastException("24:00:00 has no TimeOnly form; read it as TimeSpan");
    }

    /// <summary>T[] of the natural element type, T?[] where an element of a value type is NULL, of the array's rank.</summary>
    public static Array ToArray(SqlArray array)
    {
        var element = ClrValues.NaturalType(array.ElementType);
        if (element.IsValueType && array.Elements.Any(e => e.IsNull))
            element = typeof(Nullable<>).MakeGenericType(element);
        if (array.Rank == 0)
            return Array.CreateInstance(element, 0);
        var result = Array.CreateInstance(element, array.Lengths);
        var at = new int[array.Rank];
        foreach (var item in array.Elements)
        {
            result.SetValue(item.IsNull ? null : ClrValues.ToObject(item), at);
            for (var i = at.Length - 1; i >= 0 && ++at[i] == array.Lengths[i] && i > 0; i--)
                at[i] = 0;
        }

        return result;
    }

    private static T FromNull<T>(SqlType type)
    {
        if (typeof(T) == typeof(object))
            return (T)(object)DBNull.Value;
        if (typeof(T) == typeof(Value))
            return As<Value, T>(Value.Null(type));
        return default(T) is null ? default! : throw new InvalidCastException($"the value is NULL; read it as {typeof(T).Name}? or check for NULL first");
    }

    private static T ToReference<T>(in Value value)
    {
        if (typeof(T) == typeof(string))
            return (T)(object)(value.Type.IsText ? value.AsString() : ValueText.Format(value));
        if (typeof(T) == typeof(byte[]))
            return (T)(object)(value.Type.Kind == TypeKind.Bytea ? value.AsBytes()
                : value.Type.IsText || value.Type.Kind is TypeKind.Json or TypeKind.Jsonb ? System.Text.Encoding.UTF8.GetBytes(value.AsString())
                : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(float[]))
            return (T)(object)ToFloats(value);
        if (typeof(T) == typeof(Half[]))
            return (T)(object)(value.Type.Kind == TypeKind.HalfVec ? value.AsHalfVector() : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(SparseVector))
            return (T)(object)(value.Type.Kind == TypeKind.SparseVec ? value.AsSparseVector() : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(BitArray))
            return (T)(object)(value.Type.IsBitString ? value.AsBitString().ToBitArray() : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(BitString))
            return (T)(object)(value.Type.IsBitString ? value.AsBitString() : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(JsonDocument))
            return (T)(object)(value.Type.Kind is TypeKind.Json or TypeKind.Jsonb || value.Type.IsText ? JsonText.Open(value.AsString()) : throw Mismatch<T>(value.Type));
        if (typeof(T) == typeof(SqlArray))
            return (T)(object)(value.Type.IsArray ? value.AsArray() : throw Mismatch<T>(value.Type));
        return typeof(T) == typeof(object) || typeof(T) == typeof(Array) ? (T)ClrValues.ToObject(value) : Special<T>.Read(value);
    }

    private static float[] ToFloats(in Value value)
    {
        switch (value.Type.Kind)
        {
            case TypeKind.Vector:
                return value.AsVector();
            case TypeKind.HalfVec:
                return Array.ConvertAll(value.AsHalfVector(), half => (float)half);
            case TypeKind.SparseVec:
                return value.AsSparseVector().ToDense();
            case TypeKind.Array:
                return ReadArray<float>(value);
            default:
                throw Mismatch<float[]>(value.Type);
        }
    }

    private static long ToInt64<T>(in Value value) => value.Type.Kind switch
    {
        >= TypeKind.RegClass and <= TypeKind.RegCollation => value.AsObjectName().Oid,
        TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt or TypeKind.Oid or TypeKind.Xid => value.AsInt64(),
        TypeKind.Numeric => checked((long)Integral<T>(value)),
        _ => throw Mismatch<T>(value.Type),
    };

    private static decimal Integral<T>(in Value value) => value.AsDecimal() is var number && number == decimal.Truncate(number)
        ? number
        : throw new InvalidCastException($"{NumericText.Format(number)} has a fraction and is no {typeof(T).Name}");

    private static double ToDouble<T>(in Value value) => value.Type.Kind switch
    {
        TypeKind.Double => value.AsDouble(),
        TypeKind.Real => value.AsSingle(),
        TypeKind.SmallInt or TypeKind.Integer => value.AsInt64(),
        TypeKind.BigInt => (long)(double)value.AsInt64() == value.AsInt64() ? value.AsInt64() : throw Inexact<T>(value),
        TypeKind.Numeric => (double)value.AsDecimal(),
        _ => throw Mismatch<T>(value.Type),
    };

    private static float ToSingle<T>(in Value value) => value.Type.Kind switch
    {
        TypeKind.Real => value.AsSingle(),
        TypeKind.Double => (float)value.AsDouble() is var single && (single == value.AsDouble() || float.IsNaN(single)) ? single : throw Inexact<T>(value),
        TypeKind.SmallInt => value.AsInt64(),
        TypeKind.Integer or TypeKind.BigInt => (long)(float)value.AsInt64() == value.AsInt64() ? value.AsInt64() : throw Inexact<T>(value),
        TypeKind.Numeric => (float)value.AsDecimal(),
        _ => throw Mismatch<T>(value.Type),
    };

    private static decimal ToDecimal<T>(in Value value) => value.Type.Kind switch
    {
        TypeKind.Numeric => value.AsDecimal(),
        TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt => value.AsInt64(),
        _ => throw Mismatch<T>(value.Type),
    };

    private static TimeSpan ToTimeSpan(in Value value) => value.Type.Kind switch
    {
        TypeKind.Interval => value.AsInterval().ToTimeSpan(),
        TypeKind.Time => new TimeSpan(value.AsInt64() * TimeSpan.TicksPerMicrosecond),
        _ => throw Mismatch<TimeSpan>(value.Type),
    };

    private static InvalidCastException Mismatch<T>(SqlType type) => new($"a value of type {type} cannot be read as {typeof(T).Name}");

    private static InvalidCastException Inexact<T>(in Value value) => new($"{ValueText.Format(value)} has no exact {typeof(T).Name}");

    private static TTo As<TFrom, TTo>(TFrom value) => Unsafe.As<TFrom, TTo>(ref value);

    private static T? ReadNullable<T>(Value value)
        where T : struct => To<T>(value);

    private static T ReadEnum<T, TNumber>(Value value)
        where T : struct, Enum
    {
        if (value.Type.IsText)
            return Enum.TryParse<T>(value.AsString(), ignoreCase: true, out var named) ? named : throw Mismatch<T>(value.Type);
        return As<TNumber, T>(To<TNumber>(value));
    }

    private static T[] ReadArray<T>(Value value)
    {
        if (value.Type.Kind is TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec && typeof(T) != typeof(float))
            return Array.ConvertAll(ToFloats(value), number => To<T>(Value.Of(number)));
        if (!value.Type.IsArray)
            throw Mismatch<T[]>(value.Type);
        var array = value.AsArray();
        if (array.Rank > 1)
            throw new InvalidCastException($"an array of {array.Rank} dimensions cannot be read as {typeof(T).Name}[]");
        return Array.ConvertAll(array.Elements, element => To<T>(element));
    }

    private static List<T> ReadList<T>(Value value) => [.. ReadArray<T>(value)];

    private static ReadOnlyMemory<T> ReadReadOnlyMemory<T>(Value value) => To<T[]>(value);

    private static Memory<T> ReadMemory<T>(Value value) => To<T[]>(value);

    private static JsonElement ReadJsonElement(Value value)
    {
        using var document = To<JsonDocument>(value);
        return document.RootElement.Clone();
    }

    private static Half ReadHalf(Value value) => To<float>(value) is var single && (Half)single is var half && ((float)half == single || Half.IsNaN(half))
        ? half
        : throw Inexact<Half>(value);

    private static BigInteger ReadBigInteger(Value value) => (BigInteger)Integral<BigInteger>(value.Type.IsInteger ? Value.Of((decimal)value.AsInt64()) : value);

    /// <summary>Types that have a shape of their own: the way to read them is worked out once for each.</summary>
    private static class Special<T>
    {
        public static readonly Func<Value, T> Read = Find() ?? (value => throw Mismatch<T>(value.Type));

        private static Func<Value, T>? Find()
        {
            var type = typeof(T);
            if (Nullable.GetUnderlyingType(type) is { } underlying)
                return Bind(nameof(ReadNullable), underlying);
            if (type.IsEnum)
                return Bind(nameof(ReadEnum), type, Enum.GetUnderlyingType(type));
            if (type.IsArray && type.GetArrayRank() == 1)
                return Bind(nameof(ReadArray), type.GetElementType()!);
            if (type.IsArray)
                return value => ClrValues.ToObject(value) is T array ? array : throw Mismatch<T>(value.Type);
            if (type == typeof(JsonElement))
                return Bind(nameof(ReadJsonElement));
            if (type == typeof(Half))
                return Bind(nameof(ReadHalf));
            if (type == typeof(BigInteger))
                return Bind(nameof(ReadBigInteger));
            if (!type.IsGenericType)
                return null;
            var definition = type.GetGenericTypeDefinition();
            var argument = type.GetGenericArguments()[0];
            if (definition == typeof(List<>) || definition == typeof(IList<>) || definition == typeof(IReadOnlyList<>)
                || definition == typeof(ICollection<>) || definition == typeof(IEnumerable<>) || definition == typeof(IReadOnlyCollection<>))
                return Bind(nameof(ReadList), argument);
            if (definition == typeof(ReadOnlyMemory<>))
                return Bind(nameof(ReadReadOnlyMemory), argument);
            return definition == typeof(Memory<>) ? Bind(nameof(ReadMemory), argument) : null;
        }

        private static Func<Value, T> Bind(string name, params Type[] arguments)
        {
            var method = typeof(ClrConversion).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
            return (arguments.Length > 0 ? method.MakeGenericMethod(arguments) : method).CreateDelegate<Func<Value, T>>();
        }
    }
}
