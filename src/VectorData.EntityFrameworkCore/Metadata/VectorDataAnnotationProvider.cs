using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace VectorData.EntityFrameworkCore.Metadata;

/// <summary>What migrations must know of columns and indexes.</summary>
internal sealed class VectorDataAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : RelationalAnnotationProvider(dependencies)
{
    /// <summary>A column whose numbers the database gives: an integer key property that has no other source, or one that says so.</summary>
    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime)
    {
        if (!designTime || column.PropertyMappings.Count == 0)
            yield break;
        var property = column.PropertyMappings[0].Property;
        // EF Core itself makes no migration of a column that becomes a row version.
        if (RowVersions.Is(property))
            yield return new Annotation(VectorDataAnnotationNames.RowVersion, true);
        var table = StoreObjectIdentifier.Table(column.Table.Name, column.Table.Schema);
        if (property.ValueGenerated == ValueGenerated.OnAdd
            && IsInteger(property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType)
            && property.GetDefaultValueSql(table) is null
            && !property.TryGetDefaultValue(table, out _)
            && property.GetComputedColumnSql(table) is null
            && !RefersToAnotherTable(column))
            yield return new Annotation(
                VectorDataAnnotationNames.Identity, property.FindAnnotation(VectorDataAnnotationNames.Identity)?.Value ?? "ByDefault");
    }

    public override IEnumerable<IAnnotation> For(ITableIndex index, bool designTime)
    {
        if (!designTime)
            yield break;
        var modelIndex = index.MappedIndexes.First();
        foreach (var annotation in modelIndex.GetAnnotations())
            if (annotation.Name == VectorDataAnnotationNames.IndexMethod
                || annotation.Name.StartsWith(VectorDataAnnotationNames.StorageParameterPrefix, StringComparison.Ordinal))
                yield return annotation;
        if (VectorStoreTypes.OperatorsOf(modelIndex, index.Columns[0].StoreType) is { } operators)
            yield return new Annotation(VectorDataAnnotationNames.IndexOperators, operators);
    }

    // The key of a derived type's table holds the number that its base table gave.
    private static bool RefersToAnotherTable(IColumn column) =>
        column.Table.ForeignKeyConstraints.Any(key => key.Columns.Contains(column));

    private static bool IsInteger(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type)
        is TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64;
}
