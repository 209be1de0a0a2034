using System.Runtime.CompilerServices;
using VectorData.Core.Schema;

namespace VectorData.Core.Values;

/// <summary>
/// One SQL value of any type, or NULL. Fixed-width values are held in 16 bytes without boxing; text is a <see cref="string"/>,
/// bytea a byte[], vector a float[], halfvec a Half[], sparsevec a <see cref="SparseVector"/>, bit strings a <see cref="BitString"/>,
/// arrays a <see cref="SqlArray"/>. <c>default</c> is NULL of unknown type.
/// </summary>
public readonly struct Value
{
    private readonly object? _object;
    private readonly Bits128 _bits;
    private readonly SqlType _type;
    private readonly bool _hasValue;

    private Value(SqlType type, object content)
    {
        _type = type;
        _object = content;
        _hasValue = true;
    }

    private Value(SqlType type, Bits128 bits)
    {
        _type = type;
        _bits = bits;
        _hasValue = true;
    }

    private Value(SqlType type) => _type = type;

    public SqlType Type => _type.Kind == TypeKind.Unknown ? SqlType.Unknown : _type;

    public bool IsNull => !_hasValue;

    public static Value Null(SqlType type) => new(type);

    public static Value Of(bool value) => new(SqlType.Boolean, Bits128.From(value ? 1L : 0L));

    public static Value Of(short value) => new(SqlType.SmallInt, Bits128.From(value));

    public static Value Of(int value) => new(SqlType.Integer, Bits128.From(value));

    public static Value Of(long value) => new(SqlType.BigInt, Bits128.From(value));

    public static Value Of(float value) => new(SqlType.Real, Bits128.From(BitConverter.SingleToInt32Bits(value)));

    public static Value Of(double value) => new(SqlType.Double, Bits128.From(BitConverter.DoubleToInt64Bits(value)));

    public static Value Of(decimal value) => new(SqlType.Numeric, Unsafe.BitCast<decimal, Bits128>(value));

    public static Value Of(Guid value) => new(SqlType.Uuid, Unsafe.BitCast<Guid, Bits128>(value));

    public static Value Of(Interval value) => new(SqlType.Interval, Unsafe.BitCast<Interval, Bits128>(value));

    public static Value Of(string value) => new(SqlType.Text, value);

    /// <summary>A value of type oid.</summary>
    public static Value OfOid(uint value) => new(SqlType.Oid, Bits128.From(value));

    public static Value Of(byte[] value) => new(SqlType.Bytea, value);

    public static Value Of(float[] value) => new(SqlType.VectorOf(value.Length), value);

    public static Value Of(Half[] value) => new(new SqlType(TypeKind.HalfVec, value.Length), value);

    public static Value Of(SparseVector value) => new(new SqlType(TypeKind.SparseVec, value.Dimensions), value);

    public static Value Of(BitString value) => new(new SqlType(TypeKind.VarBit), value);

    public static Value Of(SqlArray value) => new(SqlType.ArrayOf(value.ElementType), value);

    /// <summary>A date: days since 2000-01-01.</summary>
    public static Value OfDate(int days) => new(SqlType.Date, Bits128.From(days));

    /// <summary>A time of day in microseconds.</summary>
    public static Value OfTime(long microseconds) => new(SqlType.Time, Bits128.From(microseconds));

    /// <summary>A timestamp without time zone: microseconds since 2000-01-01.</summary>
    public static Value OfTimestamp(long microseconds) => new(SqlType.Timestamp, Bits128.From(microseconds));

    /// <summary>A timestamp with time zone: microseconds since 2000-01-01 UTC.</summary>
    public static Value OfTimestampTz(long microseconds) => new(SqlType.TimestampTz, Bits128.From(microseconds));

    /// <summary>A string whose type is not known yet: an untyped literal or parameter.</summary>
    public static Value OfUnknown(string text) => new(SqlType.Unknown, text);

    /// <summary>The same content under another type with the same content form (text as varchar or json, a modifier added).</summary>
    public Value WithType(SqlType type) => IsNull ? Null(type) : _object is { } content ? new Value(type, content) : new Value(type, _bits);

    public bool AsBoolean() => _bits.Low != 0;

    public short AsInt16() => (short)_bits.Low;

    /// <summary>integer, or the days of a date.</summary>
    public int AsInt32() => (int)_bits.Low;

    /// <summary>smallint, integer, bigint, or the microseconds of time and timestamps.</summary>
    public long AsInt64() => _bits.Low;

    public float AsSingle() => BitConverter.Int32BitsToSingle((int)_bits.Low);

    public double AsDouble() => BitConverter.Int64BitsToDouble(_bits.Low);

    public decimal AsDecimal() => Unsafe.BitCast<Bits128, decimal>(_bits);

    public Guid AsGuid() => Unsafe.BitCast<Bits128, Guid>(_bits);

    public Interval AsInterval() => Unsafe.BitCast<Bits128, Interval>(_bits);

    public string AsString() => (string)_object!;

    public byte[] AsBytes() => (byte[])_object!;

    public float[] AsVector() => (float[])_object!;

    public Half[] AsHalfVector() => (Half[])_object!;

    public SparseVector AsSparseVector() => (SparseVector)_object!;

    public BitString AsBitString() => (BitString)_object!;

    /// <summary>The content of regclass, regtype and their like.</summary>
    public ObjectName AsObjectName() => (ObjectName)_object!;

    public SqlArray AsArray() => (SqlArray)_object!;

    /// <summary>The 16 bytes of a fixed-width value as T, which must be its content type.</summary>
    public T Fixed<T>()
        where T : unmanaged => Unsafe.As<Bits128, T>(ref Unsafe.AsRef(in _bits));

    /// <summary>A fixed-width value from its content (the T of <see cref="FixedColumn{T}"/>).</summary>
    public static Value FromFixed<T>(SqlType type, T content)
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
            return new Value(type, Bits128.From(Unsafe.As<T, bool>(ref content) ? 1L : 0L));
        if (typeof(T) == typeof(short))
            return new Value(type, Bits128.From(Unsafe.As<T, short>(ref content)));
        if (typeof(T) == typeof(int))
            return new Value(type, Bits128.From(Unsafe.As<T, int>(ref content)));
        if (typeof(T) == typeof(float))
            return new Value(type, Bits128.From(BitConverter.SingleToInt32Bits(Unsafe.As<T, float>(ref content))));
        if (typeof(T) == typeof(long) || typeof(T) == typeof(double))
            return new Value(type, Bits128.From(Unsafe.As<T, long>(ref content)));
        return new Value(type, Unsafe.As<T, Bits128>(ref content));
    }

    /// <summary>A value from its content object, as the type documents.</summary>
    public static Value FromContent(SqlType type, object content) => new(type, content);

    public override string ToString() => IsNull ? "NULL" : _object?.ToString() ?? _type.Physical switch
    {
        PhysicalType.Boolean => AsBoolean() ? "true" : "false",
        PhysicalType.Float32 => AsSingle().ToString(System.Globalization.CultureInfo.InvariantCulture),
        PhysicalType.Float64 => AsDouble().ToString(System.Globalization.CultureInfo.InvariantCulture),
        PhysicalType.Decimal => AsDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture),
        PhysicalType.Guid => AsGuid().ToString(),
        PhysicalType.Interval => AsInterval().ToString(),
        _ => AsInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private readonly record struct Bits128(long Low, long High)
    {
        public static Bits128 From(long low) => new(low, 0);
    }
}
