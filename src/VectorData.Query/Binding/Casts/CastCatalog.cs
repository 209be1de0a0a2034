using VectorData.Core.Schema;

namespace VectorData.Query.Binding.Casts;

/// <summary>Where a cast happens by itself, from the freest to the strictest.</summary>
internal enum CastContext : byte
{
    Implicit,
    Assignment,
    Explicit,
}

/// <summary>Which casts there are, as PostgreSQL's and pgvector's pg_cast have them.</summary>
internal static class CastCatalog
{
    /// <summary>The freest context in which one type becomes another (modifiers aside), null when there is no cast.</summary>
    public static CastContext? Find(SqlType from, SqlType to)
    {
        if (from.Unmodified == to.Unmodified || from.Kind == TypeKind.Unknown)
            return CastContext.Implicit;
        if (from.IsArray && to.IsArray)
            return Find(from.ElementType, to.ElementType);
        if (to.IsVector && from.IsArray)
            return from.Element is TypeKind.Integer or TypeKind.Real or TypeKind.Double or TypeKind.Numeric ? CastContext.Assignment : null;
        if (from.IsVector && to.IsArray)
            return to.Element != TypeKind.Real ? null : from.Kind switch
            {
                TypeKind.Vector => CastContext.Implicit,
                TypeKind.HalfVec => CastContext.Assignment,
                _ => null,
            };
        if (Direct(from.Kind, to.Kind) is { } context)
            return context;
        if (from.Kind is TypeKind.Void or TypeKind.Record || to.Kind is TypeKind.Void or TypeKind.Record or TypeKind.Unknown)
            return null;
        if (to.IsText)
            return CastContext.Assignment;
        return from.IsText ? CastContext.Explicit : null;
    }

    public static bool Allows(SqlType from, SqlType to, CastContext context) => Find(from, to) is { } freest && freest <= context;

    /// <summary>PostgreSQL's type categories: of the types of one category, one may be preferred.</summary>
    public static char Category(SqlType type) => type.Kind switch
    {
        TypeKind.Unknown => 'X',
        TypeKind.Boolean => 'B',
        TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Name => 'S',
        TypeKind.InternalChar => 'Z',
        TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => 'D',
        TypeKind.Interval => 'T',
        TypeKind.Bit or TypeKind.VarBit => 'V',
        TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector => 'A',
        >= TypeKind.RegClass and <= TypeKind.RegCollation => 'N',
        TypeKind.Oid => 'N',
        TypeKind.Record or TypeKind.Void => 'P',
        _ => type.IsNumber ? 'N' : 'U',
    };

    public static bool IsPreferred(SqlType type) =>
        type.Kind is TypeKind.Boolean or TypeKind.Double or TypeKind.Oid or TypeKind.Text or TypeKind.TimestampTz or TypeKind.Interval or TypeKind.VarBit;

    private static CastContext? Direct(TypeKind from, TypeKind to)
    {
        if (from is >= TypeKind.SmallInt and <= TypeKind.Numeric && to is >= TypeKind.SmallInt and <= TypeKind.Numeric)
            return NumberRank(from) < NumberRank(to) ? CastContext.Implicit : CastContext.Assignment;
        return (from, to) switch
        {
            (TypeKind.Name or TypeKind.InternalChar, TypeKind.Text or TypeKind.VarChar or TypeKind.Char) => CastContext.Implicit,
            (TypeKind.Text or TypeKind.VarChar or TypeKind.Char, TypeKind.Name) => CastContext.Implicit,
            (TypeKind.Text or TypeKind.VarChar, TypeKind.RegClass) => CastContext.Implicit,
            (TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt, TypeKind.Oid or (>= TypeKind.RegClass and <= TypeKind.RegCollation)) => CastContext.Implicit,
            (TypeKind.Oid, >= TypeKind.RegClass and <= TypeKind.RegCollation) => CastContext.Implicit,
            ((>= TypeKind.RegClass and <= TypeKind.RegCollation), TypeKind.Oid) => CastContext.Implicit,
            (TypeKind.RegProc, TypeKind.RegProcedure) or (TypeKind.RegProcedure, TypeKind.RegProc) => CastContext.Implicit,
            (TypeKind.Oid or (>= TypeKind.RegClass and <= TypeKind.RegCollation), TypeKind.Integer or TypeKind.BigInt) => CastContext.Assignment,
            (TypeKind.Text or TypeKind.VarChar or TypeKind.Char, TypeKind.Text or TypeKind.VarChar or TypeKind.Char) => CastContext.Implicit,
            (TypeKind.Date, TypeKind.Timestamp or TypeKind.TimestampTz) => CastContext.Implicit,
            (TypeKind.Timestamp, TypeKind.TimestampTz) => CastContext.Implicit,
            (TypeKind.Time, TypeKind.Interval) => CastContext.Implicit,
            (TypeKind.Bit, TypeKind.VarBit) or (TypeKind.VarBit, TypeKind.Bit) => CastContext.Implicit,
            (TypeKind.Vector, TypeKind.HalfVec or TypeKind.SparseVec) => CastContext.Implicit,
            (TypeKind.HalfVec, TypeKind.SparseVec) => CastContext.Implicit,
            (TypeKind.HalfVec, TypeKind.Vector) or (TypeKind.SparseVec, TypeKind.Vector or TypeKind.HalfVec) => CastContext.Assignment,
            (TypeKind.TimestampTz, TypeKind.Timestamp or TypeKind.Date or TypeKind.Time) => CastContext.Assignment,
            (TypeKind.Timestamp, TypeKind.Date or TypeKind.Time) => CastContext.Assignment,
            (TypeKind.Interval, TypeKind.Time) => CastContext.Assignment,
            (TypeKind.Json, TypeKind.Jsonb) or (TypeKind.Jsonb, TypeKind.Json) => CastContext.Assignment,
            (TypeKind.Boolean, TypeKind.Integer) or (TypeKind.Integer, TypeKind.Boolean) => CastContext.Explicit,
            (TypeKind.Integer or TypeKind.BigInt, TypeKind.Bit) or (TypeKind.Bit, TypeKind.Integer or TypeKind.BigInt) => CastContext.Explicit,
            (TypeKind.Jsonb, TypeKind.Boolean or (>= TypeKind.SmallInt and <= TypeKind.Numeric)) => CastContext.Explicit,
            _ => null,
        };
    }

    private static int NumberRank(TypeKind kind) => kind switch
    {
        TypeKind.SmallInt => 0,
        TypeKind.Integer => 1,
        TypeKind.BigInt => 2,
        TypeKind.Numeric => 3,
        TypeKind.Real => 4,
        _ => 5,
    };
}
