using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>A lane at a moment, as metrics and the inspect API tell it.</summary>
internal sealed record LaneStatus
{
    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    /// <summary>Webhooks answered 2xx since the worker started.</summary>
    public required long Delivered { get; init; }

    /// <summary>Webhooks that became dead letters since the worker started.</summary>
    public required long Failed { get; init; }

    /// <summary>Events that made no webhook since the worker started.</summary>
    public required long Filtered { get; init; }

    /// <summary>Webhooks that wait on disk for their next try, or for their turn.</summary>
    public required long Parked { get; init; }

    /// <summary>Requests under way.</summary>
    public required int InFlight { get; init; }

    /// <summary>Events of the log that are not settled.</summary>
    public required long Lag { get; init; }

    /// <summary>When the oldest event was accepted that is not delivered, filtered or given up; null when all are.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>Since the worker started.</summary>
    public DateTimeOffset? LastDeliveryTime { get; init; }

    /// <summary>The last failure in words, without secrets; null without one since the worker started.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorTime { get; init; }

    /// <summary>Why the lane waits; null when it runs.</summary>
    public LaneHold? Hold { get; init; }

    /// <summary>Fingerprint of the OAuth 2.0 access token in use, while the receiver refuses it.</summary>
    public string? RejectedToken { get; init; }

    public required BreakerState Breaker { get; init; }

    /// <summary>Requests that may be under way at once.</summary>
    public required int ConcurrencyLimit { get; init; }

    /// <summary>When what fails is tried again.</summary>
    public required RetrySpec Retry { get; init; }
}
