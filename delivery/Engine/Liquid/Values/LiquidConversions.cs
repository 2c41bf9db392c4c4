using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>Values as text and as numbers, by liquidjs's rules and, beneath them, by JavaScript's.</summary>
internal static class LiquidConversions
{
    /// <summary>As liquidjs writes a value: nothing for nil, an array's elements one after the other, else as <see cref="ToJsText"/>.</summary>
    public static string ToText(LiquidValue value, LiquidBudget budget)
    {
        if (value.Kind != LiquidKind.Array)
        {
            return value.IsNil() ? "" : ToJsText(value, budget);
        }

        var text = new StringBuilder();
        AppendText(value, text, budget, 0);
        return text.ToString();
    }

    /// <summary>JavaScript's String(value): an array's elements joined by commas, nil among them being nothing.</summary>
    public static string ToJsText(LiquidValue value, LiquidBudget budget)
    {
        if (value.Kind != LiquidKind.Array)
        {
            return Scalar(value);
        }

        var text = new StringBuilder();
        AppendJoined(value, ",", text, budget, 0);
        return text.ToString();
    }

    /// <summary>JavaScript's Array.join.</summary>
    public static void AppendJoined(LiquidValue array, string separator, StringBuilder text, LiquidBudget budget, int depth)
    {
        CheckDepth(depth);
        var items = array.Items(budget);
        for (var i = 0; i < items.Count; i++)
        {
            budget.Use(LiquidLimits.ItemCost);
            if (i > 0)
            {
                budget.Use(separator.Length);
                text.Append(separator);
            }

            if (items[i].Kind == LiquidKind.Array)
            {
                AppendJoined(items[i], ",", text, budget, depth + 1);
            }
            else if (!items[i].IsNil())
            {
                Append(Scalar(items[i]), text, budget);
            }
        }
    }

    /// <summary>JavaScript's Number(value).</summary>
    public static double ToNumber(LiquidValue value, LiquidBudget budget) => value.Kind switch
    {
        LiquidKind.Undefined or LiquidKind.Object => double.NaN,
        LiquidKind.Null or LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank => 0,
        LiquidKind.Boolean => value.IsTrue ? 1 : 0,
        LiquidKind.Number => value.Number,
        _ => ReadNumber(ToJsText(value, budget)),
    };

    /// <summary>As liquidjs's filters of numbers take them: what is no number is 0.</summary>
    public static double ToFilterNumber(LiquidValue value, LiquidBudget budget) => ToNumber(value, budget) is var number && !double.IsNaN(number) ? number : 0;

    /// <summary>JavaScript's own notion of true, which some filters go by: 0 and "" are not.</summary>
    public static bool IsJsTrue(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Undefined or LiquidKind.Null => false,
        LiquidKind.Boolean => value.IsTrue,
        LiquidKind.Number => value.Number is not (0 or double.NaN),
        LiquidKind.Text => value.Text.Length > 0,
        _ => true,
    };

    /// <summary>ECMA-262 StringToNumber: decimal, 0x, 0o, 0b, Infinity; white space around; nothing at all is 0.</summary>
    public static double ReadNumber(string text)
    {
        text = JsText.Trim(text);
        if (text.Length == 0)
        {
            return 0;
        }

        if (text.Length > 2 && text[0] == '0' && RadixOf(text[1]) is { } radix)
        {
            return ReadInteger(text.AsSpan(2), radix);
        }

        var digits = text.AsSpan().TrimStart("+-");
        if (digits is "Infinity")
        {
            return text.Length - digits.Length > 1 ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.NaN;
    }

    private static int? RadixOf(char letter) => letter switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    private static double ReadInteger(ReadOnlySpan<char> digits, int radix)
    {
        double number = 0;
        foreach (var digit in digits)
        {
            var value = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (value >= radix)
            {
                return double.NaN;
            }

            number = (number * radix) + value;
        }

        return number;
    }

    private static void AppendText(LiquidValue array, StringBuilder text, LiquidBudget budget, int depth)
    {
        CheckDepth(depth);
        foreach (var item in array.Items(budget))
        {
            budget.Use(LiquidLimits.ItemCost);
            if (item.Kind == LiquidKind.Array)
            {
                AppendText(item, text, budget, depth + 1);
            }
            else if (!item.IsNil())
            {
                Append(Scalar(item), text, budget);
            }
        }
    }

    private static void Append(string piece, StringBuilder text, LiquidBudget budget)
    {
        budget.Use(piece.Length);
        text.Append(piece);
    }

    private static void CheckDepth(int depth)
    {
        if (depth > LiquidLimits.MaxValueDepth)
        {
            throw new LiquidFailure($"An array has more than {LiquidLimits.MaxValueDepth} arrays inside each other.");
        }
    }

    private static string Scalar(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Undefined => "undefined",
        LiquidKind.Null or LiquidKind.Nil => "null",
        LiquidKind.Empty or LiquidKind.Blank => "",
        LiquidKind.Boolean => value.IsTrue ? "true" : "false",
        LiquidKind.Number => NumberText(value),
        LiquidKind.Text => value.Text,
        LiquidKind.Object => "[object Object]",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Kind, "It is no scalar."),
    };

    /// <summary>Integers of the event keep all their digits.</summary>
    private static string NumberText(LiquidValue value)
    {
        if (value.Source.IsMissing)
        {
            return JsNumber.ToText(value.Number);
        }

        using var output = new ByteBuffer();
        EventText.Append(value.Source, output);
        return Encoding.ASCII.GetString(output.Written);
    }
}
