namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>Of a worker's replay (<c>/inspect/v1/replay</c>), what a status shows. An older worker may lack members, a newer one have more.</summary>
internal sealed record WorkerReplay
{
    /// <summary>Null where it only counted, at once.</summary>
    public string? Id { get; init; }

    /// <summary>Running, Sending, Succeeded, Failed or Cancelled.</summary>
    public string Phase { get; init; } = "";

    public long Matched { get; init; }

    public long Delivered { get; init; }

    public long Failed { get; init; }

    public long? Read { get; init; }

    public long? Missed { get; init; }

    public DateTimeOffset? LogBegins { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }
}
