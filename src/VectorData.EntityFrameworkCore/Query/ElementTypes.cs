namespace VectorData.EntityFrameworkCore.Query;

/// <summary>Types of elements and of what may be null.</summary>
internal static class ElementTypes
{
    /// <summary>What a sequence type holds; null when it is none.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.GetInterfaces().Append(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0];
    }

    public static Type Unwrap(this Type type) => Nullable.GetUnderlyingType(type) ?? type;

    public static Type OrNull(this Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;

    public static bool IsInteger(this Type type) =>
        Type.GetTypeCode(type.Unwrap()) is >= TypeCode.SByte and <= TypeCode.UInt64;

    public static bool IsFractional(this Type type) => Type.GetTypeCode(type.Unwrap()) is TypeCode.Single or TypeCode.Double or TypeCode.Decimal;
}
