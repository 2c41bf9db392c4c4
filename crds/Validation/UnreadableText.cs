using System.Text.Json;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>JSON may hold texts that are none: half a surrogate pair, broken UTF-8. Everything else here may then take texts for readable.</summary>
internal static class UnreadableText
{
    public static Diagnostic Diagnostic { get; } = new("", "a text in it is not Unicode (half a surrogate pair, or broken UTF-8)");

    /// <summary>Whether a text or a name in the value cannot be read.</summary>
    public static bool IsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsUnreadable(() => member.Name) || IsIn(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(IsIn),
        JsonValueKind.String => IsUnreadable(value.GetString),
        _ => false,
    };

    private static bool IsUnreadable(Func<string?> read)
    {
        try
        {
            return read() is null;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
