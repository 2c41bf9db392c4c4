using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Turns;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Takes a lane's events from the log, in order, and starts their deliveries as places become free.
/// </summary>
internal sealed class LanePump(ILogCursor cursor, ParsedEvents parsed, LaneStarts starts, LaneHolds holds, FunctionGate functions, ILogger logger)
{
    /// <summary>Until cancelled.</summary>
    /// <param name="settings">Asked for every event.</param>
    /// <param name="meter">Gets the moments.</param>
    /// <param name="deliver">Carries a delivery to its end; throws only when abandoned.</param>
    /// <param name="cancellationToken">No further event is begun.</param>
    public async Task RunAsync(
        Func<LaneSettings> settings, LaneMeter meter, Func<LaneSettings, LogEvent, PlannedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        using var planner = new EventPlanner();
        while (true)
        {
            await holds.WaitToReadAsync(cancellationToken);
            var slice = await cursor.ReadAsync(LaneLimits.ReadEvents, cancellationToken);
            if (slice.Missed > 0)
            {
                meter.Missed(slice.Missed);
                logger.EventsMissed(cursor.Lane, slice.Missed);
            }

            foreach (var entry in slice.Events)
            {
                await holds.WaitToReadAsync(cancellationToken);
                var current = settings();
                var reason = current.Function is null
                    ? planner.Plan(entry.Position, parsed.Read(entry), current)
                    : await functions.RunAsync(cursor.Lane, () => planner.Plan(entry.Position, parsed.Read(entry), current), cancellationToken);
                if (planner.Told is { } told)
                {
                    logger.FunctionTold(cursor.Lane, told.Verdict, told.Detail, told.Console);
                }

                if (reason is { } given)
                {
                    meter.Filtered(given);
                    await starts.PassAsync(entry.Position, cancellationToken);
                    continue;
                }

                await starts.BeginAsync(current, entry, current.IsOrdered ? UserOf(entry) : null, planner.Deliveries, deliver, cancellationToken);
            }
        }
    }

    /// <summary>As the event is in the log: what the insert function makes of it is not known when its turn comes.</summary>
    private long? UserOf(LogEvent entry) => parsed.Read(entry) is { } document ? UserKey.Of(document) : null;
}
