using ExtensibleWebhooks.Crds.Conditions;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>What the operator found.</summary>
public sealed record WebhookDestinationStatus
{
    /// <summary>The generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>The mappings of this destination.</summary>
    public MappingCounts? Mappings { get; init; }

    /// <summary>When a failed delivery is tried again, as it comes of spec.delivery.retry.</summary>
    public string? RetrySchedule { get; init; }

    /// <summary>The OAuth 2.0 credentials; never their values.</summary>
    public CredentialsStatus? Credentials { get; init; }

    /// <summary>What became of the deliveries; counts are since the worker started.</summary>
    public DeliveryStatus? Delivery { get; init; }

    /// <summary>Ready is true when all others are.</summary>
    [Schema.MergeKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>The mappings of a destination.</summary>
public sealed record MappingCounts
{
    /// <summary>All that refer to this destination.</summary>
    public int Total { get; init; }

    /// <summary>Those that are enabled and valid.</summary>
    public int Enabled { get; init; }

    /// <summary>Those that are not valid.</summary>
    public int Invalid { get; init; }
}

/// <summary>The OAuth 2.0 credentials; never their values.</summary>
public sealed record CredentialsStatus
{
    /// <summary>How it stands with them, in one word, as in the reason of the condition CredentialsReady; absent while the destination is disabled.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>When the access token ends.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>When the access token was last fetched.</summary>
    public DateTime? LastRefreshTime { get; init; }

    /// <summary>Where a person presses Connect; with flow AuthorizationCode.</summary>
    public string? ConnectUrl { get; init; }
}

/// <summary>What became of the deliveries.</summary>
public sealed record DeliveryStatus
{
    /// <summary>Webhooks that were answered 2xx.</summary>
    public long Delivered { get; init; }

    /// <summary>Webhooks that became dead letters.</summary>
    public long Failed { get; init; }

    /// <summary>Events that no mapping wanted.</summary>
    public long Filtered { get; init; }

    /// <summary>Webhooks that wait for their next attempt.</summary>
    public long Parked { get; init; }

    /// <summary>Dead letters that are kept.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Events of the log that this destination has not come to yet.</summary>
    public long Lag { get; init; }

    /// <summary>When the oldest event was received that is not settled; absent when all are.</summary>
    public DateTime? OldestPending { get; init; }

    /// <summary>When a webhook was last answered 2xx.</summary>
    public DateTime? LastDeliveryTime { get; init; }

    /// <summary>The last failure, in words, without secrets.</summary>
    public string? LastError { get; init; }

    /// <summary>Why the worker does not send, in one word, as in the reason of the condition Delivering; absent while it does.</summary>
    public string? HeldReason { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Held { get; init; }
}
