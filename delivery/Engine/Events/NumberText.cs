using System.Globalization;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>Numbers as JSON spells them.</summary>
internal static class NumberText
{
    /// <summary>A decimal with so many digits is the shortest text of its double (IEEE 754: DBL_DIG), and so JavaScript's own.</summary>
    private const int ExactDigits = 15;

    /// <summary>JavaScript writes 0.000001 out, and 1e-7 with an exponent.</summary>
    private const int MaxLeadingZeros = 5;

    /// <summary>Moves behind the number at <paramref name="position"/>; false, and there, if what stands there is none.</summary>
    public static bool Scan(ReadOnlySpan<byte> source, ref int position, out EventTokenTraits traits)
    {
        traits = EventTokenTraits.None;
        var start = position;
        if (source[position] == '-')
        {
            position++;
        }

        var whole = Digits(source, ref position);
        var startsWithZero = whole > 0 && source[position - whole] == '0';
        if (whole == 0 || (whole > 1 && startsWithZero))
        {
            return false;
        }

        var next = position < source.Length ? source[position] : (byte)0;
        if (next is not ((byte)'.' or (byte)'e' or (byte)'E'))
        {
            traits = EventTokenTraits.Integer;
            var minusZero = startsWithZero && position - start == 2;
            traits |= minusZero ? EventTokenTraits.None : EventTokenTraits.Canonical;
            return true;
        }

        if (next == '.' && !Fraction(source, ref position, whole, startsWithZero, ref traits))
        {
            return false;
        }

        return Exponent(source, ref position, ref traits);
    }

    public static double ToDouble(ReadOnlySpan<byte> number) =>
        double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool Fraction(ReadOnlySpan<byte> source, ref int position, int whole, bool startsWithZero, ref EventTokenTraits traits)
    {
        position++;
        var start = position;
        var fraction = Digits(source, ref position);
        if (fraction == 0)
        {
            return false;
        }

        var zeros = startsWithZero ? source[start..position].IndexOfAnyExcept((byte)'0') : 0;
        if (whole + fraction <= ExactDigits && source[position - 1] != '0' && zeros is >= 0 and <= MaxLeadingZeros)
        {
            traits = EventTokenTraits.Canonical;
        }

        return true;
    }

    private static bool Exponent(ReadOnlySpan<byte> source, ref int position, ref EventTokenTraits traits)
    {
        if (position >= source.Length || (source[position] | 0x20) != 'e')
        {
            return true;
        }

        traits = EventTokenTraits.None;
        position++;
        if (position < source.Length && source[position] is (byte)'+' or (byte)'-')
        {
            position++;
        }

        return Digits(source, ref position) > 0;
    }

    private static int Digits(ReadOnlySpan<byte> source, ref int position)
    {
        var start = position;
        while (position < source.Length && (uint)(source[position] - '0') <= 9)
        {
            position++;
        }

        return position - start;
    }
}
