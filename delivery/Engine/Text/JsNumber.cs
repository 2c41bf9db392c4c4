using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Engine.Buffers;

namespace ExtensibleWebhooks.Engine.Text;

/// <summary>Numbers as JavaScript writes them: ECMA-262 Number::toString, radix 10 (the shortest digits that read back as the same double).</summary>
internal static class JsNumber
{
    private const int MaxDigits = 17;

    /// <summary>Magnitudes from this power of ten on are written with an exponent.</summary>
    private const int ExponentFrom = 21;

    /// <summary>So are those below 1e-6.</summary>
    private const int ExponentBelow = -6;

    /// <summary>Not-a-number and the infinities are written as the words; JSON has none of them, see <see cref="WriteJson"/>.</summary>
    public static void Write(double value, ByteBuffer output)
    {
        if (value == 0)
        {
            output.Append((byte)'0');
        }
        else if (!double.IsFinite(value))
        {
            output.Append(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
        else
        {
            WriteFinite(value, output);
        }
    }

    /// <summary>As JSON.stringify: what is not finite is null.</summary>
    public static void WriteJson(double value, ByteBuffer output)
    {
        if (double.IsFinite(value))
        {
            Write(value, output);
        }
        else
        {
            output.Append("null"u8);
        }
    }

    public static string ToText(double value)
    {
        using var output = new ByteBuffer();
        Write(value, output);
        return Encoding.ASCII.GetString(output.Written);
    }

    private static void WriteFinite(double value, ByteBuffer output)
    {
        if (value < 0)
        {
            output.Append((byte)'-');
        }

        Span<byte> digits = stackalloc byte[MaxDigits];
        var point = Shortest(Math.Abs(value), ref digits);
        if (point is > ExponentFrom or <= ExponentBelow)
        {
            WriteExponential(digits, point - 1, output);
        }
        else if (point <= 0)
        {
            output.Append("0."u8);
            Zeros(-point, output);
            output.Append(digits);
        }
        else if (point >= digits.Length)
        {
            output.Append(digits);
            Zeros(point - digits.Length, output);
        }
        else
        {
            output.Append(digits[..point]);
            output.Append((byte)'.');
            output.Append(digits[point..]);
        }
    }

    /// <summary>Fills in the shortest digits, none of them a zero at either end; returns the place of the decimal point, counted from the first digit.</summary>
    private static int Shortest(double value, ref Span<byte> digits)
    {
        // .NET's own text has the same digits; only its layout differs (1E+21, 1E-07, 0.0001).
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);

        int count = 0, point = 0, exponent = 0;
        var seenPoint = false;
        for (var i = 0; i < length; i++)
        {
            if (text[i] == 'E')
            {
                exponent = int.Parse(text[(i + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }

            if (text[i] == '.')
            {
                seenPoint = true;
                continue;
            }

            var leadingZero = count == 0 && text[i] == '0';
            if (leadingZero)
            {
                point -= seenPoint ? 1 : 0;
                continue;
            }

            point += seenPoint ? 0 : 1;
            digits[count++] = text[i];
        }

        digits = digits[..count].TrimEnd((byte)'0');
        return point + exponent;
    }

    private static void WriteExponential(ReadOnlySpan<byte> digits, int exponent, ByteBuffer output)
    {
        output.Append(digits[0]);
        if (digits.Length > 1)
        {
            output.Append((byte)'.');
            output.Append(digits[1..]);
        }

        output.Append(exponent < 0 ? "e-"u8 : "e+"u8);
        var span = output.GetSpan(4);
        Math.Abs(exponent).TryFormat(span, out var length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    private static void Zeros(int count, ByteBuffer output)
    {
        output.GetSpan(count)[..count].Fill((byte)'0');
        output.Advance(count);
    }
}
