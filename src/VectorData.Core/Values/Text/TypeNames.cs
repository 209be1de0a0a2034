using System.Collections.Frozen;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Types by their SQL names.</summary>
public static class TypeNames
{
    private const int MaxTextLength = 10_485_760;
    private const int MaxBitLength = 83_886_080;
    private const int MaxNumericPrecision = 1000;
    private const int MaxFractionDigits = 6;

    /// <summary>Most dimensions of vector and halfvec.</summary>
    public const int MaxDimensions = 16_000;

    /// <summary>Most dimensions of sparsevec.</summary>
    public const int MaxSparseDimensions = 1_000_000_000;

    /// <summary>Most non-zero elements of sparsevec.</summary>
    public const int MaxSparseElements = 16_000;

    /// <summary>Most digits after the point that numeric can hold.</summary>
    public const int MaxNumericScale = 28;

    private static readonly FrozenDictionary<string, TypeKind> Kinds = new Dictionary<string, TypeKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = TypeKind.Boolean,
        ["bool"] = TypeKind.Boolean,
        ["smallint"] = TypeKind.SmallInt,
        ["int2"] = TypeKind.SmallInt,
        ["integer"] = TypeKind.Integer,
        ["int"] = TypeKind.Integer,
        ["int4"] = TypeKind.Integer,
        ["bigint"] = TypeKind.BigInt,
        ["int8"] = TypeKind.BigInt,
        ["real"] = TypeKind.Real,
        ["float4"] = TypeKind.Real,
        ["double precision"] = TypeKind.Double,
        ["float8"] = TypeKind.Double,
        ["float"] = TypeKind.Double,
        ["double"] = TypeKind.Double,
        ["numeric"] = TypeKind.Numeric,
        ["decimal"] = TypeKind.Numeric,
        ["dec"] = TypeKind.Numeric,
        ["text"] = TypeKind.Text,
        ["name"] = TypeKind.Name,
        ["oid"] = TypeKind.Oid,
        ["xid"] = TypeKind.Xid,
        ["\"char\""] = TypeKind.InternalChar,
        ["regclass"] = TypeKind.RegClass,
        ["regtype"] = TypeKind.RegType,
        ["regproc"] = TypeKind.RegProc,
        ["regprocedure"] = TypeKind.RegProcedure,
        ["regnamespace"] = TypeKind.RegNamespace,
        ["regrole"] = TypeKind.RegRole,
        ["regoper"] = TypeKind.RegOper,
        ["regoperator"] = TypeKind.RegOperator,
        ["regcollation"] = TypeKind.RegCollation,
        ["int2vector"] = TypeKind.Int2Vector,
        ["oidvector"] = TypeKind.OidVector,
        ["character varying"] = TypeKind.VarChar,
        ["varchar"] = TypeKind.VarChar,
        ["character"] = TypeKind.Char,
        ["char"] = TypeKind.Char,
        ["bpchar"] = TypeKind.Char,
        ["bytea"] = TypeKind.Bytea,
        ["uuid"] = TypeKind.Uuid,
        ["date"] = TypeKind.Date,
        ["time"] = TypeKind.Time,
        ["time without time zone"] = TypeKind.Time,
        ["timestamp"] = TypeKind.Timestamp,
        ["timestamp without time zone"] = TypeKind.Timestamp,
        ["timestamp with time zone"] = TypeKind.TimestampTz,
        ["timestamptz"] = TypeKind.TimestampTz,
        ["interval"] = TypeKind.Interval,
        ["json"] = TypeKind.Json,
        ["jsonb"] = TypeKind.Jsonb,
        ["vector"] = TypeKind.Vector,
        ["halfvec"] = TypeKind.HalfVec,
        ["sparsevec"] = TypeKind.SparseVec,
        ["bit"] = TypeKind.Bit,
        ["bit varying"] = TypeKind.VarBit,
        ["varbit"] = TypeKind.VarBit,
        ["void"] = TypeKind.Void,
        ["record"] = TypeKind.Record,
        ["unknown"] = TypeKind.Unknown,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The type of a name (any case, all aliases: int4, float8, decimal, bpchar, timestamptz …) with its modifiers and array dimensions.
    /// 42704 when there is no such type, 22023 for bad modifiers. serial types are the caller's.
    /// </summary>
    public static SqlType Resolve(string name, IReadOnlyList<int> modifiers, int arrayDimensions)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(modifiers);
        if (!Kinds.TryGetValue(name, out var kind))
            throw new VectorDbException(SqlStates.UndefinedObject, $"type \"{name}\" does not exist");
        var type = OfKind(WithModifiers(name, kind, modifiers));
        return arrayDimensions > 0 ? SqlType.ArrayOf(type) : type;
    }

    /// <summary>The type of a name without modifiers, or null.</summary>
    public static SqlType? Find(string name) => Kinds.TryGetValue(name, out var kind) ? OfKind(new SqlType(kind)) : null;

    private static SqlType OfKind(SqlType type) => type.Kind switch
    {
        TypeKind.Int2Vector => SqlType.Int2Vector,
        TypeKind.OidVector => SqlType.OidVector,
        _ => type,
    };

    private static SqlType WithModifiers(string name, TypeKind kind, IReadOnlyList<int> modifiers)
    {
        if (modifiers.Count == 0)
            return kind switch
            {
                TypeKind.Char when !name.Equals("bpchar", StringComparison.OrdinalIgnoreCase) => new SqlType(kind, 1),
                TypeKind.Bit => new SqlType(kind, 1),
                _ => new SqlType(kind),
            };
        switch (kind)
        {
            case TypeKind.Numeric:
                return NumericType(modifiers);
            case TypeKind.VarChar or TypeKind.Char:
                return new SqlType(kind, Length(kind == TypeKind.Char ? "char" : "varchar", modifiers, MaxTextLength));
            case TypeKind.Bit or TypeKind.VarBit:
                return new SqlType(kind, Length(kind == TypeKind.Bit ? "bit" : "varbit", modifiers, MaxBitLength));
            case TypeKind.Vector or TypeKind.HalfVec:
                return new SqlType(kind, Dimensions(kind, modifiers, MaxDimensions));
            case TypeKind.SparseVec:
                return new SqlType(kind, Dimensions(kind, modifiers, MaxSparseDimensions));
            case TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz or TypeKind.Interval:
                var digits = Single(modifiers);
                if (digits < 0)
                    throw Invalid($"{new SqlType(kind).Name.ToUpperInvariant()}({digits}) precision must not be negative");
                return new SqlType(kind, Math.Min(digits, MaxFractionDigits));
            case TypeKind.Double when name.Equals("float", StringComparison.OrdinalIgnoreCase):
                return Single(modifiers) switch
                {
                    < 1 => throw Invalid("precision for type float must be at least 1 bit"),
                    <= 24 => SqlType.Real,
                    <= 53 => SqlType.Double,
                    _ => throw Invalid("precision for type float must be less than 54 bits"),
                };
            default:
                throw new VectorDbException(SqlStates.SyntaxError, $"type modifier is not allowed for type \"{name.ToLowerInvariant()}\"");
        }
    }

    private static SqlType NumericType(IReadOnlyList<int> modifiers)
    {
        if (modifiers.Count > 2)
            throw Invalid("invalid NUMERIC type modifier");
        var precision = modifiers[0];
        var scale = modifiers.Count > 1 ? modifiers[1] : 0;
        if (precision is < 1 or > MaxNumericPrecision)
            throw Invalid($"NUMERIC precision {precision} must be between 1 and {MaxNumericPrecision}");
        if (scale is < 0 or > MaxNumericScale)
            throw Invalid($"NUMERIC scale {scale} must be between 0 and {MaxNumericScale}");
        return SqlType.NumericOf(precision, scale);
    }

    private static int Length(string name, IReadOnlyList<int> modifiers, int most) => Single(modifiers) switch
    {
        < 1 => throw Invalid($"length for type {name} must be at least 1"),
        var length when length > most => throw Invalid($"length for type {name} cannot exceed {most}"),
        var length => length,
    };

    private static int Dimensions(TypeKind kind, IReadOnlyList<int> modifiers, int most) => Single(modifiers) switch
    {
        < 1 => throw Invalid($"dimensions for type {new SqlType(kind).Name} must be at least 1"),
        var dimensions when dimensions > most => throw Invalid($"dimensions for type {new SqlType(kind).Name} cannot exceed {most}"),
        var dimensions => dimensions,
    };

    private static int Single(IReadOnlyList<int> modifiers) => modifiers.Count == 1 ? modifiers[0] : throw Invalid("invalid type modifier");

    private static VectorDbException Invalid(string message) => new(SqlStates.InvalidParameterValue, message);
}
