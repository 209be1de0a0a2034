using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Core.Tests.Values;

/// <summary>Random values of every type.</summary>
internal static class SampleValues
{
    public static readonly SqlType[] Types =
    [
        SqlType.Boolean, SqlType.SmallInt, SqlType.Integer, SqlType.BigInt, SqlType.Real, SqlType.Double, SqlType.Numeric, SqlType.NumericOf(8, 3),
        SqlType.Text, new(TypeKind.VarChar, 5), new(TypeKind.Char, 4), SqlType.Bytea, SqlType.Uuid, SqlType.Date, SqlType.Time, SqlType.Timestamp,
        SqlType.TimestampTz, SqlType.Interval, SqlType.Jsonb, SqlType.Vector, SqlType.VectorOf(3), SqlType.HalfVec, new(TypeKind.HalfVec, 2),
        SqlType.SparseVec, new(TypeKind.SparseVec, 5), new(TypeKind.Bit, 11), SqlType.VarBit, SqlType.ArrayOf(SqlType.Integer), SqlType.ArrayOf(SqlType.Text),
    ];

    public static Value Random(SqlType type, Random random) => type.Kind switch
    {
        TypeKind.Boolean => Value.Of(random.Next(2) == 0),
        TypeKind.SmallInt => Value.Of((short)random.Next(-3, 4)),
        TypeKind.Integer => Value.Of(random.Next(3) == 0 ? random.Next() : random.Next(-3, 4)),
        TypeKind.BigInt => Value.Of(random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-3, 4)),
        TypeKind.Real => Value.Of(Float(random)),
        TypeKind.Double => Value.Of(random.Next(6) switch { 0 => double.NaN, 1 => double.NegativeInfinity, 2 => -0.0, 3 => random.NextDouble() * 1e18, _ => random.NextDouble() }),
        TypeKind.Numeric => Value.FromFixed(type, type.HasModifier ? random.Next(-99999, 99999) / 1000m + 0.000m : (random.Next(-9999, 9999) * 1.10m)),
        TypeKind.Text => Value.Of(Word(random, 8)),
        TypeKind.VarChar => Value.FromContent(type, Word(random, 5)),
        TypeKind.Char => Value.FromContent(type, Word(random, 4).TrimEnd().Replace("😀", "x", StringComparison.Ordinal).PadRight(4)),
        TypeKind.Bytea => Value.Of(Bytes(random, random.Next(5))),
        TypeKind.Uuid => Value.Of(new Guid(Bytes(random, 16))),
        TypeKind.Date => Value.OfDate(random.Next(12) == 0 ? int.MaxValue : random.Next(-700_000, 2_900_000)),
        TypeKind.Time => Value.OfTime(random.NextInt64(86_400_000_000)),
        TypeKind.Timestamp => Value.OfTimestamp(random.Next(12) == 0 ? long.MinValue : random.NextInt64(-60_000_000_000_000_000, 250_000_000_000_000_000)),
        TypeKind.TimestampTz => Value.OfTimestampTz(random.NextInt64(-60_000_000_000_000_000, 250_000_000_000_000_000)),
        TypeKind.Interval => Value.Of(new Interval(random.Next(-30, 30), random.Next(-40, 40), random.NextInt64(-200_000_000_000, 200_000_000_000))),
        TypeKind.Jsonb => Value.FromContent(type, random.Next(4) switch { 0 => "null", 1 => "{\"a\": 1}", 2 => "[1, \"x\"]", _ => "\"é\\n\"" }),
        TypeKind.Vector => Value.FromContent(type, Floats(random, type.Modifier > 0 ? type.Modifier : random.Next(1, 4))),
        TypeKind.HalfVec => Value.FromContent(type, Array.ConvertAll(Floats(random, type.Modifier > 0 ? type.Modifier : random.Next(1, 4)), x => (Half)x)),
        TypeKind.SparseVec => Value.FromContent(type, new SparseVector(Floats(random, type.Modifier > 0 ? type.Modifier : random.Next(1, 4)))),
        TypeKind.Bit => Value.FromContent(type, new BitString(11, Bytes(random, 2))),
        TypeKind.VarBit => Value.FromContent(type, random.Next(2) == 0 ? new BitString(0, []) : new BitString(5, Bytes(random, 1))),
        _ => RandomArray(type, random),
    };

    public static ColumnVector Column(SqlType type, IEnumerable<Value> values)
    {
        var builder = ColumnBuilder.For(type);
        foreach (var value in values)
            builder.Append(value);
        return builder.Build();
    }

    private static Value RandomArray(SqlType type, Random random)
    {
        var count = random.Next(4);
        var elements = new Value[count == 3 ? 4 : count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = random.Next(4) == 0 ? Value.Null(type.ElementType) : Random(type.ElementType, random);
        return Value.Of(count == 3 ? new SqlArray(type.ElementType, elements, [2, 2], [1, 1]) : new SqlArray(type.ElementType, elements));
    }

    private static float Float(Random random) => random.Next(4) switch { 0 => 0f, 1 => random.NextSingle() * 1e20f, 2 => -random.NextSingle() / 1e10f, _ => random.Next(-5, 5) };

    private static float[] Floats(Random random, int count)
    {
        var floats = new float[count];
        for (var i = 0; i < count; i++)
            floats[i] = random.Next(3) == 0 ? 0 : random.Next(-100, 100) / 8f;
        return floats;
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Word(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => ((string[])["a", "b", "B", "é", "\\", "\"", ",", " ", "{", "😀", "NULL"[..1]])[random.Next(11)]));
}
