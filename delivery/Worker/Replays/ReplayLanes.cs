using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>The lanes that replays go to. Replays wait while their lane does, and end when it is stopped or gone.</summary>
internal sealed class ReplayLanes(LaneSet lanes, TimeProvider time)
{
    /// <summary>Why nothing can be sent to a destination now; null when it can, if perhaps later.</summary>
    public string? Refusal(string destination)
    {
        if (lanes.Applied is not { } snapshot)
        {
            return null;
        }

        if (snapshot.Destinations.All(settings => settings.Config.Name != destination))
        {
            return $"the destination {destination} is not served here: it was deleted, or it is disabled";
        }

        return Find(destination)?.Hold is { Reason: HoldReason.EndpointGone } gone ? $"the destination {destination} is stopped: {gone.Text}" : null;
    }

    /// <summary>The lane, as soon as it takes more; or why it never will.</summary>
    /// <param name="destination">Its name.</param>
    /// <param name="isDryRun">Nothing is sent: it need not run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<(Lane? Lane, string? Refusal)> WaitAsync(string destination, bool isDryRun, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Refusal(destination) is { } refusal)
            {
                return (null, refusal);
            }

            if (Find(destination) is { Completion.IsCompleted: false } lane && (isDryRun || lane is { Hold: null, Parked: < ReplayLimits.MaxParked }))
            {
                return (lane, null);
            }

            await Task.Delay(ReplayLimits.Look, time, cancellationToken);
        }
    }

    /// <summary>Brings webhooks into a lane's parking, however long the store needs.</summary>
    public static Task<MoveEnd> ParkAsync(Lane lane, Func<Task<(WriteOutcome Outcome, int? Parked)>> write, Patience patience, CancellationToken cancellationToken) => patience.UntilDoneAsync(
        async () => await lane.ParkFromOutsideAsync(write) is not { } written
            ? (WriteOutcome.Durable, MoveEnd.LaneEnded)
            : (written.Outcome, written.Parked is null ? MoveEnd.ReplayEnded : MoveEnd.Done),
        cancellationToken);

    private Lane? Find(string destination) => lanes.Lanes.FirstOrDefault(lane => lane.Name == destination);
}
