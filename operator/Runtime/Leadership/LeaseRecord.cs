namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>What a Lease says.</summary>
internal sealed record LeaseRecord
{
    /// <summary>Empty: nobody leads.</summary>
    public required string Holder { get; init; }

    /// <summary>How long to wait for the holder after its last renewal.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>By the holder's clock; for people.</summary>
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>By the holder's clock; for people, and to see that it changes.</summary>
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int Transitions { get; init; }

    /// <summary>Empty when the Lease does not exist yet.</summary>
    public string ResourceVersion { get; init; } = "";
}
