namespace VectorData.EntityFrameworkCore.Metadata;

/// <summary>The provider's annotations on models and on the operations of migrations.</summary>
public static class VectorDataAnnotationNames
{
    public const string Prefix = "VectorData:";

    /// <summary>ByDefault or Always.</summary>
    public const string Identity = Prefix + "Identity";

    /// <summary>On a column that is a row version.</summary>
    public const string RowVersion = Prefix + "RowVersion";

    public const string IndexMethod = Prefix + "IndexMethod";

    public const string IndexOperators = Prefix + "IndexOperators";

    public const string IndexDistance = Prefix + "IndexDistance";

    /// <summary>Before the name of a parameter of an index's WITH.</summary>
    public const string StorageParameterPrefix = Prefix + "StorageParameter:";
}
