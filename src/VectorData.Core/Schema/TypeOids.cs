using System.Collections.Frozen;

namespace VectorData.Core.Schema;

/// <summary>
/// The numbers by which PostgreSQL's protocol and catalogs know types: PostgreSQL's own for its types (pg_type.dat of its source), fixed
/// numbers of ours for pgvector's, which have none until an extension is created.
/// </summary>
public static class TypeOids
{
    public const uint Unknown = 705;
    public const uint Text = 25;
    public const uint Vector = 16_400;
    public const uint VectorArray = 16_401;
    public const uint HalfVec = 16_402;
    public const uint HalfVecArray = 16_403;
    public const uint SparseVec = 16_404;
    public const uint SparseVecArray = 16_405;

    private static readonly (TypeKind Kind, uint Oid, uint Array, string Name)[] Rows =
    [
        (TypeKind.Unknown, Unknown, 0, "unknown"),
        (TypeKind.Boolean, 16, 1000, "bool"),
        (TypeKind.Bytea, 17, 1001, "bytea"),
        (TypeKind.InternalChar, 18, 1002, "char"),
        (TypeKind.Name, 19, 1003, "name"),
        (TypeKind.BigInt, 20, 1016, "int8"),
        (TypeKind.SmallInt, 21, 1005, "int2"),
        (TypeKind.Int2Vector, 22, 1006, "int2vector"),
        (TypeKind.Integer, 23, 1007, "int4"),
        (TypeKind.RegProc, 24, 1008, "regproc"),
        (TypeKind.Text, Text, 1009, "text"),
        (TypeKind.Oid, 26, 1028, "oid"),
        (TypeKind.Xid, 28, 1011, "xid"),
        (TypeKind.OidVector, 30, 1013, "oidvector"),
        (TypeKind.Json, 114, 199, "json"),
        (TypeKind.Real, 700, 1021, "float4"),
        (TypeKind.Double, 701, 1022, "float8"),
        (TypeKind.Char, 1042, 1014, "bpchar"),
        (TypeKind.VarChar, 1043, 1015, "varchar"),
        (TypeKind.Date, 1082, 1182, "date"),
        (TypeKind.Time, 1083, 1183, "time"),
        (TypeKind.Timestamp, 1114, 1115, "timestamp"),
        (TypeKind.TimestampTz, 1184, 1185, "timestamptz"),
        (TypeKind.Interval, 1186, 1187, "interval"),
        (TypeKind.Bit, 1560, 1561, "bit"),
        (TypeKind.VarBit, 1562, 1563, "varbit"),
        (TypeKind.Numeric, 1700, 1231, "numeric"),
        (TypeKind.RegProcedure, 2202, 2207, "regprocedure"),
        (TypeKind.RegOper, 2203, 2208, "regoper"),
        (TypeKind.RegOperator, 2204, 2209, "regoperator"),
        (TypeKind.RegClass, 2205, 2210, "regclass"),
        (TypeKind.RegType, 2206, 2211, "regtype"),
        (TypeKind.Record, 2249, 2287, "record"),
        (TypeKind.Void, 2278, 0, "void"),
        (TypeKind.Uuid, 2950, 2951, "uuid"),
        (TypeKind.Jsonb, 3802, 3807, "jsonb"),
        (TypeKind.RegNamespace, 4089, 4090, "regnamespace"),
        (TypeKind.RegRole, 4096, 4097, "regrole"),
        (TypeKind.RegCollation, 4191, 4192, "regcollation"),
        (TypeKind.Vector, Vector, VectorArray, "vector"),
        (TypeKind.HalfVec, HalfVec, HalfVecArray, "halfvec"),
        (TypeKind.SparseVec, SparseVec, SparseVecArray, "sparsevec"),
    ];

    private static readonly FrozenDictionary<TypeKind, (uint Oid, uint Array, string Name)> ByKind =
        Rows.ToFrozenDictionary(row => row.Kind, row => (row.Oid, row.Array, row.Name));

    private static readonly FrozenDictionary<uint, SqlType> ByOid = Rows
        .Select(row => (row.Oid, Type: OfKind(row.Kind)))
        .Concat(Rows.Where(row => row.Array != 0).Select(row => (Oid: row.Array, Type: SqlType.ArrayOf(OfKind(row.Kind)))))
        .ToFrozenDictionary(row => row.Oid, row => row.Type);

    /// <summary>All types with their names in pg_type, without arrays.</summary>
    public static IEnumerable<(SqlType Type, uint Oid, uint ArrayOid, string Name)> All =>
        Rows.Select(row => (OfKind(row.Kind), row.Oid, row.Array, row.Name));

    /// <summary>A type's oid; an array's is that of the array type.</summary>
    public static uint OidOf(SqlType type) => type.Kind == TypeKind.Array ? ArrayOidOf(type.ElementType) : ByKind[type.Kind].Oid;

    /// <summary>The oid of the type of arrays of such elements; 0 where there is none.</summary>
    public static uint ArrayOidOf(SqlType element) => ByKind.TryGetValue(element.Kind, out var row) ? row.Array : 0;

    /// <summary>pg_type.typname: int4, bpchar, _float4, vector.</summary>
    public static string NameOf(SqlType type) => type.Kind == TypeKind.Array ? "_" + ByKind[type.Element].Name : ByKind[type.Kind].Name;

    /// <summary>PostgreSQL's modifier (pg_attribute.atttypmod): length + 4 for character types, ((p &lt;&lt; 16) | s) + 4 for numeric, dimensions for vectors; -1 for none.</summary>
    public static int TypmodOf(SqlType type)
    {
        if (!type.HasModifier)
            return -1;
        var kind = type.IsArray ? type.Element : type.Kind;
        return kind switch
        {
            TypeKind.VarChar or TypeKind.Char or TypeKind.Numeric => type.Modifier + 4,
            TypeKind.Interval => 0x7FFF_0000 | type.Modifier,
            _ => type.Modifier,
        };
    }

    /// <summary>The type of an oid with PostgreSQL's modifier; null for an oid that is no type here. Oid 0 is the unknown type.</summary>
    public static SqlType? FromOid(uint oid, int typmod = -1)
    {
        if (oid == 0)
            return SqlType.Unknown;
        if (!ByOid.TryGetValue(oid, out var type))
            return null;
        if (typmod < 0)
            return type;
        var kind = type.IsArray ? type.Element : type.Kind;
        return kind switch
        {
            TypeKind.VarChar or TypeKind.Char or TypeKind.Numeric => typmod >= 4 ? type with { Modifier = typmod - 4 } : type,
            TypeKind.Interval => (typmod & 0xFFFF) <= 6 ? type with { Modifier = typmod & 0xFFFF } : type,
            TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz or TypeKind.Bit or TypeKind.VarBit
                or TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec => type with { Modifier = typmod },
            _ => type,
        };
    }

    private static SqlType OfKind(TypeKind kind) => kind switch
    {
        TypeKind.Unknown => SqlType.Unknown,
        TypeKind.Int2Vector => SqlType.Int2Vector,
        TypeKind.OidVector => SqlType.OidVector,
        _ => new SqlType(kind),
    };
}
