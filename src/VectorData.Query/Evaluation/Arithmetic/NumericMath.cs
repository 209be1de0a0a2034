using System.Numerics;
using VectorData.Core.Errors;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation.Arithmetic;

/// <summary>Arithmetic of numeric: exact or 22003; what cannot be exact (division, roots) has PostgreSQL's scale as far as 28 digits reach.</summary>
internal static class NumericMath
{
    private const int LeastSignificantDigits = 16;

    public static decimal Add(decimal x, decimal y)
    {
        try
        {
            var sum = x + y;
            if (sum.Scale == Math.Max(x.Scale, y.Scale))
                return NoNegativeZero(sum);
        }
        catch (OverflowException)
        {
            throw Overflow();
        }

        return Exact(x, y, BigInteger.Add);
    }

    public static decimal Subtract(decimal x, decimal y) => Add(x, -y);

    public static decimal Multiply(decimal x, decimal y)
    {
        try
        {
            var product = x * y;
            if (product.Scale == x.Scale + y.Scale)
                return NoNegativeZero(product);
        }
        catch (OverflowException)
        {
            throw Overflow();
        }

        return NumericText.FromScaled(NumericText.Mantissa(x) * NumericText.Mantissa(y), x.Scale + y.Scale);
    }

    public static decimal Divide(decimal x, decimal y)
    {
        if (y == 0)
            throw NumericErrors.DivisionByZero();
        var scale = DivisionScale(x, y);
        return Quotient(NumericText.Mantissa(x), x.Scale, NumericText.Mantissa(y), y.Scale, scale);
    }

    /// <summary>The whole part of a quotient.</summary>
    public static decimal DivideWhole(decimal x, decimal y)
    {
        if (y == 0)
            throw NumericErrors.DivisionByZero();
        var scale = Math.Max(x.Scale, y.Scale);
        return NumericText.FromScaled(BigInteger.Divide(Scaled(x, scale), Scaled(y, scale)), 0);
    }

    public static decimal Remainder(decimal x, decimal y)
    {
        if (y == 0)
            throw NumericErrors.DivisionByZero();
        return Exact(x, y, BigInteger.Remainder);
    }

    public static decimal Round(decimal x, int digits)
    {
        if (digits >= 0)
            return digits >= x.Scale ? NumericText.WithScale(x, digits) : NoNegativeZero(decimal.Round(x, digits, MidpointRounding.AwayFromZero));
        if (digits < -29)
            return 0;
        var unit = BigInteger.Pow(10, -digits);
        var whole = NumericText.DivideRounded(NumericText.Mantissa(x), BigInteger.Pow(10, x.Scale) * unit);
        return NumericText.FromScaled(whole * unit, 0);
    }

    public static decimal Truncate(decimal x, int digits)
    {
        if (digits >= 0)
            return digits >= x.Scale ? NumericText.WithScale(x, digits) : NoNegativeZero(decimal.Round(x, digits, MidpointRounding.ToZero));
        if (digits < -29)
            return 0;
        var unit = BigInteger.Pow(10, -digits);
        return NumericText.FromScaled(NumericText.Mantissa(x) / (BigInteger.Pow(10, x.Scale) * unit) * unit, 0);
    }

    public static decimal Sqrt(decimal x)
    {
        if (x < 0)
            throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "cannot take square root of a negative number");
        var scale = Math.Max(x.Scale, LeastSignificantDigits - (((Weight(x) + 1) * 4 / 2) - 1));
        scale = Math.Clamp(scale, 0, TypeNames.MaxNumericScale);

        // One digit more than wanted, then rounded.
        var radicand = NumericText.Mantissa(x) * BigInteger.Pow(10, (2 * (scale + 1)) - x.Scale);
        var root = SquareRoot(radicand);
        return NumericText.FromScaledRounded(NumericText.DivideRounded(root, 10), scale);
    }

    public static decimal Exp(decimal x)
    {
        var estimate = (double)x * 0.434294481903252;
        if (estimate > 29)
            throw Overflow();
        if (estimate < -40)
            return new decimal(0, 0, 0, false, 16);
        var scale = Math.Max(x.Scale, LeastSignificantDigits - (int)estimate);
        return FixedPoint.Round(FixedPoint.Exp(FixedPoint.From(x)), Math.Clamp(scale, 0, TypeNames.MaxNumericScale));
    }

    public static decimal Ln(decimal x)
    {
        CheckLogarithm(x);
        var scale = Math.Max(x.Scale, LeastSignificantDigits - LogarithmWeight(x));
        return FixedPoint.Round(FixedPoint.Ln(FixedPoint.From(x)), Math.Clamp(scale, 0, TypeNames.MaxNumericScale));
    }

    public static decimal Log(decimal logBase, decimal x)
    {
        CheckLogarithm(logBase);
        CheckLogarithm(x);
        var divisor = FixedPoint.Ln(FixedPoint.From(logBase));
        if (divisor.IsZero)
            throw NumericErrors.DivisionByZero();
        var scale = Math.Max(Math.Max(x.Scale, logBase.Scale), LeastSignificantDigits - LogarithmWeight(x) + LogarithmWeight(logBase));
        return FixedPoint.Round(FixedPoint.Divide(FixedPoint.Ln(FixedPoint.From(x)), divisor), Math.Clamp(scale, 0, TypeNames.MaxNumericScale));
    }

    public static decimal Power(decimal x, decimal y)
    {
        if (x == 0 && y < 0)
            throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "zero raised to a negative power is undefined");
        var isWhole = decimal.Truncate(y) == y;
        if (x < 0 && !isWhole)
            throw new VectorDbException(SqlStates.InvalidArgumentForPowerFunction, "a negative number raised to a non-integer power yields a complex result");
        var estimate = x == 0 ? 0 : (double)y * Math.Log10(Math.Abs((double)x));
        if (estimate > 29)
            throw Overflow();
        var scale = Math.Max(Math.Max(x.Scale, y.Scale), LeastSignificantDigits - (int)estimate);
        if (isWhole)
            scale = Math.Max((int)x.Scale, LeastSignificantDigits);
        scale = Math.Clamp(scale, 0, TypeNames.MaxNumericScale);
        if (x == 0)
            return NumericText.WithScale(y == 0 ? 1 : 0, scale);
        if (isWhole && Math.Abs(y) <= 200)
        {
            var exponent = (int)Math.Abs(y);
            var top = BigInteger.Pow(NumericText.Mantissa(x), exponent);
            var bottom = BigInteger.Pow(BigInteger.Pow(10, x.Scale), exponent);
            return y >= 0 ? Quotient(top, 0, bottom, 0, scale) : Quotient(bottom, 0, top, 0, scale);
        }

        var size = FixedPoint.Exp(FixedPoint.Multiply(FixedPoint.Ln(FixedPoint.From(Math.Abs(x))), FixedPoint.From(y)));
        return FixedPoint.Round(x < 0 && y % 2 != 0 ? -size : size, scale);
    }

    public static decimal GreatestCommonDivisor(decimal x, decimal y)
    {
        var scale = Math.Max(x.Scale, y.Scale);
        return NumericText.FromScaled(BigInteger.GreatestCommonDivisor(Scaled(x, scale), Scaled(y, scale)), scale);
    }

    public static decimal Factorial(long n)
    {
        if (n < 0)
            throw new VectorDbException(SqlStates.NumericValueOutOfRange, "factorial of a negative number is undefined");
        var product = BigInteger.One;
        for (var i = 2; i <= n; i++)
        {
            product *= i;
            if (i > 30)
                throw Overflow();
        }

        return NumericText.FromScaled(product, 0);
    }

    /// <summary>x / count as avg gives it.</summary>
    public static decimal Average(BigInteger mantissa, int scale, long count)
    {
        var sum = NumericText.FromScaledRounded(mantissa, scale);
        return Quotient(mantissa, scale, count, 0, DivisionScale(sum, count));
    }

    /// <summary>numerator / 10^scale / denominator, or its square root, with the digits of a numeric division.</summary>
    public static decimal Variance(BigInteger numerator, int scale, BigInteger denominator, bool squareRoot)
    {
        var digits = DivisionScale(NumericText.FromScaledRounded(numerator, scale), NumericText.FromScaledRounded(denominator, 0));
        if (!squareRoot)
            return Quotient(numerator, scale, denominator, 0, digits);
        digits = Math.Min(digits, TypeNames.MaxNumericScale);
        var radicand = numerator * BigInteger.Pow(10, (2 * (digits + 1)) + 40) / (BigInteger.Pow(10, scale) * denominator);
        var root = SquareRoot(radicand);
        return NumericText.FromScaledRounded(NumericText.DivideRounded(root, BigInteger.Pow(10, 21)), digits);
    }

    public static decimal NoNegativeZero(decimal x) => x == 0 ? new decimal(0, 0, 0, false, x.Scale) : x;

    /// <summary>Sixteen significant digits, and no fewer after the point than either operand has (PostgreSQL's select_div_scale).</summary>
    private static int DivisionScale(decimal x, decimal y)
    {
        var (xWeight, xFirst) = Leading(x);
        var (yWeight, yFirst) = Leading(y);
        var weight = xWeight - yWeight;
        if (xFirst <= yFirst)
            weight--;
        var scale = LeastSignificantDigits - (weight * 4);
        return Math.Max(Math.Max(scale, 0), Math.Max(x.Scale, y.Scale));
    }

    // The place of the first non-zero digit in base 10,000, and that digit.
    private static (int Weight, int Digit) Leading(decimal value)
    {
        if (value == 0)
            return (0, 0);
        var weight = Weight(value);
        var power = BigInteger.Pow(10, Math.Abs(weight) * 4);
        var mantissa = BigInteger.Abs(NumericText.Mantissa(value));
        var unit = BigInteger.Pow(10, value.Scale);
        return (weight, (int)(weight >= 0 ? mantissa / (unit * power) : mantissa * power / unit));
    }

    private static int Weight(decimal value)
    {
        if (value == 0)
            return 0;
        var digits = BigInteger.Abs(NumericText.Mantissa(value)).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return (int)Math.Floor((digits - value.Scale - 1) / 4.0);
    }

    private static decimal Quotient(BigInteger x, int xScale, BigInteger y, int yScale, int scale)
    {
        var power = scale - xScale + yScale;
        var quotient = power >= 0
            ? NumericText.DivideRounded(x * BigInteger.Pow(10, power), y)
            : NumericText.DivideRounded(x, y * BigInteger.Pow(10, -power));
        return NumericText.FromScaledRounded(quotient, scale);
    }

    private static decimal Exact(decimal x, decimal y, Func<BigInteger, BigInteger, BigInteger> operation)
    {
        var scale = Math.Max(x.Scale, y.Scale);
        return NumericText.FromScaled(operation(Scaled(x, scale), Scaled(y, scale)), scale);
    }

    private static BigInteger Scaled(decimal x, int scale) => NumericText.Mantissa(x) * BigInteger.Pow(10, scale - x.Scale);

    private static BigInteger SquareRoot(BigInteger value)
    {
        if (value.IsZero)
            return value;
        var root = (BigInteger)Math.Sqrt((double)value);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (BigInteger.Abs(next - root) <= 1)
            {
                root = next;
                break;
            }

            root = next;
        }

        while (root * root > value)
            root--;
        while ((root + 1) * (root + 1) <= value)
            root++;
        return root;
    }

    private static void CheckLogarithm(decimal x)
    {
        if (x == 0)
            throw new VectorDbException(SqlStates.InvalidArgumentForLogarithm, "cannot take logarithm of zero");
        if (x < 0)
            throw new VectorDbException(SqlStates.InvalidArgumentForLogarithm, "cannot take logarithm of a negative number");
    }

    // The power of ten of ln(x), as PostgreSQL estimates it.
    private static int LogarithmWeight(decimal x)
    {
        if (x is < 0.9m or > 1.1m)
            return (int)Math.Log10(Math.Abs(Math.Log((double)x)));
        if (x == 1)
            return 0;
        var (weight, digit) = Leading(Math.Abs(x - 1));
        return (weight * 4) + (int)Math.Log10(digit);
    }

    private static VectorDbException Overflow() => new(SqlStates.NumericValueOutOfRange, "value overflows numeric format")
    {
        Detail = "numeric holds at most 28 significant digits.",
    };
}
