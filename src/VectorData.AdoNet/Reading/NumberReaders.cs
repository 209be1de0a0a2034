using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

internal sealed class BooleanReader : FieldReader<bool>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out bool value)
    {
        if (column is FixedColumn<bool> booleans)
        {
            value = booleans.Span[row];
            return ReadOutcome.Done;
        }

        if (!column.Type.IsBitString || column is not BytesColumn bits)
            return NotConvertible(out value);
        var packed = BytesCodec.BitParts(bits.GetSpan(row), out var length);
        value = length == 1 && (packed[0] & 0x80) != 0;
        return When(length == 1);
    }
}

/// <summary>smallint, integer, bigint and whole numerics as any integer type they fit.</summary>
internal sealed class IntegerReader<T> : FieldReader<T>
    where T : struct, IBinaryInteger<T>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out T value)
    {
        switch (column)
        {
            case FixedColumn<short> shorts:
                return FromInt64(shorts.Span[row], out value);
            case FixedColumn<int> ints when column.Type.Kind == TypeKind.Integer:
                return FromInt64(ints.Span[row], out value);
            case FixedColumn<long> longs when column.Type.Kind == TypeKind.BigInt:
                return FromInt64(longs.Span[row], out value);
            case FixedColumn<decimal> decimals:
                return FromDecimal(decimals.Span[row], out value);
            default:
                return NotConvertible(out value);
        }
    }

    private static ReadOutcome FromInt64(long number, out T value)
    {
        value = T.CreateSaturating(number);
        return When(Int128.CreateChecked(value) == number);
    }

    private static ReadOutcome FromDecimal(decimal number, out T value)
    {
        value = T.CreateSaturating(number);
        return When(decimal.IsInteger(number) && Int128.CreateChecked(value) == (Int128)number);
    }
}

internal sealed class DecimalReader : FieldReader<decimal>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out decimal value)
    {
        switch (column)
        {
            case FixedColumn<decimal> decimals:
                value = decimals.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<short> shorts:
                value = shorts.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<int> ints when column.Type.Kind == TypeKind.Integer:
                value = ints.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<long> longs when column.Type.Kind == TypeKind.BigInt:
                value = longs.Span[row];
                return ReadOutcome.Done;
            default:
                return NotConvertible(out value);
        }
    }
}

/// <summary>Numbers as double where double holds the very value (for numeric: to double's 15 sure digits).</summary>
internal sealed class DoubleReader : FieldReader<double>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out double value)
    {
        switch (column)
        {
            case FixedColumn<double> doubles:
                value = doubles.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<float> floats:
                value = floats.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<short> shorts:
                value = shorts.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<int> ints when column.Type.Kind == TypeKind.Integer:
                value = ints.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<long> longs when column.Type.Kind == TypeKind.BigInt:
                value = longs.Span[row];
                return When((Int128)value == longs.Span[row]);
            case FixedColumn<decimal> decimals:
                value = (double)decimals.Span[row];
                return When(Math.Abs(value) < 7.9e28 && (decimal)value == decimals.Span[row]);
            default:
                return NotConvertible(out value);
        }
    }
}

/// <summary>Numbers as float where float holds the very value (for numeric: to float's 7 sure digits).</summary>
internal sealed class SingleReader : FieldReader<float>
{
    public override ReadOutcome TryRead(ColumnVector column, int row, out float value)
    {
        switch (column)
        {
            case FixedColumn<float> floats:
                value = floats.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<double> doubles:
                value = (float)doubles.Span[row];
                return When(value == doubles.Span[row] || double.IsNaN(doubles.Span[row]));
            case FixedColumn<short> shorts:
                value = shorts.Span[row];
                return ReadOutcome.Done;
            case FixedColumn<int> ints when column.Type.Kind == TypeKind.Integer:
                value = ints.Span[row];
                return When((double)value == ints.Span[row]);
            case FixedColumn<long> longs when column.Type.Kind == TypeKind.BigInt:
                value = longs.Span[row];
                return When((Int128)value == longs.Span[row]);
            case FixedColumn<decimal> decimals:
                value = (float)decimals.Span[row];
                return When(Math.Abs(value) < 7.9e28f && (decimal)value == decimals.Span[row]);
            default:
                return NotConvertible(out value);
        }
    }
}

internal sealed class HalfReader : FieldReader<Half>
{
    private readonly SingleReader _reader = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out Half value)
    {
        var outcome = _reader.TryRead(column, row, out var number);
        value = (Half)number;
        return outcome == ReadOutcome.Done ? When((float)value == number || float.IsNaN(number)) : outcome;
    }
}

internal sealed class EnumReader<TEnum, TUnderlying> : FieldReader<TEnum>
    where TEnum : struct, Enum
    where TUnderlying : struct, IBinaryInteger<TUnderlying>
{
    private readonly IntegerReader<TUnderlying> _reader = new();

    public override ReadOutcome TryRead(ColumnVector column, int row, out TEnum value)
    {
        var outcome = _reader.TryRead(column, row, out var number);
        value = System.Runtime.CompilerServices.Unsafe.BitCast<TUnderlying, TEnum>(number);
        return outcome;
    }
}

internal sealed class NullableReader<T> : FieldReader<T?>
    where T : struct
{
    private readonly FieldReader<T> _reader = FieldReader<T>.Instance!;

    public override bool AcceptsNull => true;

    public override ReadOutcome TryRead(ColumnVector column, int row, out T? value)
    {
        var outcome = _reader.TryRead(column, row, out var content);
        value = content;
        return outcome;
    }
}
