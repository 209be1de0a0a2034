using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Evaluation;

namespace VectorData.Query.Binding.Expressions;

/// <summary>From the values a caller gives to the types a statement settled on.</summary>
internal static class ParameterConversion
{
    /// <summary>Strings are read as the type's text form; other values are cast as an assignment; vectors are checked.</summary>
    public static Value[] Convert(IReadOnlyList<SqlType> types, IReadOnlyList<string> names, IReadOnlyList<Value> values, TimeZoneInfo zone)
    {
        if (values.Count < types.Count)
            throw new VectorDbException(SqlStates.ConnectionException, $"the statement has {types.Count} parameters, but {values.Count} values were given");
        var converted = new Value[types.Count];
        for (var i = 0; i < converted.Length; i++)
            converted[i] = Convert(values[i], types[i], names[i], zone);
        return converted;
    }

    private static Value Convert(in Value value, SqlType type, string name, TimeZoneInfo zone)
    {
        if (value.IsNull || value.Type.Kind == TypeKind.Void)
            return Value.Null(type);
        if (type.IsVector || value.Type.IsVector)
            CheckVector(value);
        var from = value.Type;
        if (from.Unmodified == type.Unmodified || (from.IsText && type.IsText && type.Kind != TypeKind.Char))
            return value.WithType(type);
        if (!from.IsText && from.Kind != TypeKind.Unknown && !CastCatalog.Allows(from, type, CastContext.Assignment))
            throw new VectorDbException(
                SqlStates.DatatypeMismatch, $"parameter {Display(name)} is of type {type.Name}, but the value given is of type {from.Name}")
            {
                Hint = "Give a value of the parameter's type, or cast the parameter in the statement.",
            };
        return ValueCast.Convert(value, type, new EvaluationContext { TimeZone = zone }).WithType(type);
    }

    private static void CheckVector(in Value value)
    {
        if (value.Type.Kind == TypeKind.Vector)
        {
            VectorText.CheckDimensions(SqlType.Vector, value.AsVector().Length);
            VectorText.CheckElements(value.AsVector(), "vector");
        }
        else if (value.Type.Kind == TypeKind.HalfVec)
        {
            VectorText.CheckDimensions(SqlType.HalfVec, value.AsHalfVector().Length);
            foreach (var element in value.AsHalfVector())
                VectorText.CheckElement((float)element, "halfvec");
        }
    }

    private static string Display(string name) => char.IsAsciiDigit(name[0]) ? "$" + name : "@" + name;
}
