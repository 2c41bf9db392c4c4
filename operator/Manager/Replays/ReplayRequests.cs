using System.Globalization;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.WebhookReplays;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>From a WebhookReplay to what its worker is asked for.</summary>
internal static class ReplayRequests
{
    /// <summary>What the operator's replays begin with in a worker: others are somebody's by hand, and none of its affair.</summary>
    private const string Prefix = "whr-";

    /// <summary>The worker takes one id once, however often it is asked: so a replay runs once.</summary>
    public static string IdOf(WebhookReplay replay) => Prefix + replay.Metadata.Uid;

    /// <summary>The uid of the WebhookReplay that an id was made from; null for ids of others.</summary>
    public static string? UidOf(string? id) => id?.StartsWith(Prefix, StringComparison.Ordinal) == true ? id[Prefix.Length..] : null;

    public static JsonObject Of(WebhookReplay replay)
    {
        var spec = replay.Spec;
        var request = new JsonObject { ["id"] = IdOf(replay), ["destination"] = spec.DestinationRef.Name, ["ratePerSecond"] = spec.RatePerSecond, ["dryRun"] = spec.DryRun };
        if (spec.Events is { } events)
        {
            request["events"] = new JsonObject { ["since"] = Time(events.Since), ["until"] = Time(events.Until), ["trigger"] = events.Trigger };
        }
        else if (spec.DeadLetters is { } letters)
        {
            request["deadLetters"] = new JsonObject
            {
                ["mapping"] = letters.Mapping,
                ["reasons"] = letters.Reasons is { } reasons ? new JsonArray([.. reasons.Select(reason => (JsonNode)reason.ToString())]) : null,
                ["since"] = Time(letters.Since),
                ["until"] = Time(letters.Until),
            };
        }

        return request;
    }

    private static string? Time(DateTime? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
