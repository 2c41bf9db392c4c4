namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>Why a batch was closed.</summary>
internal enum FlushReason
{
    /// <summary>It has maxSize events.</summary>
    Size,

    /// <summary>The next event would have made it larger than maxBytes.</summary>
    Bytes,

    /// <summary>Its first event has waited for maxWait.</summary>
    Wait,

    /// <summary>The lane needed its room: too many batches, too many bytes, or too many events after its first.</summary>
    Room,

    /// <summary>Something of its user waits behind it that cannot join it.</summary>
    Turn,

    /// <summary>The lane stops.</summary>
    Stop,
}
