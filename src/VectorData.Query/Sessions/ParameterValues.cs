using System.Numerics.Tensors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Sessions;

/// <summary>From given values to the types a plan settled on.</summary>
internal static class ParameterValues
{
    private const int MaxDimensions = 16_000;

    /// <summary>The values as given when they are of the right types, else converted.</summary>
    public static IReadOnlyList<Value> For(IReadOnlyList<SqlType> types, IReadOnlyList<string> names, IReadOnlyList<Value> values, TimeZoneInfo zone)
    {
        for (var i = 0; i < types.Count; i++)
            if (!IsReady(values[i], types[i]))
                return ParameterTable.Convert(types, names, values, zone);
        return values;
    }

    private static bool IsReady(in Value value, SqlType type)
    {
        if (value.IsNull)
            return true;
        if (value.Type.Kind != type.Kind)
            return false;
        return type.Kind switch
        {
            TypeKind.Vector => value.AsVector() is { Length: > 0 and <= MaxDimensions } vector && TensorPrimitives.IsFiniteAll<float>(vector),
            >= TypeKind.Boolean and <= TypeKind.Text => true,
            >= TypeKind.Bytea and <= TypeKind.Interval => true,
            _ => false,
        };
    }
}
