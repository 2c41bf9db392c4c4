namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>What came of one call.</summary>
public enum FunctionVerdict
{
    /// <summary>An event, changed or not.</summary>
    Returned,

    /// <summary>DropEvent, or an onBatch that left the event out: the function does not want it.</summary>
    Dropped,

    /// <summary>EventNotSupported, or no handler for the event's type.</summary>
    NotSupported,

    /// <summary>InvalidEventPayload or ValidationError: the event is not as the function needs it.</summary>
    Rejected,

    /// <summary>RetryError: to be called again later.</summary>
    Retry,

    /// <summary>The call took too long; to be called again later, as the machine may have been busy.</summary>
    TimedOut,

    /// <summary>Any other error, a limit other than time, or a result that is no event.</summary>
    Failed,
}
