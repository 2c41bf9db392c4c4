namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Why a lane waits. Told by name, to the operator among others: a name never changes.</summary>
internal enum HoldReason
{
    /// <summary>There are no credentials to send.</summary>
    CredentialsMissing,

    /// <summary>The receiver refuses the OAuth 2.0 token: 401.</summary>
    CredentialsRejected,

    /// <summary>The insert function, or its settings, is missing, or it does not compile.</summary>
    FunctionUnusable,

    /// <summary>The receiver answered a status that pauses the lane.</summary>
    Held,

    /// <summary>410: nothing is sent until the destination's configuration changes.</summary>
    EndpointGone,

    /// <summary>The receiver fails: the circuit breaker is open, or tries whether it may close.</summary>
    CircuitOpen,

    /// <summary>The receiver asked for a pause by Retry-After.</summary>
    Paused,

    /// <summary>As many deliveries are parked as may be.</summary>
    ParkingFull,
}
