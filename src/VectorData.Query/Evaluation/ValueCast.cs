using System.Text.Json;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation;

/// <summary>Casts of single values; the modifier of the target is the caller's to apply.</summary>
internal static class ValueCast
{
    /// <summary>Converts a value that is not NULL by any cast there is.</summary>
    public static Value Convert(in Value value, SqlType to, EvaluationContext context)
    {
        var from = value.Type;
        if (from.Unmodified == to.Unmodified)
            return value.WithType(to);
        if (to.IsObjectName || to.Kind == TypeKind.Oid || from.IsObjectName || from.Kind == TypeKind.Oid)
        {
            if (ObjectCast.TryConvert(value, to, context) is { } converted)
                return converted;
        }

        if (to.Kind is TypeKind.Name or TypeKind.InternalChar)
            return ValueText.Parse(to.Unmodified, TextOf(value, context));
        if (to.IsText)
            return Value.FromContent(to, TextOf(value, context));
        if (from.IsText || from.Kind == TypeKind.Unknown)
            return ValueText.Parse(to.Unmodified, value.AsString(), context.TimeZone, context.TransactionTimestamp);
        if (from.IsArray && to.IsArray)
            return ConvertElements(value, to, context);
        if (from.IsArray || to.IsArray || from.IsVector || to.IsVector)
            return ConvertVector(value, to);
        if (from.IsNumber && to.IsNumber)
            return CastNodes.Create(new ConstantNode(value, from), to, isExplicit: false).Evaluate(RowSet.One, context).GetValue(0);
        return from.IsDateTime ? ConvertDateTime(value, to, context) : ConvertOther(value, to);
    }

    private static string TextOf(in Value value, EvaluationContext context) => value.Type.Kind switch
    {
        TypeKind.Boolean => value.AsBoolean() ? "true" : "false",
        TypeKind.Char => value.AsString().TrimEnd(' '),
        TypeKind.Text or TypeKind.VarChar or TypeKind.Unknown => value.AsString(),
        _ => ValueText.Format(value, context.TimeZone),
    };

    private static Value ConvertElements(in Value value, SqlType to, EvaluationContext context)
    {
        var array = value.AsArray();
        var element = to.ElementType.Unmodified;
        var elements = new Value[array.Elements.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = array.Elements[i].IsNull ? Value.Null(element) : Convert(array.Elements[i], element, context);
        return Value.FromContent(to, new SqlArray(element, elements, array.Lengths, array.LowerBounds));
    }

    private static Value ConvertVector(in Value value, SqlType to)
    {
        if (to.IsArray)
            return Value.FromContent(to, new SqlArray(SqlType.Real, Array.ConvertAll(Floats(value), number => Value.Of(number))));
        if (value.Type.IsArray)
            return FromArray(value.AsArray(), to);
        if (to.Kind == TypeKind.SparseVec)
            return Value.FromContent(to, CheckSparse(new SparseVector(Floats(value))));
        var floats = Floats(value);
        VectorText.CheckDimensions(to, floats.Length);
        return to.Kind == TypeKind.HalfVec
            ? Value.FromContent(to, Array.ConvertAll(floats, VectorText.ToHalf))
            : Value.FromContent(to, floats);
    }

    private static float[] Floats(in Value value)
    {
        if (value.Type.Kind == TypeKind.Vector)
            return value.AsVector();
        if (value.Type.Kind == TypeKind.HalfVec)
            return Array.ConvertAll(value.AsHalfVector(), half => (float)half);
        var sparse = value.AsSparseVector();
        VectorText.CheckDimensions(SqlType.Vector, sparse.Dimensions);
        return sparse.ToDense();
    }

    private static Value FromArray(SqlArray array, SqlType to)
    {
        if (array.Rank > 1)
            throw new VectorDbException(SqlStates.DataException, "array must be 1-D");
        var floats = new float[array.Elements.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            if (array.Elements[i].IsNull)
                throw new VectorDbException(SqlStates.NullValueNotAllowed, "array must not contain nulls");
            floats[i] = Float(array.Elements[i]);
        }

        if (to.Kind != TypeKind.SparseVec)
            VectorText.CheckDimensions(to.Unmodified, floats.Length);
        else if (floats.Length == 0)
            throw new VectorDbException(SqlStates.DataException, "sparsevec must have at least 1 dimension");
        VectorText.CheckElements(floats, to.Name);
        return to.Kind switch
        {
            TypeKind.Vector => Value.FromContent(to, floats),
            TypeKind.HalfVec => Value.FromContent(to, Array.ConvertAll(floats, VectorText.ToHalf)),
            _ => Value.FromContent(to, CheckSparse(new SparseVector(floats))),
        };
    }

    private static float Float(in Value element) => element.Type.Kind switch
    {
        TypeKind.Real => element.AsSingle(),
        TypeKind.Double => (float)element.AsDouble(),
        TypeKind.Numeric => (float)element.AsDecimal(),
        _ => element.AsInt64(),
    };

    private static SparseVector CheckSparse(SparseVector vector) => vector.NonZeroCount > TypeNames.MaxSparseElements
        ? throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"sparsevec cannot have more than {TypeNames.MaxSparseElements} non-zero elements")
        : vector;

    private static Value ConvertDateTime(in Value value, SqlType to, EvaluationContext context)
    {
        switch (value.Type.Kind, to.Kind)
        {
            case (TypeKind.Date, TypeKind.Timestamp):
                return Value.OfTimestamp(StartOf(value.AsInt32()));
            case (TypeKind.Date, TypeKind.TimestampTz):
                return Value.OfTimestampTz(TimeZones.ToUtc(context.TimeZone, StartOf(value.AsInt32())));
            case (TypeKind.Timestamp, TypeKind.TimestampTz):
                return Value.OfTimestampTz(TimeZones.ToUtc(context.TimeZone, value.AsInt64()));
            case (TypeKind.TimestampTz, TypeKind.Timestamp):
                return Value.OfTimestamp(TimeZones.ToLocal(context.TimeZone, value.AsInt64()));
            case (TypeKind.Timestamp, TypeKind.Date):
                return Value.OfDate(DayOf(value.AsInt64()));
            case (TypeKind.TimestampTz, TypeKind.Date):
                return Value.OfDate(DayOf(TimeZones.ToLocal(context.TimeZone, value.AsInt64())));
            case (TypeKind.Timestamp, TypeKind.Time):
                return Value.OfTime(DateTimeText.FloorModulo(value.AsInt64(), DateTimeText.MicrosecondsPerDay));
            case (TypeKind.TimestampTz, TypeKind.Time):
                return Value.OfTime(DateTimeText.FloorModulo(TimeZones.ToLocal(context.TimeZone, value.AsInt64()), DateTimeText.MicrosecondsPerDay));
            case (TypeKind.Time, TypeKind.Interval):
                return Value.Of(new Interval(0, 0, value.AsInt64()));
            default:
                return Value.OfTime(DateTimeText.FloorModulo(value.AsInterval().Microseconds, DateTimeText.MicrosecondsPerDay));
        }
    }

    private static long StartOf(int day) => day switch
    {
        int.MaxValue => long.MaxValue,
        int.MinValue => long.MinValue,
        _ => day * DateTimeText.MicrosecondsPerDay,
    };

    private static int DayOf(long microseconds) => microseconds switch
    {
        long.MaxValue => int.MaxValue,
        long.MinValue => int.MinValue,
        _ => (int)DateTimeText.FloorDivide(microseconds, DateTimeText.MicrosecondsPerDay),
    };

    private static Value ConvertOther(in Value value, SqlType to)
    {
        switch (value.Type.Kind, to.Kind)
        {
            case (TypeKind.Boolean, TypeKind.Integer):
                return Value.Of(value.AsBoolean() ? 1 : 0);
            case (TypeKind.Integer, TypeKind.Boolean):
                return Value.Of(value.AsInt32() != 0);
            case (TypeKind.Json, TypeKind.Jsonb):
                return Value.FromContent(to, JsonText.Normalize(value.AsString()));
            case (TypeKind.Jsonb, TypeKind.Json):
                return value.WithType(to);
            case (TypeKind.Jsonb, _):
                return FromJson(value.AsString(), to);
            case (TypeKind.Integer or TypeKind.BigInt, TypeKind.Bit):
                return LowBits(value, new SqlType(TypeKind.Bit, value.Type.Kind == TypeKind.Integer ? 32 : 64)).WithType(to);
            case (TypeKind.Bit, TypeKind.Integer or TypeKind.BigInt):
                return FromBits(value.AsBitString(), to);
            default:
                throw new VectorDbException(SqlStates.CannotCoerce, $"cannot cast type {value.Type.Name} to {to.Name}");
        }
    }

    /// <summary>The lowest bits of an integer, as many as bit(n) holds; beyond its width the sign is repeated.</summary>
    public static Value LowBits(in Value value, SqlType to)
    {
        var length = Math.Max(1, to.Modifier);
        var number = value.AsInt64();
        var bytes = new byte[BitString.ByteCount(length)];
        for (var i = 0; i < length; i++)
        {
            var power = Math.Min(length - 1 - i, 63);
            if (((number >> power) & 1) != 0)
                bytes[i >> 3] |= (byte)(0x80 >> (i & 7));
        }

        return Value.FromContent(to, new BitString(length, bytes));
    }

    private static Value FromBits(BitString bits, SqlType to)
    {
        var width = to.Kind == TypeKind.Integer ? 32 : 64;
        if (bits.Length > width)
            throw NumericErrors.OutOfRange(to.Name);
        var number = 0L;
        for (var i = 0; i < bits.Length; i++)
            number = (number << 1) | (bits[i] ? 1L : 0L);
        return width == 32 ? Value.Of((int)number) : Value.Of(number);
    }

    private static Value FromJson(string text, SqlType to)
    {
        using var document = JsonText.Open(text);
        var element = document.RootElement;
        if (to.Kind == TypeKind.Boolean)
            return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.Of(element.GetBoolean()) : throw Wrong();
        if (element.ValueKind != JsonValueKind.Number)
            throw Wrong();
        var number = Value.Of(NumericText.Parse(element.GetRawText(), SqlType.Numeric));
        return to.Kind == TypeKind.Numeric ? number : Convert(number, to, new EvaluationContext());

        VectorDbException Wrong() => new(SqlStates.InvalidParameterValue, $"cannot cast jsonb {KindName(element.ValueKind)} to type {to.Name}");
    }

    private static string KindName(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "numeric",
        _ => "boolean",
    };
}
