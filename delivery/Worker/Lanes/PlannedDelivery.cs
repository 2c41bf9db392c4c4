using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>One webhook that an event makes.</summary>
/// <param name="Mapping">The mapping's name.</param>
/// <param name="Request">What to send; without a usable URL where there is a problem.</param>
/// <param name="Problem">Why the mapping gives no request for this event, in words; null when it does.</param>
internal readonly record struct PlannedDelivery(string Mapping, WebhookRequest Request, string? Problem);
