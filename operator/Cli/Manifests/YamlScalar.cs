using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>
/// What a scalar of YAML means as JSON, as kubectl reads it: YAML 1.1 (<c>yes</c>, <c>on</c> and <c>0o17</c> included), dates as text. Numbers keep all of their digits.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>Writes the scalar; a complaint when it has no meaning in JSON.</summary>
    public static string? Write(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag.EndsWith(":str", StringComparison.Ordinal) || (tag.Length == 0 && scalar.Style != ScalarStyle.Plain) || tag == "!")
        {
            writer.WriteStringValue(text);
            return null;
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                return null;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                writer.WriteBooleanValue(true);
                return null;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                writer.WriteBooleanValue(false);
                return null;
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "-.inf" or ".nan" or ".NaN" or ".NAN":
                writer.WriteNullValue();
                return $"{text} is no number of JSON: write it in quotes if a text is meant";
            default:
                WriteNumberOrText(writer, text);
                return null;
        }
    }

    private static void WriteNumberOrText(Utf8JsonWriter writer, string text)
    {
        if (JsonNumber().IsMatch(text))
        {
            writer.WriteRawValue(text);
        }
        else if (OtherNumber().Match(text) is { Success: true } match)
        {
            writer.WriteRawValue(ToJsonNumber(match, text));
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static string ToJsonNumber(Match match, string text)
    {
        var sign = text.StartsWith('-') ? "-" : "";
        var digits = match.Groups["digits"].Value.Replace("_", "", StringComparison.Ordinal);
        if (match.Groups["hex"].Success)
        {
            return sign + BigInteger.Parse($"0{digits}", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        var radix = match.Groups["octal"].Success ? 8 : match.Groups["binary"].Success ? 2 : 10;
        return radix == 10
            ? double.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
            : sign + digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + (digit - '0'));
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[+-]?((?<hex>0x)(?<digits>[0-9a-fA-F_]+)|(?<binary>0b)(?<digits>[01_]+)|(?<octal>0o?)(?<digits>[0-7_]+)|[0-9][0-9_]*(\.[0-9_]*)?([eE][+-]?[0-9]{1,3})?|\.[0-9][0-9_]*([eE][+-]?[0-9]{1,3})?)\z")]
    private static partial Regex OtherNumber();
}
