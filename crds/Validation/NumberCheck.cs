using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>What may be wrong with a number: a fraction where there must be none, or out of bounds.</summary>
internal static class NumberCheck
{
    /// <summary>Null for a number that is right.</summary>
    public static string? Complaint(JsonElement value, SchemaNode schema)
    {
        var fits = schema.Type == SchemaType.Number || (schema.Format == "int32" ? value.TryGetInt32(out _) : value.TryGetInt64(out _));
        var inBounds = schema.Range is not { } range || (value.TryGetDecimal(out var number) && number >= range.Min && number <= range.Max);
        return fits && inBounds ? null : $"{Words.Shown(value.GetRawText()).Trim('"')} must be {Words.Of(schema)}";
    }
}
