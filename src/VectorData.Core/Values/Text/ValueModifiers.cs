using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Lengths, precisions and dimensions of types, applied to values of the right kind.</summary>
public static class ValueModifiers
{
    private static readonly long[] MicrosecondRounding = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary>
    /// The value as the type's modifier has it: an assignment (or implicit cast) refuses text that is too long (22001, trailing blanks aside)
    /// and bits of another length (22026), an explicit cast cuts them. Vectors must have the dimensions in both.
    /// </summary>
    public static Value Apply(in Value value, SqlType type, bool isExplicit)
    {
        if (value.IsNull || type.Modifier < 0)
            return value.WithType(type);
        switch (type.Kind)
        {
            case TypeKind.VarChar:
                return Value.FromContent(type, Truncate(value.AsString(), type, isExplicit));
            case TypeKind.Char:
                var text = Truncate(value.AsString(), type, isExplicit);
                return Value.FromContent(type, Pad(text, type.Modifier));
            case TypeKind.Numeric:
                return Value.FromFixed(type, NumericText.Apply(value.AsDecimal(), type));
            case TypeKind.Bit:
                var bits = value.AsBitString();
                if (bits.Length == type.Modifier)
                    return value.WithType(type);
                return isExplicit
                    ? Value.FromContent(type, BitText.Resize(bits, type.Modifier))
                    : throw new VectorDbException(
                        SqlStates.StringDataLengthMismatch, $"bit string length {bits.Length} does not match type bit({type.Modifier})");
            case TypeKind.VarBit:
                var varying = value.AsBitString();
                if (varying.Length <= type.Modifier)
                    return value.WithType(type);
                return isExplicit
                    ? Value.FromContent(type, BitText.Resize(varying, type.Modifier))
                    : throw new VectorDbException(
                        SqlStates.StringDataRightTruncation, $"bit string too long for type bit varying({type.Modifier})");
            case TypeKind.Vector:
                VectorText.CheckDimensions(type, value.AsVector().Length);
                return value.WithType(type);
            case TypeKind.HalfVec:
                VectorText.CheckDimensions(type, value.AsHalfVector().Length);
                return value.WithType(type);
            case TypeKind.SparseVec:
                VectorText.CheckDimensions(type, value.AsSparseVector().Dimensions);
                return value.WithType(type);
            case TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz:
                return Value.FromFixed(type, RoundMicroseconds(value.AsInt64(), type.Modifier));
            case TypeKind.Interval:
                var interval = value.AsInterval();
                return Value.FromFixed(type, interval with { Microseconds = RoundMicroseconds(interval.Microseconds, type.Modifier) });
            case TypeKind.Array:
                return ApplyToElements(value, type, isExplicit);
            default:
                return value.WithType(type);
        }
    }

    /// <summary>Rounded to so many digits of fractional seconds, half away from zero; infinity stays.</summary>
    public static long RoundMicroseconds(long microseconds, int digits)
    {
        if (digits is < 0 or >= 6 || microseconds is long.MaxValue or long.MinValue)
            return microseconds;
        var unit = MicrosecondRounding[digits];
        var rest = microseconds % unit;
        var down = microseconds - rest;
        if (Math.Abs(rest) * 2 < unit)
            return down;
        return rest < 0 ? down - unit : down + unit;
    }

    private static Value ApplyToElements(in Value value, SqlType type, bool isExplicit)
    {
        var array = value.AsArray();
        var elements = new Value[array.Elements.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = Apply(array.Elements[i], type.ElementType, isExplicit);
        return Value.FromContent(type, new SqlArray(type.ElementType, elements, array.Lengths, array.LowerBounds));
    }

    // Lengths count characters, not UTF-16 units.
    private static string Truncate(string text, SqlType type, bool isExplicit)
    {
        if (text.Length <= type.Modifier)
            return text;
        var at = 0;
        for (var i = 0; i < type.Modifier && at < text.Length; i++)
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        if (at >= text.Length)
            return text;
        if (!isExplicit && text.AsSpan(at).ContainsAnyExcept(' '))
            throw new VectorDbException(SqlStates.StringDataRightTruncation, $"value too long for type {type}");
        return text[..at];
    }

    private static string Pad(string text, int length)
    {
        var characters = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c))
                characters--;
        return characters >= length ? text : new StringBuilder(text).Append(' ', length - characters).ToString();
    }
}
