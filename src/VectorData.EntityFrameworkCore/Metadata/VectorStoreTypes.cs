using System.Collections;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using VectorData.Core.Values;

namespace VectorData.EntityFrameworkCore.Metadata;

/// <summary>Vector columns and the distances of their indexes.</summary>
internal static class VectorStoreTypes
{
    public static string For(IReadOnlyProperty property, int dimensions)
    {
        var name = $"'{property.DeclaringType.DisplayName()}.{property.Name}'";
        if (dimensions < 1)
            throw new InvalidOperationException($"{name} cannot be a vector of {dimensions} dimensions: give a number from 1.");
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == property.ClrType && property.GetValueConverter()?.ProviderClrType is { } converted)
            type = converted;
        var kind = type == typeof(float[]) || type == typeof(ReadOnlyMemory<float>) ? "vector"
            : type == typeof(Half[]) || type == typeof(ReadOnlyMemory<Half>) ? "halfvec"
            : type == typeof(SparseVector) ? "sparsevec"
            : type == typeof(BitArray) ? "bit"
            : throw new InvalidOperationException(
                $"{name} is a {type.Name}, which is no vector: use float[], ReadOnlyMemory<float>, Half[], SparseVector or BitArray, "
                + "or give the property a conversion to one of them before HasVector.");
        return string.Create(CultureInfo.InvariantCulture, $"{kind}({dimensions})");
    }

    /// <summary>vector_cosine_ops for vector(3) and Cosine; null when the kind has no such distance.</summary>
    public static string? OperatorClass(string storeType, VectorDistance distance)
    {
        var kind = KindOf(storeType);
        var isBits = kind == "bit";
        return distance switch
        {
            VectorDistance.Hamming when isBits => "bit_hamming_ops",
            VectorDistance.Jaccard when isBits => "bit_jaccard_ops",
            VectorDistance.L2 when !isBits => kind + "_l2_ops",
            VectorDistance.InnerProduct when !isBits => kind + "_ip_ops",
            VectorDistance.Cosine when !isBits => kind + "_cosine_ops",
            VectorDistance.L1 when !isBits => kind + "_l1_ops",
            _ => null,
        };
    }

    public static string KindOf(string storeType) => storeType.Split('(')[0].Trim();

    /// <summary>The operator classes of an index: those it names, or the one its distance means for the column's type.</summary>
    public static string? OperatorsOf(IReadOnlyIndex index, string? storeType) =>
        index[VectorDataAnnotationNames.IndexOperators] as string
        ?? (DistanceOf(index) is { } distance && storeType is not null ? OperatorClass(storeType, distance) : null);

    public static VectorDistance? DistanceOf(IReadOnlyIndex index) =>
        index[VectorDataAnnotationNames.IndexDistance] is string text ? Enum.Parse<VectorDistance>(text)
        : index[VectorDataAnnotationNames.IndexOperators] is string operators ? DistanceOf(operators) : null;

    /// <summary>The distance of the property's vector index; null when there is none, or several that differ.</summary>
    public static VectorDistance? FindVectorDistance(this IReadOnlyProperty property)
    {
        var distances = property.GetContainingIndexes().Select(DistanceOf).Where(distance => distance is not null).Distinct().ToList();
        return distances.Count == 1 ? distances[0] : null;
    }

    private static VectorDistance? DistanceOf(string operators) => operators.Split('_') switch
    {
        [_, "l2", "ops"] => VectorDistance.L2,
        [_, "ip", "ops"] => VectorDistance.InnerProduct,
        [_, "cosine", "ops"] => VectorDistance.Cosine,
        [_, "l1", "ops"] => VectorDistance.L1,
        [_, "hamming", "ops"] => VectorDistance.Hamming,
        [_, "jaccard", "ops"] => VectorDistance.Jaccard,
        _ => null,
    };
}
