using System.Numerics;
using System.Runtime.InteropServices;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.Nodes;

internal interface IConversion<TFrom, TTo>
{
    static abstract bool CanFail { get; }

    static abstract TTo Convert(TFrom value);
}

/// <summary>A conversion between fixed-width types; one that cannot fail runs over all rows.</summary>
internal sealed class ConversionNode<TFrom, TTo, TConversion>(EvalNode operand, SqlType type) : EvalNode(type, operand.IsScalar)
    where TFrom : unmanaged
    where TTo : unmanaged
    where TConversion : IConversion<TFrom, TTo>
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = (FixedColumn<TFrom>)operand.Evaluate(rows, context);
        var target = Target(rows);
        var values = column.Span;
        var nulls = column.Nulls.Span;
        var result = new TTo[target.Length];
        if (!TConversion.CanFail && target.IsDense)
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = TConversion.Convert(values[i]);
        }
        else
        {
            for (var i = 0; i < target.Count; i++)
            {
                var row = target.RowAt(i);
                if (nulls.IsEmpty || nulls[row] == 0)
                    result[row] = TConversion.Convert(values[row]);
            }
        }

        return new FixedColumn<TTo>(Type, result, column.Nulls);
    }
}

internal readonly struct WidenInteger<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    public static bool CanFail => false;

    public static TTo Convert(TFrom value) => TTo.CreateTruncating(value);
}

internal readonly struct NarrowInteger<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IBinaryInteger<TFrom>
    where TTo : unmanaged, IBinaryInteger<TTo>
{
    public static bool CanFail => true;

    public static TTo Convert(TFrom value)
    {
        var result = TTo.CreateTruncating(value);
        return TFrom.CreateTruncating(result) == value ? result : throw NumericErrors.OutOfRange<TTo>();
    }
}

/// <summary>Rounds half to even, as the processor does.</summary>
internal readonly struct FloatToInteger<TFrom, TTo> : IConversion<TFrom, TTo>
    where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
    where TTo : unmanaged, IBinaryInteger<TTo>, IMinMaxValue<TTo>
{
    public static bool CanFail => true;

    public static TTo Convert(TFrom value)
    {
        var rounded = Math.Round(double.CreateChecked(value), MidpointRounding.ToEven);
        var limit = -double.CreateChecked(TTo.MinValue);
        return rounded >= -limit && rounded < limit ? TTo.CreateTruncating(rounded) : throw NumericErrors.OutOfRange<TTo>();
    }
}

internal readonly struct FloatToFloat : IConversion<float, double>, IConversion<double, float>
{
    static bool IConversion<float, double>.CanFail => false;

    static bool IConversion<double, float>.CanFail => true;

    public static double Convert(float value) => value;

    public static float Convert(double value)
    {
        var result = (float)value;
        if (float.IsInfinity(result) && !double.IsInfinity(value))
            throw NumericErrors.Overflow();
        return result == 0 && value != 0 ? throw NumericErrors.Underflow() : result;
    }
}

/// <summary>Between numeric and the other numbers: to integers half away from zero, from floats with the digits that are sure.</summary>
internal readonly struct DecimalConversion : IConversion<decimal, short>, IConversion<decimal, int>, IConversion<decimal, long>,
    IConversion<decimal, float>, IConversion<decimal, double>, IConversion<float, decimal>, IConversion<double, decimal>
{
    static bool IConversion<decimal, short>.CanFail => true;

    static bool IConversion<decimal, int>.CanFail => true;

    static bool IConversion<decimal, long>.CanFail => true;

    static bool IConversion<decimal, float>.CanFail => true;

    static bool IConversion<decimal, double>.CanFail => false;

    static bool IConversion<float, decimal>.CanFail => true;

    static bool IConversion<double, decimal>.CanFail => true;

    static short IConversion<decimal, short>.Convert(decimal value) => (short)Integral<short>(value);

    static int IConversion<decimal, int>.Convert(decimal value) => (int)Integral<int>(value);

    static long IConversion<decimal, long>.Convert(decimal value) => Integral<long>(value);

    static float IConversion<decimal, float>.Convert(decimal value) => (float)value;

    static double IConversion<decimal, double>.Convert(decimal value) => (double)value;

    static decimal IConversion<float, decimal>.Convert(float value)
    {
        CheckFinite(value);
        return NumericText.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), SqlType.Numeric);
    }

    static decimal IConversion<double, decimal>.Convert(double value)
    {
        CheckFinite(value);
        return NumericText.Parse(value.ToString("G15", System.Globalization.CultureInfo.InvariantCulture), SqlType.Numeric);
    }

    private static void CheckFinite(double value)
    {
        if (!double.IsFinite(value))
            throw new VectorDbException(SqlStates.NumericValueOutOfRange, $"cannot convert {NumberText.Format(value)} to numeric");
    }

    private static long Integral<T>(decimal value)
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        var rounded = decimal.Round(value, 0, MidpointRounding.AwayFromZero);
        return rounded >= decimal.CreateChecked(T.MinValue) && rounded <= decimal.CreateChecked(T.MaxValue)
            ? (long)rounded
            : throw NumericErrors.OutOfRange<T>();
    }
}

/// <summary>The same content under another type of the same layout; vectors change between the layouts of known and unknown dimensions.</summary>
internal sealed class RelabelNode(EvalNode operand, SqlType type) : EvalNode(type, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        return column.Type == Type ? column : Relabel(column, Type, Target(rows));
    }

    public static ColumnVector Relabel(ColumnVector column, SqlType type, in RowSet rows) => column switch
    {
        FixedColumn<bool> c => new FixedColumn<bool>(type, c.Values, c.Nulls),
        FixedColumn<short> c => new FixedColumn<short>(type, c.Values, c.Nulls),
        FixedColumn<int> c => new FixedColumn<int>(type, c.Values, c.Nulls),
        FixedColumn<long> c => new FixedColumn<long>(type, c.Values, c.Nulls),
        FixedColumn<float> c => new FixedColumn<float>(type, c.Values, c.Nulls),
        FixedColumn<double> c => new FixedColumn<double>(type, c.Values, c.Nulls),
        FixedColumn<decimal> c => new FixedColumn<decimal>(type, c.Values, c.Nulls),
        FixedColumn<Guid> c => new FixedColumn<Guid>(type, c.Values, c.Nulls),
        FixedColumn<Interval> c => new FixedColumn<Interval>(type, c.Values, c.Nulls),
        PackedBytesColumn c when type.Physical == PhysicalType.Bytes => new PackedBytesColumn(type, c.Offsets, c.Data, c.Nulls),
        BytesColumn c when type.Physical == PhysicalType.Bytes => Slices(c, type),
        BytesColumn c => ToDense(c, type, rows),
        DenseVectorColumn<float> c when type.Physical == PhysicalType.Bytes => ToBytes(c, MemoryMarshal.AsBytes(c.Values.Span), sizeof(float) * c.Dimensions, type),
        DenseVectorColumn<Half> c when type.Physical == PhysicalType.Bytes => ToBytes(c, MemoryMarshal.AsBytes(c.Values.Span), 2 * c.Dimensions, type),
        DenseVectorColumn<float> c when c.Dimensions == type.Modifier => new DenseVectorColumn<float>(type, c.Values, c.Length, c.Nulls),
        DenseVectorColumn<Half> c when c.Dimensions == type.Modifier => new DenseVectorColumn<Half>(type, c.Values, c.Length, c.Nulls),
        _ => WrongDimensions(column, type, rows),
    };

    private static SlicedBytesColumn Slices(BytesColumn column, SqlType type)
    {
        var slices = new ReadOnlyMemory<byte>[column.Length];
        for (var i = 0; i < slices.Length; i++)
            slices[i] = column.GetMemory(i);
        return new SlicedBytesColumn(type, slices, column.Nulls);
    }

    private static PackedBytesColumn ToBytes(ColumnVector column, ReadOnlySpan<byte> data, int width, SqlType type)
    {
        var offsets = new uint[column.Length + 1];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = checked((uint)i * (uint)width);
        return new PackedBytesColumn(type, offsets, data.ToArray(), column.Nulls);
    }

    private static ColumnVector ToDense(BytesColumn column, SqlType type, in RowSet rows)
    {
        var builder = ColumnBuilder.For(type, rows.Length);
        var width = type.Kind == TypeKind.Vector ? sizeof(float) : 2;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            while (builder.Length < row)
                builder.AppendNull();
            if (column.IsNull(row))
            {
                builder.AppendNull();
                continue;
            }

            var bytes = column.GetSpan(row);
            VectorText.CheckDimensions(type, bytes.Length / width);
            if (builder is DenseVectorColumnBuilder<float> floats)
                floats.Append(MemoryMarshal.Cast<byte, float>(bytes));
            else
                ((DenseVectorColumnBuilder<Half>)builder).Append(MemoryMarshal.Cast<byte, Half>(bytes));
        }

        while (builder.Length < rows.Length)
            builder.AppendNull();
        return builder.Build();
    }

    // Wrong dimensions are an error only where a row has a vector.
    private static ColumnVector WrongDimensions(ColumnVector column, SqlType type, in RowSet rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (!column.IsNull(rows.RowAt(i)))
                VectorText.CheckDimensions(type, column.Type.Modifier);
        return NullMask.AllNull(type, rows.Length);
    }
}

/// <summary>char as text: without its trailing blanks.</summary>
internal sealed class TrimBlanksNode(EvalNode operand, SqlType type) : EvalNode(type, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = (BytesColumn)operand.Evaluate(rows, context);
        var slices = new ReadOnlyMemory<byte>[column.Length];
        for (var i = 0; i < slices.Length; i++)
        {
            var row = column.GetMemory(i);
            slices[i] = row[..row.Span.TrimEnd((byte)' ').Length];
        }

        return new SlicedBytesColumn(Type, slices, column.Nulls);
    }
}

/// <summary>A type's length, precision or scale applied to values of that kind.</summary>
internal sealed class ModifierNode(EvalNode operand, SqlType type, bool isExplicit) : EvalNode(type, operand.IsScalar)
{
    public override ColumnVector Evaluate(in RowSet rows, EvaluationContext context)
    {
        var column = operand.Evaluate(rows, context);
        var target = Target(rows);
        if (Type.Kind == TypeKind.VarChar && FitsAll((BytesColumn)column, target))
            return RelabelNode.Relabel(column, Type, target);
        var builder = ColumnBuilder.For(Type, target.Length);
        for (var i = 0; i < target.Count; i++)
        {
            var row = target.RowAt(i);
            while (builder.Length < row)
                builder.AppendNull();
            builder.Append(ValueModifiers.Apply(column.GetValue(row), Type, isExplicit));
        }

        while (builder.Length < target.Length)
            builder.AppendNull();
        return builder.Build();
    }

    // As many bytes as characters are allowed are no more characters than that.
    private bool FitsAll(BytesColumn column, in RowSet rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.RowAt(i);
            if (!column.IsNull(row) && column.GetSpan(row).Length > Type.Modifier)
                return false;
        }

        return true;
    }
}
