using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The answer of <c>GET /inspect/v1/status</c>. Members are only ever added.</summary>
internal sealed record WorkerStatus
{
    /// <summary>namespace/name of the EventSource; null before the first configuration.</summary>
    public string? Source { get; init; }

    /// <summary>Of the configuration that the next event meets; null before the first.</summary>
    public string? Revision { get; init; }

    public required bool Ready { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required EventFigures Events { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<DestinationFigures> Destinations { get; init; }

    /// <summary>Mappings that were left out because they do not compile.</summary>
    public required IReadOnlyList<MappingProblem> Problems { get; init; }
}

/// <summary>What came in since the worker started, and what the log holds.</summary>
internal sealed record EventFigures
{
    public required long Accepted { get; init; }

    public required long Rejected { get; init; }

    public required long Duplicates { get; init; }

    public required long Kept { get; init; }

    public required long KeptBytes { get; init; }
}

/// <summary>A destination, in the terms of a WebhookDestination's <c>status.delivery</c>. Counts are since the worker started; parked, deadLetters and lag are what there is now.</summary>
internal sealed record DestinationFigures
{
    public required string Name { get; init; }

    public required long Delivered { get; init; }

    public required long Failed { get; init; }

    public required long Filtered { get; init; }

    public required long Parked { get; init; }

    public required long DeadLetters { get; init; }

    public required long Lag { get; init; }

    public required int InFlight { get; init; }

    public DateTimeOffset? OldestPending { get; init; }

    public DateTimeOffset? LastDeliveryTime { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorTime { get; init; }

    /// <summary>Why the lane waits; absent when it runs.</summary>
    public string? Held { get; init; }

    public required bool CredentialsMissing { get; init; }

    /// <summary>The same in one word.</summary>
    public HoldReason? HeldReason { get; init; }

    /// <summary>
    /// The OAuth 2.0 access token that was sent and answered 401, while it is the one in use: the first 16 hexadecimal digits of its SHA-256. Absent when none is refused, and as
    /// soon as the worker has another.
    /// </summary>
    public string? RejectedToken { get; init; }

    public required BreakerState CircuitBreaker { get; init; }

    /// <summary>Requests that may be under way at once.</summary>
    public required int ConcurrencyLimit { get; init; }

    /// <summary>When what fails is tried again.</summary>
    public required RetryFigures Retry { get; init; }
}
