using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What a lane works by at a moment; replaced as a whole, and read anew for every event.</summary>
internal sealed record LaneSettings(DestinationSettings Destination, WebhookSender Sender);
