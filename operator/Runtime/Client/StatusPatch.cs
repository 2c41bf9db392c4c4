using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// Decides whether a status has to be written, and what of it. Times are cut to whole seconds (the API server keeps no more of a <c>metav1.Time</c>), and a
/// condition whose status did not change keeps its <c>lastTransitionTime</c>, so that computing the same status twice writes once.
/// </summary>
public static partial class StatusPatch
{
    private const string TransitionTime = "lastTransitionTime";

    /// <summary>The merge patch of the whole object, <c>{"status": …}</c>, or null when nothing but transition times differ.</summary>
    /// <param name="current">The status as read; null if there is none yet.</param>
    /// <param name="desired">The status as computed; a member that it lacks is removed.</param>
    public static JsonObject? Between(JsonObject? current, JsonObject desired)
    {
        var next = Truncated(desired.DeepClone().AsObject());
        KeepTransitionTimes(current?["conditions"] as JsonArray, next["conditions"] as JsonArray);
        var before = current is null ? null : Truncated(current.DeepClone().AsObject());
        return MergePatch.Between(before, next) is { } patch ? new JsonObject { ["status"] = patch } : null;
    }

    private static void KeepTransitionTimes(JsonArray? current, JsonArray? desired)
    {
        foreach (var condition in desired?.OfType<JsonObject>() ?? [])
        {
            var before = current?.OfType<JsonObject>().FirstOrDefault(other => TextOf(other, "type") == TextOf(condition, "type"));
            if (before is not null && TextOf(before, "status") == TextOf(condition, "status") && before[TransitionTime] is { } time)
            {
                condition[TransitionTime] = time.DeepClone();
            }
        }
    }

    private static string? TextOf(JsonObject condition, string member) =>
        condition[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject Truncated(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is JsonValue leaf && leaf.TryGetValue<string>(out var text) && WithFraction().IsMatch(text))
            {
                node[name] = Truncated(text);
            }
            else
            {
                TruncateBelow(value);
            }
        }

        return node;
    }

    private static void TruncateBelow(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject inner:
                Truncated(inner);
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    TruncateBelow(item);
                }

                break;
        }
    }

    private static string Truncated(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : time;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithFraction();
}
