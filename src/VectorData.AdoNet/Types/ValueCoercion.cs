using VectorData.AdoNet.Reading;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Types;

/// <summary>A value under another type that it fits without loss, by the conversions that fields have.</summary>
internal static class ValueCoercion
{
    /// <summary>Throws <see cref="InvalidCastException"/> where the types have no such conversion, <see cref="OverflowException"/> where the value does not fit.</summary>
    public static Value Coerce(in Value value, SqlType target, ValuePlace place)
    {
        if (value.Type.Unmodified == target || value.IsNull)
            return value.IsNull ? Value.Null(target) : value;
        if (value.Type.IsArray && target.IsArray)
            return CoerceElements(value.AsArray(), target.ElementType, place);
        if (SharesContent(value.Type, target))
            return value.WithType(target);
        var outcome = TryCoerce(value, target, out var coerced);
        if (outcome == ReadOutcome.Done)
            return coerced;
        if (outcome == ReadOutcome.OutOfRange)
            throw new OverflowException($"{place}: {value} does not fit type {target}.");
        throw new InvalidCastException($"{place} has a value of type {value.Type}, which cannot be sent as {target}.");
    }

    private static Value CoerceElements(SqlArray array, SqlType elementType, ValuePlace place)
    {
        var elements = new Value[array.Elements.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Coerce(array.Elements[i], elementType, place);
        return Value.Of(new SqlArray(elementType, elements, array.Lengths, array.LowerBounds));
    }

    private static bool SharesContent(SqlType from, SqlType to) =>
        (HoldsString(from) && HoldsString(to)) || (from.IsBitString && to.IsBitString);

    private static bool HoldsString(SqlType type) =>
        type.IsText || type.Kind is TypeKind.Json or TypeKind.Jsonb or TypeKind.Unknown;

    private static ReadOutcome TryCoerce(in Value value, SqlType target, out Value coerced)
    {
        var column = ColumnBuilder.Repeat(value, value.Type, 1);
        switch (target.Kind)
        {
            case TypeKind.SmallInt:
                return Read<short>(column, Value.Of, out coerced);
            case TypeKind.Integer:
                return Read<int>(column, Value.Of, out coerced);
            case TypeKind.BigInt:
                return Read<long>(column, Value.Of, out coerced);
            case TypeKind.Real:
                return Read<float>(column, Value.Of, out coerced);
            case TypeKind.Double:
                return Read<double>(column, Value.Of, out coerced);
            case TypeKind.Numeric:
                return Read<decimal>(column, Value.Of, out coerced);
            case TypeKind.Time:
                return Read<TimeSpan>(column, FromTimeSpan, out coerced);
            case TypeKind.Vector:
                return Read<float[]>(column, Value.Of, out coerced);
            case TypeKind.HalfVec:
                return Read<float[]>(column, vector => Value.Of(Array.ConvertAll(vector, element => (Half)element)), out coerced);
            case TypeKind.Array when value.Type.Kind == TypeKind.Vector:
                return Read<float[]>(column, vector => ToArray(vector, target.ElementType), out coerced);
            default:
                coerced = default;
                return ReadOutcome.NotConvertible;
        }
    }

    private static ReadOutcome Read<T>(ColumnVector column, Func<T, Value> toValue, out Value value)
    {
        var outcome = FieldReader<T>.Instance!.TryRead(column, 0, out var content);
        value = outcome == ReadOutcome.Done ? toValue(content) : default;
        return outcome == ReadOutcome.Done && value.IsNull ? ReadOutcome.OutOfRange : outcome;
    }

    private static Value FromTimeSpan(TimeSpan span) =>
        span >= TimeSpan.Zero && span < TimeSpan.FromDays(1) ? Value.OfTime(span.Ticks / TimeSpan.TicksPerMicrosecond) : default;

    private static Value ToArray(float[] vector, SqlType elementType)
    {
        var elements = Array.ConvertAll(vector, element => Value.Of(element));
        var reals = new SqlArray(SqlType.Real, elements);
        return elementType.Kind == TypeKind.Real ? Value.Of(reals) : CoerceElements(reals, elementType, new ValuePlace("Array", "element"));
    }
}
