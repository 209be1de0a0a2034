using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation.Arithmetic;
using VectorData.Query.Evaluation.DateTimes;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Binding.Functions;

/// <summary>+ - * / % ^ and the bit operators of numbers and bit strings.</summary>
internal static class NumericOperators
{
    private static readonly SqlType[] Integers = [SqlType.SmallInt, SqlType.Integer, SqlType.BigInt];
    private static readonly SqlType[] Floats = [SqlType.Real, SqlType.Double];

    public static void AddTo(FunctionList list)
    {
        AddCross(list, "+", Integers, type => Integer<IntegerAdd<short>, IntegerAdd<int>, IntegerAdd<long>>(type));
        AddCross(list, "-", Integers, type => Integer<IntegerSubtract<short>, IntegerSubtract<int>, IntegerSubtract<long>>(type));
        AddCross(list, "*", Integers, type => Integer<IntegerMultiply<short>, IntegerMultiply<int>, IntegerMultiply<long>>(type));
        AddCross(list, "/", Integers, type => Integer<IntegerDivide<short>, IntegerDivide<int>, IntegerDivide<long>>(type));
        foreach (var type in Integers)
            list.Add($"%({type.Name}, {type.Name}) {type.Name}", Integer<IntegerModulo<short>, IntegerModulo<int>, IntegerModulo<long>>(type));
        AddCross(list, "+", Floats, type => Float<FloatAdd<float>, FloatAdd<double>>(type));
        AddCross(list, "-", Floats, type => Float<FloatSubtract<float>, FloatSubtract<double>>(type));
        AddCross(list, "*", Floats, type => Float<FloatMultiply<float>, FloatMultiply<double>>(type));
        AddCross(list, "/", Floats, type => Float<FloatDivide<float>, FloatDivide<double>>(type));

        list.Add("+(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Add));
        list.Add("-(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Subtract));
        list.Add("*(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Multiply));
        list.Add("/(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Divide));
        list.Add("%(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Remainder));
        list.Add("^(numeric, numeric) numeric", FunctionList.F<decimal, decimal, decimal>(NumericMath.Power));
        list.Add("^(double, double) double", FunctionList.F<double, double, double>(NumericFunctions.Power));
        AddUnary(list);
        AddBits<short>(list, "smallint");
        AddBits<int>(list, "integer");
        AddBits<long>(list, "bigint");
        AddBitStrings(list);
    }

    private static void AddUnary(FunctionList list)
    {
        foreach (var type in (string[])["smallint", "integer", "bigint", "real", "double", "numeric"])
            list.Add($"+({type}) {type}", (arguments, _) => arguments[0]);
        list.Add("-(smallint) smallint", FunctionList.F<short, short>(x => IntegerSubtract<short>.Apply(0, x)));
        list.Add("-(integer) integer", FunctionList.F<int, int>(x => IntegerSubtract<int>.Apply(0, x)));
        list.Add("-(bigint) bigint", FunctionList.F<long, long>(x => IntegerSubtract<long>.Apply(0, x)));
        list.Add("-(real) real", FunctionList.F<float, float>(x => -x));
        list.Add("-(double) double", FunctionList.F<double, double>(x => -x));
        list.Add("-(numeric) numeric", FunctionList.F<decimal, decimal>(x => NumericMath.NoNegativeZero(-x)));
        list.Add("-(interval) interval", FunctionList.F<Interval, Interval>(x => DateTimeArithmetic.Negate(x)));
        list.Add("+(interval) interval", (arguments, _) => arguments[0]);
        list.Add("|/(double) double", FunctionList.F<double, double>(NumericFunctions.Sqrt));
        list.Add("||/(double) double", FunctionList.F<double, double>(Math.Cbrt));
        foreach (var name in (string[])["@", "abs"])
        {
            list.Add(name + "(smallint) smallint", FunctionList.F<short, short>(x => x < 0 ? IntegerSubtract<short>.Apply(0, x) : x));
            list.Add(name + "(integer) integer", FunctionList.F<int, int>(x => x < 0 ? IntegerSubtract<int>.Apply(0, x) : x));
            list.Add(name + "(bigint) bigint", FunctionList.F<long, long>(x => x < 0 ? IntegerSubtract<long>.Apply(0, x) : x));
            list.Add(name + "(real) real", FunctionList.F<float, float>(Math.Abs));
            list.Add(name + "(double) double", FunctionList.F<double, double>(Math.Abs));
            list.Add(name + "(numeric) numeric", FunctionList.F<decimal, decimal>(Math.Abs));
        }
    }

    private static void AddCross(FunctionList list, string symbol, SqlType[] types, Func<SqlType, NodeFactory> factory)
    {
        foreach (var left in types)
        {
            foreach (var right in types)
            {
                var common = left.Kind > right.Kind ? left : right;
                var build = factory(common);
                list.Add($"{symbol}({left.Name}, {right.Name}) {common.Name}", left == right ? build : FunctionList.As(common, build));
            }
        }
    }

    private static NodeFactory Integer<TShort, TInt, TLong>(SqlType type)
        where TShort : IArithmetic<short>
        where TInt : IArithmetic<int>
        where TLong : IArithmetic<long> => type.Kind switch
        {
            TypeKind.SmallInt => FunctionList.Arithmetic<short, TShort>(),
            TypeKind.Integer => FunctionList.Arithmetic<int, TInt>(),
            _ => FunctionList.Arithmetic<long, TLong>(),
        };

    private static NodeFactory Float<TFloat, TDouble>(SqlType type)
        where TFloat : IArithmetic<float>
        where TDouble : IArithmetic<double> =>
        type.Kind == TypeKind.Real ? FunctionList.Arithmetic<float, TFloat>() : FunctionList.Arithmetic<double, TDouble>();

    private static void AddBits<T>(FunctionList list, string type)
        where T : unmanaged, IBinaryInteger<T>
    {
        list.Add($"&({type}, {type}) {type}", FunctionList.F<T, T, T>((x, y) => x & y));
        list.Add($"|({type}, {type}) {type}", FunctionList.F<T, T, T>((x, y) => x | y));
        list.Add($"#({type}, {type}) {type}", FunctionList.F<T, T, T>((x, y) => x ^ y));
        list.Add($"~({type}) {type}", FunctionList.F<T, T>(x => ~x));
        list.Add($"<<({type}, integer) {type}", FunctionList.F<T, int, T>((x, y) => x << y));
        list.Add($">>({type}, integer) {type}", FunctionList.F<T, int, T>((x, y) => x >> y));
    }

    private static void AddBitStrings(FunctionList list)
    {
        foreach (var type in (string[])["bit", "varbit"])
        {
            list.Add($"&({type}, {type}) {type}", FunctionList.F<BitString, BitString, BitString>((x, y) => BitStrings.Combine(x, y, "AND", (a, b) => (byte)(a & b))));
            list.Add($"|({type}, {type}) {type}", FunctionList.F<BitString, BitString, BitString>((x, y) => BitStrings.Combine(x, y, "OR", (a, b) => (byte)(a | b))));
            list.Add($"#({type}, {type}) {type}", FunctionList.F<BitString, BitString, BitString>((x, y) => BitStrings.Combine(x, y, "XOR", (a, b) => (byte)(a ^ b))));
            list.Add($"~({type}) {type}", FunctionList.F<BitString, BitString>(BitStrings.Not));
            list.Add($"<<({type}, integer) {type}", FunctionList.F<BitString, int, BitString>(BitStrings.ShiftLeft));
            list.Add($">>({type}, integer) {type}", FunctionList.F<BitString, int, BitString>((x, y) => BitStrings.ShiftLeft(x, -y)));
        }

        list.Add("||(varbit, varbit) varbit", FunctionList.F<BitString, BitString, BitString>(BitStrings.Concat));
    }
}
