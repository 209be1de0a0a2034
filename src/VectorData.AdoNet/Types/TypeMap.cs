using System.Collections;
using System.Data;
using System.Text.Json;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Types;

/// <summary>What stands for what: SQL types, <see cref="VectorDbType"/>, <see cref="DbType"/> and CLR types.</summary>
internal static class TypeMap
{
    /// <summary>CLR types that parameters take, for messages.</summary>
    public const string SupportedParameterTypes =
        "bool, byte, sbyte, short, ushort, int, uint, long, ulong, float, double, decimal, Half, char, string, Guid, byte[], "
        + "DateTime, DateTimeOffset, DateOnly, TimeOnly, TimeSpan, Interval, float[], ReadOnlyMemory<float>, Half[], "
        + "ReadOnlyMemory<Half>, SparseVector, BitArray, BitString, JsonDocument, JsonElement, enums, and arrays or lists of scalars";

    public static SqlType ToSqlType(VectorDbType type)
    {
        var element = new SqlType((TypeKind)((int)type & 0xFF));
        return (type & VectorDbType.Array) != 0 ? SqlType.ArrayOf(element) : element;
    }

    public static VectorDbType ToVectorDbType(SqlType type) => type.Kind switch
    {
        TypeKind.Array when type.Element <= TypeKind.VarBit => VectorDbType.Array | (VectorDbType)type.Element,
        <= TypeKind.VarBit => (VectorDbType)type.Kind,
        _ => VectorDbType.Unknown,
    };

    public static bool IsDefined(VectorDbType type) =>
        ((int)type & ~0x1FF) == 0 && ((int)type & 0xFF) <= (int)VectorDbType.VarBit && type != VectorDbType.Array;

    public static DbType ToDbType(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => DbType.Boolean,
        TypeKind.SmallInt => DbType.Int16,
        TypeKind.Integer => DbType.Int32,
        TypeKind.BigInt => DbType.Int64,
        TypeKind.Real => DbType.Single,
        TypeKind.Double => DbType.Double,
        TypeKind.Numeric => DbType.Decimal,
        TypeKind.Text or TypeKind.VarChar or TypeKind.Json or TypeKind.Jsonb => DbType.String,
        TypeKind.Char => DbType.StringFixedLength,
        TypeKind.Bytea => DbType.Binary,
        TypeKind.Uuid => DbType.Guid,
        TypeKind.Date => DbType.Date,
        TypeKind.Time => DbType.Time,
        TypeKind.Timestamp => DbType.DateTime2,
        TypeKind.TimestampTz => DbType.DateTimeOffset,
        _ => DbType.Object,
    };

    /// <summary>The type a DbType asks for; <see cref="VectorDbType.Unknown"/> where the value decides (DateTime by its kind, Object).</summary>
    public static VectorDbType ToVectorDbType(DbType type) => type switch
    {
        DbType.Boolean => VectorDbType.Boolean,
        DbType.Byte or DbType.SByte or DbType.Int16 => VectorDbType.SmallInt,
        DbType.UInt16 or DbType.Int32 => VectorDbType.Integer,
        DbType.UInt32 or DbType.Int64 => VectorDbType.BigInt,
        DbType.UInt64 or DbType.Decimal or DbType.Currency or DbType.VarNumeric => VectorDbType.Numeric,
        DbType.Single => VectorDbType.Real,
        DbType.Double => VectorDbType.Double,
        DbType.String or DbType.AnsiString or DbType.StringFixedLength or DbType.AnsiStringFixedLength => VectorDbType.Text,
        DbType.Binary => VectorDbType.Bytea,
        DbType.Guid => VectorDbType.Uuid,
        DbType.Date => VectorDbType.Date,
        DbType.Time => VectorDbType.Time,
        DbType.DateTime2 => VectorDbType.Timestamp,
        DbType.DateTimeOffset => VectorDbType.TimestampTz,
        DbType.DateTime or DbType.Object => VectorDbType.Unknown,
        DbType.Xml => throw new NotSupportedException("DbType.Xml has no type here; send the document as DbType.String"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a DbType"),
    };

    /// <summary>The CLR type that GetValue gives for a column.</summary>
    public static Type ToClrType(SqlType type) => type.Kind switch
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
        TypeKind.Interval => typeof(Interval),
        TypeKind.Vector => typeof(float[]),
        TypeKind.HalfVec => typeof(Half[]),
        TypeKind.SparseVec => typeof(SparseVector),
        TypeKind.Bit or TypeKind.VarBit => typeof(BitArray),
        TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => typeof(Array),
        TypeKind.Oid or TypeKind.Xid => typeof(uint),
        TypeKind.Void => typeof(object),
        _ => typeof(string),
    };

    /// <summary>The SQL type a CLR type is sent as when the parameter names none; false for types that are not mapped.</summary>
    public static bool TryFromClrType(Type type, out SqlType sqlType)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        if (ScalarTypes.TryGetValue(type, out sqlType))
            return true;
        var element = type.IsArray ? type.GetElementType()! : ListElement(type);
        if (element is null || !TryFromClrType(element, out var elementType) || elementType.IsArray)
            return false;
        sqlType = SqlType.ArrayOf(elementType);
        return true;
    }

    /// <summary>The name of a CLR type as C# writes it, for messages.</summary>
    public static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
        return type.Namespace == "System" && Keywords.TryGetValue(type, out var keyword) ? keyword : type.Name;
    }

    private static Type? ListElement(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return type.GetGenericArguments()[0];
        foreach (var implemented in type.GetInterfaces())
            if (implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IList<>))
                return implemented.GetGenericArguments()[0];
        return null;
    }

    private static readonly Dictionary<Type, SqlType> ScalarTypes = new()
    {
        [typeof(bool)] = SqlType.Boolean,
        [typeof(byte)] = SqlType.SmallInt,
        [typeof(sbyte)] = SqlType.SmallInt,
        [typeof(short)] = SqlType.SmallInt,
        [typeof(ushort)] = SqlType.Integer,
        [typeof(int)] = SqlType.Integer,
        [typeof(uint)] = SqlType.BigInt,
        [typeof(long)] = SqlType.BigInt,
        [typeof(ulong)] = SqlType.Numeric,
        [typeof(Half)] = SqlType.Real,
        [typeof(float)] = SqlType.Real,
        [typeof(double)] = SqlType.Double,
        [typeof(decimal)] = SqlType.Numeric,
        [typeof(char)] = SqlType.Text,
        [typeof(string)] = SqlType.Text,
        [typeof(char[])] = SqlType.Text,
        [typeof(Guid)] = SqlType.Uuid,
        [typeof(byte[])] = SqlType.Bytea,
        [typeof(ReadOnlyMemory<byte>)] = SqlType.Bytea,
        [typeof(Memory<byte>)] = SqlType.Bytea,
        [typeof(ArraySegment<byte>)] = SqlType.Bytea,
        [typeof(DateTime)] = SqlType.Timestamp,
        [typeof(DateTimeOffset)] = SqlType.TimestampTz,
        [typeof(DateOnly)] = SqlType.Date,
        [typeof(TimeOnly)] = SqlType.Time,
        [typeof(TimeSpan)] = SqlType.Interval,
        [typeof(Interval)] = SqlType.Interval,
        [typeof(float[])] = SqlType.Vector,
        [typeof(ReadOnlyMemory<float>)] = SqlType.Vector,
        [typeof(Memory<float>)] = SqlType.Vector,
        [typeof(Half[])] = SqlType.HalfVec,
        [typeof(ReadOnlyMemory<Half>)] = SqlType.HalfVec,
        [typeof(Memory<Half>)] = SqlType.HalfVec,
        [typeof(SparseVector)] = SqlType.SparseVec,
        [typeof(BitArray)] = SqlType.VarBit,
        [typeof(BitString)] = SqlType.VarBit,
        [typeof(JsonDocument)] = SqlType.Jsonb,
        [typeof(JsonElement)] = SqlType.Jsonb,
    };

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };
}
