using VectorData.Core.Errors;
using VectorData.Core.Values;
using VectorData.Query.Evaluation.Arithmetic;
using VectorData.Query.Evaluation.Nodes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>Mathematical functions.</summary>
internal static class NumericFunctions
{
    public static void AddTo(FunctionList list)
    {
        AddRounding(list);
        AddPowers(list);
        AddTrigonometry(list);
        AddIntegers(list);
        list.Add("random() double", Volatile((context, _) => Value.Of(context.Random.NextDouble())), Volatility.Volatile);
        list.Add("pi() double", N((_, _) => Value.Of(Math.PI)));
        list.Add("width_bucket(double, double, double, integer) integer", V((_, a) => Value.Of(WidthBucket(a[0].AsDouble(), a[1].AsDouble(), a[2].AsDouble(), a[3].AsInt32()))));
        list.Add("width_bucket(numeric, numeric, numeric, integer) integer",
            V((_, a) => Value.Of(WidthBucket((double)a[0].AsDecimal(), (double)a[1].AsDecimal(), (double)a[2].AsDecimal(), a[3].AsInt32()))));
        list.Add("scale(numeric) integer", F<decimal, int>(x => x.Scale));
        list.Add("min_scale(numeric) integer", F<decimal, int>(x => (x / 1.0000000000000000000000000000m).Scale));
        list.Add("trim_scale(numeric) numeric", F<decimal, decimal>(x => x / 1.0000000000000000000000000000m));
        list.Add("factorial(bigint) numeric", F<long, decimal>(NumericMath.Factorial));
    }

    public static double Power(double x, double y)
    {
        if (x == 0 && y < 0)
            throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "zero raised to a negative power is undefined");
        if (x < 0 && !double.IsInfinity(y) && Math.Floor(y) != y)
            throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "a negative number raised to a non-integer power yields a complex result");
        var result = NumericErrors.CheckInfinity(Math.Pow(x, y), x, y);
        return result == 0 && x != 0 && double.IsFinite(x) && double.IsFinite(y) ? throw NumericErrors.Underflow() : result;
    }

    public static double Sqrt(double x) => x < 0
        ? throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "cannot take square root of a negative number")
        : Math.Sqrt(x);

    private static void AddRounding(FunctionList list)
    {
        foreach (var name in (string[])["ceil", "ceiling"])
        {
            list.Add(name + "(double) double", F<double, double>(Math.Ceiling));
            list.Add(name + "(numeric) numeric", F<decimal, decimal>(x => NumericMath.NoNegativeZero(decimal.Ceiling(x))));
        }

        list.Add("floor(double) double", F<double, double>(Math.Floor));
        list.Add("floor(numeric) numeric", F<decimal, decimal>(x => NumericMath.NoNegativeZero(decimal.Floor(x))));
        list.Add("round(double) double", F<double, double>(x => Math.Round(x, MidpointRounding.ToEven)));
        list.Add("round(numeric) numeric", F<decimal, decimal>(x => NumericMath.Round(x, 0)));
        list.Add("round(numeric, integer) numeric", F<decimal, int, decimal>(NumericMath.Round));
        list.Add("trunc(double) double", F<double, double>(Math.Truncate));
        list.Add("trunc(numeric) numeric", F<decimal, decimal>(x => NumericMath.Truncate(x, 0)));
        list.Add("trunc(numeric, integer) numeric", F<decimal, int, decimal>(NumericMath.Truncate));
        list.Add("sign(double) double", F<double, double>(x => double.IsNaN(x) ? x : Math.Sign(x)));
        list.Add("sign(numeric) numeric", F<decimal, decimal>(x => Math.Sign(x)));
    }

    private static void AddPowers(FunctionList list)
    {
        list.Add("sqrt(double) double", F<double, double>(Sqrt));
        list.Add("sqrt(numeric) numeric", F<decimal, decimal>(NumericMath.Sqrt));
        list.Add("cbrt(double) double", F<double, double>(Math.Cbrt));
        list.Add("exp(double) double", F<double, double>(Exp));
        list.Add("exp(numeric) numeric", F<decimal, decimal>(NumericMath.Exp));
        list.Add("ln(double) double", F<double, double>(x => Math.Log(CheckLogarithm(x))));
        list.Add("ln(numeric) numeric", F<decimal, decimal>(NumericMath.Ln));
        foreach (var name in (string[])["log", "log10"])
        {
            list.Add(name + "(double) double", F<double, double>(x => Math.Log10(CheckLogarithm(x))));
            list.Add(name + "(numeric) numeric", F<decimal, decimal>(x => NumericMath.Log(10, x)));
        }

        list.Add("log(numeric, numeric) numeric", F<decimal, decimal, decimal>(NumericMath.Log));
        foreach (var name in (string[])["power", "pow"])
        {
            list.Add(name + "(double, double) double", F<double, double, double>(Power));
            list.Add(name + "(numeric, numeric) numeric", F<decimal, decimal, decimal>(NumericMath.Power));
        }
    }

    private static void AddTrigonometry(FunctionList list)
    {
        list.Add("degrees(double) double", F<double, double>(x => NumericErrors.CheckInfinity(x * (180 / Math.PI), x)));
        list.Add("radians(double) double", F<double, double>(x => x * (Math.PI / 180)));
        list.Add("sin(double) double", F<double, double>(x => Math.Sin(CheckFinite(x))));
        list.Add("cos(double) double", F<double, double>(x => Math.Cos(CheckFinite(x))));
        list.Add("tan(double) double", F<double, double>(x => Math.Tan(CheckFinite(x))));
        list.Add("cot(double) double", F<double, double>(x => 1 / Math.Tan(CheckFinite(x))));
        list.Add("asin(double) double", F<double, double>(x => Math.Asin(CheckUnit(x))));
        list.Add("acos(double) double", F<double, double>(x => Math.Acos(CheckUnit(x))));
        list.Add("atan(double) double", F<double, double>(Math.Atan));
        list.Add("atan2(double, double) double", F<double, double, double>(Math.Atan2));
        list.Add("sinh(double) double", F<double, double>(Math.Sinh));
        list.Add("cosh(double) double", F<double, double>(Math.Cosh));
        list.Add("tanh(double) double", F<double, double>(Math.Tanh));
        list.Add("asinh(double) double", F<double, double>(Math.Asinh));
        list.Add("acosh(double) double", F<double, double>(x => x < 1 ? throw InputRange() : Math.Acosh(x)));
        list.Add("atanh(double) double", F<double, double>(x => Math.Atanh(CheckUnit(x))));
    }

    private static void AddIntegers(FunctionList list)
    {
        list.Add("mod(smallint, smallint) smallint", Arithmetic<short, IntegerModulo<short>>());
        list.Add("mod(integer, integer) integer", Arithmetic<int, IntegerModulo<int>>());
        list.Add("mod(bigint, bigint) bigint", Arithmetic<long, IntegerModulo<long>>());
        list.Add("mod(numeric, numeric) numeric", F<decimal, decimal, decimal>(NumericMath.Remainder));
        list.Add("div(numeric, numeric) numeric", F<decimal, decimal, decimal>(NumericMath.DivideWhole));
        list.Add("gcd(integer, integer) integer", F<int, int, int>((x, y) => Narrow(Gcd(x, y))));
        list.Add("gcd(bigint, bigint) bigint", F<long, long, long>((x, y) => NarrowLong(Gcd(x, y))));
        list.Add("gcd(numeric, numeric) numeric", F<decimal, decimal, decimal>(NumericMath.GreatestCommonDivisor));
        list.Add("lcm(integer, integer) integer", F<int, int, int>((x, y) => Narrow(Lcm(x, y))));
        list.Add("lcm(bigint, bigint) bigint", F<long, long, long>((x, y) => NarrowLong(Lcm(x, y))));
    }

    private static Int128 Gcd(Int128 x, Int128 y)
    {
        while (y != 0)
            (x, y) = (y, x % y);
        return Int128.Abs(x);
    }

    private static Int128 Lcm(Int128 x, Int128 y) => x == 0 || y == 0 ? 0 : Int128.Abs(x / Gcd(x, y) * y);

    private static int Narrow(Int128 value) => value <= int.MaxValue ? (int)value : throw NumericErrors.OutOfRange<int>();

    private static long NarrowLong(Int128 value) => value <= long.MaxValue ? (long)value : throw NumericErrors.OutOfRange<long>();

    private static double Exp(double x)
    {
        var result = NumericErrors.CheckInfinity(Math.Exp(x), x);
        return result == 0 && !double.IsInfinity(x) ? throw NumericErrors.Underflow() : result;
    }

    private static double CheckLogarithm(double x) => x switch
    {
        0 => throw new VectorDbException(SqlStates.InvalidArgumentForLogarithm, "cannot take logarithm of zero"),
        < 0 => throw new VectorDbException(SqlStates.InvalidArgumentForLogarithm, "cannot take logarithm of a negative number"),
        _ => x,
    };

    private static double CheckFinite(double x) => double.IsInfinity(x) ? throw InputRange() : x;

    private static double CheckUnit(double x) => x is < -1 or > 1 ? throw InputRange() : x;

    private static VectorDbException InputRange() => new(SqlStates.NumericValueOutOfRange, "input is out of range");

    private static int WidthBucket(double operand, double low, double high, int count)
    {
        if (count <= 0)
            throw new VectorDbException("2201G", "count must be greater than zero");
        if (double.IsNaN(operand) || double.IsNaN(low) || double.IsNaN(high))
            throw new VectorDbException("2201G", "operand, lower bound, and upper bound cannot be NaN");
        if (double.IsInfinity(low) || double.IsInfinity(high))
            throw new VectorDbException("2201G", "lower and upper bounds must be finite");
        if (low == high)
            throw new VectorDbException("2201G", "lower bound cannot equal upper bound");
        var (position, length) = low < high ? (operand - low, high - low) : (low - operand, low - high);
        if (position < 0)
            return 0;
        return position >= length ? checked(count + 1) : (int)(position / length * count) + 1;
    }
}
