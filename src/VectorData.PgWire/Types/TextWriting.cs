using System.Globalization;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>Text forms written without strings between.</summary>
internal static class TextWriting
{
    private const int MaxNumber = 48;
    private const long MicrosecondsPerSecond = 1_000_000;

    public static void Write<T>(MessageBuffer output, T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(output.GetSpan(MaxNumber), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void Write(MessageBuffer output, float value, FormatSettings settings)
    {
        if (settings.ExtraFloatDigits > 0 || !float.IsFinite(value))
            output.Advance(NumberText.FormatSingle(value, output.GetSpan(NumberText.MaxFloatChars)));
        else
            WriteDigits(output, value, Math.Max(1, 6 + settings.ExtraFloatDigits));
    }

    public static void Write(MessageBuffer output, double value, FormatSettings settings)
    {
        if (settings.ExtraFloatDigits > 0 || !double.IsFinite(value))
            output.Advance(NumberText.FormatDouble(value, output.GetSpan(NumberText.MaxFloatChars)));
        else
            WriteDigits(output, value, Math.Max(1, 15 + settings.ExtraFloatDigits));
    }

    /// <summary>yyyy-mm-dd of a day.</summary>
    public static void WriteDate(MessageBuffer output, DateOnly date)
    {
        WriteTwo(output, date.Year / 100);
        WriteTwo(output, date.Year % 100);
        output.WriteByte((byte)'-');
        WriteTwo(output, date.Month);
        output.WriteByte((byte)'-');
        WriteTwo(output, date.Day);
    }

    /// <summary>hh:mm:ss and the digits of a second that are not zero.</summary>
    public static void WriteTime(MessageBuffer output, long microseconds)
    {
        var seconds = Math.DivRem(microseconds, MicrosecondsPerSecond, out var fraction);
        WriteTwo(output, (int)(seconds / 3600));
        output.WriteByte((byte)':');
        WriteTwo(output, (int)(seconds / 60 % 60));
        output.WriteByte((byte)':');
        WriteTwo(output, (int)(seconds % 60));
        WriteFraction(output, fraction);
    }

    /// <summary>+hh, +hh:mm or +hh:mm:ss.</summary>
    public static void WriteOffset(MessageBuffer output, long microseconds)
    {
        output.WriteByte(microseconds < 0 ? (byte)'-' : (byte)'+');
        var seconds = (int)(Math.Abs(microseconds) / MicrosecondsPerSecond);
        WriteTwo(output, seconds / 3600);
        if (seconds % 3600 == 0)
            return;
        output.WriteByte((byte)':');
        WriteTwo(output, seconds / 60 % 60);
        if (seconds % 60 == 0)
            return;
        output.WriteByte((byte)':');
        WriteTwo(output, seconds % 60);
    }

    public static void WriteFraction(MessageBuffer output, long fraction)
    {
        if (fraction == 0)
            return;
        var span = output.GetSpan(7);
        span[0] = (byte)'.';
        var used = 1;
        for (var unit = 100_000L; fraction > 0; unit /= 10)
        {
            span[used++] = (byte)('0' + (fraction / unit));
            fraction %= unit;
        }

        output.Advance(used);
    }

    private static void WriteTwo(MessageBuffer output, int value)
    {
        if (value > 99)
        {
            Write(output, value);
            return;
        }

        output.WriteByte((byte)('0' + (value / 10)));
        output.WriteByte((byte)('0' + (value % 10)));
    }

    // %.{digits}g
    private static void WriteDigits<T>(MessageBuffer output, T value, int digits)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[MaxNumber];
        Span<char> format = stackalloc char[4];
        format[0] = 'E';
        (digits - 1).TryFormat(format[1..], out var length, default, CultureInfo.InvariantCulture);
        value.TryFormat(text, out var written, format[..(length + 1)], CultureInfo.InvariantCulture);
        var exponentAt = text[..written].IndexOf((byte)'E');
        System.Buffers.Text.Utf8Parser.TryParse(text[(exponentAt + 1)..written], out int exponent, out _);
        WriteDecimalDigits(output, text[..written], exponent >= -4 && exponent < digits);
    }

    /// <summary>Writes a number given as digits, point and exponent in one of the two forms, without zeros at the end of the fraction.</summary>
    private static void WriteDecimalDigits(MessageBuffer output, ReadOnlySpan<byte> text, bool isPlain)
    {
        Span<byte> digits = stackalloc byte[MaxNumber];
        var count = 0;
        var exponent = 0;
        var beforePoint = 0;
        var seenPoint = false;
        var at = 0;
        if (text[0] == '-')
        {
            output.WriteByte((byte)'-');
            at = 1;
        }

        for (; at < text.Length; at++)
        {
            if (text[at] == '.')
            {
                seenPoint = true;
            }
            else if (text[at] == 'E')
            {
                System.Buffers.Text.Utf8Parser.TryParse(text[(at + 1)..], out exponent, out _);
                break;
            }
            else
            {
                digits[count++] = text[at];
                beforePoint += seenPoint ? 0 : 1;
            }
        }

        var zeros = 0;
        while (zeros < count - 1 && digits[zeros] == '0')
            zeros++;
        var significant = digits[zeros..count];
        significant = significant[..(significant.LastIndexOfAnyExcept((byte)'0') is var last && last < 0 ? 1 : last + 1)];
        exponent += beforePoint - zeros - 1;
        if (significant is [(byte)'0'])
            exponent = 0;
        if (isPlain)
            WritePlain(output, significant, exponent);
        else
            WriteScientific(output, significant, exponent);
    }

    private static void WritePlain(MessageBuffer output, ReadOnlySpan<byte> digits, int exponent)
    {
        if (exponent < 0)
        {
            output.WriteBytes("0."u8);
            for (var i = -1; i > exponent; i--)
                output.WriteByte((byte)'0');
            output.WriteBytes(digits);
            return;
        }

        for (var i = 0; i <= exponent; i++)
            output.WriteByte(i < digits.Length ? digits[i] : (byte)'0');
        if (digits.Length <= exponent + 1)
            return;
        output.WriteByte((byte)'.');
        output.WriteBytes(digits[(exponent + 1)..]);
    }

    private static void WriteScientific(MessageBuffer output, ReadOnlySpan<byte> digits, int exponent)
    {
        output.WriteByte(digits[0]);
        if (digits.Length > 1)
        {
            output.WriteByte((byte)'.');
            output.WriteBytes(digits[1..]);
        }

        output.WriteByte((byte)'e');
        output.WriteByte(exponent < 0 ? (byte)'-' : (byte)'+');
        WriteTwo(output, Math.Abs(exponent));
    }
}
