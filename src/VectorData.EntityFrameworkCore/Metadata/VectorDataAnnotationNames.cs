namespace VectorData.EntityFrameworkCore.Metadata;

/// <summary>The provider's annotations on models and on the operations of migrations.</summary>
public static class VectorDataAnnotationNames
{
    public const string Prefix = "VectorData:";

    public const string Identity = Prefix + "Identity";
}
