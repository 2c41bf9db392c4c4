namespace ExtensibleWebhooks.Engine.Text;

/// <summary>WTF-8 counted in UTF-16 units, as JavaScript counts.</summary>
internal static class Utf16
{
    private const byte FourByteLead = 0xF0;

    public static int Length(ReadOnlySpan<byte> text)
    {
        var units = 0;
        foreach (var value in text)
        {
            units += UnitsAt(value);
        }

        return units;
    }

    /// <summary>The unit at that index, which must be below the length.</summary>
    public static char UnitAt(ReadOnlySpan<byte> text, int index)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var units = UnitsAt(text[i]);
            if (index < units)
            {
                return Decode(text[i..], index);
            }

            index -= units;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>Continuation bytes count 0, characters beyond U+FFFF 2.</summary>
    private static int UnitsAt(byte value) => (value & 0xC0) == 0x80 ? 0 : value >= FourByteLead ? 2 : 1;

    private static char Decode(ReadOnlySpan<byte> text, int half)
    {
        switch (text[0])
        {
            case < 0x80:
                return (char)text[0];
            case < 0xE0:
                return (char)(((text[0] & 0x1F) << 6) | (text[1] & 0x3F));
            case < FourByteLead:
                return (char)(((text[0] & 0x0F) << 12) | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F));
            default:
                var scalar = ((text[0] & 0x07) << 18) | ((text[1] & 0x3F) << 12) | ((text[2] & 0x3F) << 6) | (text[3] & 0x3F);
                return char.ConvertFromUtf32(scalar)[half];
        }
    }
}
