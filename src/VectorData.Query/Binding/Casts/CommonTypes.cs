using VectorData.Core.Schema;

namespace VectorData.Query.Binding.Casts;

/// <summary>The type that several values agree on (PostgreSQL's rules for UNION, CASE and the like).</summary>
internal static class CommonTypes
{
    /// <summary>Of two known types; null when there is none.</summary>
    public static SqlType? Of(SqlType left, SqlType right)
    {
        if (left == right)
            return left;
        if (left.Unmodified == right.Unmodified)
            return left.Unmodified;
        if (left.Kind == TypeKind.Unknown)
            return right;
        if (right.Kind == TypeKind.Unknown)
            return left;
        if (CastCatalog.Category(left) != CastCatalog.Category(right))
            return null;
        if (CastCatalog.IsPreferred(left) && !CastCatalog.IsPreferred(right))
            return CastCatalog.Allows(right, left, CastContext.Implicit) ? left.Unmodified : null;

        // The later type wins where the earlier one converts to it and not the reverse.
        if (!CastCatalog.IsPreferred(left) && CastCatalog.Allows(left, right, CastContext.Implicit) && !CastCatalog.Allows(right, left, CastContext.Implicit))
            return right.Unmodified;
        return CastCatalog.Allows(right, left, CastContext.Implicit) ? left.Unmodified
            : CastCatalog.Allows(left, right, CastContext.Implicit) ? right.Unmodified : null;
    }
}
