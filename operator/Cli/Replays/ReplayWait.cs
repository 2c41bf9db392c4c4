using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Worker.Inspect;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Cli.Replays;

/// <summary>Waits until a worker has ended a replay, which it does whether or not somebody waits.</summary>
internal static class ReplayWait
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>The replay as it was last seen, and why it did not succeed.</summary>
    public static async Task<InspectAnswer<ReplayStatus>> UntilEndAsync(InspectClient client, ReplayStatus replay, CancellationToken cancellationToken)
    {
        while (replay.Phase is ReplayPhase.Running or ReplayPhase.Sending)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            var (next, problem) = await client.GetAsync<ReplayStatus>($"replay/{replay.Id}", cancellationToken);
            if (next is null)
            {
                return new InspectAnswer<ReplayStatus>(replay, $"{problem}\nThe replay goes on without this command.");
            }

            replay = next;
        }

        return new InspectAnswer<ReplayStatus>(replay, replay.Phase == ReplayPhase.Cancelled ? $"replay {replay.Id} was ended" : replay.Message);
    }
}
