using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace VectorData.EntityFrameworkCore.Metadata;

internal sealed class VectorDataAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : RelationalAnnotationProvider(dependencies)
{
    /// <summary>A column whose numbers the database gives: a single integer key property, or one that says so.</summary>
    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime)
    {
        if (!designTime)
            yield break;
        var property = column.PropertyMappings[0].Property;
        if (property.ValueGenerated == ValueGenerated.OnAdd
            && property.GetDefaultValueSql(StoreObjectIdentifier.Table(column.Table.Name, column.Table.Schema)) is null
            && IsInteger(property.ClrType))
            yield return new Annotation(VectorDataAnnotationNames.Identity, true);
    }

    private static bool IsInteger(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type)
        is TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;
}
