using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>From what was asked for to a replay: what it is about is settled now, whatever comes later.</summary>
internal sealed class ReplayFactory(DeadLetterStore deadLetters, IEventLog log, TimeProvider time, Func<string> newId)
{
    /// <param name="request">Checked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<Replay> CreateAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var replay = new Replay
        {
            Id = request.Id ?? newId(),
            Destination = request.Destination ?? "",
            Matched = 0,
            RatePerSecond = request.RatePerSecond ?? ReplayLimits.DefaultRate,
            DryRun = request.DryRun,
            CreatedAt = time.GetUtcNow(),
            Phase = ReplayPhase.Running,
        };
        return request.Events is { } events ? OfEventsAsync(replay, events, cancellationToken) : OfLettersAsync(replay, request.DeadLetters ?? DeadLetterFilter.All, cancellationToken);
    }

    private async Task<Replay> OfLettersAsync(Replay replay, DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var ofDestination = filter with { Destination = replay.Destination };
        var (matched, lastId) = await deadLetters.MatchAsync(ofDestination, cancellationToken);
        return replay with { Filter = ofDestination, Matched = matched, LastId = lastId };
    }

    private async Task<Replay> OfEventsAsync(Replay replay, EventRange events, CancellationToken cancellationToken)
    {
        var extent = await log.GetExtentAsync(cancellationToken);
        var since = events.Since ?? DateTimeOffset.MinValue;
        var first = await log.FindAsync(since, cancellationToken);
        var end = events.Until is { } until && until < replay.CreatedAt ? await log.FindAsync(until, cancellationToken) : extent.Head;
        return replay with
        {
            Events = events,
            Progress = new EventProgress
            {
                Next = first,
                End = end,
                LogBegins = extent.Oldest.Value > 1 && extent.OldestAt > since ? extent.OldestAt : null,
            },
        };
    }
}
