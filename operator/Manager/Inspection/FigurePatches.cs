using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>From a worker's figures to what of a status they change; null for nothing. Where nothing ever happened, nothing is said.</summary>
internal static class FigurePatches
{
    public static JsonObject? Of(EventSource source, EventFigures figures)
    {
        var counts = new EventCounts { Accepted = figures.Accepted, Rejected = figures.Rejected, Duplicates = figures.Duplicates };
        return (source.Status?.Events ?? new EventCounts()) == counts ? null : Between("events", source.Status?.Events, counts);
    }

    public static JsonObject? Of(WebhookDestination destination, DestinationFigures figures)
    {
        var delivery = new DeliveryStatus
        {
            Delivered = figures.Delivered,
            Failed = figures.Failed,
            Filtered = figures.Filtered,
            Parked = figures.Parked,
            DeadLetters = figures.DeadLetters,
            Lag = figures.Lag,
            OldestPending = figures.OldestPending?.UtcDateTime,
            LastDeliveryTime = figures.LastDeliveryTime?.UtcDateTime,
            LastError = figures.LastError,
            HeldReason = figures.HeldReason,
            Held = figures.Held,
        };
        return (destination.Status?.Delivery ?? new DeliveryStatus()) == delivery ? null : Between("delivery", destination.Status?.Delivery, delivery);
    }

    /// <summary>The runtime's own comparison of statuses, which cuts times to the seconds that the API server keeps.</summary>
    private static JsonObject? Between(string member, object? before, object after) => StatusPatch.Between(
        before is null ? null : new JsonObject { [member] = ToJson(before) },
        new JsonObject { [member] = ToJson(after) });

    private static JsonNode? ToJson(object status) => JsonSerializer.SerializeToNode(status, status.GetType(), Json.Options);
}
