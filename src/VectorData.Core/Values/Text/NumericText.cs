using System.Globalization;
using System.Numerics;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>numeric as System.Decimal: exact or an error, never rounded but where a scale asks for it.</summary>
public static class NumericText
{
    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    /// <summary>Reads digits, point and exponent; numeric(p,s) rounds half away from zero to its scale.</summary>
    public static decimal Parse(string text, SqlType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = text.AsSpan().Trim();
        if (word.Length <= 28 && IsPlain(word))
            return Apply(Normalize(decimal.Parse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)), type);
        return ParseLong(word, text, type);
    }

    public static string Format(decimal value) => Normalize(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>mantissa / 10^scale; 22003 when decimal cannot hold it exactly.</summary>
    public static decimal FromScaled(BigInteger mantissa, int scale)
    {
        var negative = mantissa.Sign < 0;
        mantissa = BigInteger.Abs(mantissa);
        if (scale < 0)
        {
            if (scale < -29 && !mantissa.IsZero)
                throw TextErrors.NumericOverflow();
            mantissa *= BigInteger.Pow(10, Math.Min(-scale, 29));
            scale = 0;
        }

        while ((scale > TypeNames.MaxNumericScale || mantissa > MaxMantissa) && scale > 0)
        {
            var shorter = BigInteger.DivRem(mantissa, 10, out var rest);
            if (!rest.IsZero)
                throw TextErrors.NumericOverflow();
            mantissa = shorter;
            scale--;
        }

        if (mantissa > MaxMantissa)
            throw TextErrors.NumericOverflow();
        return Compose(mantissa, scale, negative);
    }

    /// <summary>mantissa / 10^scale, digits after the point dropped with rounding until decimal can hold it. For results that are inexact anyway.</summary>
    public static decimal FromScaledRounded(BigInteger mantissa, int scale)
    {
        var negative = mantissa.Sign < 0;
        mantissa = BigInteger.Abs(mantissa);
        var digits = mantissa.IsZero ? 1 : (int)BigInteger.Log10(mantissa) + 1;
        var drop = Math.Max(scale - TypeNames.MaxNumericScale, digits - 28);
        if (drop > 0 && scale > 0)
        {
            drop = Math.Min(drop, scale);
            mantissa = DivideRounded(mantissa, BigInteger.Pow(10, drop));
            scale -= drop;
        }

        if (mantissa > MaxMantissa)
            throw TextErrors.NumericOverflow();
        return Compose(mantissa, scale, negative);
    }

    /// <summary>Division with half away from zero.</summary>
    public static BigInteger DivideRounded(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor))
            quotient += dividend.Sign * divisor.Sign;
        return quotient;
    }

    /// <summary>The digits of a decimal without the point, with its sign.</summary>
    public static BigInteger Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return value < 0 ? -mantissa : mantissa;
    }

    /// <summary>Rounds to the scale of numeric(p,s) and checks its precision: 22003 numeric field overflow.</summary>
    public static decimal Apply(decimal value, SqlType type)
    {
        if (!type.HasModifier)
            return value;
        var rounded = decimal.Round(value, type.Scale, MidpointRounding.AwayFromZero);
        CheckPrecision(rounded, type);
        return Normalize(WithScale(rounded, type.Scale));
    }

    /// <summary>The same number with at least so many digits after the point, as far as they fit.</summary>
    public static decimal WithScale(decimal value, int scale) =>
        value.Scale >= scale ? value : value + new decimal(0, 0, 0, false, (byte)Math.Min(scale, TypeNames.MaxNumericScale));

    // Decimal has a negative zero, numeric has not.
    internal static decimal Normalize(decimal value) => value == 0 ? new decimal(0, 0, 0, false, value.Scale) : value;

    private static void CheckPrecision(decimal value, SqlType type)
    {
        var integral = type.Precision - type.Scale;
        if (integral >= 29)
            return;
        var limit = integral <= 0 ? new decimal(1, 0, 0, false, (byte)-integral) : PowerOfTen(integral);
        if (Math.Abs(value) < limit)
            return;
        var bound = integral == 0 ? "1" : string.Create(CultureInfo.InvariantCulture, $"10^{integral}");
        throw new VectorDbException(SqlStates.NumericValueOutOfRange, "numeric field overflow")
        {
            Detail = $"A field with precision {type.Precision}, scale {type.Scale} must round to an absolute value less than {bound}.",
        };
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static bool IsPlain(ReadOnlySpan<char> word)
    {
        var at = word.Length > 0 && word[0] is '+' or '-' ? 1 : 0;
        var digits = 0;
        var points = 0;
        for (; at < word.Length; at++)
        {
            if (word[at] == '.')
                points++;
            else if (char.IsAsciiDigit(word[at]))
                digits++;
            else
                return false;
        }

        return digits > 0 && points <= 1;
    }

    private static decimal ParseLong(ReadOnlySpan<char> word, string text, SqlType type)
    {
        if (word.Equals("nan", StringComparison.OrdinalIgnoreCase) || word.TrimStart("+-").Equals("infinity", StringComparison.OrdinalIgnoreCase)
            || word.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase))
            throw new VectorDbException(SqlStates.NumericValueOutOfRange, $"numeric cannot hold \"{word}\"")
            {
                Hint = "Use double precision for NaN and infinity.",
            };
        if (word.Length == 0 || NumberText.FloatPrefix(word) != word.Length)
            throw TextErrors.Syntax(SqlType.Numeric, text);
        var exponentAt = word.IndexOfAny('e', 'E');
        var exponent = 0L;
        if (exponentAt >= 0 && (!long.TryParse(word[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > 100_000))
            throw TextErrors.NumericOverflow();
        var number = exponentAt < 0 ? word : word[..exponentAt];
        var negative = number[0] == '-';
        var point = number.IndexOf('.');
        var scale = (point < 0 ? 0 : number.Length - point - 1) - (int)exponent;
        var digits = string.Concat(number.TrimStart("+-").ToString().Where(char.IsAsciiDigit)).TrimStart('0');
        if (digits.Length - scale > 29 || digits.Length > 200_000)
            throw TextErrors.NumericOverflow();
        if (type.HasModifier && scale > type.Scale)
        {
            var keep = digits.Length - (scale - type.Scale);
            var up = keep >= 0 && keep < digits.Length && digits[keep] >= '5';
            var head = keep > 0 ? BigInteger.Parse(digits.AsSpan(0, keep), CultureInfo.InvariantCulture) : BigInteger.Zero;
            return Apply(FromScaled(Signed(head + (up ? 1 : 0)), type.Scale), type);
        }

        // Digits that 10^-28 cannot hold are an error, zeros among them are not.
        if (digits.Length > 60)
        {
            var trimmed = digits.TrimEnd('0');
            scale -= digits.Length - trimmed.Length;
            digits = trimmed;
            if (digits.Length > 60)
                throw TextErrors.NumericOverflow();
        }

        var mantissa = digits.Length == 0 ? BigInteger.Zero : BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return Apply(Normalize(mantissa.IsZero
            ? new decimal(0, 0, 0, false, (byte)Math.Clamp(scale, 0, TypeNames.MaxNumericScale))
            : FromScaled(Signed(mantissa), scale)), type);

        BigInteger Signed(BigInteger magnitude) => negative ? -magnitude : magnitude;
    }

    private static decimal Compose(BigInteger mantissa, int scale, bool negative)
    {
        var low = (uint)(mantissa & uint.MaxValue);
        var middle = (uint)((mantissa >> 32) & uint.MaxValue);
        var high = (uint)(mantissa >> 64);
        return new decimal((int)low, (int)middle, (int)high, negative && !mantissa.IsZero, (byte)scale);
    }
}
