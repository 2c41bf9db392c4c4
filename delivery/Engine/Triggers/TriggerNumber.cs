using System.Globalization;
using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>Numbers as triggers spell them: an optional sign, digits with at most one point, an optional exponent.</summary>
internal static class TriggerNumber
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static double? Parse(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text.TrimStart('+', '-').FirstOrDefault()) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>The number that the right side of a comparison stands for: itself, or what a text in quotes spells.</summary>
    public static double? Of(TriggerOperand operand) => operand switch
    {
        NumberLiteral number => Parse(number.Text),
        TextLiteral text => Parse(text.Value.Trim()),
        _ => null,
    };
}
