using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>What messages call the types of JSON and of our fields.</summary>
internal static class Words
{
    private const int MaxShown = 64;

    public static string Of(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    public static string Of(SchemaNode schema) => schema.Type switch
    {
        SchemaType.Record when schema.Members.Count is > 0 and <= 4 => $"an object with {string.Join(", ", schema.Members.Select(member => member.Name))}",
        SchemaType.Record or SchemaType.Map or SchemaType.AnyObject => "an object",
        SchemaType.List => "a list",
        SchemaType.WholeNumber => $"a whole number{Range(schema)}",
        SchemaType.Number => $"a number{Range(schema)}",
        SchemaType.Boolean => "true or false",
        SchemaType.Text when schema.Allowed.Count > 0 => $"one of {string.Join(", ", schema.Allowed)}",
        SchemaType.Text when schema.Source == typeof(Duration) => Duration.Says,
        SchemaType.Text when schema.Source == typeof(ByteSize) => ByteSize.Says,
        SchemaType.Text => "a text",
        _ => "any JSON",
    };

    /// <summary>A user's own text for a message, in quotes and cut.</summary>
    public static string Shown(string text) => text.Length > MaxShown ? $"\"{text[..MaxShown]}…\"" : $"\"{text}\"";

    private static string Range(SchemaNode schema) => schema.Range is { } range ? FormattableString.Invariant($" from {range.Min} to {range.Max}") : "";
}
