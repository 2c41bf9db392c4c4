using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Sends dead letters back to a lane, the oldest first.</summary>
internal sealed class LetterMover(DeadLetterStore deadLetters, ReplayStore store, ReplayLanes lanes, Patience patience, TimeProvider time)
{
    /// <summary>Null when all have gone back to the lane, or it was ended; else why the rest cannot.</summary>
    public async Task<string?> MoveAllAsync(Replay replay, CancellationToken cancellationToken)
    {
        // A restart begins with the oldest that is left: those that went back are no dead letters of it any more.
        var after = 0L;
        while (true)
        {
            var (lane, refusal) = await lanes.WaitAsync(replay.Destination, isDryRun: false, cancellationToken);
            if (lane is null)
            {
                return refusal;
            }

            // By a reading connection, so that the store's writer looks for nothing: it is told ids.
            var from = after;
            var letters = await patience.ReadAsync(
                () => deadLetters.FindAsync(replay.Filter, from, replay.LastId, ReplayLimits.AtOnce(replay.RatePerSecond), cancellationToken), cancellationToken);
            if (letters.Count == 0)
            {
                return null;
            }

            switch (await ReplayLanes.ParkAsync(lane, () => store.MoveAsync(replay.Id, lane.Key, letters, time.GetUtcNow()), patience, cancellationToken))
            {
                case MoveEnd.LaneEnded:
                    continue;
                case MoveEnd.ReplayEnded:
                    return null;
            }

            after = letters[^1];
            await Task.Delay(TimeSpan.FromSeconds((double)letters.Count / replay.RatePerSecond), time, cancellationToken);
        }
    }
}
