using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Sequence values in the integer type of their column.</summary>
internal static class Integers
{
    public static Value Of(SqlType type, long value) => type.Kind switch
    {
        TypeKind.SmallInt => value is >= short.MinValue and <= short.MaxValue ? Value.Of((short)value) : throw OutOfRange("smallint"),
        TypeKind.Integer => value is >= int.MinValue and <= int.MaxValue ? Value.Of((int)value) : throw OutOfRange("integer"),
        _ => Value.Of(value),
    };

    private static VectorDbException OutOfRange(string type) => new(SqlStates.NumericValueOutOfRange, $"{type} out of range");
}
