using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Triggers;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>
/// Sends a range of the log to a lane again: each event goes through the trigger, the function and the mappings of now, and what it makes is parked, due now, under the same ids as the first
/// time. The place in the log is kept in the same commit. It reads beside the lane, not through its cursor.
/// </summary>
internal sealed class EventMover(IEventLog log, FunctionGate functions, ReplayStore store, ReplayLanes lanes, Patience patience, TimeProvider time)
{
    /// <summary>At once: what a slow replay holds in memory for long.</summary>
    private const int ReadEvents = 64;

    /// <summary>Null when all of the range went back, or was counted, or it was ended; else why the rest cannot.</summary>
    public async Task<string?> MoveAllAsync(Replay replay, EventProgress progress, CancellationToken cancellationToken)
    {
        var trigger = replay.Events?.Trigger is { } text ? TriggerCompiler.Compile(text, "events.trigger") : null;
        if (trigger is { IsCompiled: false })
        {
            // It did when the replay was asked for: this is another version. Without it the replay would send what nobody chose.
            return string.Join("; ", trigger.Diagnostics);
        }

        using var planner = new EventPlanner();
        var events = new Slices(log, progress, patience);
        while (events.Next < progress.End)
        {
            var (lane, refusal) = await lanes.WaitAsync(replay.Destination, replay.DryRun, cancellationToken);
            if (lane is null)
            {
                return refusal;
            }

            var (started, from) = (time.GetTimestamp(), events.Next);
            var settings = lane.Settings;
            var builder = new EventStepBuilder(replay, settings, time);
            while (!builder.IsFull && await events.TakeAsync(builder, cancellationToken) is { } entry)
            {
                if (await MakesAsync(planner, trigger?.Trigger, entry, settings, cancellationToken))
                {
                    builder.Add(entry, planner.Deliveries);
                }
            }

            var step = await builder.BuildAsync(events.Next, cancellationToken);
            var worked = time.GetElapsedTime(started);
            switch (await ReplayLanes.ParkAsync(lane, () => store.MoveAsync(replay.Id, step), patience, cancellationToken))
            {
                case MoveEnd.LaneEnded:
                    events = new Slices(log, progress with { Next = from }, patience);
                    continue;
                case MoveEnd.ReplayEnded:
                    return null;
            }

            foreach (var letter in step.Letters)
            {
                lane.GivenUpFromOutside(letter);
            }

            // At least as long as it worked: never more than half of a processor's time is taken from the lanes.
            var paced = replay.DryRun ? TimeSpan.Zero : TimeSpan.FromSeconds((double)step.Matched / replay.RatePerSecond) - time.GetElapsedTime(started);
            await Task.Delay(paced > worked ? paced : worked, time, cancellationToken);
        }

        return null;
    }

    /// <summary>Whether the event makes a webhook; the planner has them.</summary>
    private async ValueTask<bool> MakesAsync(EventPlanner planner, CompiledTrigger? trigger, LogEvent entry, LaneSettings settings, CancellationToken cancellationToken)
    {
        using var document = EventDocument.Parse(entry.Json).Document;
        if (document is null || trigger?.Matches(document) == false)
        {
            return false;
        }

        var filtered = settings.Function is null
            ? planner.Plan(entry.Position, document, settings)
            : await functions.RunAsync(settings.Destination.Lane, () => planner.Plan(entry.Position, document, settings), cancellationToken);
        return filtered is null;
    }

    /// <summary>The events of a range, one by one, with at most one slice of the log in memory.</summary>
    private sealed class Slices(IEventLog log, EventProgress progress, Patience patience)
    {
        private IReadOnlyList<LogEvent> _events = [];
        private int _index;
        private LogPosition _next = progress.Next;

        /// <summary>The next event to be taken.</summary>
        public LogPosition Next => _index < _events.Count ? _events[_index].Position : _next;

        /// <summary>Null at the end of the range.</summary>
        public async ValueTask<LogEvent?> TakeAsync(EventStepBuilder step, CancellationToken cancellationToken)
        {
            while (_index == _events.Count && _next < progress.End)
            {
                var from = _next;
                var slice = await patience.ReadAsync(() => log.ReadAsync(from, ReadEvents, cancellationToken), cancellationToken);
                (_events, _index, _next) = (slice.Events, 0, slice.Next);
                step.Missed += Math.Min(slice.Missed, progress.End.Value - from.Value);
                if (slice is { Events.Count: 0, Missed: 0 })
                {
                    // At the head: a range ends there at most.
                    _next = progress.End;
                }
            }

            if (Next >= progress.End)
            {
                return null;
            }

            step.Read++;
            return _events[_index++];
        }
    }
}
