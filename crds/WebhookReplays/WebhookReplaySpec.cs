using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>What is sent again, to which destination, and how fast.</summary>
[CelRule("has(self.deadLetters) != has(self.events)", "a replay is of deadLetters or of events: set exactly one of them", nameof(IsOfOneThing))]
[Immutable(CannotChange)]
public sealed record WebhookReplaySpec
{
    /// <summary>What a user reads who tries.</summary>
    public const string CannotChange = "a replay cannot be changed, since it may have begun: delete it and make another";

    /// <summary>The WebhookDestination that gets them again, in the same namespace. While it is disabled, or its worker is not ready, the replay waits to begin.</summary>
    public required LocalRef DestinationRef { get; init; }

    /// <summary>Sends the destination's dead letters again, as they were: {} for all of them.</summary>
    public DeadLetterSelection? DeadLetters { get; init; }

    /// <summary>Sends a time range of the source's events again, through the insert function and the mappings as they are now, under the same webhook-ids.</summary>
    public EventSelection? Events { get; init; }

    /// <summary>Most webhooks a second, beside those of new events. The destination's own rateLimit and concurrency hold for both together.</summary>
    [Default("50")]
    [Range(1, 10_000)]
    public int RatePerSecond { get; init; } = 50;

    /// <summary>True only counts what would be sent.</summary>
    [Default("false")]
    public bool DryRun { get; init; }

    internal bool IsOfOneThing => (DeadLetters is null) != (Events is null);
}
