using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using VectorData.EntityFrameworkCore.Metadata;

namespace VectorData.EntityFrameworkCore.Infrastructure;

/// <summary>Mistakes in models, found before the first statement: each message names entity, property and remedy.</summary>
internal sealed class VectorDataModelValidator(
    ModelValidatorDependencies dependencies,
    RelationalModelValidatorDependencies relationalDependencies)
    : RelationalModelValidator(dependencies, relationalDependencies)
{
    public override void Validate(IModel model, IDiagnosticsLogger<DbLoggerCategory.Model.Validation> logger)
    {
        base.Validate(model, logger);
        foreach (var entityType in model.GetEntityTypes())
        {
            foreach (var index in entityType.GetDeclaredIndexes())
                ValidateIndex(index);
            foreach (var property in entityType.GetDeclaredProperties())
            {
                ValidateComputed(property);
                ValidateRowVersion(property);
            }
        }
    }

    private static void ValidateIndex(IIndex index)
    {
        var isVectorIndex = index[VectorDataAnnotationNames.IndexMethod] is "hnsw" || index[VectorDataAnnotationNames.IndexDistance] is not null;
        var entity = index.DeclaringEntityType.DisplayName();
        foreach (var property in index.Properties)
        {
            var name = $"'{entity}.{property.Name}'";
            var storeType = property.GetRelationalTypeMapping().StoreType;
            var kind = VectorStoreTypes.KindOf(storeType);
            var isVector = kind is "vector" or "halfvec" or "sparsevec" or "bit";
            if (isVector && kind != "bit" && !isVectorIndex)
                throw new InvalidOperationException(
                    $"{name} is a {storeType} in an index that is no vector index: use HasVectorIndex(…).HasDistance(…), or HasMethod(\"hnsw\").HasOperators(…).");
            if (!isVectorIndex)
                continue;
            if (index.Properties.Count > 1)
                throw new InvalidOperationException($"The vector index of '{entity}' with {name} has several properties: a vector index has one.");
            if (!isVector)
                throw new InvalidOperationException(
                    $"{name} has column type {storeType} and cannot have a vector index: give it [Vector(n)] or HasVector(n), or another index.");
            if (!storeType.Contains('(', StringComparison.Ordinal))
                throw new InvalidOperationException(
                    $"{name} is a vector without dimensions, which cannot be indexed: give it [Vector(n)] or HasVector(n).");
            ValidateOperators(index, name, storeType, kind);
        }
    }

    private static void ValidateOperators(IIndex index, string name, string storeType, string kind)
    {
        var distance = VectorStoreTypes.DistanceOf(index);
        if (VectorStoreTypes.OperatorsOf(index, storeType) is not { } operators)
            throw new InvalidOperationException(distance is null
                ? $"The vector index on {name} names no distance: add HasDistance(VectorDistance.…) or HasOperators(\"{kind}_…_ops\")."
                : $"The vector index on {name} cannot serve VectorDistance.{distance}: {storeType} has "
                    + (kind == "bit" ? "Hamming and Jaccard." : "L2, InnerProduct, Cosine and L1."));
        if (!operators.StartsWith(kind + "_", StringComparison.Ordinal))
            throw new InvalidOperationException(
                $"The operator class {operators} of the index on {name} is not for {storeType}: use one of {kind}_…_ops, or HasDistance.");
        var m = Parameter(index, "m") ?? 16;
        var candidates = Parameter(index, "ef_construction") ?? 64;
        if (m is < 2 or > 100 || candidates is < 4 or > 1000 || candidates < 2 * m)
            throw new InvalidOperationException(
                $"The vector index on {name} has m = {m} and ef_construction = {candidates}: "
                + "m is 2 to 100, ef_construction 4 to 1000 and at least 2·m.");
    }

    private static int? Parameter(IIndex index, string name) =>
        index[VectorDataAnnotationNames.StorageParameterPrefix + name] is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    private static void ValidateComputed(IProperty property)
    {
        if (property.GetComputedColumnSql() is not null && property.GetIsStored() == false)
            throw new InvalidOperationException(
                $"'{property.DeclaringType.DisplayName()}.{property.Name}' is a computed column that is not stored, which VectorData does not have: "
                + "pass stored: true to HasComputedColumnSql.");
    }

    private static void ValidateRowVersion(IProperty property)
    {
        var type = property.ClrType;
        if (RowVersions.Is(property)
            && ((type != typeof(long) && type != typeof(ulong)) || property.GetRelationalTypeMapping().StoreType != "bigint"))
            throw new InvalidOperationException(
                $"'{property.DeclaringType.DisplayName()}.{property.Name}' is a row version of type {type.ShortDisplayName()} in a column of type "
                + $"{property.GetRelationalTypeMapping().StoreType}: a row version is a bigint, make the property a long or a ulong without a column type.");
    }
}
