using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What becomes of a batch after a try. The events that are in neither list were delivered.</summary>
/// <param name="Again">To be tried again.</param>
/// <param name="Letters">To be given up.</param>
internal sealed record BatchFate(IReadOnlyList<ParkedDelivery> Again, IReadOnlyList<DeadLetter> Letters)
{
    public static readonly BatchFate Delivered = new([], []);
}
