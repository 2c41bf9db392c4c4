using System.Text.Json;
using ExtensibleWebhooks.Manager.Desired;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>
/// Whether an object still has all that was applied to it. What the API server or others added does not count. Absent, null, empty text, {} and [] are the same,
/// since the server drops them; amounts are compared as amounts.
/// </summary>
internal static class Drift
{
    public static bool Exists(JsonElement desired, JsonElement live) => desired.ValueKind switch
    {
        JsonValueKind.Object => desired.EnumerateObject().Any(member => ExistsIn(member, live)),
        JsonValueKind.Array => ExistsInList([.. desired.EnumerateArray()], live),
        JsonValueKind.Null => !IsEmpty(live),
        JsonValueKind.True or JsonValueKind.False => desired.ValueKind != live.ValueKind,
        _ => !SameScalar(desired, live),
    };

    private static bool ExistsIn(JsonProperty desired, JsonElement live) =>
        live.ValueKind == JsonValueKind.Object && live.TryGetProperty(desired.Name, out var value) ? Exists(desired.Value, value) : !IsEmpty(desired.Value);

    /// <summary>Lists of named things are merged by name and may have grown; in all others the order counts.</summary>
    private static bool ExistsInList(List<JsonElement> desired, JsonElement live)
    {
        List<JsonElement> present = live.ValueKind == JsonValueKind.Array ? [.. live.EnumerateArray()] : [];
        if (desired.Count > 0 && desired.TrueForAll(item => NameOf(item) is not null))
        {
            return desired.Exists(item => !present.Exists(other => NameOf(other) == NameOf(item) && !Exists(item, other)));
        }

        return desired.Count != present.Count || desired.Zip(present).Any(pair => Exists(pair.First, pair.Second));
    }

    private static string? NameOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static bool SameScalar(JsonElement desired, JsonElement live) =>
        live.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? Quantities.Same(TextOf(desired), TextOf(live))
            : IsEmpty(desired) && IsEmpty(live);

    private static string TextOf(JsonElement scalar) => scalar.ValueKind == JsonValueKind.String ? scalar.GetString() ?? "" : scalar.GetRawText();

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()?.Length == 0,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsEmpty(member.Value)),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
