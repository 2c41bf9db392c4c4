using System.Globalization;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>The name or the index by which a member is looked up; made once where the template says it.</summary>
internal sealed class LiquidKey
{
    /// <summary>Digits of the greatest index that is looked at: no array is longer.</summary>
    private const int MaxIndexDigits = 9;

    private LiquidKey(string name, int? index, bool isNumber)
    {
        Name = name;
        Bytes = Wtf8.GetBytes(name);
        Index = index;
        IsNumber = isNumber;
    }

    public string Name { get; }

    /// <summary>The name, WTF-8.</summary>
    public byte[] Bytes { get; }

    /// <summary>The whole number that the name says; below zero only of a number.</summary>
    public int? Index { get; }

    /// <summary>A number, not a text: only then does an array count from its end below zero.</summary>
    public bool IsNumber { get; }

    public static LiquidKey From(string name) => new(name, IsIndex(name) ? int.Parse(name, CultureInfo.InvariantCulture) : null, isNumber: false);

    public static LiquidKey From(LiquidValue value, LiquidBudget budget)
    {
        if (value.Kind != LiquidKind.Number)
        {
            return From(value.Kind is LiquidKind.Nil ? "null" : LiquidConversions.ToJsText(value, budget));
        }

        var name = LiquidConversions.ToJsText(value, budget);
        return new LiquidKey(name, IsIndex(name.StartsWith('-') ? name[1..] : name) ? int.Parse(name, CultureInfo.InvariantCulture) : null, isNumber: true);
    }

    /// <summary>An array index as JavaScript writes it: no sign, no zero in front.</summary>
    private static bool IsIndex(string text) => text.Length is > 0 and <= MaxIndexDigits && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');
}
