using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What a lane works by at a moment; replaced as a whole, and read anew for every event.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="Sender">Sends its requests.</param>
/// <param name="Function">Null: the destination has none, or it cannot run and the lane is held.</param>
internal sealed record LaneSettings(DestinationSettings Destination, WebhookSender Sender, FunctionPool? Function = null)
{
    /// <summary>Each user's webhooks keep their order.</summary>
    public bool IsOrdered { get; } = Destination.Config.Delivery.Ordering == Ordering.PerUser;

    /// <summary>False: the destination has a function and it is not here. Nothing may be sent that it has not seen.</summary>
    public bool IsComplete => Function is not null || Destination.Config.InsertFunction is null;
}
