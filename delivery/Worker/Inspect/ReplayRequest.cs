using System.Text.Json.Serialization;
using ExtensibleWebhooks.Engine.Triggers;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Replays;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The body of <c>POST /inspect/v1/replay</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest
{
    private const int MaxIdLength = 64;

    /// <summary>Of the one who asks, at most 64 letters, digits and dashes: asking twice with the same id is one replay. Absent: made here.</summary>
    public string? Id { get; init; }

    public string? Destination { get; init; }

    /// <summary>Which of the destination's dead letters; absent: all of them, unless there is <see cref="Events"/>.</summary>
    public DeadLetterFilter? DeadLetters { get; init; }

    /// <summary>A time range of the log instead.</summary>
    public EventRange? Events { get; init; }

    /// <summary>1 to 10000; absent: 50.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>Only count.</summary>
    public bool DryRun { get; init; }

    /// <summary>What is wrong with it, a line each; null when nothing is.</summary>
    public string? Check()
    {
        var problems = ProblemsOf(this).ToList();
        return problems.Count == 0 ? null : string.Join('\n', problems);
    }

    private static IEnumerable<string> ProblemsOf(ReplayRequest request)
    {
        (bool IsWrong, string Text)[] rules =
        [
            (request.Destination is not { Length: > 0 }, "destination: it is needed"),
            (request.Id is { } id && (id.Length is 0 or > MaxIdLength || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')),
                $"id: it must be 1 to {MaxIdLength} letters, digits and dashes"),
            (request.RatePerSecond is < 1 or > ReplayLimits.MaxRate, $"ratePerSecond: it must be from 1 to {ReplayLimits.MaxRate}"),
            (request.DeadLetters?.Destination is not null, "deadLetters.destination: write the destination beside deadLetters"),
            (request.DeadLetters?.Ids?.Count > DeadLetterFilter.MaxIds, $"deadLetters.ids: at most {DeadLetterFilter.MaxIds}"),
            (request is { DeadLetters: not null, Events: not null }, "events: a replay is of deadLetters or of events, not of both"),
            (request.Events is { Since: null }, "events.since: it is needed"),
            (request.Events is { Since: { } since, Until: { } until } && since >= until, "events.until: it must be later than since"),
        ];
        var trigger = request.Events?.Trigger is { } text ? TriggerCompiler.Compile(text, "events.trigger").Diagnostics : [];
        return rules.Where(rule => rule.IsWrong).Select(rule => rule.Text).Concat(trigger.Select(problem => problem.ToString()));
    }
}
