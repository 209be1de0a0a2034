namespace VectorData.Core.Schema;

/// <summary>PostgreSQL's numbers for types and modifiers: its own for its types, fixed ones from 16384 for pgvector's.</summary>
public static class TypeOids
{
    public const uint Text = 25;
    public const uint Vector = 16_400;
    public const uint VectorArray = 16_401;
    public const uint HalfVec = 16_402;
    public const uint HalfVecArray = 16_403;
    public const uint SparseVec = 16_404;
    public const uint SparseVecArray = 16_405;
    private const int HeaderSize = 4;

    private static readonly (TypeKind Kind, uint Oid, uint ArrayOid)[] All =
    [
        (TypeKind.Boolean, 16, 1000),
        (TypeKind.Bytea, 17, 1001),
        (TypeKind.BigInt, 20, 1016),
        (TypeKind.SmallInt, 21, 1005),
        (TypeKind.Integer, 23, 1007),
        (TypeKind.Text, Text, 1009),
        (TypeKind.Json, 114, 199),
        (TypeKind.Real, 700, 1021),
        (TypeKind.Double, 701, 1022),
        (TypeKind.Unknown, 705, 0),
        (TypeKind.Char, 1042, 1014),
        (TypeKind.VarChar, 1043, 1015),
        (TypeKind.Date, 1082, 1182),
        (TypeKind.Time, 1083, 1183),
        (TypeKind.Timestamp, 1114, 1115),
        (TypeKind.TimestampTz, 1184, 1185),
        (TypeKind.Interval, 1186, 1187),
        (TypeKind.Bit, 1560, 1561),
        (TypeKind.VarBit, 1562, 1563),
        (TypeKind.Numeric, 1700, 1231),
        (TypeKind.Record, 2249, 2287),
        (TypeKind.Void, 2278, 0),
        (TypeKind.Uuid, 2950, 2951),
        (TypeKind.Jsonb, 3802, 3807),
        (TypeKind.Vector, Vector, VectorArray),
        (TypeKind.HalfVec, HalfVec, HalfVecArray),
        (TypeKind.SparseVec, SparseVec, SparseVecArray),
    ];

    /// <summary>The oid of a type; 0 for one without.</summary>
    public static uint OidOf(SqlType type)
    {
        if (type.Kind == TypeKind.Array)
            return ArrayOidOf(type.ElementType);
        foreach (var (kind, oid, _) in All)
            if (kind == type.Kind)
                return oid;
        return 0;
    }

    /// <summary>The oid of the array type of an element type; 0 when there is none.</summary>
    public static uint ArrayOidOf(SqlType element)
    {
        foreach (var (kind, _, arrayOid) in All)
            if (kind == element.Kind)
                return arrayOid;
        return 0;
    }

    /// <summary>PostgreSQL's atttypmod: -1 for none; lengths and numeric count a header of four bytes.</summary>
    public static int TypmodOf(SqlType type) => type.Modifier < 0 ? -1 : (type.IsArray ? type.Element : type.Kind) switch
    {
        TypeKind.VarChar or TypeKind.Char or TypeKind.Numeric => type.Modifier + HeaderSize,

        // All fields of an interval, and the digits of its seconds.
        TypeKind.Interval => (0x7FFF << 16) | type.Modifier,
        _ => type.Modifier,
    };

    /// <summary>The type of an oid and a typmod; null when there is none. Oid 0 and unknown's are the unknown type.</summary>
    public static SqlType? FromOid(uint oid, int typmod)
    {
        if (oid == 0)
            return SqlType.Unknown;
        foreach (var (kind, own, arrayOid) in All)
        {
            if (own == oid)
                return new SqlType(kind, FromTypmod(kind, typmod));
            if (arrayOid == oid)
                return SqlType.ArrayOf(new SqlType(kind, FromTypmod(kind, typmod)));
        }

        return null;
    }

    private static int FromTypmod(TypeKind kind, int typmod) => typmod < 0 ? -1 : kind switch
    {
        TypeKind.VarChar or TypeKind.Char or TypeKind.Numeric => typmod - HeaderSize,
        TypeKind.Interval => (typmod & 0xFFFF) is var digits && digits == 0xFFFF ? -1 : digits,
        _ => typmod,
    };
}
