namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Of a circuit breaker. The numbers are those of the metric.</summary>
internal enum BreakerState
{
    /// <summary>Requests are sent.</summary>
    Closed = 0,

    /// <summary>One request at a time, until one succeeds.</summary>
    HalfOpen = 1,

    /// <summary>None.</summary>
    Open = 2,
}
