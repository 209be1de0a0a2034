using VectorData.Core.Schema;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation;

/// <summary>Picks the node for a cast that <see cref="Binding.Casts.CastCatalog"/> allows.</summary>
internal static class CastNodes
{
    public static EvalNode Create(EvalNode operand, SqlType to, bool isExplicit)
    {
        var from = operand.Type;
        if (from == to)
            return operand;
        if (from.Unmodified == to.Unmodified)
            return Modify(operand, to, isExplicit);
        if (to.Kind == TypeKind.Bit && from.IsInteger)
            return new ValuesNode([operand], to, isStrict: true, (_, arguments) => ValueCast.LowBits(arguments[0], to));
        var converted = Convert(operand, to.Unmodified);
        return to.HasModifier ? Modify(converted, to, isExplicit) : converted;
    }

    private static EvalNode Modify(EvalNode operand, SqlType to, bool isExplicit) =>
        !to.HasModifier || to.Kind is TypeKind.Vector or TypeKind.HalfVec
            ? new RelabelNode(operand, to)
            : new ModifierNode(operand, to, isExplicit);

    private static EvalNode Convert(EvalNode operand, SqlType to)
    {
        var from = operand.Type;
        if (from.IsNumber && to.IsNumber)
            return Number(operand, from.Kind, to);
        if (from.IsText && to.IsText && to.Kind is not (TypeKind.Name or TypeKind.InternalChar))
            return from.Kind == TypeKind.Char ? new TrimBlanksNode(operand, to) : new RelabelNode(operand, to);
        if (from.Kind == TypeKind.Bit && to.Kind == TypeKind.VarBit || from.Kind == TypeKind.VarBit && to.Kind == TypeKind.Bit
            || from.Kind == TypeKind.Jsonb && to.Kind == TypeKind.Json)
            return new RelabelNode(operand, to);
        return new ValuesNode([operand], to, isStrict: true, (context, arguments) => ValueCast.Convert(arguments[0], to, context));
    }

    private static EvalNode Number(EvalNode operand, TypeKind from, SqlType to) => (from, to.Kind) switch
    {
        (TypeKind.SmallInt, TypeKind.Integer) => new ConversionNode<short, int, WidenInteger<short, int>>(operand, to),
        (TypeKind.SmallInt, TypeKind.BigInt) => new ConversionNode<short, long, WidenInteger<short, long>>(operand, to),
        (TypeKind.SmallInt, TypeKind.Numeric) => new ConversionNode<short, decimal, WidenInteger<short, decimal>>(operand, to),
        (TypeKind.SmallInt, TypeKind.Real) => new ConversionNode<short, float, WidenInteger<short, float>>(operand, to),
        (TypeKind.SmallInt, TypeKind.Double) => new ConversionNode<short, double, WidenInteger<short, double>>(operand, to),
        (TypeKind.Integer, TypeKind.SmallInt) => new ConversionNode<int, short, NarrowInteger<int, short>>(operand, to),
        (TypeKind.Integer, TypeKind.BigInt) => new ConversionNode<int, long, WidenInteger<int, long>>(operand, to),
        (TypeKind.Integer, TypeKind.Numeric) => new ConversionNode<int, decimal, WidenInteger<int, decimal>>(operand, to),
        (TypeKind.Integer, TypeKind.Real) => new ConversionNode<int, float, WidenInteger<int, float>>(operand, to),
        (TypeKind.Integer, TypeKind.Double) => new ConversionNode<int, double, WidenInteger<int, double>>(operand, to),
        (TypeKind.BigInt, TypeKind.SmallInt) => new ConversionNode<long, short, NarrowInteger<long, short>>(operand, to),
        (TypeKind.BigInt, TypeKind.Integer) => new ConversionNode<long, int, NarrowInteger<long, int>>(operand, to),
        (TypeKind.BigInt, TypeKind.Numeric) => new ConversionNode<long, decimal, WidenInteger<long, decimal>>(operand, to),
        (TypeKind.BigInt, TypeKind.Real) => new ConversionNode<long, float, WidenInteger<long, float>>(operand, to),
        (TypeKind.BigInt, TypeKind.Double) => new ConversionNode<long, double, WidenInteger<long, double>>(operand, to),
        (TypeKind.Real, TypeKind.SmallInt) => new ConversionNode<float, short, FloatToInteger<float, short>>(operand, to),
        (TypeKind.Real, TypeKind.Integer) => new ConversionNode<float, int, FloatToInteger<float, int>>(operand, to),
        (TypeKind.Real, TypeKind.BigInt) => new ConversionNode<float, long, FloatToInteger<float, long>>(operand, to),
        (TypeKind.Real, TypeKind.Double) => new ConversionNode<float, double, FloatToFloat>(operand, to),
        (TypeKind.Real, TypeKind.Numeric) => new ConversionNode<float, decimal, DecimalConversion>(operand, to),
        (TypeKind.Double, TypeKind.SmallInt) => new ConversionNode<double, short, FloatToInteger<double, short>>(operand, to),
        (TypeKind.Double, TypeKind.Integer) => new ConversionNode<double, int, FloatToInteger<double, int>>(operand, to),
        (TypeKind.Double, TypeKind.BigInt) => new ConversionNode<double, long, FloatToInteger<double, long>>(operand, to),
        (TypeKind.Double, TypeKind.Real) => new ConversionNode<double, float, FloatToFloat>(operand, to),
        (TypeKind.Double, TypeKind.Numeric) => new ConversionNode<double, decimal, DecimalConversion>(operand, to),
        (TypeKind.Numeric, TypeKind.SmallInt) => new ConversionNode<decimal, short, DecimalConversion>(operand, to),
        (TypeKind.Numeric, TypeKind.Integer) => new ConversionNode<decimal, int, DecimalConversion>(operand, to),
        (TypeKind.Numeric, TypeKind.BigInt) => new ConversionNode<decimal, long, DecimalConversion>(operand, to),
        (TypeKind.Numeric, TypeKind.Real) => new ConversionNode<decimal, float, DecimalConversion>(operand, to),
        _ => new ConversionNode<decimal, double, DecimalConversion>(operand, to),
    };
}
