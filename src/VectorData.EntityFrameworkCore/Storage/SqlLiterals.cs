using System.Collections;
using System.Globalization;
using System.Text.Json;
using VectorData.Core.Values;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>CLR values as SQL text.</summary>
internal static class SqlLiterals
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Number(object value) => Convert.ToString(value, Invariant)! is var text && text.StartsWith('-') ? $"({text})" : text;

    public static string Real(object value)
    {
        var number = Convert.ToSingle(value is Half half ? (float)half : value, Invariant);
        return $"'{number.ToString("R", Invariant)}'::real";
    }

    public static string Double(object value)
    {
        var number = Convert.ToDouble(value, Invariant);
        return $"'{number.ToString("R", Invariant)}'::double precision";
    }

    public static string Bytes(object value) => $@"'\x{Convert.ToHexString((byte[])value)}'::bytea";

    public static string DateTime(object value, string type) =>
        Text(((System.DateTime)value).ToString("yyyy-MM-dd HH:mm:ss.ffffff", Invariant)) + "::" + type;

    public static string TimestampTz(object value)
    {
        var utc = value is DateTimeOffset offset ? offset.UtcDateTime : ((System.DateTime)value).ToUniversalTime();
        return Text(utc.ToString("yyyy-MM-dd HH:mm:ss.ffffff", Invariant) + "+00") + "::timestamptz";
    }

    public static string Interval(object value)
    {
        var interval = value is TimeSpan span ? Core.Values.Interval.FromTimeSpan(span) : (Interval)value;
        return $"'{interval.Months} mons {interval.Days} days {(interval.Microseconds / 1_000_000m).ToString(Invariant)} secs'::interval";
    }

    public static string Json(object value) => Text(value switch
    {
        JsonDocument document => document.RootElement.GetRawText(),
        JsonElement element => element.GetRawText(),
        _ => (string)value,
    });

    public static string Vector(ReadOnlySpan<float> value, string type)
    {
        var texts = new string[value.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = value[i].ToString("R", Invariant);
        return $"'[{string.Join(',', texts)}]'::{type}";
    }

    public static string HalfVector(ReadOnlySpan<Half> value)
    {
        var floats = new float[value.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)value[i];
        return Vector(floats, "halfvec");
    }

    public static string Sparse(object value)
    {
        var vector = (SparseVector)value;
        var texts = new string[vector.NonZeroCount];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = string.Create(Invariant, $"{vector.Indices[i] + 1}:{vector.Values[i]:R}");
        return $"'{{{string.Join(',', texts)}}}/{vector.Dimensions}'::sparsevec";
    }

    public static string Bits(object value)
    {
        var bits = (BitArray)value;
        var characters = new char[bits.Length];
        for (var i = 0; i < characters.Length; i++)
            characters[i] = bits[i] ? '1' : '0';
        return $"B'{new string(characters)}'";
    }
}
