using System.Numerics;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.Arithmetic;

/// <summary>Numbers with 60 digits after the point, for exp and ln that numeric rounds afterwards.</summary>
internal static class FixedPoint
{
    private const int Digits = 60;

    private static readonly BigInteger One = BigInteger.Pow(10, Digits);
    private static readonly BigInteger LnOfTwo = LnNearOne(One * 2);

    public static BigInteger From(decimal value) => NumericText.Mantissa(value) * BigInteger.Pow(10, Digits - value.Scale);

    public static double ToDouble(BigInteger value) => (double)value / Math.Pow(10, Digits);

    public static decimal Round(BigInteger value, int scale) =>
        NumericText.FromScaledRounded(NumericText.DivideRounded(value, BigInteger.Pow(10, Digits - scale)), scale);

    public static BigInteger Multiply(BigInteger x, BigInteger y) => x * y / One;

    public static BigInteger Divide(BigInteger x, BigInteger y) => x * One / y;

    /// <summary>e^x: x is halved until small, summed up as a series, and squared back.</summary>
    public static BigInteger Exp(BigInteger x)
    {
        var halvings = 0;
        while (BigInteger.Abs(x) > One / 16)
        {
            x /= 2;
            halvings++;
        }

        var sum = One;
        var term = One;
        for (var i = 1; !term.IsZero; i++)
        {
            term = Multiply(term, x) / i;
            sum += term;
        }

        for (; halvings > 0; halvings--)
            sum = Multiply(sum, sum);
        return sum;
    }

    /// <summary>ln x for positive x: powers of two are taken out first.</summary>
    public static BigInteger Ln(BigInteger x)
    {
        var twos = 0;
        while (x > One * 3 / 2)
        {
            x /= 2;
            twos++;
        }

        while (x < One * 3 / 4)
        {
            x *= 2;
            twos--;
        }

        return LnNearOne(x) + (LnOfTwo * twos);
    }

    // 2 artanh((x - 1) / (x + 1)).
    private static BigInteger LnNearOne(BigInteger x)
    {
        var ratio = Divide(x - One, x + One);
        var square = Multiply(ratio, ratio);
        var sum = ratio;
        var power = ratio;
        for (var i = 3; !power.IsZero; i += 2)
        {
            power = Multiply(power, square);
            sum += power / i;
        }

        return sum * 2;
    }
}
