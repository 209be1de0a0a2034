using System.Runtime.InteropServices;
using VectorData.AdoNet.Reading;
using VectorData.AdoNet.Types;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.AdoNet.Bulk;

/// <summary>Appends CLR values to a column under construction, without boxing and without loss. A cell that fails leaves the column as it was.</summary>
internal static class CellAppender
{
    public static void Append<T>(ColumnBuilder builder, T value, string column)
    {
        if (value is null or DBNull)
        {
            builder.AppendNull();
            return;
        }

        var outcome = TryAppend(builder, value);
        if (outcome == ReadOutcome.OutOfRange)
            throw new OverflowException($"Column '{column}': {value} does not fit type {builder.Type}.");
        if (outcome == ReadOutcome.NotConvertible)
            AppendConverted(builder, value, column);
    }

    private static ReadOutcome TryAppend<T>(ColumnBuilder builder, T value)
    {
        if (typeof(T) == typeof(int))
            return TryAppendInteger(builder, (int)(object)value!);
        if (typeof(T) == typeof(long))
            return TryAppendInteger(builder, (long)(object)value!);
        if (typeof(T) == typeof(short))
            return TryAppendInteger(builder, (short)(object)value!);
        if (typeof(T) == typeof(byte))
            return TryAppendInteger(builder, (byte)(object)value!);
        if (typeof(T) == typeof(float))
            return TryAppendReal(builder, (float)(object)value!);
        if (typeof(T) == typeof(double))
            return TryAppendDouble(builder, (double)(object)value!);
        if (typeof(T) == typeof(ReadOnlyMemory<float>))
            return TryAppendVector(builder, ((ReadOnlyMemory<float>)(object)value!).Span);
        if (typeof(T) == typeof(Memory<float>))
            return TryAppendVector(builder, ((Memory<float>)(object)value!).Span);
        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
            return TryAppendBytes(builder, ((ReadOnlyMemory<byte>)(object)value!).Span);
        return value switch
        {
            string text => TryAppendText(builder, text),
            float[] vector => TryAppendVector(builder, vector),
            Half[] vector => TryAppendVector(builder, (ReadOnlySpan<Half>)vector),
            ReadOnlyMemory<Half> vector => TryAppendVector(builder, vector.Span),
            byte[] bytes => TryAppendBytes(builder, bytes),
            _ => ReadOutcome.NotConvertible,
        };
    }

    public static ReadOutcome TryAppendVector(ColumnBuilder builder, ReadOnlySpan<float> vector)
    {
        switch (builder)
        {
            case DenseVectorColumnBuilder<float> vectors:
                CheckDimensions(builder.Type, vector.Length);
                vectors.Append(vector);
                return ReadOutcome.Done;
            case BytesColumnBuilder bytes when builder.Type.Kind == TypeKind.Vector:
                bytes.Append(MemoryMarshal.AsBytes(vector));
                return ReadOutcome.Done;
            default:
                return ReadOutcome.NotConvertible;
        }
    }

    public static ReadOutcome TryAppendVector(ColumnBuilder builder, ReadOnlySpan<Half> vector)
    {
        switch (builder)
        {
            case DenseVectorColumnBuilder<Half> vectors:
                CheckDimensions(builder.Type, vector.Length);
                vectors.Append(vector);
                return ReadOutcome.Done;
            case BytesColumnBuilder bytes when builder.Type.Kind == TypeKind.HalfVec:
                bytes.Append(MemoryMarshal.AsBytes(vector));
                return ReadOutcome.Done;
            default:
                return ReadOutcome.NotConvertible;
        }
    }

    private static ReadOutcome TryAppendInteger(ColumnBuilder builder, long number)
    {
        switch (builder)
        {
            case FixedColumnBuilder<int> ints when builder.Type.Kind == TypeKind.Integer:
                if (number is < int.MinValue or > int.MaxValue)
                    return ReadOutcome.OutOfRange;
                ints.Append((int)number);
                return ReadOutcome.Done;
            case FixedColumnBuilder<long> longs when builder.Type.Kind == TypeKind.BigInt:
                longs.Append(number);
                return ReadOutcome.Done;
            case FixedColumnBuilder<short> shorts:
                if (number is < short.MinValue or > short.MaxValue)
                    return ReadOutcome.OutOfRange;
                shorts.Append((short)number);
                return ReadOutcome.Done;
            case FixedColumnBuilder<decimal> decimals:
                decimals.Append(number);
                return ReadOutcome.Done;
            case FixedColumnBuilder<double> doubles:
                if ((Int128)(double)number != number)
                    return ReadOutcome.OutOfRange;
                doubles.Append(number);
                return ReadOutcome.Done;
            default:
                return ReadOutcome.NotConvertible;
        }
    }

    private static ReadOutcome TryAppendReal(ColumnBuilder builder, float number)
    {
        switch (builder)
        {
            case FixedColumnBuilder<float> floats:
                floats.Append(number);
                return ReadOutcome.Done;
            case FixedColumnBuilder<double> doubles:
                doubles.Append(number);
                return ReadOutcome.Done;
            default:
                return ReadOutcome.NotConvertible;
        }
    }

    private static ReadOutcome TryAppendDouble(ColumnBuilder builder, double number)
    {
        if (builder is not FixedColumnBuilder<double> doubles)
            return ReadOutcome.NotConvertible;
        doubles.Append(number);
        return ReadOutcome.Done;
    }

    private static ReadOutcome TryAppendText(ColumnBuilder builder, string text)
    {
        if (!builder.Type.IsText)
            return ReadOutcome.NotConvertible;
        builder.Append(Value.Of(text));
        return ReadOutcome.Done;
    }

    private static ReadOutcome TryAppendBytes(ColumnBuilder builder, ReadOnlySpan<byte> content)
    {
        if (builder.Type.Kind != TypeKind.Bytea)
            return ReadOutcome.NotConvertible;
        ((BytesColumnBuilder)builder).Append(content);
        return ReadOutcome.Done;
    }

    // The slow way: as a parameter of the column's type; text is read in that type's text form.
    private static void AppendConverted<T>(ColumnBuilder builder, T value, string column)
    {
        var type = builder.Type;
        if (value is string text)
        {
            builder.Append(ValueText.Parse(type, text));
            return;
        }

        var converted = ParameterConversion.ToValue(value, TypeMap.ToVectorDbType(type), ValuePlace.Column(column));
        if (converted.Type.Kind == TypeKind.Vector)
            CheckDimensions(type, converted.AsVector().Length);
        else if (converted.Type.Kind == TypeKind.HalfVec)
            CheckDimensions(type, converted.AsHalfVector().Length);
        builder.Append(converted.WithType(type));
    }

    private static void CheckDimensions(SqlType type, int dimensions)
    {
        if (type.HasModifier && type.Modifier != dimensions)
            throw new VectorDbException(SqlStates.DataException, $"expected {type.Modifier} dimensions, not {dimensions}");
    }
}
