namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>Of the answer of a worker's <c>GET /inspect/v1/status</c>, what statuses show. An older worker may lack members, a newer one have more.</summary>
internal sealed record WorkerFigures
{
    /// <summary>Since the worker started.</summary>
    public EventFigures Events { get; init; } = new();

    /// <summary>A null among them, which the reader of JSON lets through, is none.</summary>
    public IReadOnlyList<DestinationFigures> Destinations { get; init => field = [.. value.OfType<DestinationFigures>()]; } = [];
}

/// <summary>What came in.</summary>
internal sealed record EventFigures
{
    public long Accepted { get; init; }

    public long Rejected { get; init; }

    public long Duplicates { get; init; }
}

/// <summary>What went out to one destination.</summary>
internal sealed record DestinationFigures
{
    public string Name { get; init; } = "";

    public long Delivered { get; init; }

    public long Failed { get; init; }

    public long Filtered { get; init; }

    public long Parked { get; init; }

    public long DeadLetters { get; init; }

    public long Lag { get; init; }

    public DateTimeOffset? OldestPending { get; init; }

    public DateTimeOffset? LastDeliveryTime { get; init; }

    public string? LastError { get; init; }

    public string? HeldReason { get; init; }

    public string? Held { get; init; }

    /// <summary>Fingerprint of the OAuth 2.0 token that the receiver refused last; null: none.</summary>
    public string? RejectedToken { get; init; }
}
