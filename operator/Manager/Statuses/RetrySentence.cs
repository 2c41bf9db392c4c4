using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>A destination's retries in words.</summary>
internal static class RetrySentence
{
    public static string Of(RetrySpec retry) =>
        $"{RetryWaits.QuickTries} quick tries, then one after up to {string.Join(", ", RetryWaits.Bounds(retry).Select(Duration.Of))} and so on, until the event is {Duration.Of(retry.MaxAge.Value)} old";
}
